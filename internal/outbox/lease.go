package outbox

import (
	"time"

	"kommunalforum/internal/db"
)

// delays are the pauses before the second, third … attempt. After the last one,
// about two days later, the mail has failed.
var delays = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour}

// Keep is how long sent and dropped mails are remembered, KeepTroubled how long
// those that wait for a decision.
const (
	Keep         = 30 * 24 * time.Hour
	KeepTroubled = 90 * 24 * time.Hour
)

// maxDoubts is how often a mail may be handed over with an unknown outcome.
const maxDoubts = 2

const due = `state = 'waiting' AND next_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)`

// DueTx reports whether there is a mail to send now.
func DueTx(tx *db.Tx) (bool, error) {
	return db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM outbox WHERE `+due+`)`, tx.Now)
}

// LeaseTx leases the mail that has been due longest, for the duration life; ok is
// false if there is none. Mails about notifications wait until no other is due. Its
// outcome counts as unknown, also after a crash, until one of AcceptTx, DropTx,
// RefuseTx, RetryTx and LostTx records it.
func LeaseTx(tx *db.Tx, life time.Duration) (i Item, ok bool, err error) {
	_, err = tx.Exec(`
		UPDATE outbox
		SET state = 'unclear', lease_until = NULL, error = 'interrupted'
		WHERE `+due+` AND doubts >= $2`, tx.Now, maxDoubts)
	if err != nil {
		return i, false, err
	}
	// The condition stands outside too: where writers run side by side, the one that
	// waited for the row would lease it once more.
	return db.Found(db.One(tx, scan, `
		UPDATE outbox
		SET attempts = attempts + 1, doubts = doubts + 1, lease_until = $2
		WHERE id = (SELECT id FROM outbox WHERE `+due+` ORDER BY kind IN `+notices+`, next_at, id LIMIT 1) AND `+due+`
		RETURNING `+columns, tx.Now, tx.Now.Add(life)))
}

// AcceptTx records that the server accepted the mail.
func AcceptTx(tx *db.Tx, i Item) error {
	return end(tx, i, Sent, "", tx.Now)
}

// DropTx records that the mail is no longer to be sent, and why.
func DropTx(tx *db.Tx, i Item, why string) error {
	return end(tx, i, Dropped, why, time.Time{})
}

// RefuseTx records that the server refused the mail for good.
func RefuseTx(tx *db.Tx, i Item, why string) (State, error) {
	state := Failed
	if i.Doubts > 1 {
		state = Unclear // an earlier attempt may have succeeded
	}
	return state, end(tx, i, state, why, time.Time{})
}

// RetryTx records that the server did not accept the mail but may later. When all
// delays are used up it counts as refused.
func RetryTx(tx *db.Tx, i Item, why string) (State, error) {
	if i.Attempts > len(delays) {
		return RefuseTx(tx, i, why)
	}
	return Waiting, wait(tx, i, i.Doubts-1, why)
}

// PostponeTx puts the mail off until the given time. The attempt does not count.
func PostponeTx(tx *db.Tx, i Item, until time.Time) (State, error) {
	_, err := tx.Exec(`
		UPDATE outbox
		SET attempts = attempts - 1, doubts = doubts - 1, next_at = $1, lease_until = NULL
		WHERE id = $2 AND state = 'waiting'`, until, i.ID)
	return Waiting, err
}

// LostTx records that the outcome is unknown. The mail is tried once more, then it
// is Unclear.
func LostTx(tx *db.Tx, i Item, why string) (State, error) {
	if i.Doubts >= maxDoubts {
		return Unclear, end(tx, i, Unclear, why, time.Time{})
	}
	return Waiting, wait(tx, i, i.Doubts, why)
}

func wait(tx *db.Tx, i Item, doubts int, why string) error {
	pause := delays[min(i.Attempts, len(delays))-1]
	_, err := tx.Exec(`
		UPDATE outbox
		SET doubts = $1, next_at = $2, lease_until = NULL, error = $3
		WHERE id = $4 AND state = 'waiting'`, doubts, tx.Now.Add(pause), why, i.ID)
	return err
}

func end(tx *db.Tx, i Item, state State, why string, sent time.Time) error {
	_, err := tx.Exec(`
		UPDATE outbox
		SET state = $1, lease_until = NULL, sent_at = $2, error = $3
		WHERE id = $4`, string(state), sent, why, i.ID)
	return err
}

// PruneTx deletes up to limit mails that are older than Keep or KeepTroubled and
// returns how many.
func PruneTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM outbox
		WHERE id IN (
			SELECT id
			FROM outbox
			WHERE (state IN ('sent', 'dropped') AND created_at < $1)
			OR (state IN ('failed', 'unclear') AND created_at < $2)
			LIMIT $3)`, tx.Now.Add(-Keep), tx.Now.Add(-KeepTroubled), limit)
}
