package testkit

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Files reads every file below the folder of a running forum. Files come and go
// while the index merges its segments: when one vanishes, all are read anew, so
// that what moved from one file to another is not missed.
func Files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	const most = 50 // times
	for range most {
		found := map[string][]byte{}
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			found[path], err = os.ReadFile(path)
			return err
		})
		if err == nil {
			return found
		}
		if !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	t.Fatalf("files below %s keep vanishing", dir)
	return nil
}
