// Package event owns the tables event, cursor, event_log and event_loss: the log
// of changes that consumers follow. Rows hold ids only, never text, names or
// addresses.
//
// It promises: an event is appended in the transaction of its change, and a
// consumer reads beyond its cursor in order, so no event is lost in a crash and
// none is seen of a change that was rolled back.
package event

import (
	"math/rand/v2"
	"time"

	"kommunalforum/internal/db"
)

// Kind says what happened; the word before the dot names the subject.
type Kind string

// All kinds of events. The subject of an event is the id of the noun before the dot.
const (
	ThreadOpened  Kind = "thread.opened"
	ThreadChanged Kind = "thread.changed" // title, state, board, visibility, tags
	PostAdded     Kind = "post.added"
	PostChanged   Kind = "post.changed" // text, solution, withdrawal, visibility
	ArticleSaved  Kind = "article.saved"
	InquirySaved  Kind = "inquiry.saved"
	AnswerSaved   Kind = "answer.saved" // an official answer was released or withdrawn
	BoardChanged  Kind = "board.changed"
	PersonChanged Kind = "person.changed"
	PasswordSet   Kind = "person.password" // somebody's password was replaced
)

// Event is one row of the log.
type Event struct {
	ID      int64
	Kind    Kind
	Subject int64
	At      time.Time
	Nonce   int64 // distinguishes it from the event of the same id in another copy of the database
}

// AppendTx appends an event in the transaction of the change and wakes the
// consumers after the commit.
func AppendTx(tx *db.Tx, kind Kind, subject int64) error {
	_, err := tx.Exec(`INSERT INTO event (kind, subject, at, nonce) VALUES ($1, $2, $3, $4)`, string(kind), subject, tx.Now, rand.Int64())
	tx.Nudge()
	return err
}

// HeadTx returns the id of the newest event ever appended, 0 for an empty log.
func HeadTx(tx *db.Tx) (int64, error) {
	return tx.LastID("event") // not MAX(id): rows are deleted in time
}

// AfterTx returns up to limit events after the cursor, oldest first.
func AfterTx(tx *db.Tx, cursor int64, limit int) ([]Event, error) {
	return db.List(tx, func(r db.Row) (e Event, err error) {
		return e, r.Scan(&e.ID, &e.Kind, &e.Subject, db.Instant(&e.At), &e.Nonce)
	}, `
		SELECT id, kind, subject, at, nonce
		FROM event
		WHERE id > $1
		ORDER BY id
		LIMIT $2`, cursor, limit)
}
