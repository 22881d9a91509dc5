package signin

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
)

// CheckGuard reports, before a form is shown, whether the guarded act asks for the
// password with it. Whoever has to authenticate first gets account.ErrReauthRequired.
func (a *Authenticator) CheckGuard(ctx context.Context, by account.Viewer, g account.Guard) (types bool, err error) {
	me, err := factorOwner(by)
	if err != nil {
		return false, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		types, err = checkGuard(tx, me, g)
		return err
	})
	return types, err
}

func checkGuard(tx *db.Tx, me account.Viewer, g account.Guard) (types bool, err error) {
	if g.NeedsPassword() {
		if types, err = account.HasPasswordTx(tx, me.ID); err != nil {
			return false, err
		}
	}
	if types {
		if enrolled, err := factor.EnrolledTx(tx, me.ID); err != nil || !enrolled {
			return true, err // the password authenticates
		}
	}
	return types, account.RequireReauthTx(tx, me, g)
}

// ReauthenticateFor takes the password that is typed with a guarded act, if the viewer has
// one; a wrong one is a problem of the field and counts like one of Confirm.
// Errors otherwise are those of CheckGuard.
func (a *Authenticator) ReauthenticateFor(ctx context.Context, by account.Viewer, g account.Guard, field, password string) error {
	types, err := a.CheckGuard(ctx, by, g)
	if err != nil || !types {
		return err
	}
	var c fault.Check
	if password == "" { // no attempt that counts
		c.Add(field, "Bitte geben Sie Ihr Passwort ein.")
		return c.Err()
	}
	err = a.Reauthenticate(ctx, by, password)
	for _, p := range fault.ProblemsOf(err) {
		c.Add(field, "%s", p.Sentence)
		err = c.Err()
	}
	return err
}
