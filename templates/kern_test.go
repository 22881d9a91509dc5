package templates_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/static"
)

// TestStyleSheetHoldsEveryComponentThatPagesUse finds the classes of KERN in
// all templates and scripts: the style sheet leaves the other components out.
func TestStyleSheetHoldsEveryComponentThatPagesUse(t *testing.T) {
	class := regexp.MustCompile(`(?:^|[^-\w])kern-([a-z0-9]+(?:-[a-z0-9]+)*)`)
	found := 0
	for _, root := range []string{".", "../static/js", "../static/css"} {
		err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := fs.ReadFile(os.DirFS(root), path)
			for _, m := range class.FindAllStringSubmatch(string(text), -1) {
				if component := m[1]; !static.Uses(component) {
					t.Errorf("%s uses kern-%s, which static/trim.go leaves out", path, component)
				}
				found++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 50 {
		t.Errorf("only %d classes found", found)
	}
}
