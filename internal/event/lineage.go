package event

import (
	"time"

	"kommunalforum/internal/db"
)

// Position says how far a consumer has come in the log of one database. A consumer
// that stores its results outside the database stores its position with them.
type Position struct {
	Log   string // id of the log
	Event int64  // the last event handled
	Nonce int64  // of that event
}

// LogTx returns the random id of the log. Every database has one of its own, which
// never changes.
func LogTx(tx *db.Tx) (string, error) { return db.Scalar[string](tx, `SELECT id FROM event_log`) }

// PositionOfTx returns the position of an event; without a nonce if its row has
// been pruned.
func PositionOfTx(tx *db.Tx, id int64) (p Position, err error) {
	p.Event = id
	if p.Log, err = LogTx(tx); err != nil {
		return p, err
	}
	p.Nonce, _, err = nonceOf(tx, id)
	return p, err
}

func nonceOf(tx *db.Tx, id int64) (nonce int64, found bool, err error) {
	return db.Found(db.Scalar[int64](tx, `SELECT nonce FROM event WHERE id = $1`, id))
}

// Relation says how a position relates to the log of the database.
type Relation int

const (
	OnTheWay Relation = iota // the log continues from it
	Foreign                  // it belongs to the log of another database
	Ahead                    // the database has lost events that were already handled
)

// RelateTx compares a position with the log and also returns the log's head.
func RelateTx(tx *db.Tx, p Position) (r Relation, head int64, err error) {
	if head, err = HeadTx(tx); err != nil {
		return r, 0, err
	}
	here, err := PositionOfTx(tx, p.Event)
	if err != nil {
		return r, head, err
	}
	_, kept, err := nonceOf(tx, p.Event)
	switch {
	case err != nil:
		return r, head, err
	case p.Log != here.Log:
		return Foreign, head, nil
	case p.Event > head, kept && p.Nonce != here.Nonce: // the same number was given anew
		return Ahead, head, nil
	}
	return OnTheWay, head, nil
}

// Loss records that a consumer knew events which the database no longer has: it
// was restored from a backup, or part of it was lost.
type Loss struct {
	Event int64 // the last event that the consumer knew
	Head  int64 // the last event that the database had
	Found time.Time
}

// NoteLossTx records a loss, which is an alarm until ForgetLossesTx.
func NoteLossTx(tx *db.Tx, consumer string, event, head int64) error {
	_, err := tx.Exec(`
		INSERT INTO event_loss (consumer, event_id, head, found_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (consumer) DO UPDATE SET event_id = excluded.event_id, head = excluded.head, found_at = excluded.found_at`,
		consumer, event, head, tx.Now)
	return err
}

// LossesTx returns the losses that nobody has dealt with yet.
func LossesTx(tx *db.Tx) ([]Loss, error) {
	return db.List(tx, func(r db.Row) (l Loss, err error) {
		return l, r.Scan(&l.Event, &l.Head, db.Instant(&l.Found))
	}, `SELECT event_id, head, found_at FROM event_loss ORDER BY consumer`)
}

// ForgetLossesTx ends the alarm about all losses.
func ForgetLossesTx(tx *db.Tx) error {
	_, err := tx.Exec(`DELETE FROM event_loss`)
	return err
}
