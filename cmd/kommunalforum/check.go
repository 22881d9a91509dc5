package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"kommunalforum/internal/app"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search"
)

type check struct{ folder }

var errDefects = errors.New("Der Datenordner hat Mängel.")

// Run checks the whole data folder and says what it could not look at. It
// changes nothing: no migration, no repair, no lock.
func (c check) Run(ctx context.Context, p program) error {
	forum, err := app.Look(c.Data)
	if err != nil {
		return err
	}
	if !forum {
		return app.ErrNoForum(c.Data)
	}
	running, err := served(c.Data)
	if err != nil {
		return err
	}
	d, made, err := db.OpenReadOnly(ctx, app.DatabasePath(c.Data), running)
	if err != nil {
		return err
	}
	defer d.Close()
	if made != "" {
		fmt.Fprintf(p.out, "Hinweis: Um das Protokoll der Datenbank zu lesen, hat SQLite %s angelegt.\n", made)
	}
	if err := c.permissions(p); err != nil {
		return err
	}
	sound, err := c.database(ctx, p, d)
	if err != nil {
		return err
	}
	if !c.index(p) || !sound {
		return errDefects
	}
	return nil
}

// permissions says which files are open to others: the next start closes them.
func (c check) permissions(p program) error {
	loose, err := app.LooseFiles(c.Data)
	if err == nil && len(loose) > 0 {
		fmt.Fprintf(p.out, "Rechte: auch andere Konten dieses Rechners dürfen öffnen, was der nächste Start einschränkt: %s\n", strings.Join(loose, ", "))
	}
	return err
}

// database checks the database. One of an older schema is no defect: the next
// start migrates it.
func (c check) database(ctx context.Context, p program, d *db.DB) (sound bool, err error) {
	have, known, err := d.SchemaVersion(ctx)
	if err != nil {
		return false, err
	}
	switch {
	case have > known:
		return false, fmt.Errorf("Die Datenbank gehört zu einer neueren Fassung des Programms (Schema %d, dieses Programm kennt %d). Bitte prüfen Sie sie mit der neueren Fassung.", have, known)
	case have < known:
		fmt.Fprintf(p.out, "Datenbank: Schema %d, der nächste Start stellt sie auf %d um\n", have, known)
	}
	defects, err := d.Check(ctx)
	if err != nil {
		return false, err
	}
	for _, line := range defects {
		fmt.Fprintln(p.out, "Datenbank:", line)
	}
	if len(defects) == 0 {
		fmt.Fprintln(p.out, "Datenbank: in Ordnung")
	}
	return len(defects) == 0, nil
}

// index checks the search index and reports whether it may stay as it is. One
// that is missing is no defect: the next start builds it.
func (c check) index(p program) (sound bool) {
	err := search.Inspect(app.SearchPath(c.Data))
	switch {
	case err == nil:
		fmt.Fprintln(p.out, "Suchindex: in Ordnung")
	case errors.Is(err, search.ErrLocked):
		fmt.Fprintln(p.out, "Suchindex: nicht geprüft, ein laufendes Forum hält ihn offen")
	case errors.Is(err, search.ErrNone):
		fmt.Fprintln(p.out, "Suchindex: fehlt, wird beim nächsten Start aufgebaut")
	default:
		fmt.Fprintln(p.out, "Suchindex: beschädigt, wird beim nächsten Start neu aufgebaut:", err)
		return false
	}
	return true
}
