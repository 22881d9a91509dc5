package main

import (
	"context"
	"errors"
	"fmt"

	"kommunalforum/internal/app"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/search/index"
)

type reindex struct{ cli.Folder }

// Run rebuilds the search index, and ends the alarm about an index that was
// ahead of the database: the operator has seen it. While a forum serves the folder it holds
// the index open, so it is asked to do the work.
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
	if err != nil {
		err := a.DB.Write(ctx, func(tx *db.Tx) error {
			if err := event.ForgetLossesTx(tx); err != nil {
				return err
			}
			return index.RequestRebuildTx(tx)
		})
		if err != nil {
			return err
		}
		fmt.Fprintln(p.Out, "Das laufende Forum baut den Suchindex neu auf. Gesucht werden kann währenddessen.")
		return nil
	}
	defer release()
	if err := a.Index.Rebuild(ctx); err != nil {
		return err
	}
	if err := a.DB.Write(ctx, event.ForgetLossesTx); err != nil {
		return err
	}
	fmt.Fprintln(p.Out, "Der Suchindex ist neu aufgebaut.")
	return nil
}
