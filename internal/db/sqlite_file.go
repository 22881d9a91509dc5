package db

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// checkFile guards against what SQLite would destroy or misread: a file that is
// not a database, and a write-ahead log without its database, which it would
// truncate. It only reads. exists is false if a new database may be created there;
// with mustExist that is an error as well.
func checkFile(path string, mustExist bool) (exists bool, err error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, checkMissing(path, "fehlt", mustExist)
	case err != nil:
		return false, fmt.Errorf("Die Datenbank %s lässt sich nicht öffnen: %w", path, err)
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("%s ist keine gewöhnliche Datei, sondern ein Ordner, ein Verweis oder ein Gerät. Bitte legen Sie die "+
			"Datenbank selbst dorthin.", path)
	case info.Size() == 0:
		return false, checkMissing(path, "ist leer", mustExist)
	}
	f, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("Die Datenbank %s lässt sich nicht öffnen: %w", path, err)
	}
	defer f.Close()
	head := make([]byte, 16)
	if n, err := io.ReadFull(f, head); err != nil || string(head) != "SQLite format 3\x00" {
		return false, fmt.Errorf("Die Datei %s (Anfang: %q) ist keine SQLite-Datenbank oder beschädigt. Bitte spielen Sie eine Sicherung ein.",
			path, head[:n])
	}
	return true, nil
}

// checkMissing is checkFile for a database that is missing or empty.
func checkMissing(path, how string, mustExist bool) error {
	for _, suffix := range []string{"-wal", "-journal"} {
		if info, err := os.Lstat(path + suffix); err == nil && info.Size() > 0 {
			return fmt.Errorf("Die Datenbank %s %s, aber ihr Protokoll %s enthält Daten. Nichts wurde verändert. Bitte sichern Sie das "+
				"Protokoll und spielen Sie eine Sicherung der Datenbank ein.", path, how, path+suffix)
		}
	}
	if mustExist {
		return fmt.Errorf("Die Datenbank %s %s.", path, how)
	}
	return nil
}

// createFile creates an empty file that only its owner may read. SQLite gives its
// log the same permissions.
func createFile(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("Die Datei %s lässt sich nicht anlegen: %w", path, err)
	}
	return f.Close()
}
