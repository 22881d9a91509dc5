package signin

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/password"
	"kommunalforum/internal/secret"
)

// PasswordLink gives the person a new one-time link for choosing a password
// and returns its token. The operator acts.
func (a *Authenticator) PasswordLink(ctx context.Context, email string) (token string, err error) {
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		id, err := account.PersonByEmailTx(tx, email)
		if err != nil {
			return err
		}
		if token, err = credential.NewLinkTx(tx, id); err != nil {
			return err
		}
		return audit.RecordTx(tx, 0, "person.link", "person", id, "")
	})
	return token, err
}

// SetPassword sets the password and ends all sessions. The operator acts.
func (a *Authenticator) SetPassword(ctx context.Context, email, chosen string) error {
	known, err := a.wordsAbout(ctx, func(tx *db.Tx) (int64, error) { return account.PersonByEmailTx(tx, email) })
	if err != nil {
		return err
	}
	hash, err := password.Hash(ctx, password.Operator, chosen, known...)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		id, err := account.PersonByEmailTx(tx, email)
		if err != nil {
			return err
		}
		if err := audit.RecordTx(tx, 0, "person.password", "person", id, ""); err != nil {
			return err
		}
		return storePassword(tx, id, hash, "")
	})
}

// wordsAbout returns what others know of a person, for the choice of a password.
func (a *Authenticator) wordsAbout(ctx context.Context, who func(*db.Tx) (int64, error)) (known []string, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		id, err := who(tx)
		if err != nil {
			return err
		}
		p, err := account.PersonOfTx(tx, id)
		known = []string{p.Email, p.Name, p.Organisation.Name, a.accounts.Site}
		return err
	})
	return known, err
}

// LinkWorks reports whether the token of a one-time link may still be used.
func (a *Authenticator) LinkWorks(ctx context.Context, token string) error {
	return a.db.Read(ctx, func(tx *db.Tx) error {
		_, err := credential.LinkOwnerTx(tx, token)
		return err
	})
}

// ChoosePassword sets the password by a one-time link, which is used up by it.
// All sessions of the person end, and wrong passwords typed in before are
// forgotten: with the new one they can sign in at once.
func (a *Authenticator) ChoosePassword(ctx context.Context, token, chosen string) error {
	known, err := a.wordsAbout(ctx, func(tx *db.Tx) (int64, error) { return credential.LinkOwnerTx(tx, token) })
	if err != nil {
		return err
	}
	hash, err := password.Hash(ctx, secret.Hash(token), chosen, known...)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		id, err := credential.LinkOwnerTx(tx, token) // again: of two at once only one may win
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
func (a *Authenticator) ChangePassword(ctx context.Context, by account.Viewer, present, chosen string) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	if err := a.ReauthenticateFor(ctx, by, account.GuardPassword, "bisher", present); err != nil {
		return err
	}
	hash, err := password.Hash(ctx, queuePlace(by.ID), chosen, by.Email, by.Name, by.Organisation.Name, a.accounts.Site)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.RequireReauthTx(tx, by, account.GuardPassword); err != nil {
			return err
		}
		return storePassword(tx, by.ID, hash, by.Session)
	})
}

// storePassword replaces the hash and ends every session but keep, and every
// link. Who had a password before is told by mail.
func storePassword(tx *db.Tx, person int64, hash, keep string) error {
	had, err := account.HasPasswordTx(tx, person)
	if err != nil {
		return err
	}
	if err := account.SetPasswordHashTx(tx, person, hash); err != nil {
		return err
	}
	if err := credential.RevokeAllTx(tx, person, keep); err != nil || !had {
		return err
	}
	if err := event.AppendTx(tx, event.PasswordSet, person, 0); err != nil {
		return err
	}
	id, err := event.HeadTx(tx)
	if err != nil {
		return err
	}
	return outbox.EnqueueTx(tx, outbox.Mail{Recipient: person, Kind: outbox.PasswordChanged, Subject: id})
}
