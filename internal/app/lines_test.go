package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// maxColumns is the length of a line of Go in characters; a tab counts as four.
const maxColumns = 150

// unbreakable are the only longer lines: fields with a struct tag, whose string
// Go does not let us break. They hold the help texts of flags.
var unbreakable = regexp.MustCompile("^\t\\w+ +[\\w.\\[\\]]+ +`\\w+:\".*\"`$")

func TestNoLineIsLongerThanAScreen(t *testing.T) {
	t.Parallel()
	looked := 0
	err := filepath.WalkDir("../..", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "var" || d.Name() == "bin" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_templ.go") {
			return nil
		}
		looked++
		text, err := os.ReadFile(file)
		for n, line := range strings.Split(string(text), "\n") {
			columns := utf8.RuneCountInString(line) + 3*strings.Count(line, "\t")
			if columns > maxColumns && !unbreakable.MatchString(line) {
				t.Errorf("%s:%d has %d columns", file, n+1, columns)
			}
		}
		return err
	})
	if err != nil || looked < 500 {
		t.Fatalf("looked at %d files: %v", looked, err)
	}
}
