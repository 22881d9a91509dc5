// Package factor owns the tables totp, totp_offer, recovery_code, passkey_user,
// passkey, passkey_challenge, factor_failure and factor_change: second factors. It
// knows people by id only and works in the transactions of the package that signs
// people in, which decides who may do what.
//
// It promises: a code of an app, a recovery code and a challenge work once, however
// many requests try at the same moment; a wrong code is counted before the next one
// is checked; recovery codes are stored as hashes, and secrets of apps are sealed
// under a key that is not in the database; every change of a person's factors is
// mailed to them.
package factor

import (
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/secret"
)

// What says what happened to a person's factors.
type What string

// All kinds of changes.
const (
	AppAdded       What = "app.added"
	AppRemoved     What = "app.removed"
	PasskeyAdded   What = "passkey.added"
	PasskeyRemoved What = "passkey.removed"
	CodesMade      What = "codes.made"
	CodeUsed       What = "code.used"
	Reset          What = "reset"   // by the administration
	Refused        What = "refused" // too many wrong codes after the right password
	Copied         What = "copied"  // a passkey's counter went back

	IdentityLinked   What = "identity.linked" // with a provider of identities
	IdentityUnlinked What = "identity.unlinked"
)

// German returns the change as a sentence about one's own account.
func (w What) German() string {
	switch w {
	case AppAdded:
		return "Eine Authentifizierungs-App wurde eingerichtet."
	case AppRemoved:
		return "Die Authentifizierungs-App wurde entfernt."
	case PasskeyAdded:
		return "Ein Passkey wurde hinzugefügt."
	case PasskeyRemoved:
		return "Ein Passkey wurde entfernt."
	case CodesMade:
		return "Neue Wiederherstellungscodes wurden erzeugt; ältere gelten nicht mehr."
	case CodeUsed:
		return "Ein Wiederherstellungscode wurde zum Anmelden benutzt."
	case Reset:
		return "Die Administration hat den zweiten Faktor zurückgesetzt."
	case IdentityLinked:
		return "Die Anmeldung über einen anderen Dienst wurde mit dem Konto verknüpft."
	case IdentityUnlinked:
		return "Die Anmeldung über einen anderen Dienst wurde vom Konto getrennt."
	case Copied:
		return "Ein Passkey wurde abgelehnt, weil sein Zähler zurückging: Vielleicht gibt es eine Kopie davon."
	case Refused:
		return "Nach der Eingabe des richtigen Passworts wurden zu viele falsche Codes eingegeben."
	}
	return string(w)
}

// Change is one change of a person's factors.
type Change struct {
	ID   int64
	What What
	At   time.Time
}

// changesKept is how long changes stay visible to the person.
const changesKept = 180 * 24 * time.Hour

// note records the change and mails it to the person.
func note(tx *db.Tx, person int64, what What) error {
	if _, err := tx.Exec(`DELETE FROM factor_change WHERE at <= $1`, tx.Now.Add(-changesKept)); err != nil {
		return err
	}
	id, err := tx.Insert(`
		INSERT INTO factor_change (person_id, what, at)
		VALUES ($1, $2, $3)
		RETURNING id`, person, string(what), tx.Now)
	if err != nil {
		return err
	}
	return outbox.EnqueueTx(tx, outbox.Mail{Recipient: person, Kind: outbox.FactorChanged, Subject: id})
}

// NoteTx keeps a change of the ways to sign in that package account made, and
// mails it.
func NoteTx(tx *db.Tx, person int64, what What) error { return note(tx, person, what) }

const changeColumns = `id, what, at`

func scanChange(r db.Row) (c Change, err error) {
	return c, r.Scan(&c.ID, &c.What, db.Instant(&c.At))
}

// FindChangeTx returns the change that a mail reports.
func FindChangeTx(tx *db.Tx, person, id int64) (Change, error) {
	return db.One(tx, scanChange, `
		SELECT `+changeColumns+`
		FROM factor_change
		WHERE id = $1 AND person_id = $2`, id, person)
}

// EnrolledSQL is the condition that the person, a column or placeholder, has a
// factor beyond the password. Recovery codes alone are none.
func EnrolledSQL(person string) string {
	return `(EXISTS (SELECT 1 FROM totp f WHERE f.person_id = ` + person + `) OR EXISTS (SELECT 1 FROM passkey f WHERE f.person_id = ` + person + `))`
}

// EnrolledTx reports whether the person has a factor beyond the password.
func EnrolledTx(tx *db.Tx, person int64) (bool, error) {
	return db.Scalar[bool](tx, `SELECT `+EnrolledSQL("$1"), person)
}

// Summary is what a person has set up.
type Summary struct {
	App      bool
	AppLost  bool // its codes cannot be checked, because a key is missing
	AppSince time.Time
	AppUsed  time.Time
	Passkeys []Passkey
	Codes    int // unused recovery codes
	Changes  []Change
}

// EnrolledTx reports whether there is a factor beyond the password.
func (s Summary) Enrolled() bool { return s.App || len(s.Passkeys) > 0 }

// changesShown is how many of the latest changes a summary holds.
const changesShown = 10

// SummaryOfTx returns what the person has set up, with the latest changes.
func SummaryOfTx(tx *db.Tx, v *secret.Keyring, person int64) (s Summary, err error) {
	var stored string
	_, s.App, err = db.Found(db.One(tx, func(r db.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&stored, db.Instant(&s.AppSince), db.Instant(&s.AppUsed))
	}, `SELECT secret, created_at, used_at FROM totp WHERE person_id = $1`, person))
	if err != nil {
		return s, err
	}
	if s.App {
		_, lost := unseal(v, person, stored)
		s.AppLost = lost != nil
	}
	if s.Passkeys, err = passkeysOf(tx, person); err != nil {
		return s, err
	}
	if s.Codes, err = codesLeft(tx, person); err != nil {
		return s, err
	}
	s.Changes, err = db.List(tx, scanChange, `
		SELECT `+changeColumns+`
		FROM factor_change
		WHERE person_id = $1
		ORDER BY id DESC
		LIMIT $2`, person, changesShown)
	return s, err
}

// removeAll removes every factor of the person, and what belongs to them.
func removeAll(tx *db.Tx, person int64) error {
	for _, table := range []string{"totp", "totp_offer", "recovery_code", "passkey_challenge", "passkey", "passkey_user", "factor_failure"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE person_id = $1`, person); err != nil {
			return err
		}
	}
	return nil
}

// ResetTx removes every factor of the person and tells them by mail.
func ResetTx(tx *db.Tx, person int64) error {
	if err := removeAll(tx, person); err != nil {
		return err
	}
	return note(tx, person, Reset)
}

// EraseTx deletes everything about a person whose account is erased.
func EraseTx(tx *db.Tx, person int64) error {
	if err := removeAll(tx, person); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM factor_change WHERE person_id = $1`, person)
	return err
}

// dropOrphanCodes deletes the recovery codes of somebody who has no factor left.
func dropOrphanCodes(tx *db.Tx, person int64) error {
	enrolled, err := EnrolledTx(tx, person)
	if err != nil || enrolled {
		return err
	}
	_, err = tx.Exec(`DELETE FROM recovery_code WHERE person_id = $1`, person)
	return err
}
