package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kommunalforum/internal/config"
)

// forOthers are the permissions of everybody but the owner.
const forOthers fs.FileMode = 0o077

// tighten takes from everybody but the owner what they may do with the data
// folder, with what is ours in it, and with the key wherever it is. What cannot
// be tightened is refused, in German: password hashes lie open there.
func tighten(c config.Config) error {
	for _, path := range []string{c.Data, KeyPath(c)} {
		if err := tightenFile(path); err != nil {
			return err
		}
	}
	return eachOurs(c.Data, tightenFile)
}

// LooseFiles returns what is ours in the data folder and open to others than
// its owner.
func LooseFiles(dir string) (loose []string, err error) {
	note := func(path string) error {
		info, err := os.Lstat(path)
		if err == nil && info.Mode()&fs.ModeSymlink == 0 && info.Mode().Perm()&forOthers != 0 {
			loose = append(loose, path)
		}
		return err
	}
	if err := note(dir); err != nil {
		return nil, err
	}
	return loose, eachOurs(dir, note)
}

// eachOurs calls fn with everything of ours in the data folder. Files that
// vanish meanwhile are passed over.
func eachOurs(dir string, fn func(path string) error) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if !isOurs(name) && name != lockName && name != stagingName && !strings.HasPrefix(name, asideName) {
			continue
		}
		err := filepath.WalkDir(filepath.Join(dir, name), func(path string, _ fs.DirEntry, err error) error {
			if err == nil {
				err = fn(path)
			}
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func tightenFile(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && info.Mode()&fs.ModeSymlink != 0 { // such as a mounted secret: what counts is what it leads to
		info, err = os.Stat(path)
	}
	if err != nil {
		return err
	}
	mode := info.Mode().Perm()
	if mode&forOthers == 0 {
		return nil
	}
	if err := os.Chmod(path, mode&^forOthers); err != nil {
		return fmt.Errorf("%s dürfen auch andere Konten dieses Rechners öffnen (Rechte %04o), und das lässt sich nicht ändern. Bitte "+
			"geben Sie den Datenordner dem Konto, unter dem das Forum läuft, und entziehen Sie die Rechte mit chmod -R go= : %w", path, mode, err)
	}
	return nil
}
