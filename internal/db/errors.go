package db

import (
	"errors"
	"fmt"
	"time"

	"kommunalforum/internal/fault"
)

// ErrUnclear is what Write returns when the database did not answer whether it
// committed. A form that is sent again with its key leads to one result in either case.
// It is a fault of kind Unready.
var ErrUnclear = fault.Of(fault.Unready, "Ob Ihre Eingabe gespeichert ist, wissen wir nicht: Die Verbindung zur Datenbank ist abgebrochen. Bitte "+
	"senden Sie sie noch einmal ab, oder sehen Sie vorher nach. Doppelt angelegt wird nichts.")

// commitTime is how long a commit may take, such as one that waits for a standby.
const commitTime = 20 * time.Second

// commit commits the transaction, and cancels it when that takes too long.
func (d *DB) commit(tx *Tx) error {
	if tx.cancel != nil {
		defer time.AfterFunc(commitTime, tx.cancel).Stop()
	}
	err := tx.raw.Commit()
	switch {
	case err == nil:
		return nil
	case tx.cancel != nil && d.unclear(err):
		return fmt.Errorf("commit: %w", errors.Join(ErrUnclear, err))
	}
	return fmt.Errorf("commit: %w", d.translate(err))
}

// translate returns what an error of the driver means, and notes damage of the database.
func (d *DB) translate(err error) error {
	if damaged(err) {
		d.damaged.Store(true)
	}
	return d.engine.translate(err)
}

// Damaged reports whether a statement has met damage of the database since it was opened.
// What the statement was about cannot be read, or not be written, until it is repaired.
func (d *DB) Damaged() bool { return d.damaged.Load() }

// damaged reports whether an error says that the database is.
func damaged(err error) bool { return sqlite{}.damaged(err) || postgres{}.damaged(err) }

// wrapped is a fault that keeps the driver's error for the log.
type wrapped struct {
	kind     fault.Kind
	sentence string
	cause    error
}

func (w *wrapped) Error() string { return w.cause.Error() }

func (w *wrapped) Unwrap() []error {
	return []error{&fault.Error{Kind: w.kind, Sentence: w.sentence}, w.cause}
}
