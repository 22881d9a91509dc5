// Package audit owns the table audit: who did which privileged act, when and why.
// Entries are written in the transaction of the act and never changed, except that
// reasons lose the names of erased accounts.
package audit

import (
	"time"

	"kommunalforum/internal/db"
)

// Entry is one recorded act.
type Entry struct {
	ID        int64
	At        time.Time
	Actor     int64  // person id; 0 for the operator at the command line or the system
	For       int64  // id of the actor's organisation at that time; 0 without an actor
	Act       string // such as "post.hide"
	Subject   string // noun of the thing acted upon, such as "post"
	SubjectID int64
	Reason    string
}

// RecordTx records an act, with the organisation that the actor belongs to at this
// moment. The statement itself reads it from the account, so that no caller can
// leave it out.
func RecordTx(tx *db.Tx, actor int64, act, subject string, id int64, reason string) error {
	_, err := tx.Exec(`
		INSERT INTO audit (at, actor_id, organisation_id, act, subject, subject_id, reason)
		VALUES ($1, $2, (SELECT organisation_id FROM person WHERE id = $2), $3, $4, $5, $6)`, tx.Now, db.Null(actor), act, subject, id, reason)
	return err
}

// HappenedTx reports whether the act was ever recorded.
func HappenedTx(tx *db.Tx, act string) (bool, error) {
	return db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM audit WHERE act = $1)`, act)
}

const columns = `id, at, actor_id, organisation_id, act, subject, subject_id, reason`

func scan(r db.Row) (e Entry, err error) {
	return e, r.Scan(&e.ID, db.Instant(&e.At), db.OrZero(&e.Actor), db.OrZero(&e.For), &e.Act, &e.Subject, &e.SubjectID, &e.Reason)
}

// ListTx returns up to limit entries with an id below before (0 for all), newest
// first.
func ListTx(tx *db.Tx, before int64, limit int) ([]Entry, error) {
	return db.List(tx, scan, `
		SELECT `+columns+`
		FROM audit
		WHERE $1 = 0 OR id < $1
		ORDER BY id DESC
		LIMIT $2`, before, limit)
}

// LastTx returns the newest entry about the subject; fault.NotFound without one.
func LastTx(tx *db.Tx, subject string, id int64) (Entry, error) {
	return db.One(tx, scan, `
		SELECT `+columns+`
		FROM audit
		WHERE subject = $1 AND subject_id = $2
		ORDER BY id DESC
		LIMIT 1`, subject, id)
}

// WaitTx returns how long it takes until the act was done to the subject fewer than
// most times within the window, 0 if that is already so.
func WaitTx(tx *db.Tx, act, subject string, id int64, most int, window time.Duration) (time.Duration, error) {
	return db.Wait(tx, window, `
		SELECT at
		FROM audit
		WHERE subject = $1 AND subject_id = $2 AND act = $3
		ORDER BY at DESC
		LIMIT 1 OFFSET $4`, subject, id, act, most-1)
}

// PruneTx deletes up to limit entries older than life and returns how many. Entries
// that imports need in order to resume stay.
func PruneTx(tx *db.Tx, life time.Duration, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM audit
		WHERE id IN (
			SELECT id
			FROM audit
			WHERE at < $1 AND subject <> $2 AND act <> $3
			ORDER BY id
			LIMIT $4)`, tx.Now.Add(-life), batch, demoLoaded, limit)
}

// demoLoaded is the act that marks a folder as holding the demo world.
const demoLoaded = "demo.load"

// EraseTx removes a person from the reasons: those of acts on the person are
// deleted, and strip removes what names them from all others. What was done, when
// and by which person id stays. organisation replaces those that the person acted
// for; 0 keeps them.
func EraseTx(tx *db.Tx, person, organisation int64, strip func(string) string) error {
	if organisation != 0 {
		if _, err := tx.Exec(`UPDATE audit SET organisation_id = $1 WHERE actor_id = $2`, organisation, person); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`
		UPDATE audit
		SET reason = ''
		WHERE subject = 'person' AND subject_id = $1`, person)
	if err != nil {
		return err
	}
	type line struct {
		id     int64
		reason string
	}
	for last := int64(0); ; {
		list, err := db.List(tx, func(r db.Row) (l line, err error) { return l, r.Scan(&l.id, &l.reason) }, `
			SELECT id, reason
			FROM audit
			WHERE id > $1 AND reason <> ''
			ORDER BY id
			LIMIT $2`, last, eraseStep)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, l := range list {
			last = l.id
			if clean := strip(l.reason); clean != l.reason {
				if _, err := tx.Exec(`UPDATE audit SET reason = $1 WHERE id = $2`, clean, l.id); err != nil {
					return err
				}
			}
		}
	}
}

// eraseStep is the number of reasons read at once.
const eraseStep = 1000
