package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// group lets the writers of a process who wait for one another share a commit, and with
// it the wait for the disk. Each runs in its turn in the goroutine of its Write, the
// second and later ones within a savepoint, so that one who fails takes back no more than
// its own work. All return once the commit is durable.
type group struct {
	turn chan struct{} // full while somebody writes; who has waited longest is next
	open *round        // begun, not ended; nil for none. For who has the turn
}

// round is one transaction of a group.
type round struct {
	raw    *sql.Tx
	kept   int           // writers whose work is in it
	wrote  written       // by them
	ended  chan struct{} // closed when it has
	failed error         // then: why nothing of it was committed
}

const savepoint = "writer"

func newGroup() *group { return &group{turn: make(chan struct{}, 1)} }

// write runs fn in a round and returns once that is committed. A round that fails for
// one of its writers, or in its commit, is no reason to fail for the others: each of
// them then writes alone.
func (g *group) write(ctx context.Context, d *DB, fn func(*Tx) error) error {
	waiting := time.Now()
	select {
	case g.turn <- struct{}{}:
		seconds(d.measures.WriteWait, waiting)
	case <-ctx.Done():
		return fmt.Errorf("begin: %w", ctx.Err())
	}
	tx, r, err := g.take(ctx, d, fn)
	if err != nil {
		return err
	}
	select {
	case <-r.ended:
	case g.turn <- struct{}{}: // after all who waited already: they have joined the round
		if g.open == r {
			committing := time.Now()
			failed := d.leaveChange(tx.run, r.raw, &r.wrote)
			if failed == nil {
				failed = d.commit(tx)
			}
			g.end(r, failed)
			seconds(d.measures.Commits, committing)
			d.measures.Group.Observe(float64(r.kept))
		}
		<-g.turn
	}
	if r.failed != nil {
		return d.writeAlone(ctx, fn)
	}
	if tx.nudge {
		d.line.nudge()
	}
	return nil
}

// take runs fn for the caller, whose turn it is, and ends that turn. The transaction that
// it returns is to be committed with the round.
func (g *group) take(ctx context.Context, d *DB, fn func(*Tx) error) (*Tx, *round, error) {
	defer func() { <-g.turn }()
	r, err := g.join(ctx, d)
	if err != nil {
		return nil, nil, fmt.Errorf("begin: %w", d.translate(err))
	}
	kept := false
	defer func() { // also when fn panics
		if !kept {
			g.takeBack(r)
		}
	}()
	// To interrupt a statement would take back the whole round.
	tx := &Tx{raw: r.raw, ctx: ctx, run: context.WithoutCancel(ctx), db: d, basis: basisOf(ctx), wrote: &written{},
		Now: d.timeOf(ctx, time.Time{})}
	if err := fn(tx); err != nil {
		return nil, nil, err
	}
	if err := tx.open(); err != nil {
		return nil, nil, fmt.Errorf("commit: %w", err)
	}
	kept = true
	r.kept++
	r.wrote.addAll(tx.wrote)
	return tx, r, nil
}

// join returns the open round, or a new one. The first writer of a round needs no
// savepoint: if it fails, there is nothing else in the transaction.
func (g *group) join(ctx context.Context, d *DB) (*round, error) {
	if g.open != nil {
		_, err := g.open.raw.Exec("SAVEPOINT " + savepoint)
		return g.open, err
	}
	raw, _, err := d.beginWrite(context.WithoutCancel(ctx), d.write) // others will write in it
	if err != nil {
		return nil, err
	}
	g.open = &round{raw: raw, ended: make(chan struct{})}
	return g.open, nil
}

// takeBack undoes what the writer did whose turn it is. Some errors, such as a full disk,
// make SQLite roll back the whole transaction: then the round has failed.
func (g *group) takeBack(r *round) {
	err := errors.New("nobody stayed in it")
	if r.kept > 0 {
		_, err = r.raw.Exec("ROLLBACK TO " + savepoint + "; RELEASE " + savepoint)
	}
	if err != nil {
		r.raw.Rollback() // or it is rolled back already
		g.end(r, err)
	}
}

// end lets the writers of the round go on. It is committed, or failed with the error.
func (g *group) end(r *round, failed error) {
	g.open = nil
	r.failed = failed
	close(r.ended)
}
