package account

import (
	"context"
	"time"

	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/secret"
)

// purpose is what a one-time link is good for, and for nothing else.
type purpose string

const (
	forChoice purpose = "choose" // choosing a password; handed out by the operator
	forReset  purpose = "reset"  // choosing a password; mailed to who asked for it
)

// newLink makes the person's one valid link by the operator; all older ones die.
func newLink(tx *db.Tx, person int64) (string, error) {
	if err := endLinks(tx, person); err != nil {
		return "", err
	}
	return insertLink(tx, person, forChoice, 0, tx.Now.Add(LinkLife))
}

func insertLink(tx *db.Tx, person int64, what purpose, request int64, until time.Time) (string, error) {
	token, hash := secret.NewToken()
	_, err := tx.Exec(`
		INSERT INTO one_time_link (id, person_id, expires_at, purpose, request_id)
		VALUES ($1, $2, $3, $4, $5)`, hash, person, until, string(what), db.Null(request))
	return token, err
}

// endLinks kills all links of the person, and those that are about to be
// mailed; links that expired go with them.
func endLinks(tx *db.Tx, person int64) error {
	if _, err := tx.Exec(`UPDATE reset_request SET person_id = NULL WHERE person_id = $1`, person); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM one_time_link WHERE person_id = $1 OR expires_at < $2`, person, tx.Now)
	return err
}

// PasswordLink gives the person a new one-time link for choosing a password
// and returns its token. The operator acts.
func (a *Accounts) PasswordLink(ctx context.Context, email string) (token string, err error) {
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		id, err := personByEmail(tx, email)
		if err != nil {
			return err
		}
		if token, err = newLink(tx, id); err != nil {
			return err
		}
		return audit.RecordTx(tx, 0, "person.link", "person", id, "")
	})
	return token, err
}

// SetPassword sets the password and ends all sessions. The operator acts.
func (a *Accounts) SetPassword(ctx context.Context, email, password string) error {
	known, err := a.knownOf(ctx, func(tx *db.Tx) (int64, error) { return personByEmail(tx, email) })
	if err != nil {
		return err
	}
	hash, err := hashPassword(ctx, byOperator, password, known...)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		id, err := personByEmail(tx, email)
		if err != nil {
			return err
		}
		if err := audit.RecordTx(tx, 0, "person.password", "person", id, ""); err != nil {
			return err
		}
		return storePassword(tx, id, hash, "")
	})
}

// knownOf returns what others know of a person, for the choice of a password.
func (a *Accounts) knownOf(ctx context.Context, who func(*db.Tx) (int64, error)) (known []string, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		id, err := who(tx)
		if err != nil {
			return err
		}
		p, err := PersonOfTx(tx, id)
		known = []string{p.Email, p.Name, p.Organisation.Name, a.Site}
		return err
	})
	return known, err
}

// LinkWorks reports whether the token of a one-time link may still be used.
func (a *Accounts) LinkWorks(ctx context.Context, token string) error {
	return a.db.Read(ctx, func(tx *db.Tx) error {
		_, err := linkOwner(tx, token)
		return err
	})
}

func linkOwner(tx *db.Tx, token string) (int64, error) {
	id, err := db.Scalar[int64](tx, `
		SELECT l.person_id
		FROM one_time_link l
		JOIN person p ON p.id = l.person_id
		WHERE l.id = $1 AND l.expires_at > $2 AND l.purpose IN ($3, $4) AND p.disabled_at IS NULL`,
		secret.Hash(token), tx.Now, string(forChoice), string(forReset))
	if fault.Is(err, fault.NotFound) {
		return 0, fault.Of(fault.Gone, "Er wurde schon benutzt, durch einen neueren ersetzt oder ist abgelaufen. Bitte fordern Sie einen neuen an.")
	}
	return id, err
}

// ChoosePassword sets the password by a one-time link, which is used up by it.
// All sessions of the person end, and wrong passwords typed in before are
// forgotten: with the new one they can sign in at once.
func (a *Accounts) ChoosePassword(ctx context.Context, token, password string) error {
	known, err := a.knownOf(ctx, func(tx *db.Tx) (int64, error) { return linkOwner(tx, token) })
	if err != nil {
		return err
	}
	hash, err := hashPassword(ctx, secret.Hash(token), password, known...)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		id, err := linkOwner(tx, token) // again: of two at once only one may win
		if err != nil {
			return err
		}
		if err := forgetFailures(tx, id); err != nil {
			return err
		}
		return storePassword(tx, id, hash, "")
	})
}

// ChangePassword replaces the viewer's own password after asking for the
// present one, a problem of the field "bisher"; all other sessions end. Who has
// none chooses one.
func (a *Accounts) ChangePassword(ctx context.Context, by Viewer, present, password string) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	if err := a.Assure(ctx, by, GuardPassword, "bisher", present); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, placeOf(by.ID), password, by.Email, by.Name, by.Organisation.Name, a.Site)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := RequireTx(tx, by, GuardPassword); err != nil {
			return err
		}
		return storePassword(tx, by.ID, hash, by.Session)
	})
}

// storePassword replaces the hash and ends every session but keep, and every
// link. Who had a password before is told by mail.
func storePassword(tx *db.Tx, person int64, hash, keep string) error {
	had, err := db.Scalar[bool](tx, `SELECT password <> '' FROM person WHERE id = $1`, person)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE person SET password = $1 WHERE id = $2`, hash, person); err != nil {
		return err
	}
	if err := endAll(tx, person, keep); err != nil || !had {
		return err
	}
	if err := event.AppendTx(tx, event.PasswordSet, person); err != nil {
		return err
	}
	id, err := event.HeadTx(tx)
	if err != nil {
		return err
	}
	return outbox.EnqueueTx(tx, outbox.Mail{Recipient: person, Kind: outbox.PasswordChanged, Subject: id})
}

func endAll(tx *db.Tx, person int64, keep string) error {
	if err := endSessions(tx, person, keep); err != nil {
		return err
	}
	if err := forgetDevices(tx, person); err != nil {
		return err
	}
	return endLinks(tx, person)
}

// endSessions ends every session of the person but keep.
func endSessions(tx *db.Tx, person int64, keep string) error {
	_, err := tx.Exec(`DELETE FROM session WHERE person_id = $1 AND id <> $2`, person, keep)
	return err
}

// Lifetimes of a session.
const (
	IdleLife     = 8 * time.Hour
	AbsoluteLife = 30 * 24 * time.Hour
	PendingLife  = 10 * time.Minute // while the second factor is still to be shown
)
