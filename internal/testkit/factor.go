package testkit

import (
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/signin"
)

// SetUpApp sets up an app for codes for the person and returns a function that gives
// a code which was not used yet.
func (w *World) SetUpApp(key string) (code func() string) {
	w.T.Helper()
	id := w.By(key).ID
	secret := ""
	err := w.DB.Write(w.At(-time.Hour), func(tx *db.Tx) error {
		if err := factor.OfferTx(tx, w.SignIn.Keyring, id); err != nil {
			return err
		}
		o, err := factor.OfferOfTx(tx, w.SignIn.Keyring, id, "Test", Email(key))
		if err != nil {
			return err
		}
		secret = o.Secret
		first, err := totp.GenerateCode(secret, tx.Now)
		if err != nil {
			return err
		}
		return factor.ConfirmTx(tx, w.SignIn.Keyring, id, first)
	})
	if err != nil {
		w.T.Fatalf("app of %s: %v", key, err)
	}
	return func() string { return w.Code(secret) }
}

// Code is the code of the present moment for a secret as the page shows it.
func (w *World) Code(secret string) string { return w.code(secret, time.Now()) }

// NextCode is the one after Code, which is taken already: each counts once.
func (w *World) NextCode(secret string) string { return w.code(secret, time.Now().Add(30*time.Second)) }

func (w *World) code(secret string, at time.Time) string {
	c, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), at)
	if err != nil {
		w.T.Fatalf("code: %v", err)
	}
	return c
}

// WithoutPassword makes the person one who signs in otherwise alone.
func (w *World) WithoutPassword(key string) {
	w.T.Helper()
	id := w.By(key).ID
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET password = '' WHERE id = $1`, id)
		return err
	})
	if err != nil {
		w.T.Fatalf("password of %s: %v", key, err)
	}
}

// LongAgo makes all sessions of the person a day older: who they are they proved
// too long ago for what matters.
func (w *World) LongAgo(key string) {
	w.T.Helper()
	id, day := w.By(key).ID, (24 * time.Hour).Milliseconds()
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE session SET fresh_at = fresh_at - $1, proved_at = proved_at - $1 WHERE person_id = $2`, day, id)
		return err
	})
	if err != nil {
		w.T.Fatalf("sessions of %s: %v", key, err)
	}
}

// FactorShown lets all sessions of the person have shown a second factor now.
func (w *World) FactorShown(key string) {
	w.T.Helper()
	id := w.By(key).ID
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE session SET proved_at = $1 WHERE person_id = $2`, tx.Now, id)
		return err
	})
	if err != nil {
		w.T.Fatalf("sessions of %s: %v", key, err)
	}
}

// SignedInOtherwise begins a session of the person as a provider of identities
// does, and returns the value of its cookie.
func (w *World) SignedInOtherwise(key string) string {
	w.T.Helper()
	token, err := w.SignIn.SignInByProvider(w.Ctx, signin.ExternalIdentity{Provider: "probe", Name: "Probe-Konto", Subject: key, Email: Email(key),
		Vouched: true}, "Test, Test")
	if err != nil {
		w.T.Fatalf("sign in %s: %v", key, err)
	}
	return token
}
