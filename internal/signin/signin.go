// Package signin owns the table linked_identity. It signs people in with a
// password, a passkey or a provider of identities, asks for a second factor,
// authenticates them once more before what an open session is not enough for, and
// lets them choose what they sign in with.
//
// It promises: an unknown address is answered as slowly and with the same words
// as a wrong password; an attempt is counted before it is looked at.
package signin

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/address"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/password"
	"kommunalforum/internal/secret"
)

const wrongSignIn = "E-Mail-Adresse oder Passwort stimmen nicht."

// Authenticator signs people in, asks them once more who they are, and looks
// after what they sign in with.
type Authenticator struct {
	db       *db.DB
	accounts *account.Accounts

	// Passkeys talks to people's devices; nil where there can be none. Set it
	// before anything else is called.
	Passkeys *factor.Passkeys
	// Keyring seals the secrets of apps. New gives one that ends with
	// the process; set one with a lasting key before anything else is called.
	Keyring *secret.Keyring
}

// New returns an authenticator for the accounts kept in d.
func New(d *db.DB, accounts *account.Accounts) *Authenticator {
	return &Authenticator{db: d, accounts: accounts, Keyring: secret.NewKeyring()}
}

// SignIn checks the credentials and begins a session on the described device.
// It returns the random value for the cookie. Unknown, disabled and wrong are
// one answer in the same time; too many attempts are fault.TooMany.
func (a *Authenticator) SignIn(ctx context.Context, email, password, device string) (token string, err error) {
	return a.SignInFrom(ctx, Attempt{Email: email, Password: password, Device: device})
}

// Attempt is somebody who wants to sign in.
type Attempt struct {
	Email       string
	Password    string
	Device      string // in words
	DeviceToken string // the value by which a known browser is known, "" for others
	Client      string // who asks, as the queue for password hashes knows them; "" is the address
}

// SignInFrom is SignIn in a browser that may be known. Failures there are
// counted separately, so that nobody is locked out by what others try
// elsewhere. The attempt is counted before the password is looked at, in the
// transaction that asks whether it is allowed, and success gives it back: of any
// number at once MaxAttempts are evaluated.
func (a *Authenticator) SignInFrom(ctx context.Context, in Attempt) (token string, err error) {
	if err := in.check(); err != nil {
		return "", err
	}
	t, err := a.reserve(ctx, in)
	if err != nil {
		return "", err
	}
	ok, better, err := password.Matches(ctx, t.place, t.stored, in.Password)
	if err != nil {
		return "", a.giveBack(ctx, t.ticket, err)
	}
	if !ok {
		return "", fault.Reject(wrongSignIn)
	}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		if err := limit.ClearTx(tx, signingIn, t.counter); err != nil {
			return err
		}
		if better != "" {
			if err := account.ReplacePasswordHashTx(tx, t.person, t.stored, better); err != nil {
				return err
			}
		}
		token, err = beginSession(tx, t.person, in.Device, oneFactor)
		return err
	})
	return token, err
}

// check refuses what is longer than an address or a password can be, before it
// costs anything.
func (in Attempt) check() error {
	if len(in.Email) > maxEmailBytes || len(in.Password) > password.MaxBytes {
		return fault.Reject(wrongSignIn)
	}
	return nil
}

// reservation is an attempt to sign in that was counted.
type reservation struct {
	counter string // under which it is counted
	place   string // in the queue
	ticket  limit.Ticket
	person  int64  // 0: nobody
	stored  string // their password's hash
}

// reserve counts the attempt and finds the account, if there is one that is open.
func (a *Authenticator) reserve(ctx context.Context, in Attempt) (t reservation, err error) {
	email := address.Clean(in.Email)
	t = reservation{counter: email, place: in.Client}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		known, err := credential.KnowsDeviceTx(tx, email, in.DeviceToken)
		if err != nil {
			return err
		}
		if known {
			t.counter = credential.DeviceKey(in.DeviceToken, email)
			t.place = t.counter
		}
		if t.place == "" {
			t.place = email
		}
		_, _, err = db.Found(db.One(tx, func(r db.Row) (struct{}, error) {
			return struct{}{}, r.Scan(&t.person, &t.stored)
		}, `
			SELECT id, password
			FROM person
			WHERE email = $1 AND disabled_at IS NULL`, email))
		if err != nil {
			return err
		}
		t.ticket, err = limit.TakeTx(tx, signInCounter(t.counter, t.person))
		return err
	})
	return t, err
}

// factorsShown is what somebody showed to begin a session.
type factorsShown int

const (
	oneFactor  factorsShown = iota
	twoFactors              // or a passkey, which is both at once
)

// beginSession begins a session and returns the random value for the cookie.
// While a second factor is still to be shown it lives for PendingLife only.
func beginSession(tx *db.Tx, person int64, device string, by factorsShown) (string, error) {
	s := credential.NewSession{Person: person, Device: device, Life: credential.AbsoluteLife, SecondFactor: by == twoFactors}
	if by == oneFactor {
		enrolled, err := factor.EnrolledTx(tx, person)
		if err != nil {
			return "", err
		}
		if enrolled {
			s.Life = credential.PendingLife
		}
	}
	if err := account.NoteUseTx(tx, person); err != nil {
		return "", err
	}
	return credential.BeginSessionTx(tx, s)
}

// SignOut ends the session of the cookie's value, whoever presents it.
func (a *Authenticator) SignOut(ctx context.Context, token string) error {
	return a.db.Write(ctx, func(tx *db.Tx) error { return credential.SignOutTx(tx, token) })
}

// EraseSignInTx removes all that is known here of a person whose account is
// erased. It needs the address, which the account must still have.
func EraseTx(tx *db.Tx, person int64) error {
	if _, err := tx.Exec(`DELETE FROM linked_identity WHERE person_id = $1`, person); err != nil {
		return err
	}
	return forgetFailures(tx, person)
}
