package signin_test

import (
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/signin"
)

// TestChangingFactorsAsksForTheFactorThatExists acts without any page: at an
// open session that showed its factor long ago, and the password just now.
func TestChangingFactorsAsksForTheFactorThatExists(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example", account.Grant{Role: account.Admin})
	other := f.create(t, "beate@stadt.example")
	token := f.in(t, "anna@stadt.example")
	secret := f.app(t, token)
	codes, err := f.MakeCodes(f.ctx, f.as(t, token))
	if err != nil {
		t.Fatal(err)
	}
	late := f.later(account.ReauthLife)
	if err := f.Reauthenticate(late, f.asAt(t, late, token), rightPassword); err != nil {
		t.Fatal(err)
	}
	by := f.asAt(t, late, token)
	second := func(_ any, err error) error { return err }
	acts := map[string]func() error{
		"see the secret":    func() error { return second(f.AppOffer(late, by, "Forum")) },
		"replace the app":   func() error { return f.BeginApp(late, by) },
		"confirm an app":    func() error { return f.EnableApp(late, by, "000000") },
		"make codes":        func() error { return second(f.MakeCodes(late, by)) },
		"rename a passkey":  func() error { return f.RenamePasskey(late, by, 1, "Name") },
		"remove a passkey":  func() error { return f.RemovePasskey(late, by, 1) },
		"link a provider":   func() error { return f.LinkIdentity(late, by, anna(nil)) },
		"unlink a provider": func() error { return f.UnlinkIdentity(late, by, "land") },
		"change password":   func() error { return f.ChangePassword(late, by, rightPassword, "ein-anderes-passwort") },
		"give a role": func() error {
			return f.Grant(late, by, other.ID, account.Grant{Role: account.Moderator}, "Test")
		},
		"take a role": func() error {
			return f.Revoke(late, by, other.ID, account.Grant{Role: account.Moderator}, "Test")
		},
		"close an account": func() error { return f.Suspend(late, by, other.ID, "Test") },
		"open an account":  func() error { return f.Reinstate(late, by, other.ID, "Test") },
		"reset factors":    func() error { return f.ResetFactors(late, by, other.ID, "Test") },
		"remove the app":   func() error { return f.RemoveApp(late, by) },
	}
	for what, act := range acts {
		if err := act(); err != account.ErrReauthRequired {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := f.EndOtherSessions(late, by); err != nil {
		t.Errorf("ending sessions, which protects: %v", err)
	}
	for what, code := range map[string]string{"app": f.code(t, late, secret), "recovery code": codes[0]} {
		if err := f.ReauthenticateByCode(late, by, code); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, act := range acts {
		if what != "remove the app" && what != "change password" {
			if err := act(); err == account.ErrReauthRequired {
				t.Errorf("after the factor, %s: %v", what, err)
			}
		}
	}
}

// TestAFactorThatWasJustSetUpIsAskedForAlready is about a request on its way,
// and a session that was confirmed before there was a factor.
func TestAFactorThatWasJustSetUpIsAskedForAlready(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	stolen, own := f.in(t, "anna@stadt.example"), f.in(t, "anna@stadt.example")
	by := f.as(t, stolen) // read before, as in a request that is slow
	if err := f.BeginApp(f.ctx, by); err != nil {
		t.Fatalf("the first factor: %v", err)
	}
	f.app(t, own)
	if err := f.BeginApp(f.ctx, by); err != account.ErrReauthRequired {
		t.Errorf("the request on its way: %v", err)
	}
	if err := f.BeginApp(f.ctx, f.as(t, stolen)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the session confirmed before: %v", err)
	}
	if _, err := f.MakeCodes(f.ctx, f.as(t, own)); err != nil {
		t.Errorf("recovery codes right after the first factor: %v", err)
	}
}

func TestAnEndedSessionAndAMissingRowAreRefused(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	token := f.in(t, "anna@stadt.example")
	by := f.as(t, token)
	require := func(g account.Guard) (err error) {
		return f.db.Read(f.ctx, func(tx *db.Tx) error { return account.RequireReauthTx(tx, by, g) })
	}
	if err := require(account.GuardApp); err != nil {
		t.Fatal(err)
	}
	if err := require(account.Guard{}); err != account.ErrReauthRequired {
		t.Errorf("a guard without a row: %v", err)
	}
	if err := f.SignOut(f.ctx, token); err != nil {
		t.Fatal(err)
	}
	if err := require(account.GuardApp); err != account.ErrReauthRequired {
		t.Errorf("an ended session: %v", err)
	}
}

// TestAResetByTheAdministrationLeadsBackToAFirstFactor: nothing is left to be
// asked for but the password.
func TestAResetByTheAdministrationLeadsBackToAFirstFactor(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	f.app(t, f.in(t, "anna@stadt.example"))
	if err := f.ResetFactorsOf(f.ctx, "anna@stadt.example", "Telefon verloren"); err != nil {
		t.Fatal(err)
	}
	token := f.in(t, "anna@stadt.example")
	f.app(t, token)
	late := f.later(account.ReauthLife + time.Minute)
	if err := f.RemoveApp(late, f.asAt(t, late, token)); err != account.ErrReauthRequired {
		t.Errorf("the new factor is not asked for: %v", err)
	}
}

// TestWhoHasNoPasswordShowsWhatTheyHave: a provider alone, with and without a
// second factor set up here.
func TestWhoHasNoPasswordShowsWhatTheyHave(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	token, err := f.SignInByProvider(f.ctx, anna(nil), "x")
	if err != nil {
		t.Fatal(err)
	}
	err = f.db.Write(f.ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET password = '' WHERE email = 'anna@stadt.example'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	late := f.later(account.ReauthLife)
	offer := func() error { return f.BeginApp(late, f.asAt(t, late, token)) }
	if err := offer(); err != account.ErrReauthRequired {
		t.Errorf("signed in long ago: %v", err)
	}
	if err := f.ReauthenticateByProvider(late, f.asAt(t, late, token), anna(nil)); err != nil {
		t.Fatal(err)
	}
	if err := offer(); err != nil {
		t.Errorf("the first factor, after the provider: %v", err)
	}
	held := func() {
		err := f.db.Write(late, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO totp (person_id, secret, last_step, created_at, used_at)
				VALUES ($1, 'x', 0, $2, $2)`, f.as(t, token).ID, tx.Now)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	held()
	err = f.db.Write(late, func(tx *db.Tx) error { // a session that showed a factor once, long ago
		_, err := tx.Exec(`UPDATE session SET proved_at = 1`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.ReauthenticateByProvider(late, f.asAt(t, late, token), anna(nil)); err != nil {
		t.Fatal(err)
	}
	if err := offer(); err != account.ErrReauthRequired {
		t.Errorf("a provider without a second factor: %v", err)
	}
	strong := anna(func(in *signin.ExternalIdentity) { in.SecondFactor = true })
	if err := f.ReauthenticateByProvider(late, f.asAt(t, late, token), strong); err != nil {
		t.Fatal(err)
	}
	if err := offer(); err != nil {
		t.Errorf("a provider that asked for one: %v", err)
	}
}
