package account

import (
	"context"

	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/secret"
)

// PasswordLink gives the person a new one-time link for choosing a password
// and returns its token. The operator acts.
func (a *Authenticator) PasswordLink(ctx context.Context, email string) (token string, err error) {
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		id, err := PersonByEmailTx(tx, email)
		if err != nil {
			return err
		}
		if token, err = NewLinkTx(tx, id); err != nil {
			return err
		}
		return audit.RecordTx(tx, 0, "person.link", "person", id, "")
	})
	return token, err
}

// SetPassword sets the password and ends all sessions. The operator acts.
func (a *Authenticator) SetPassword(ctx context.Context, email, password string) error {
	known, err := a.knownOf(ctx, func(tx *db.Tx) (int64, error) { return PersonByEmailTx(tx, email) })
	if err != nil {
		return err
	}
	hash, err := hashPassword(ctx, byOperator, password, known...)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		id, err := PersonByEmailTx(tx, email)
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
func (a *Authenticator) knownOf(ctx context.Context, who func(*db.Tx) (int64, error)) (known []string, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		id, err := who(tx)
		if err != nil {
			return err
		}
		p, err := PersonOfTx(tx, id)
		known = []string{p.Email, p.Name, p.Organisation.Name, a.accounts.Site}
		return err
	})
	return known, err
}

// LinkWorks reports whether the token of a one-time link may still be used.
func (a *Authenticator) LinkWorks(ctx context.Context, token string) error {
	return a.db.Read(ctx, func(tx *db.Tx) error {
		_, err := LinkOwnerTx(tx, token)
		return err
	})
}

// ChoosePassword sets the password by a one-time link, which is used up by it.
// All sessions of the person end, and wrong passwords typed in before are
// forgotten: with the new one they can sign in at once.
func (a *Authenticator) ChoosePassword(ctx context.Context, token, password string) error {
	known, err := a.knownOf(ctx, func(tx *db.Tx) (int64, error) { return LinkOwnerTx(tx, token) })
	if err != nil {
		return err
	}
	hash, err := hashPassword(ctx, secret.Hash(token), password, known...)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		id, err := LinkOwnerTx(tx, token) // again: of two at once only one may win
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
func (a *Authenticator) ChangePassword(ctx context.Context, by Viewer, present, password string) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	if err := a.Assure(ctx, by, GuardPassword, "bisher", present); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, placeOf(by.ID), password, by.Email, by.Name, by.Organisation.Name, a.accounts.Site)
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
	had, err := HasPasswordTx(tx, person)
	if err != nil {
		return err
	}
	if err := SetPasswordHashTx(tx, person, hash); err != nil {
		return err
	}
	if err := RevokeAllTx(tx, person, keep); err != nil || !had {
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
