package web_test

import (
	"path/filepath"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestScripts runs every text in testdata: each tells a story in a world of its own.
func TestScripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.story")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".story"), func(t *testing.T) {
			New(t).Script(file)
		})
	}
}
