package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
)

// Copy copies a forum to another kind of database: from and to are a data folder and
// the address of a database on a server, in either order. Nothing else of a folder
// is copied. It refuses, in German, while a server runs on from, and a place to which is
// not empty; there it removes its own unfinished copy only. The copy is compared before
// it is a forum: when Copy fails or is interrupted there is none.
func Copy(ctx context.Context, from, to string, progress func(table string, rows int64)) (_ []db.Copied, err error) {
	if err := checkPlaces(from, to); err != nil {
		return nil, err
	}
	source, end, err := openCopied(ctx, at(from))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, end()) }()
	staging, drop, err := stageCopy(ctx, at(to))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, drop(err == nil)) }()
	copied, err := source.CopyTo(ctx, staging.Source, progress)
	if err != nil {
		return nil, err
	}
	return copied, staging.Place(ctx)
}

// at is the configuration for a place, of which only the database is looked at.
func at(place string) config.Config {
	if db.OnServer(place) {
		return config.Config{Database: place}
	}
	return config.Config{Data: place}
}

func checkPlaces(from, to string) error {
	switch {
	case db.OnServer(from) && db.OnServer(to):
		return errors.New("--from und --to sind beide eine Datenbank auf einem Server. Dafür gibt es die Werkzeuge des Servers.")
	case db.OnServer(from):
		return db.CheckAddress(from)
	case db.OnServer(to):
		return db.CheckAddress(to)
	}
	return errors.New("--from und --to sind beide ein Ordner. Eine Kopie im selben Format macht „kommunalforum backup“. " +
		"Für einen Umzug geben Sie für eines von beiden die Adresse einer Datenbank auf einem Server an.")
}

// openCopied opens the forum to be copied for reading, and keeps servers away from it as
// long as the place allows.
func openCopied(ctx context.Context, c config.Config) (d *db.DB, end func() error, err error) {
	forum, err := HasForum(ctx, c)
	if err == nil && !forum {
		err = fmt.Errorf("%s steht kein Forum. Bitte prüfen Sie --from.", place(c))
	}
	if err != nil {
		return nil, nil, err
	}
	release := func() {}
	if c.Database == "" {
		if release, err = Lock(c.Data); err != nil {
			return nil, nil, stopFirst(err)
		}
	}
	if d, _, err = db.OpenReadOnly(ctx, Source(c), false); err != nil {
		release()
		return nil, nil, err
	}
	end = func() error {
		defer release()
		return d.Close()
	}
	others, err := d.Others(ctx)
	if err == nil && len(others) > 0 {
		err = fmt.Errorf("Mit der Datenbank %s sind noch andere Programme verbunden: %s. Bitte halten Sie das Forum auf allen Knoten an und "+
			"wiederholen Sie das Kopieren.", db.Name(c.Database), strings.Join(others, ", "))
	}
	if err != nil {
		return nil, nil, errors.Join(err, end())
	}
	return d, end, nil
}

// stopFirst adds to an ErrLocked what to do.
func stopFirst(err error) error {
	if held := (ErrLocked{}); errors.As(err, &held) {
		return fmt.Errorf("%w Bitte halten Sie es an, und wiederholen Sie das Kopieren.", err)
	}
	return err
}

// stageCopy returns a place for the copy. drop must be called in the end, with whether
// the copy was placed.
func stageCopy(ctx context.Context, c config.Config) (s *db.Staging, drop func(placed bool) error, err error) {
	if c.Database != "" {
		return stageOnServer(ctx, c)
	}
	return stageInFolder(ctx, c)
}

func stageOnServer(ctx context.Context, c config.Config) (s *db.Staging, drop func(bool) error, err error) {
	forum, err := db.Exists(ctx, c.Database)
	if again := (db.ErrUnfinished{}); errors.As(err, &again) {
		err = nil
	}
	if err == nil && forum {
		err = fmt.Errorf("%s steht schon ein Forum. Bitte geben Sie mit --to eine leere Datenbank an.", place(c))
	}
	if err != nil {
		return nil, nil, err
	}
	if s, err = db.StageCopy(ctx, c.Database, ""); err != nil {
		return nil, nil, err
	}
	return s, func(bool) error { return s.Drop() }, nil
}

// stageInFolder makes and locks the folder. Unless the copy is placed, drop leaves it as
// it was before.
func stageInFolder(ctx context.Context, c config.Config) (s *db.Staging, drop func(bool) error, err error) {
	if err := emptyForCopy(c); err != nil {
		return nil, nil, err
	}
	folderThere, lockThere := exists(c.Data), exists(lockPath(c.Data))
	if err := EnsureFolder(c.Data); err != nil {
		return nil, nil, err
	}
	release, err := Lock(c.Data)
	if err != nil {
		return nil, nil, err
	}
	staged := filepath.Join(c.Data, copyingName)
	drop = func(placed bool) error {
		defer release()
		err := os.RemoveAll(staged)
		if !placed && !lockThere {
			os.Remove(lockPath(c.Data))
		}
		if !placed && !folderThere {
			os.Remove(c.Data) // unless something else came into it
		}
		return err
	}
	if err = emptyForCopy(c); err != nil { // another command may have been faster
		release()
		return nil, nil, err
	}
	if err = os.RemoveAll(staged); err == nil {
		err = os.Mkdir(staged, 0o700)
	}
	if err == nil {
		s, err = db.StageCopy(ctx, Source(c), staged)
	}
	if err != nil {
		return nil, nil, errors.Join(err, drop(false))
	}
	return s, drop, nil
}

// emptyForCopy refuses a folder that holds anything but a key and an unfinished copy.
func emptyForCopy(c config.Config) error {
	found, err := contentsOf(c.Data)
	if err != nil {
		return err
	}
	if found.database {
		return fmt.Errorf("%s steht schon ein Forum. Bitte geben Sie mit --to einen leeren Ordner an.", place(c))
	}
	there := append(slices.DeleteFunc(found.remains, func(name string) bool { return name == keyName }), found.foreign...)
	if len(there) > 0 {
		return fmt.Errorf("Der Ordner %s ist nicht leer: %s. Bitte geben Sie mit --to einen leeren Ordner an; nur der Schlüssel %s darf schon "+
			"dort liegen.", c.Data, listed(there), keyName)
	}
	staged := filepath.Join(c.Data, copyingName)
	entries, err := os.ReadDir(staged)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), databaseName) {
			return fmt.Errorf("Der Unterordner %s ist nicht von diesem Programm: Er enthält %s. Bitte benennen Sie ihn um.", staged, e.Name())
		}
	}
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}
