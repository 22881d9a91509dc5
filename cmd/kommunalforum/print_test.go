package main

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"kommunalforum/data"
)

func TestPrintPrintsEachTextThatItLists(t *testing.T) {
	list := must(t, "", "print")
	for _, text := range operatorTexts() {
		if !strings.Contains(list, text.name+" ") || text.about == "" {
			t.Errorf("%s is not listed, or not described", text.name)
		}
		want, err := text.text()
		if err != nil {
			t.Fatal(err)
		}
		if said := must(t, "", "print", text.name); said != string(want) || len(said) < 100 || !strings.HasSuffix(said, "\n") {
			t.Errorf("%s is printed as %q", text.name, said)
		}
	}
	if status, said := command(t, "", "print", "gibt-es-nicht"); status != 1 || !strings.Contains(said, "nginx") {
		t.Errorf("an unknown name: status %d: %s", status, said)
	}
}

// TestEveryTextForOperatorsIsPrinted holds that none lies in the folder unseen.
func TestEveryTextForOperatorsIsPrinted(t *testing.T) {
	var printed []string
	for _, text := range operatorTexts() {
		content, err := text.text()
		if err != nil {
			t.Fatal(err)
		}
		printed = append(printed, string(content))
	}
	err := fs.WalkDir(data.FS, "operations", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(name) == "README.md" {
			return err
		}
		content, err := fs.ReadFile(data.FS, name)
		if err == nil && !slices.Contains(printed, string(content)) {
			t.Errorf("no command prints %s", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
