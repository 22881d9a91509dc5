package signin_test

import (
	"context"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kommunalforum/internal/account"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/signin"
)

// in signs somebody in by password and returns the cookie's value.
func (f fixture) in(t *testing.T, email string) string {
	t.Helper()
	token, err := f.SignIn(f.ctx, email, rightPassword, "Firefox, Linux")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// as returns who presents the cookie's value.
func (f fixture) as(t *testing.T, token string) account.Viewer {
	t.Helper()
	return f.asAt(t, f.ctx, token)
}

func (f fixture) asAt(t *testing.T, ctx context.Context, token string) account.Viewer {
	t.Helper()
	v, err := f.ViewerFor(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (f fixture) owes(t *testing.T, token string, want account.RequiredAction) account.Viewer {
	t.Helper()
	v := f.as(t, token)
	if o, _ := v.Pending(); o.Action != want || v.SignedIn() != (want == "") {
		t.Fatalf("owes %q, signed in: %v", o.Action, v.SignedIn())
	}
	return v
}

// app sets up an app through the session and returns its secret. The code that
// it takes is that of ten minutes ago.
func (f fixture) app(t *testing.T, token string) (secret string) {
	t.Helper()
	before := f.later(-10 * time.Minute)
	by := f.as(t, token)
	if err := f.BeginApp(before, by); err != nil {
		t.Fatal(err)
	}
	o, err := f.AppOffer(before, by, "Forum")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.EnableApp(before, by, f.code(t, before, o.Secret)); err != nil {
		t.Fatal(err)
	}
	return o.Secret
}

func (f fixture) code(t *testing.T, ctx context.Context, secret string) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, f.db.Now(ctx))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPasswordAloneIsNotEnoughForWhoHasAnApp(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	first, second := f.in(t, "anna@stadt.example"), f.in(t, "anna@stadt.example")
	secret := f.app(t, first)
	f.owes(t, first, "")
	f.owes(t, second, account.VerifySecondFactor) // another browser that was signed in before

	pending := f.in(t, "anna@stadt.example")
	by := f.owes(t, pending, account.VerifySecondFactor)
	if by.ID != 0 || by.Has(account.Member) {
		t.Errorf("acts as %+v", by)
	}
	for what, err := range map[string]error{
		"remove the app":  f.RemoveApp(f.ctx, by),
		"offer an app":    f.BeginApp(f.ctx, by),
		"change password": f.ChangePassword(f.ctx, by, rightPassword, "ein-anderes-passwort"),
		"confirm":         f.Reauthenticate(f.ctx, by, rightPassword),
		"end sessions":    f.EndOtherSessions(f.ctx, by),
	} {
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := f.VerifyCode(f.ctx, by, "000000"); !fault.Is(err, fault.Invalid) {
		t.Errorf("wrong code: %v", err)
	}
	token, err := f.VerifyCode(f.ctx, by, f.code(t, f.ctx, secret))
	if err != nil || token == pending {
		t.Fatalf("%q, %v", token, err)
	}
	f.owes(t, token, "")
	if v := f.as(t, pending); v.Session != "" {
		t.Error("the session before the second factor lives on")
	}
	if _, err := f.VerifyCode(f.ctx, by, f.code(t, f.ctx, secret)); err == nil {
		t.Error("the ended session proves again")
	}
	list, err := f.Sessions(f.ctx, f.as(t, token))
	if err != nil || len(list) != 2 {
		t.Errorf("%d sessions are listed, %v", len(list), err)
	}
}

func TestHalfASignInEndsSoon(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	secret := f.app(t, f.in(t, "anna@stadt.example"))
	pending := f.in(t, "anna@stadt.example")
	if v := f.asAt(t, f.later(credential.PendingLife), pending); v.Session != "" {
		t.Error("it lives on")
	}
	token, err := f.VerifyCode(f.ctx, f.as(t, pending), f.code(t, f.ctx, secret))
	if err != nil {
		t.Fatal(err)
	}
	if v := f.asAt(t, f.later(credential.IdleLife-time.Minute), token); !v.SignedIn() {
		t.Error("a whole sign-in ends as soon")
	}
}

func TestWrongCodesLockTheSecondStepInEverySession(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	secret := f.app(t, f.in(t, "anna@stadt.example"))
	by := f.as(t, f.in(t, "anna@stadt.example"))
	for range factor.MaxTries {
		f.VerifyCode(f.ctx, by, "000000")
	}
	other := f.as(t, f.in(t, "anna@stadt.example"))
	if _, err := f.VerifyCode(f.ctx, other, f.code(t, f.ctx, secret)); !fault.Is(err, fault.TooMany) {
		t.Errorf("the right code: %v", err)
	}
	all := f.letters(t)
	if last := all[len(all)-1]; last.Kind != outbox.FactorChanged {
		t.Errorf("last letter %+v", last)
	}
}

func TestResetOfThePasswordDoesNotPassTheSecondFactor(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	f.app(t, f.in(t, "anna@stadt.example"))
	token, _, ok := f.link(t, f.ctx, f.request(t, f.ctx, "anna@stadt.example"))
	if !ok {
		t.Fatal("no link")
	}
	if err := f.ChoosePassword(f.ctx, token, "ein-anderes-passwort"); err != nil {
		t.Fatal(err)
	}
	session, err := f.SignIn(f.ctx, "anna@stadt.example", "ein-anderes-passwort", "x")
	if err != nil {
		t.Fatal(err)
	}
	f.owes(t, session, account.VerifySecondFactor)
}

func TestRolesThatDemandASecondFactorLeadToSettingOneUp(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.RequireMFA = []account.Role{account.Moderator, account.Admin}
	f.create(t, "anna@stadt.example")
	f.owes(t, f.in(t, "anna@stadt.example"), "")

	f.create(t, "mod@stadt.example", account.Grant{Role: account.Moderator})
	token := f.in(t, "mod@stadt.example")
	by := f.owes(t, token, account.EnrolSecondFactor)
	if err := f.ChangePassword(f.ctx, by, rightPassword, "ein-anderes-passwort"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("does something else first: %v", err)
	}
	f.app(t, token)
	by = f.owes(t, token, "")
	if err := f.RemoveApp(f.ctx, by); !fault.Is(err, fault.Invalid) {
		t.Errorf("takes away what the role demands: %v", err)
	}
	f.owes(t, token, "")
}

func TestWhoChangesHowTheySignInProvedLatelyThatItIsThem(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	token := f.in(t, "anna@stadt.example")
	by := f.as(t, token)
	late := f.later(account.ReauthLife)
	for what, err := range map[string]error{
		"offer":   f.BeginApp(late, by),
		"remove":  f.RemoveApp(late, by),
		"confirm": f.EnableApp(late, by, "000000"),
		"passkey": f.RemovePasskey(late, by, 1),
		"rename":  f.RenamePasskey(late, by, 1, "Name"),
	} {
		if err != account.ErrReauthRequired {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := f.MakeCodes(late, by); err != account.ErrReauthRequired {
		t.Errorf("codes: %v", err)
	}
	if err := f.Reauthenticate(late, by, "falsch"); !fault.Is(err, fault.Invalid) {
		t.Errorf("wrong password: %v", err)
	}
	if err := f.Reauthenticate(late, by, rightPassword); err != nil {
		t.Fatal(err)
	}
	if err := f.BeginApp(late, f.asAt(t, late, token)); err != nil {
		t.Errorf("after confirming: %v", err)
	}
	for range signin.MaxAttempts {
		f.Reauthenticate(late, by, "falsch")
	}
	if err := f.Reauthenticate(late, by, rightPassword); !fault.Is(err, fault.TooMany) {
		t.Errorf("after many wrong passwords: %v", err)
	}
}

func TestAdministratorResetsFactorsWithAReason(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	anna := f.create(t, "anna@stadt.example")
	f.create(t, "boss@stadt.example", account.Grant{Role: account.Admin})
	token := f.in(t, "anna@stadt.example")
	f.app(t, token)
	boss, err := f.ViewerOf(f.ctx, "boss@stadt.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.ResetFactors(f.ctx, f.as(t, token), boss.ID, "Telefon verloren"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a member: %v", err)
	}
	if err := f.ResetFactors(f.ctx, boss, anna.ID, ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a reason: %v", err)
	}
	if err := f.ResetFactors(f.ctx, boss, boss.ID, "Telefon verloren"); !fault.Is(err, fault.Invalid) {
		t.Errorf("the own ones: %v", err)
	}
	if err := f.ResetFactors(f.ctx, boss, 999, "Telefon verloren"); !fault.Is(err, fault.NotFound) {
		t.Errorf("nobody's: %v", err)
	}
	if err := f.ResetFactors(f.ctx, boss, anna.ID, "Telefon verloren"); err != nil {
		t.Fatal(err)
	}
	if v := f.as(t, token); v.Session != "" {
		t.Error("the session lives on")
	}
	f.owes(t, f.in(t, "anna@stadt.example"), "")
	deeds, _, err := f.AuditLog(f.ctx, boss, 0)
	if err != nil || deeds[0].Act != "person.factors" || deeds[0].Reason != "Telefon verloren" || deeds[0].SubjectID != anna.ID {
		t.Errorf("%+v, %v", deeds[0], err)
	}
	if all := f.letters(t); all[len(all)-1].Kind != outbox.FactorChanged || all[len(all)-1].Recipient != anna.ID {
		t.Errorf("letters %+v", all)
	}
	if err := f.ResetFactorsOf(f.ctx, "anna@stadt.example", ""); err != nil {
		t.Errorf("the operator: %v", err)
	}
}

func TestPasskeysAreHiddenWhereThereAreNone(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	by := f.as(t, f.in(t, "anna@stadt.example"))
	if _, err := f.BeginPasskeySignIn(f.ctx); !fault.Is(err, fault.NotFound) {
		t.Errorf("sign in: %v", err)
	}
	if _, err := f.BeginPasskey(f.ctx, by); !fault.Is(err, fault.NotFound) {
		t.Errorf("add: %v", err)
	}
	var rows int
	err := f.db.Read(f.ctx, func(tx *db.Tx) (err error) {
		rows, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM passkey_challenge`)
		return err
	})
	if err != nil || rows != 0 {
		t.Errorf("%d challenges, %v", rows, err)
	}
}
