package data_test

import (
	"io/fs"
	"slices"
	"testing"

	"kommunalforum/data"
)

func TestOnlyShippedFoldersAreEmbedded(t *testing.T) {
	entries, err := fs.ReadDir(data.FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if !slices.Equal(names, []string{"catalogue", "demo", "mail", "operations", "passwords", "search"}) {
		t.Errorf("embedded: %v", names)
	}
}
