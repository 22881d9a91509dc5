package main

import (
	"context"
	"errors"
	"fmt"

	"kommunalforum/internal/app"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

type reindex struct{ cli.Folder }

// Run rebuilds the search index on every node, and ends the alarm about an index that
// was ahead of the database: the operator has seen it. The index of this folder is built
// at once, unless a forum serves it, which holds it open and then does the work; other
// nodes do theirs while they serve.
func (r reindex) Run(ctx context.Context, p cli.Program) error {
	a, err := r.Open(ctx, p)
	if err != nil {
		return err
	}
	defer a.Close()
	release, err := app.Lock(r.Data)
	if held := (app.ErrLocked{}); err != nil && !errors.As(err, &held) {
		return err
	}
	served := err != nil
	if !served {
		defer release()
	}
	err = a.DB.Write(ctx, func(tx *db.Tx) error {
		if err := event.ForgetLossesTx(tx); err != nil {
			return err
		}
		return event.OutdateTx(tx)
	})
	if err != nil {
		return err
	}
	if served {
		fmt.Fprintln(p.Out, "Das laufende Forum baut den Suchindex neu auf. Gesucht werden kann währenddessen.")
		return nil
	}
	if err := a.Index.Rebuild(ctx); err != nil {
		return err
	}
	fmt.Fprintln(p.Out, "Der Suchindex ist neu aufgebaut.")
	return nil
}
