package factor_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
	"kommunalforum/internal/testkit/testdb"
)

// world is a database with two people.
type world struct {
	t     *testing.T
	db    *db.DB
	now   time.Time
	vault *secret.Keyring
}

const ann, bea = 1, 2

func fresh(t *testing.T) *world {
	t.Helper()
	d := testdb.New(t)
	w := &world{t, d, time.Date(2026, 11, 21, 13, 30, 0, 0, time.UTC), secret.NewKeyring()}
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO organisation (id, name, kind, state, population, created_at)
			VALUES (1, 'Stadt', 'municipality', 'Hessen', 0, 0)`)
		for _, email := range []string{"anna@stadt.example", "bea@stadt.example"} {
			if err != nil {
				return err
			}
			_, err = tx.Exec(`INSERT INTO person (email, name, function, organisation_id, password, created_at) VALUES ($1, $1, '', 1, '', 0)`, email)
		}
		return err
	})
	return w
}

func (w *world) try(fn func(*db.Tx) error) error {
	return w.db.Write(db.At(context.Background(), w.now), fn)
}

func (w *world) write(fn func(*db.Tx) error) {
	w.t.Helper()
	if err := w.try(fn); err != nil {
		w.t.Fatal(err)
	}
}

// app sets up an app for the person and returns its secret.
func (w *world) app(person int64) (secret string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		if err := factor.OfferTx(tx, w.vault, person); err != nil {
			return err
		}
		o, err := factor.OfferOfTx(tx, w.vault, person, "Kommunalforum", "anna@stadt.example")
		if err != nil {
			return err
		}
		secret = o.Secret
		return factor.ConfirmTx(tx, w.vault, person, code(w.t, secret, w.now))
	})
	return secret
}

func code(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// use tries a code and returns whether it was right.
func (w *world) use(person int64, code string) (ok bool, err error) {
	err = w.try(func(tx *db.Tx) (err error) {
		ok, err = factor.UseCodeTx(tx, w.vault, person, code)
		return err
	})
	return ok, err
}

func (w *world) mustUse(person int64, code string, want bool) {
	w.t.Helper()
	if ok, err := w.use(person, code); ok != want || err != nil {
		w.t.Errorf("code %q: %v, %v", code, ok, err)
	}
}

func (w *world) summary(person int64) (s factor.Summary) {
	w.t.Helper()
	w.write(func(tx *db.Tx) (err error) {
		s, err = factor.SummaryOfTx(tx, w.vault, person)
		return err
	})
	return s
}

func TestCodeOfTheAppWorksOnceAndOnlyAroundItsTime(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	secret := w.app(ann)
	first := w.now
	w.mustUse(ann, code(t, secret, w.now), false) // used up by setting the app up
	w.now = first.Add(time.Minute)
	c := code(t, secret, w.now)
	w.mustUse(bea, c, false)
	w.mustUse(ann, c[:3]+" "+c[3:], true)
	w.mustUse(ann, c, false)
	w.mustUse(ann, code(t, secret, w.now.Add(-30*time.Second)), false) // older than the last one
	w.mustUse(ann, code(t, secret, w.now.Add(30*time.Second)), true)   // a clock that is fast
	w.now = first.Add(time.Hour)
	w.mustUse(ann, code(t, secret, w.now.Add(-time.Minute)), false)
	w.mustUse(ann, code(t, secret, w.now.Add(-30*time.Second)), true) // a clock that is slow
}

func TestOfAHundredUsesOfOneCodeOneSucceeds(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	secret := w.app(ann)
	var codes []string
	w.write(func(tx *db.Tx) (err error) {
		codes, err = factor.MakeCodesTx(tx, ann)
		return err
	})
	w.now = w.now.Add(time.Hour)
	for name, present := range map[string]func() string{"app": func() string { return code(t, secret, w.now) },
		"recovery": func() string { return codes[0] }} {
		c := present()
		var won, limited atomic.Int32
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				ok, err := w.use(ann, c)
				if ok {
					won.Add(1)
				}
				if fault.Is(err, fault.TooMany) {
					limited.Add(1)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 || limited.Load() != 100-1-factor.MaxTries {
			t.Errorf("%s: %d succeed, %d are beyond the limit", name, won.Load(), limited.Load())
		}
		w.now = w.now.Add(factor.TriesWindow)
	}
}

func TestWrongCodesAreLimitedPerPersonAndMailed(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	secret := w.app(ann)
	w.now = w.now.Add(time.Hour)
	for range factor.MaxTries {
		w.mustUse(ann, "000000", false)
	}
	if _, err := w.use(ann, code(t, secret, w.now)); !fault.Is(err, fault.TooMany) {
		t.Errorf("the right code after too many wrong ones: %v", err)
	}
	w.mustUse(bea, "000000", false)
	if s := w.summary(ann); s.Changes[0].What != factor.Refused || len(s.Changes) != 2 {
		t.Errorf("%+v", s.Changes)
	}
	w.now = w.now.Add(factor.TriesWindow)
	w.mustUse(ann, code(t, secret, w.now), true)
	for n := factor.MaxTries; n < factor.TriesADay; n++ {
		w.now = w.now.Add(5 * time.Minute)
		w.mustUse(ann, "000000", false)
	}
	w.now = w.now.Add(time.Hour)
	if _, err := w.use(ann, code(t, secret, w.now)); !fault.Is(err, fault.TooMany) {
		t.Errorf("after a day's wrong codes: %v", err)
	}
	w.now = w.now.Add(24 * time.Hour)
	w.mustUse(ann, code(t, secret, w.now), true)
}

func TestRecoveryCodesWorkOnceEachUntilNewOnesAreMade(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	w.app(ann)
	make10 := func() (codes []string) {
		w.write(func(tx *db.Tx) (err error) {
			codes, err = factor.MakeCodesTx(tx, ann)
			return err
		})
		return codes
	}
	old := make10()
	if len(old) != 10 || len(old[0]) != 19 {
		t.Fatalf("%v", old)
	}
	w.mustUse(ann, old[0], true)
	w.mustUse(ann, old[0], false)
	w.mustUse(bea, old[1], false)
	typed := strings.NewReplacer("o", "0", "l", "1", "b", "8").Replace(old[1])
	w.mustUse(ann, " "+strings.ToUpper(strings.ReplaceAll(typed, "-", " ")), true)
	if s := w.summary(ann); s.Codes != 8 {
		t.Errorf("%d codes left", s.Codes)
	}
	make10()
	w.mustUse(ann, old[2], false)
	w.write(func(tx *db.Tx) error { return factor.RemoveAppTx(tx, ann) })
	if s := w.summary(ann); s.Codes != 0 || s.Enrolled() {
		t.Errorf("codes outlive the last factor: %+v", s)
	}
}

func TestAppIsSetUpByItsFirstCodeWithinAnHour(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	confirm := func(code string) error {
		return w.try(func(tx *db.Tx) error { return factor.ConfirmTx(tx, w.vault, ann, code) })
	}
	if err := confirm("123456"); !fault.Is(err, fault.NotFound) {
		t.Errorf("without an offer: %v", err)
	}
	var o factor.Offer
	w.write(func(tx *db.Tx) (err error) {
		if err := factor.OfferTx(tx, w.vault, ann); err != nil {
			return err
		}
		o, err = factor.OfferOfTx(tx, w.vault, ann, "Kommunal:forum", "anna@stadt.example")
		return err
	})
	if !strings.HasPrefix(o.URL, "otpauth://totp/Kommunalforum:anna@stadt.example?") || !strings.Contains(o.URL, "secret="+o.Secret) ||
		len(o.Secret) != 32 || len(o.Grouped()) != 39 || len(o.QR) < 200 {
		t.Errorf("%+v", o)
	}
	if err := confirm("000000"); !fault.Is(err, fault.Invalid) {
		t.Errorf("wrong code: %v", err)
	}
	if w.summary(ann).Enrolled() {
		t.Error("an offer counts as a factor")
	}
	w.now = w.now.Add(factor.OfferLife)
	if err := confirm(code(t, o.Secret, w.now)); !fault.Is(err, fault.NotFound) {
		t.Errorf("after an hour: %v", err)
	}
}

func TestResetAndErasureLeaveNothing(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	secret := w.app(ann)
	w.write(func(tx *db.Tx) error {
		_, err := factor.MakeCodesTx(tx, ann)
		return errors.Join(err, factor.ResetTx(tx, ann))
	})
	s := w.summary(ann)
	if s.Enrolled() || s.Codes != 0 || s.Changes[0].What != factor.Reset {
		t.Errorf("%+v", s)
	}
	w.now = w.now.Add(time.Hour)
	w.mustUse(ann, code(t, secret, w.now), false)
	w.app(bea)
	w.write(func(tx *db.Tx) error { return factor.EraseTx(tx, ann) })
	for _, table := range []string{"totp", "totp_offer", "recovery_code", "passkey", "passkey_user", "passkey_challenge", "factor_failure",
		"factor_change"} {
		w.write(func(tx *db.Tx) error {
			n, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM `+table+` WHERE person_id = $1`, int64(ann))
			if n != 0 {
				t.Errorf("%s keeps %d rows", table, n)
			}
			return err
		})
	}
	if !w.summary(bea).Enrolled() {
		t.Error("somebody else's factors are gone")
	}
}

func TestPasskeysNeedANameForTheirAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{"https://forum.example": true, "http://localhost:8080": true, "http://127.0.0.1:8080": false,
		"https://[::1]": false} {
		if _, ok, err := factor.NewPasskeys(config.BaseURL(address), "Kommunalforum"); ok != want || err != nil {
			t.Errorf("%s: %v, %v", address, ok, err)
		}
	}
}

func TestAnswersThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	p, _, err := factor.NewPasskeys("https://forum.example", "Kommunalforum")
	if err != nil {
		t.Fatal(err)
	}
	for _, answer := range []string{"", "{}", "null", `{"id":"AA","rawId":"AA","type":"public-key","response":{}}`, strings.Repeat("[", 10_000)} {
		err := w.try(func(tx *db.Tx) error { return p.AddTx(tx, ann, "Name", []byte(answer)) })
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("add %.20q: %v", answer, err)
		}
		err = w.try(func(tx *db.Tx) error {
			_, ok, err := p.SignInTx(tx, []byte(answer))
			if ok {
				t.Errorf("sign in by %.20q", answer)
			}
			return err
		})
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("sign in by %.20q: %v", answer, err)
		}
	}
}
