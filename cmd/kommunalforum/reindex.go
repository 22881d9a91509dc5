package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/job"
	"kommunalforum/internal/node"
	"kommunalforum/internal/search/engine"
)

type reindex struct {
	cli.Folder
	Copy bool   `xor:"what" help:"Den Suchindex nicht neu aufbauen, sondern eine Kopie für einen anderen Knoten in den Datenordner legen."`
	From string `xor:"what" placeholder:"ORDNER" help:"Den Suchindex nicht neu aufbauen, sondern die Kopie eines anderen Knotens übernehmen, oder den aus seinem Ordner search, wenn er steht."`
}

// Run rebuilds the search index, or copies it, or takes over a copy. While a forum
// serves the folder it holds the index open, so it is asked to do the work.
func (r reindex) Run(ctx context.Context, p cli.Program) error {
	a, err := r.Open(ctx, p)
	if err != nil {
		return err
	}
	defer a.Close()
	release, err := app.Lock(r.Data)
	held := app.ErrLocked{}
	served := errors.As(err, &held)
	if err != nil && !served {
		return err
	}
	if !served {
		defer release()
	}
	switch {
	case r.From != "" && served:
		return fmt.Errorf("%w Bitte halten Sie es an, um einen anderen Suchindex zu übernehmen.", held)
	case r.From != "":
		return r.adopt(ctx, p, a)
	case r.Copy:
		return r.copy(ctx, p, a, served)
	}
	return r.rebuild(ctx, p, a, served)
}

// rebuild rebuilds the index on every node, and ends the alarm about one that was ahead
// of the database: the operator has seen it. Other nodes do theirs while they serve.
func (r reindex) rebuild(ctx context.Context, p cli.Program, a *app.App, served bool) error {
	err := a.DB.Write(ctx, func(tx *db.Tx) error {
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

// copy leaves a copy of the index in the data folder.
func (r reindex) copy(ctx context.Context, p cli.Program, a *app.App, served bool) error {
	err := error(nil)
	if served {
		err = r.askForCopy(ctx, p, a)
	} else if err = a.Index.Open(ctx); err == nil {
		err = a.Index.CopyTo(app.IndexCopyPath(r.Data))
	}
	if err != nil {
		return fmt.Errorf("Der Suchindex lässt sich nicht kopieren: %w", err)
	}
	fmt.Fprintf(p.Out, "Eine Kopie des Suchindex liegt in %s. Bringen Sie sie auf den anderen Knoten, und übernehmen Sie sie dort mit "+
		"„reindex --from“.\n", app.IndexCopyPath(r.Data))
	return nil
}

// askForCopy waits until the running forum has made the copy.
func (r reindex) askForCopy(ctx context.Context, p cli.Program, a *app.App) error {
	id, err := node.ReadID(r.Data)
	if err != nil {
		return err
	}
	err = a.DB.Write(ctx, func(tx *db.Tx) error { return job.RequestFromTx(tx, job.CopyIndex, id) })
	if err != nil {
		return err
	}
	fmt.Fprintln(p.Out, "Das laufende Forum kopiert den Suchindex. Gelingt es nicht, steht der Grund in seinem Protokoll.")
	for {
		asked, err := db.View(ctx, a.DB, func(tx *db.Tx) (bool, error) {
			_, asked, err := job.RequestedTx(tx, job.CopyIndex, id)
			return asked, err
		})
		if err != nil || !asked {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// adopt takes over the index of another node.
func (r reindex) adopt(ctx context.Context, p cli.Program, a *app.App) error {
	err := a.Index.Adopt(ctx, r.From)
	switch {
	case errors.Is(err, engine.ErrLocked):
		return fmt.Errorf("Den Suchindex in %s hält ein laufendes Forum offen. Bitte legen Sie dort mit „reindex --copy“ eine Kopie an: %w",
			r.From, err)
	case err != nil:
		return fmt.Errorf("Der Suchindex in %s lässt sich nicht übernehmen, es wurde nichts verändert. „serve“ baut sonst selbst einen auf: %w",
			r.From, err)
	}
	fmt.Fprintln(p.Out, "Der Suchindex ist übernommen. Was seither geschah, holt „serve“ nach.")
	return nil
}
