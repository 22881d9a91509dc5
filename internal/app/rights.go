package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"kommunalforum/internal/config"
	"kommunalforum/internal/secret"
)

// forOthers are the permissions of everybody but the owner.
const forOthers fs.FileMode = 0o077

// tighten takes from everybody but the owner what they may do with the data
// folder, with what is ours in it, and with the key wherever it is. What cannot
// be tightened is refused, in German: password hashes lie open there. A file that holds
// no key is refused as it is: somebody else's may have been named by mistake.
func tighten(c config.Config) error {
	if _, err := secret.ReadKeyring(KeyPath(c)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return eachPrivate(c, tightenFile)
}

// eachPrivate calls fn with everything that only the owner may open.
func eachPrivate(c config.Config, fn func(path string) error) error {
	for _, path := range []string{c.Data, KeyPath(c)} {
		if err := fn(path); err != nil {
			return err
		}
	}
	return eachOurs(c.Data, fn)
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
	mode, _, err := openToOthers(path)
	if err != nil || mode == 0 {
		return err
	}
	if err := os.Chmod(path, mode&^forOthers); err != nil {
		return fmt.Errorf("%s dürfen auch andere Konten dieses Rechners öffnen (Rechte %04o), und das lässt sich nicht ändern. Bitte "+
			"geben Sie den Datenordner dem Konto, unter dem das Forum läuft, und entziehen Sie die Rechte mit chmod -R go= : %w", path, mode, err)
	}
	return nil
}

// openToOthers returns the permissions of a file that others may open, 0 for other files
// and where there is none. own says that this account may change them.
func openToOthers(path string) (mode fs.FileMode, own bool, err error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	if err == nil && info.Mode()&fs.ModeSymlink != 0 { // such as a mounted secret: what counts is what it leads to
		info, err = os.Stat(path)
	}
	if err != nil || info.Mode().Perm()&forOthers == 0 {
		return 0, false, err
	}
	stat, known := info.Sys().(*syscall.Stat_t)
	return info.Mode().Perm(), os.Geteuid() == 0 || known && int(stat.Uid) == os.Geteuid(), nil
}
