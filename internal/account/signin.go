package account

import (
	"context"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/limit"
)

const wrongSignIn = "E-Mail-Adresse oder Passwort stimmen nicht."

// SignIn checks the credentials and begins a session on the described device.
// It returns the random value for the cookie. Unknown, disabled and wrong are
// one answer in the same time; too many attempts are fault.TooMany.
func (a *Accounts) SignIn(ctx context.Context, email, password, device string) (token string, err error) {
	return a.SignInFrom(ctx, Attempt{Email: email, Password: password, Device: device})
}

// Attempt is somebody who wants to sign in.
type Attempt struct {
	Email    string
	Password string
	Device   string // in words
	Known    string // the value by which a known browser is known, "" for others
	Client   string // who asks, as the queue for password hashes knows them; "" is the address
}

// SignInFrom is SignIn in a browser that may be known. Failures there are
// counted by themselves, so that nobody is locked out by what others try
// elsewhere. The attempt is counted before the password is looked at, in the
// transaction that asks whether it is allowed, and success gives it back: of any
// number at once Attempts are evaluated.
func (a *Accounts) SignInFrom(ctx context.Context, in Attempt) (token string, err error) {
	if err := in.check(); err != nil {
		return "", err
	}
	t, err := a.reserve(ctx, in)
	if err != nil {
		return "", err
	}
	ok, better, err := passwordMatches(ctx, t.place, t.stored, in.Password)
	if err != nil {
		return "", a.giveBack(ctx, t.ticket, err)
	}
	if !ok {
		return "", fault.Reject(wrongSignIn)
	}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		if err := limit.ClearTx(tx, signingIn, t.of); err != nil {
			return err
		}
		if err := respell(tx, t.person, t.stored, better); err != nil {
			return err
		}
		token, err = beginSession(tx, t.person, in.Device, byPassword)
		return err
	})
	return token, err
}

// check refuses what is longer than an address or a password can be, before it
// costs anything.
func (in Attempt) check() error {
	if len(in.Email) > maxEmailBytes || len(in.Password) > maxPasswordBytes {
		return fault.Reject(wrongSignIn)
	}
	return nil
}

// try is an attempt to sign in that was counted.
type try struct {
	of     string // under which it is counted
	place  string // in the queue
	ticket limit.Ticket
	person int64  // 0: nobody
	stored string // their password's hash
}

// reserve counts the attempt and finds the account, if there is one that is open.
func (a *Accounts) reserve(ctx context.Context, in Attempt) (t try, err error) {
	email := cleanEmail(in.Email)
	t = try{of: email, place: in.Client}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		known, err := knowsDevice(tx, email, in.Known)
		if err != nil {
			return err
		}
		if known {
			t.of = deviceHash(in.Known, email)
			t.place = t.of
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
		t.ticket, err = limit.TakeTx(tx, signInCounter(t.of, t.person))
		return err
	})
	return t, err
}
