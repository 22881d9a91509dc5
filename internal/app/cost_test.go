package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPasswordsAreCheapInTestsOnly holds that the program has no way to cheap hashes.
func TestPasswordsAreCheapInTestsOnly(t *testing.T) {
	calls := 0
	for _, root := range []string{"../../cmd", ".."} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			if called := strings.Contains(string(text), ".UseTestCost("); called {
				calls++
				if filepath.ToSlash(path) != "../testkit/world.go" {
					t.Errorf("%s calls UseTestCost", path)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if calls != 1 {
		t.Errorf("%d files call UseTestCost", calls)
	}
}
