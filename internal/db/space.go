package db

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// FreeSpace returns how many bytes this account may still write to the file system of a
// path, or of the nearest folder above it that is there.
func FreeSpace(path string) (int64, error) {
	for {
		var s syscall.Statfs_t
		err := syscall.Statfs(path, &s)
		if err == nil {
			return int64(s.Bavail) * s.Bsize, nil
		}
		parent := filepath.Dir(path)
		if !errors.Is(err, fs.ErrNotExist) || parent == path {
			return 0, &os.PathError{Op: "statfs", Path: path, Err: err}
		}
		path = parent
	}
}

// free is FreeSpace, which tests replace.
var free = FreeSpace

// roomToMigrate refuses a disk that has no room for a copy of the database, and for the log
// of migrations that write half of it anew.
func (e sqlite) roomToMigrate(size int64) error {
	const mb = 1 << 20
	need := size + size/2
	have, err := free(e.path)
	if err == nil && have < need {
		err = fmt.Errorf("Auf dem Datenträger von %s ist zu wenig Platz, um die Datenbank umzustellen: Sie wird zuvor kopiert. Gebraucht werden "+
			"%d\u00a0MB, frei sind %d\u00a0MB. Nichts wurde verändert. Bitte schaffen Sie Platz, und starten Sie neu.", e, need/mb+1, have/mb)
	}
	return err
}
