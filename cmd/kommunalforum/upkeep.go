package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"kommunalforum/internal/app"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search"
)

type rerender struct{ folder }

// Run renders texts anew. It may run beside a serving forum: the database lets
// one writer after the other.
func (r rerender) Run(ctx context.Context, p program) error {
	a, err := open(ctx, p, r.Data)
	if err != nil {
		return err
	}
	defer a.Close()
	n, err := a.Rerender(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "Neu aufbereitet: %d\n", n)
	return nil
}

type check struct{ folder }

var errDefects = errors.New("Der Datenordner hat Mängel.")

// Run checks the whole data folder and says what it could not look at.
func (c check) Run(ctx context.Context, p program) error {
	path := app.DatabasePath(c.Data)
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("Im Ordner %s steht keine Datenbank.", c.Data)
	}
	d, err := db.Open(ctx, path, db.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	defects, err := d.Check(ctx)
	if err != nil {
		return err
	}
	for _, line := range defects {
		fmt.Fprintln(p.out, "Datenbank:", line)
	}
	if len(defects) == 0 {
		fmt.Fprintln(p.out, "Datenbank: in Ordnung")
	}
	if !c.index(p) || len(defects) > 0 {
		return errDefects
	}
	return nil
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
