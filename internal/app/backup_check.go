package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"kommunalforum/internal/backup"
	"kommunalforum/internal/db"
	"kommunalforum/internal/disk"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/secret"
)

// CheckBackup reads a whole backup as backup.Verify does, and looks into its files: whether
// the database is one, and what the manifest says of it, and whether the list of erased
// accounts and the key can be read. It changes nothing in the backup.
func CheckBackup(ctx context.Context, path string, progress backup.Progress) (m backup.Manifest, damaged []backup.Damage, err error) {
	m, damaged, err = backup.Verify(ctx, path, progress)
	if err != nil {
		return m, damaged, err
	}
	for _, d := range damaged {
		if !d.Attachment {
			return m, damaged, nil
		}
	}
	found, err := lookInto(ctx, path, m)
	return m, append(damaged, found...), err
}

func lookInto(ctx context.Context, path string, m backup.Manifest) (damaged []backup.Damage, err error) {
	dir, remove, err := TrialFolder("")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	at := filepath.Join(dir, databaseName)
	inPlace := readableInPlace(path)
	if inPlace {
		at = filepath.Join(path, databaseName)
	} else if err := roomToLook(dir, m); err != nil {
		return nil, err
	}
	skip := func(f backup.File) bool { return f.Blob() != "" || inPlace && f.Name == databaseName }
	err = backup.Unpack(ctx, path, m, skip, func(f backup.File, r io.Reader) error { return writeFile(filepath.Join(dir, f.Name), r) })
	if err != nil {
		return nil, err
	}
	if !m.Server {
		what, err := judgeDatabase(ctx, at, m)
		if err != nil {
			return nil, err
		}
		damaged = appendDamage(damaged, databaseName, what)
	}
	list := privacy.MemoryPath(dir)
	if erased, err := privacy.MemoryAt(list).Read(); err != nil || len(erased) < m.Erased {
		damaged = appendDamage(damaged, filepath.Base(list), "lässt sich nicht lesen oder nennt nicht alle gelöschten Konten")
	}
	if _, err := secret.ReadKeyring(filepath.Join(dir, keyName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		damaged = appendDamage(damaged, keyName, "enthält keinen Schlüssel, den das Programm lesen kann")
	}
	return damaged, nil
}

func appendDamage(all []backup.Damage, name, what string) []backup.Damage {
	if what == "" {
		return all
	}
	return append(all, backup.Damage{Name: name, What: what})
}

// readableInPlace reports whether the database can be read where it is, without a copy:
// it is a file of its own, and no log lies beside it that would be read with it.
func readableInPlace(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return false
	}
	beside, err := filepath.Glob(filepath.Join(path, databaseName+"-*"))
	return err == nil && len(beside) == 0
}

func roomToLook(dir string, m backup.Manifest) error {
	f, _ := m.Find(databaseName)
	space, err := disk.Near(dir)
	if err == nil && f.Size > space.Free {
		err = fmt.Errorf("Um die Datenbank der Sicherung zu prüfen, braucht das Programm für kurze Zeit %s in %s, frei sind %s. Einen "+
			"anderen Ordner gibt die Umgebungsvariable TMPDIR an.", disk.SizeText(f.Size), os.TempDir(), disk.SizeText(space.Free))
	}
	return err
}

// judgeDatabase says in German what is wrong with the database of a backup, "" for nothing.
func judgeDatabase(ctx context.Context, path string, m backup.Manifest) (string, error) {
	found, err := db.InspectFile(ctx, path, nil)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return fmt.Sprintf("ist keine Datenbank, die das Programm lesen kann (%v)", err), nil
	case len(found.Defects) > 0:
		return "ist beschädigt: " + strings.Join(found.Defects, "; "), nil
	case found.Schema != m.Schema || !maps.Equal(found.Rows, m.Rows):
		return "ist nicht, wie das Verzeichnis der Sicherung sagt: Schema oder Zahl der Zeilen weichen ab", nil
	}
	return "", nil
}
