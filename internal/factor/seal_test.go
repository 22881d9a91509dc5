package factor_test

import (
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
)

// stored returns the person's secret as it stands in the table.
func (w *world) stored(table string, person int64) (s string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) (err error) {
		s, err = db.Scalar[string](tx, `SELECT secret FROM `+table+` WHERE person_id = $1`, person)
		return err
	})
	return s
}

func (w *world) store(person int64, s string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE totp SET secret = $1 WHERE person_id = $2`, s, person)
		return err
	})
}

// seal seals what is not sealed under the key in force.
func (w *world) seal(wantDone, wantLost int) {
	w.t.Helper()
	w.write(func(tx *db.Tx) error {
		done, lost, err := factor.SealTx(tx, w.vault)
		if done != wantDone || lost != wantLost {
			w.t.Errorf("sealed %d, lost %d, want %d and %d", done, lost, wantDone, wantLost)
		}
		return err
	})
}

func TestSecretsOfAppsLieInTheDatabaseSealed(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	plain := w.app(ann)
	w.write(func(tx *db.Tx) error { return factor.OfferTx(tx, w.vault, bea) })
	if s := w.stored("totp", ann); !secret.Sealed(s) || strings.Contains(s, plain) {
		t.Errorf("in use as %q", s)
	}
	if s := w.stored("totp_offer", bea); !secret.Sealed(s) {
		t.Errorf("offered as %q", s)
	}
	// Put beside somebody else it lets nobody in.
	w.app(bea)
	w.store(bea, w.stored("totp", ann))
	w.now = w.now.Add(time.Minute)
	if ok, err := w.use(bea, code(t, plain, w.now)); ok || !fault.Is(err, fault.Invalid) {
		t.Errorf("a secret of somebody else: %v, %v", ok, err)
	}
}

func TestSecretOfAFormerVersionWorksAndIsSealed(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	plain := w.app(ann)
	w.store(ann, plain)
	w.now = w.now.Add(time.Minute)
	w.mustUse(ann, code(t, plain, w.now), true)
	w.seal(1, 0)
	if s := w.stored("totp", ann); !secret.Sealed(s) {
		t.Errorf("stays as %q", s)
	}
	w.now = w.now.Add(time.Minute)
	w.mustUse(ann, code(t, plain, w.now), true)
	w.seal(0, 0)
}

func TestWithoutTheKeyTheAppStaysAFactorThatOthersReplace(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	plain := w.app(ann)
	var codes []string
	w.write(func(tx *db.Tx) (err error) {
		codes, err = factor.MakeCodesTx(tx, ann)
		return err
	})
	before := w.vault
	w.vault = secret.NewKeyring()
	w.seal(0, 1)
	if s := w.summary(ann); !s.Enrolled() || !s.AppLost {
		t.Fatalf("%+v", s)
	}
	w.now = w.now.Add(time.Minute)
	for range factor.MaxTries + 1 { // nothing was compared, so nothing is counted
		if ok, err := w.use(ann, code(t, plain, w.now)); ok || !fault.Is(err, fault.Invalid) ||
			!strings.Contains(fault.SentenceOf(err), "Wiederherstellungscode") {
			t.Fatalf("a code of the app: %v, %v", ok, err)
		}
	}
	w.mustUse(ann, codes[0], true)

	w.vault = before // the key is put back
	w.mustUse(ann, code(t, plain, w.now), true)

	w.vault = secret.NewKeyring()
	plain = w.app(ann) // set up anew
	if s := w.summary(ann); s.AppLost {
		t.Error("the new app counts as lost")
	}
	w.now = w.now.Add(time.Minute)
	w.mustUse(ann, code(t, plain, w.now), true)
}

func TestOfferThatCannotBeReadIsNoOffer(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	w.write(func(tx *db.Tx) error { return factor.OfferTx(tx, w.vault, ann) })
	w.vault = secret.NewKeyring()
	err := w.try(func(tx *db.Tx) error {
		_, err := factor.OfferOfTx(tx, w.vault, ann, "Kommunalforum", "anna@stadt.example")
		return err
	})
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("%v", err)
	}
}
