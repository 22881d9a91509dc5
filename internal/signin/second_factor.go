package signin

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/password"
)

const signInFirst = "Bitte melden Sie sich zuerst mit E-Mail-Adresse und Passwort an."

// VerifyCode finishes the sign-in of somebody who has yet to show a second factor, by a
// code of the app or a recovery code. The session gets a new id: the returned
// value for the cookie replaces the old one. A wrong code is fault.Invalid, too
// many are fault.TooMany.
func (a *Authenticator) VerifyCode(ctx context.Context, by account.Viewer, code string) (token string, err error) {
	token, err = a.verifySecondFactor(ctx, by, func(tx *db.Tx, person int64) (bool, error) { return factor.UseCodeTx(tx, a.Keyring, person, code) })
	if err == nil && token == "" {
		err = wrongCode()
	}
	return token, err
}

// VerifyPasskey is VerifyCode by one of the person's passkeys.
func (a *Authenticator) VerifyPasskey(ctx context.Context, by account.Viewer, answer []byte) (token string, err error) {
	if a.Passkeys == nil {
		return "", fault.Missing()
	}
	token, err = a.verifySecondFactor(ctx, by, func(tx *db.Tx, person int64) (bool, error) { return a.Passkeys.VerifyTx(tx, person, answer) })
	if err == nil && token == "" {
		return "", fault.Reject(wrongPasskey)
	}
	return token, err
}

// verifySecondFactor runs the check; what it counted is kept also when it fails, and then
// the token is "".
func (a *Authenticator) verifySecondFactor(ctx context.Context, by account.Viewer, check func(*db.Tx, int64) (bool, error)) (token string,
	err error) {
	o, ok := by.Pending()
	if !ok || o.Action != account.VerifySecondFactor {
		return "", fault.Forbid(signInFirst)
	}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		ok, err := check(tx, o.As.ID)
		if err != nil || !ok {
			return err
		}
		device, err := credential.EndSessionTx(tx, o.As.ID, o.As.Session)
		if fault.Is(err, fault.NotFound) {
			return fault.Forbid(signInFirst) // ended in the meantime
		}
		if err != nil {
			return err
		}
		token, err = beginSession(tx, o.As.ID, device, twoFactors)
		return err
	})
	return token, err
}

// Reauthenticate checks the viewer's password once more, so that they may change how
// they sign in. Wrong passwords count like those of SignIn.
func (a *Authenticator) Reauthenticate(ctx context.Context, by account.Viewer, password string) error {
	me, err := factorOwner(by)
	if err != nil {
		return err
	}
	ok, err := a.checkOwnPassword(ctx, me, password)
	if err != nil {
		return err
	}
	if !ok {
		var c fault.Check
		c.Add("passwort", "Das Passwort stimmt nicht.")
		return c.Err()
	}
	return a.db.Write(ctx, func(tx *db.Tx) error { return credential.MarkAuthenticatedTx(tx, me.Session) })
}

// ReauthenticateByPasskey is Confirm by one of the viewer's passkeys.
func (a *Authenticator) ReauthenticateByPasskey(ctx context.Context, by account.Viewer, answer []byte) error {
	me, err := factorOwner(by)
	if err != nil {
		return err
	}
	if a.Passkeys == nil {
		return fault.Missing()
	}
	var ok bool
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		if ok, err = a.Passkeys.VerifyTx(tx, me.ID, answer); err != nil || !ok {
			return err
		}
		return credential.MarkSecondFactorTx(tx, me.Session)
	})
	if err == nil && !ok {
		err = fault.Reject(wrongPasskey)
	}
	return err
}

// ReauthenticateByCode is Confirm by a code of the viewer's app or a recovery code.
func (a *Authenticator) ReauthenticateByCode(ctx context.Context, by account.Viewer, code string) error {
	me, err := factorOwner(by)
	if err != nil {
		return err
	}
	var ok bool
	err = a.db.Write(ctx, func(tx *db.Tx) error { // what a wrong code counted is kept
		if ok, err = factor.UseCodeTx(tx, a.Keyring, me.ID, code); err != nil || !ok {
			return err
		}
		return credential.MarkSecondFactorTx(tx, me.Session)
	})
	if err == nil && !ok {
		err = wrongCode()
	}
	return err
}

func wrongCode() error {
	var c fault.Check
	c.Add("code", "Der Code stimmt nicht oder wurde schon benutzt. Ein Code der App gilt etwa eine Minute lang und nur einmal.")
	return c.Err()
}

// checkOwnPassword checks the viewer's password. The attempt is counted for the
// session and for the account before it is looked at; the right password clears
// those of the session.
func (a *Authenticator) checkOwnPassword(ctx context.Context, me account.Viewer, typed string) (ok bool, err error) {
	if len(typed) > password.MaxBytes {
		return false, nil
	}
	var stored string
	var ticket limit.Ticket
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		if ticket, err = limit.TakeTx(tx, passwordCounters(me)...); err != nil {
			return err
		}
		stored, err = account.PasswordHashTx(tx, me.ID)
		return err
	})
	if err != nil {
		return false, err
	}
	if ok, _, err = password.Matches(ctx, queuePlace(me.ID), stored, typed); err != nil {
		return false, a.giveBack(ctx, ticket, err)
	}
	if !ok {
		return false, nil
	}
	return true, a.db.Write(ctx, func(tx *db.Tx) error {
		if err := limit.GiveBackTx(tx, ticket); err != nil {
			return err
		}
		return limit.ClearTx(tx, sessionPassword, me.Session)
	})
}
