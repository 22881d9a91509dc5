package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTestsAloneAreCheap holds that the program has no way to cheap password hashes,
// nor to merging its index and waiting for searches as tests do.
func TestTestsAloneAreCheap(t *testing.T) {
	for _, name := range []string{"UseTestCost", "UseTestMerges", "UseTestTimeouts"} {
		t.Run(name, func(t *testing.T) { calledByTestkitOnly(t, name) })
	}
}

func calledByTestkitOnly(t *testing.T, name string) {
	t.Helper()
	calls := 0
	for _, root := range []string{"../../cmd", ".."} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			if called := strings.Contains(string(text), "."+name+"("); called {
				calls++
				if filepath.ToSlash(path) != "../testkit/template.go" {
					t.Errorf("%s calls %s", path, name)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if calls != 1 {
		t.Errorf("%d files call %s", calls, name)
	}
}
