// Package outbox owns the table outbox: mails waiting to be sent. A domain enqueues
// a mail in the transaction of the change that it reports; package mailer leases
// the rows, builds the mails and sends them.
//
// It promises: a row holds no address, no text and no token; there is one mail per
// recipient, kind and subject; and a mail is handed to a server at most twice with
// an unknown outcome, then it waits for a human.
package outbox

import (
	"crypto/rand"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// Kind says which mail it is.
type Kind string

// All kinds of mail; the comments name the table of the subject.
const (
	PasswordReset   Kind = "password.reset"   // reset_request: a link to choose a new password
	PasswordChanged Kind = "password.changed" // event: the password was changed
	FactorChanged   Kind = "factor.changed"   // factor_change: a second factor was added, removed or used
	NoticeMail      Kind = "notice.mail"      // notification: what happened at one place
	NoticeDigest    Kind = "notice.digest"    // digest: what happened in a day or a week
	Alarm           Kind = "alarm"            // alarm_notice: something is not well with the forum, or is well again

	// To people without an account; the subject's row holds the address.
	JoinConfirm    Kind = "joining.confirm" // application: a link to confirm the address
	JoinRefused    Kind = "joining.refused" // application: not admitted, and why
	JoinInvited    Kind = "joining.invited" // invitation: a link to accept it
	AddressChanged Kind = "address.changed" // application: told to the former address

	JoinKnown        Kind = "joining.known"         // application: the mailbox has an account already
	JoinInvitedKnown Kind = "joining.invited-known" // invitation: the same
	JoinAdmitted     Kind = "joining.admitted"      // application: admitted after waiting
	JoinVouch        Kind = "joining.vouch"         // application: asks a colleague
	AddressCheck     Kind = "address.check"         // address_check: a link to confirm the address again
	AddressReminder  Kind = "address.reminder"      // address_check: the same, before the year is over
)

// Mail is a mail that a domain wants to send.
type Mail struct {
	Recipient int64 // person; 0 for somebody without an account, whose address the subject holds
	Kind      Kind
	Subject   int64
}

// State of a mail.
type State string

const (
	Waiting State = "waiting"
	Sent    State = "sent"    // accepted by the server
	Dropped State = "dropped" // no longer wanted, or discarded by an administrator
	Failed  State = "failed"  // refused for good, or tried often enough
	Unclear State = "unclear" // handed over twice with an unknown outcome
)

// Item is a mail in the outbox.
type Item struct {
	ID int64
	Mail
	State     State
	Attempts  int
	Doubts    int
	MessageID string // random letters and digits
	CreatedAt time.Time
	NextAt    time.Time // of a waiting mail
	SentAt    time.Time // zero if it was not sent
	Error     string    // why it was not sent, in our own words
}

const columns = `id, person_id, kind, subject_id, state, attempts, doubts, message_id, created_at, next_at, sent_at, error`

func scan(r db.Row) (i Item, err error) {
	return i, r.Scan(&i.ID, db.OrZero(&i.Recipient), &i.Kind, &i.Subject, &i.State, &i.Attempts, &i.Doubts, &i.MessageID,
		db.Instant(&i.CreatedAt), db.Instant(&i.NextAt), db.Instant(&i.SentAt), &i.Error)
}

// EnqueueTx puts a mail into the outbox, in the transaction of the change that it
// reports, and wakes the mailer. A mail that is there already stays as it is.
func EnqueueTx(tx *db.Tx, m Mail) error {
	_, err := tx.Exec(`
		INSERT INTO outbox (person_id, kind, subject_id, state, attempts, doubts, next_at, message_id, created_at, error)
		VALUES ($1, $2, $3, 'waiting', 0, 0, $4, $5, $4, '')
		ON CONFLICT (COALESCE(person_id, 0), kind, subject_id) DO NOTHING`,
		db.Null(m.Recipient), string(m.Kind), m.Subject, tx.Now, rand.Text())
	tx.Nudge()
	return err
}

// notices are the kinds of mails that wait for all others: there may be many of them.
const notices = `('notice.mail', 'notice.digest')`

// Restored is the error of mails that HoldTx holds.
const Restored = "restored"

// HoldTx makes all waiting mails unclear, and returns how many, because the database was
// restored: they may have been sent after the backup was made. An administrator decides.
func HoldTx(tx *db.Tx) (int64, error) {
	return tx.Exec(`UPDATE outbox SET state = 'unclear', lease_until = NULL, error = $1 WHERE state = 'waiting'`, Restored)
}

// NoticesTx counts the mails about notifications that are waiting, limit at most.
func NoticesTx(tx *db.Tx, limit int) (int, error) {
	return db.Scalar[int](tx, `
		SELECT COUNT(*)
		FROM (
			SELECT 1
			FROM outbox
			WHERE state = 'waiting' AND kind IN `+notices+`
			LIMIT $1) AS waiting`, limit)
}

// Counts are the numbers of mails by state.
type Counts struct{ Waiting, Failed, Unclear int }

// CountTx counts the mails that were not sent.
func CountTx(tx *db.Tx) (c Counts, err error) {
	return db.One(tx, func(r db.Row) (c Counts, err error) {
		return c, r.Scan(&c.Waiting, &c.Failed, &c.Unclear)
	}, `
		SELECT COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN state = 'unclear' THEN 1 ELSE 0 END), 0)
		FROM outbox
		WHERE state IN ('waiting', 'failed', 'unclear')`)
}

// OldestTx returns since when the mail that is due longest should have left, zero if none
// is due.
func OldestTx(tx *db.Tx) (at time.Time, err error) {
	return db.One(tx, func(r db.Row) (at time.Time, err error) { return at, r.Scan(db.Instant(&at)) }, `
		SELECT MIN(next_at)
		FROM outbox
		WHERE state = 'waiting' AND next_at <= $1`, tx.Now)
}

// TroubledTx returns the mails that failed or are unclear, newest first, at most
// limit.
func TroubledTx(tx *db.Tx, limit int) ([]Item, error) {
	return db.List(tx, scan, `
		SELECT `+columns+`
		FROM outbox
		WHERE state IN ('failed', 'unclear')
		ORDER BY id DESC
		LIMIT $1`, limit)
}

// FindTx returns a mail that failed or is unclear.
func FindTx(tx *db.Tx, id int64) (Item, error) {
	return db.One(tx, scan, `
		SELECT `+columns+`
		FROM outbox
		WHERE id = $1 AND state IN ('failed', 'unclear')`, id)
}

var errNoTrouble = fault.Of(fault.Conflict, "Diese E-Mail wartet nicht mehr auf eine Entscheidung.")

// ResendTx lets a mail that failed or is unclear be tried again from the start,
// with its old Message-ID.
func ResendTx(tx *db.Tx, id int64) error {
	n, err := tx.Exec(`
		UPDATE outbox
		SET state = 'waiting', attempts = 0, doubts = 0, next_at = $1, created_at = $1, lease_until = NULL, error = ''
		WHERE id = $2 AND state IN ('failed', 'unclear')`, tx.Now, id)
	if err == nil && n == 0 {
		err = errNoTrouble
	}
	tx.Nudge()
	return err
}

// EraseTx deletes all mails to a person, in whatever state.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM outbox WHERE person_id = $1`, person)
	return err
}

// DiscardTx gives up a mail that failed or is unclear.
func DiscardTx(tx *db.Tx, id int64) error {
	n, err := tx.Exec(`UPDATE outbox SET state = 'dropped' WHERE id = $1 AND state IN ('failed', 'unclear')`, id)
	if err == nil && n == 0 {
		err = errNoTrouble
	}
	return err
}
