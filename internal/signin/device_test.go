package signin_test

import (
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/password"
	"kommunalforum/internal/signin"
)

func TestKnownBrowserIsNotLockedOutByWhatOthersTry(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	f.create(t, "bea@stadt.example")
	device, err := f.RememberDevice(f.ctx, f.as(t, f.in(t, "anna@stadt.example")), "")
	if err != nil || device == "" {
		t.Fatalf("%q, %v", device, err)
	}
	again, err := f.RememberDevice(f.ctx, f.as(t, f.in(t, "bea@stadt.example")), device)
	if err != nil || again != device {
		t.Errorf("a second account gets another value: %v", err)
	}
	for range signin.MaxAttempts {
		f.SignIn(f.ctx, "anna@stadt.example", "falsch", "x")
	}
	if _, err := f.SignIn(f.ctx, "anna@stadt.example", rightPassword, "x"); !fault.Is(err, fault.TooMany) {
		t.Errorf("an unknown browser: %v", err)
	}
	from := func(password string) error {
		_, err := f.SignInFrom(f.ctx, signin.Attempt{Email: " Anna@stadt.example", Password: password, DeviceToken: device})
		return err
	}
	if err := from(rightPassword); err != nil {
		t.Errorf("the known browser: %v", err)
	}
	for range signin.MaxAttempts {
		from("falsch")
	}
	if err := from(rightPassword); !fault.Is(err, fault.TooMany) {
		t.Errorf("the known browser after many wrong ones: %v", err)
	}
	known := func(email, token string, want bool) {
		t.Helper()
		if got, err := f.KnowsDevice(f.ctx, email, token); got != want || err != nil {
			t.Errorf("%s is known: %v, %v", email, got, err)
		}
	}
	known("bea@stadt.example", device, true)
	known("niemand@stadt.example", device, false)
	known("anna@stadt.example", device+"x", false)
	if got, err := f.KnowsDevice(f.later(credential.DeviceLife+time.Hour), "bea@stadt.example", device); got || err != nil {
		t.Errorf("known for ever: %v", err)
	}
	if err := f.SetPassword(f.ctx, "bea@stadt.example", "ein-anderes-passwort"); err != nil {
		t.Fatal(err)
	}
	known("bea@stadt.example", device, false)
}

func TestHalfASignInMakesNoBrowserKnown(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	f.app(t, f.in(t, "anna@stadt.example"))
	device, err := f.RememberDevice(f.ctx, f.as(t, f.in(t, "anna@stadt.example")), "")
	if err != nil || device != "" {
		t.Errorf("%q, %v", device, err)
	}
	if device, err = f.RememberDevice(f.ctx, account.Viewer{}, ""); err != nil || device != "" {
		t.Errorf("guest: %q, %v", device, err)
	}
}

// TestSignInDoesTheSameWorkForKnownAndUnknownAddresses counts key derivations.
func TestSignInDoesTheSameWorkForKnownAndUnknownAddresses(t *testing.T) {
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	f.create(t, "zu@stadt.example")
	if err := f.Disable(f.ctx, "zu@stadt.example", "Test"); err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"anna@stadt.example", "niemand@stadt.example", "zu@stadt.example"} {
		before, letters := password.Derivations(), len(f.letters(t))
		_, err := f.SignIn(f.ctx, email, "falsch-und-lang-genug", "x")
		if !fault.Is(err, fault.Invalid) || fault.SentenceOf(err) != "E-Mail-Adresse oder Passwort stimmen nicht." {
			t.Errorf("%s: %v", email, err)
		}
		if n := password.Derivations() - before; n != 1 {
			t.Errorf("%s costs %d derivations", email, n)
		}
		if n := len(f.letters(t)) - letters; n != 0 {
			t.Errorf("%s is told by %d mails", email, n)
		}
		before = password.Derivations()
		if err := f.RequestReset(f.ctx, email); err != nil {
			t.Errorf("reset for %s: %v", email, err)
		}
		if n := password.Derivations() - before; n != 0 {
			t.Errorf("reset for %s costs %d derivations", email, n)
		}
	}
}
