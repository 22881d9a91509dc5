package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/node"
)

// Names in the data folder, beside those of KeyPath and the list of erased
// accounts.
const (
	databaseName    = "forum.db"
	searchName      = "search"
	attachmentsName = "anhaenge"
	mailsName       = "post"
	ACMEName        = "acme" // account at the authority for certificates, and what it gave
	lockName        = "forum.lock"
	stagingName     = "forum.neu"   // where a new forum is made, see create
	copyingName     = "forum.kopie" // where a copy is made, see Copy
	indexCopyName   = "suchindex-kopie"
	asideName       = "vorher-" // begins the name of what setAside makes
)

// contents is what a data folder holds, by name. The lock, a forum that was
// never finished, hidden files and a file system's lost+found count for nothing.
type contents struct {
	database bool     // forum.db, not empty; whether it is a database is not known
	copying  bool     // an unfinished copy of a forum
	remains  []string // of a forum whose database is missing or empty
	foreign  []string // what is not ours
}

// contentsOf looks at the names and sizes in the folder and opens nothing. A
// folder that is missing is empty.
func contentsOf(dir string) (found contents, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return found, nil
	}
	if err != nil {
		if info, statErr := os.Stat(dir); statErr == nil && !info.IsDir() {
			return found, fmt.Errorf("%s ist kein Ordner, sondern eine Datei. Bitte geben Sie mit --data einen Ordner an.", dir)
		}
		return found, fmt.Errorf("Der Datenordner %s lässt sich nicht lesen: %w", dir, err)
	}
	for _, e := range entries {
		name := e.Name()
		info, err := e.Info()
		if err != nil {
			return found, fmt.Errorf("Der Datenordner %s lässt sich nicht lesen: %w", dir, err)
		}
		switch {
		case name == databaseName && (info.Size() > 0 || !info.Mode().IsRegular()):
			found.database = true // a folder or a link is for package db to refuse
		case name == copyingName:
			found.copying = true
		case name == lockName, name == stagingName, name == reserveName, name == startReserveName, name == "lost+found", strings.HasPrefix(name, "."):
		case isOurs(name):
			found.remains = append(found.remains, name)
		default:
			found.foreign = append(found.foreign, name)
		}
	}
	return found, nil
}

// isOurs reports whether a forum creates files of this name in its folder.
func isOurs(name string) bool {
	switch name {
	case databaseName, searchName, mailsName, keyName, attachmentsName, ACMEName:
		return true
	}
	return slices.ContainsFunc([]string{databaseName + "-", databaseName + ".", keyName + ".", "geloescht.txt", node.FileName, indexCopyName},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// forumIn looks where the forum's database should be. With a database on a server a
// file of that name in the folder is what an earlier forum left.
func forumIn(ctx context.Context, c config.Config) (found contents, err error) {
	found, err = contentsOf(c.Data)
	if err == nil && c.Database == "" && found.copying && !found.database {
		err = db.ErrUnfinished{Place: place(c), Drop: "dort den Unterordner " + copyingName}
	}
	if err != nil || c.Database == "" {
		return found, err
	}
	if found.database {
		found.remains = append(found.remains, databaseName)
	}
	if err := db.CheckAddress(c.Database); err != nil {
		return found, err
	}
	found.database, err = db.Exists(ctx, c.Database)
	return found, err
}

// HasForum reports whether there is a forum, without opening or changing
// anything. A missing or empty folder, and one with other files, hold none. The
// remains of a forum whose database is missing or empty are an error that names
// them, in German.
func HasForum(ctx context.Context, c config.Config) (forum bool, err error) {
	found, err := forumIn(ctx, c)
	if err != nil || found.database || len(found.remains) == 0 {
		return found.database, err
	}
	return false, errRemains(c, found.remains)
}

func errRemains(c config.Config, remains []string) error {
	if c.Database != "" {
		return fmt.Errorf("In der Datenbank %s steht kein Forum, aber im Datenordner %s hat eines Dateien hinterlassen: %s. Es wurde nichts "+
			"verändert. Bitte prüfen Sie --database und spielen Sie die Datenbank aus einer Sicherung ein, oder geben Sie mit --data einen "+
			"anderen Ordner an. "+
			"Nur wenn Sie hier mit einem neuen, leeren Forum beginnen wollen: --new verschiebt die alten Dateien in einen Unterordner.",
			db.Name(c.Database), c.Data, strings.Join(remains, ", "))
	}
	return fmt.Errorf("Im Datenordner %s fehlt die Datenbank %s oder ist leer, aber ein Forum hat dort Dateien hinterlassen: "+
		"%s. Es wurde nichts verändert. "+
		"Bitte legen Sie vorhandene Dateien %s-* beiseite und spielen Sie die Datenbank aus einer Sicherung ein, oder geben Sie mit "+
		"--data einen anderen Ordner an. "+
		"Nur wenn Sie hier mit einem neuen, leeren Forum beginnen wollen: --new verschiebt die alten Dateien in einen Unterordner.",
		c.Data, databaseName, strings.Join(remains, ", "), databaseName)
}

// MayCreate reports whether there is a forum already; otherwise a forum may be
// created, or else err says in German why not. It may where the folder is missing
// or empty, or, with fresh, holds no forum; with fresh a forum that is there is an
// error. MayCreate changes nothing.
func MayCreate(ctx context.Context, c config.Config, fresh bool) (forum bool, err error) {
	found, err := forumIn(ctx, c)
	switch {
	case err != nil:
		return false, err
	case found.database && fresh:
		return false, fmt.Errorf("%s steht schon ein Forum. --new ist nur für ein neues. Bitte starten Sie ohne --new.", place(c))
	case found.database, fresh:
		return found.database, nil
	case len(found.remains) > 0:
		return false, errRemains(c, found.remains)
	case len(found.foreign) > 0:
		return false, fmt.Errorf("Im Ordner %s steht kein Forum, aber anderes: %s. Ein neues Forum braucht einen leeren Ordner. Bitte "+
			"prüfen Sie --data; soll das Forum wirklich dorthin, geben Sie einmal --new an.",
			c.Data, listed(found.foreign))
	}
	return false, nil
}

// place says where the database is.
func place(c config.Config) string {
	if c.Database != "" {
		return "In der Datenbank " + db.Name(c.Database)
	}
	return "Im Datenordner " + c.Data
}

// listed names the first few.
func listed(names []string) string {
	const maxNames = 5
	if len(names) > maxNames {
		return strings.Join(names[:maxNames], ", ") + " und mehr"
	}
	return strings.Join(names, ", ")
}

// ErrNoForum is what a command says where there is no forum.
func ErrNoForum(c config.Config) error {
	if c.Database != "" {
		return fmt.Errorf("%s steht kein Forum. Bitte prüfen Sie --database. Ein neues Forum legen „serve“ oder „user create“ an.", place(c))
	}
	return fmt.Errorf("Im Ordner %s steht kein Forum. Bitte prüfen Sie --data. Ein neues Forum legen „serve“ oder „user create“ an.", c.Data)
}

// setAside moves what a former forum left into a sub-folder, because nothing of it may
// be lost. Its key stays: it can open no more than before.
func setAside(ctx context.Context, c config.Config) error {
	dir := c.Data
	found, err := forumIn(ctx, c)
	if err != nil {
		return err
	}
	remains := slices.DeleteFunc(found.remains, func(name string) bool { return name == keyName })
	if len(remains) == 0 {
		return nil
	}
	aside := filepath.Join(dir, asideName+time.Now().UTC().Format("20060102T150405.000"))
	if err := os.Mkdir(aside, 0o700); err != nil {
		return fmt.Errorf("Die alten Dateien lassen sich nicht beiseitelegen: %w", err)
	}
	for _, name := range remains {
		if err := os.Rename(filepath.Join(dir, name), filepath.Join(aside, name)); err != nil {
			return fmt.Errorf("Die alten Dateien lassen sich nicht beiseitelegen: %w", err)
		}
	}
	return nil
}
