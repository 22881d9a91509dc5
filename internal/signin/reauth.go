package signin

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
)

// MayAct reports, before a form is shown, whether the guarded act asks for the
// password with it. Who has to give another proof first gets ErrReauthRequired.
func (a *Authenticator) MayAct(ctx context.Context, by account.Viewer, g account.Guard) (types bool, err error) {
	me, err := enrolling(by)
	if err != nil {
		return false, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		types, err = mayAct(tx, me, g)
		return err
	})
	return types, err
}

func mayAct(tx *db.Tx, me account.Viewer, g account.Guard) (types bool, err error) {
	if g.NeedsPassword() {
		if types, err = account.HasPasswordTx(tx, me.ID); err != nil {
			return false, err
		}
	}
	if types {
		if enrolled, err := factor.HeldTx(tx, me.ID); err != nil || !enrolled {
			return true, err // the password is the proof
		}
	}
	return types, account.RequireTx(tx, me, g)
}

// Assure takes the password that is typed with a guarded act, if the viewer has
// one; a wrong one is a problem of the field and counts like one of Confirm.
// Errors otherwise are those of MayAct.
func (a *Authenticator) Assure(ctx context.Context, by account.Viewer, g account.Guard, field, password string) error {
	types, err := a.MayAct(ctx, by, g)
	if err != nil || !types {
		return err
	}
	var c fault.Check
	if password == "" { // no attempt that counts
		c.Add(field, "Bitte geben Sie Ihr Passwort ein.")
		return c.Err()
	}
	err = a.Confirm(ctx, by, password)
	for _, p := range fault.ProblemsOf(err) {
		c.Add(field, "%s", p.Sentence)
		err = c.Err()
	}
	return err
}
