package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// lock holds the data folder for one serving process; the system lets go of it
// when the process ends, however it ends.
func lock(dir string) (release func(), err error) {
	path := filepath.Join(dir, "forum.lock")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("Die Sperre des Datenordners lässt sich nicht anlegen: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, fmt.Errorf("Der Datenordner %s wird schon von einem laufenden Forum benutzt.", dir)
	}
	return func() { f.Close() }, nil
}
