package signin

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/textfield"
)

const wrongPasskey = "Der Passkey wurde nicht angenommen. Bitte versuchen Sie es noch einmal oder melden Sie sich mit Ihrem Passwort an."

// BeginPasskeySignIn returns what the browser needs to ask for a passkey, as JSON.
func (a *Authenticator) BeginPasskeySignIn(ctx context.Context) (options []byte, err error) {
	if a.Passkeys == nil {
		return nil, fault.Missing()
	}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		options, err = a.Passkeys.BeginSignInTx(tx)
		return err
	})
	return options, err
}

// SignInByPasskey begins a session on the described device for the owner of the
// passkey that answered, and returns the random value for the cookie. A passkey
// is two factors in one, so no second step follows.
func (a *Authenticator) SignInByPasskey(ctx context.Context, answer []byte, device string) (token string, err error) {
	if a.Passkeys == nil {
		return "", fault.Missing()
	}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		person, ok, err := a.Passkeys.SignInTx(tx, answer)
		if err != nil || !ok {
			return err
		}
		active, err := account.ActiveTx(tx, person)
		if err != nil || !active {
			return err
		}
		token, err = beginSession(tx, person, device, twoFactors)
		return err
	})
	if err == nil && token == "" {
		err = fault.Reject(wrongPasskey)
	}
	return token, err
}

// BeginPasskeyCheck returns what the browser needs to ask for one of the passkeys of
// somebody who has yet to show a second factor, or who authenticates again, as JSON. Each
// answer needs a challenge of its own, so too many of these are fault.TooMany.
func (a *Authenticator) BeginPasskeyCheck(ctx context.Context, by account.Viewer) (options []byte, err error) {
	me := by
	if o, ok := by.Pending(); ok && o.Action == account.VerifySecondFactor {
		me = o.As
	} else if me, err = factorOwner(by); err != nil {
		return nil, err
	}
	if a.Passkeys == nil {
		return nil, fault.Missing()
	}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		if err := limit.CountTx(tx, passkeyCounters(me)...); err != nil {
			return err
		}
		options, err = a.Passkeys.BeginVerifyTx(tx, me.ID)
		return err
	})
	return options, err
}

// BeginPasskey returns what the browser needs to make a passkey for the viewer,
// as JSON.
func (a *Authenticator) BeginPasskey(ctx context.Context, by account.Viewer) (options []byte, err error) {
	if a.Passkeys == nil {
		return nil, fault.Missing()
	}
	err = a.guarded(ctx, by, account.GuardAddPasskey, func(tx *db.Tx, me account.Viewer) error {
		if err := limit.CountTx(tx, passkeyCounters(me)...); err != nil {
			return err
		}
		options, err = a.Passkeys.BeginAddingTx(tx, me.ID, me.Email, me.Name)
		return err
	})
	return options, err
}

// AddPasskey keeps the passkey that the browser made; the present session needs
// no second factor until it ends, all others do.
func (a *Authenticator) AddPasskey(ctx context.Context, by account.Viewer, name string, answer []byte) error {
	if a.Passkeys == nil {
		return fault.Missing()
	}
	if err := checkPasskeyName(&name); err != nil {
		return err
	}
	return a.guarded(ctx, by, account.GuardAddPasskey, func(tx *db.Tx, me account.Viewer) error {
		if err := a.Passkeys.AddTx(tx, me.ID, name, answer); err != nil {
			return err
		}
		return credential.MarkSecondFactorTx(tx, me.Session)
	})
}

// RenamePasskey calls one of the viewer's passkeys otherwise.
func (a *Authenticator) RenamePasskey(ctx context.Context, by account.Viewer, id int64, name string) error {
	if err := checkPasskeyName(&name); err != nil {
		return err
	}
	return a.guarded(ctx, by, account.GuardRenamePasskey, func(tx *db.Tx, me account.Viewer) error {
		return factor.RenamePasskeyTx(tx, me.ID,
			id, name)
	})
}

// RemovePasskey takes one of the viewer's passkeys away. Somebody who has no
// other way to sign in keeps it: fault.Invalid.
func (a *Authenticator) RemovePasskey(ctx context.Context, by account.Viewer, id int64) error {
	return a.guarded(ctx, by, account.GuardRemovePasskey, func(tx *db.Tx, me account.Viewer) error {
		if err := factor.RemovePasskeyTx(tx, me.ID, id); err != nil {
			return err
		}
		if err := keepSignIn(tx, me); err != nil {
			return err
		}
		return a.keepSecondFactor(tx, me)
	})
}

func checkPasskeyName(name *string) error {
	var c fault.Check
	textfield.Name(&c, "name", "Name", name, 1, 60)
	return c.Err()
}
