package page

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// filterFields are fields of forms that filter a page: they stand in its address.
var filterFields = []string{"leistung", "suche", "nach", "vor", "seit"}

// TestEveryFieldOfAFormComesBackOrIsSecret walks over the fields of all
// templates and handlers.
func TestEveryFieldOfAFormComesBackOrIsSecret(t *testing.T) {
	t.Parallel()
	field := regexp.MustCompile(`\b(?:Area|Field)\{Name: "([^"]+)"([^}]*)`)
	seen := 0
	for _, pattern := range []string{"../../../templates/*.templ", "../../../templates/*/*.templ", "../*.go", "../*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no files for %s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range field.FindAllStringSubmatch(string(text), -1) {
				seen++
				name, rest := m[1], m[2]
				secret := strings.Contains(rest, `"password"`) || strings.Contains(rest, "one-time-code")
				typed := slices.ContainsFunc(typedFields, func(f typedField) bool { return f.name == name })
				switch {
				case secret && (typed || !secretFields[name]):
					t.Errorf("%s: %s is secret and must be in secretFields alone", file, name)
				case !typed && !secretFields[name] && !slices.Contains(filterFields, name):
					t.Errorf("%s: what is typed into %s would be lost in a refusal: add it to typedFields", file, name)
				}
			}
		}
	}
	if seen < 60 {
		t.Errorf("only %d fields found: the pattern is broken", seen)
	}
}
