package account_test

import (
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/testkit"
)

// reader returns who the person is for what leaves without a session.
func reader(t *testing.T, w *testkit.World, person int64) (v account.Viewer, ok bool) {
	t.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		v, ok, err = w.Accounts.ReaderTx(tx, person)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v, ok
}

func TestReaderHasTheRightsOfThePersonAtThisMoment(t *testing.T) {
	t.Parallel()
	w := testkit.New(t)
	mod := w.By(testkit.Mod)
	v, ok := reader(t, w, mod.ID)
	if !ok || v.ID != mod.ID || v.Name != mod.Name || v.Email != mod.Email || v.Organisation != mod.Organisation ||
		!v.Moderates(w.Board(testkit.Exclusive)) || v.Moderates(w.Board("umwelt")) {
		t.Errorf("%+v, %v", v, ok)
	}
	if v.Session != "" {
		t.Error("a reader has a session")
	}
}

func TestNothingLeavesForWhoCouldNotReadItAfterSigningIn(t *testing.T) {
	t.Parallel()
	w := testkit.New(t, func(c *config.Config) { c.SecondFactor = []string{"moderator"} })
	for _, key := range []string{testkit.Newcomer, testkit.Mod} { // no terms agreed to, no second factor
		if v, ok := reader(t, w, w.By(key).ID); ok || v.SignedIn() {
			t.Errorf("%s reads as %+v", key, v)
		}
	}
	if _, ok := reader(t, w, 1<<40); ok {
		t.Error("somebody unknown reads")
	}
	ann := w.By(testkit.Ann).ID
	for _, c := range []struct {
		what, change, back string
		ok                 bool
	}{
		{"as she is", `UPDATE person SET name = name WHERE id = $1`, ``, true},
		{"her address is due", `UPDATE person SET address_due = 1 WHERE id = $1`, `UPDATE person SET address_due = NULL WHERE id = $1`, false},
		{"closed", `UPDATE person SET disabled_at = 1 WHERE id = $1`, ``, false},
	} {
		change := func(query string) {
			if query == "" {
				return
			}
			if err := w.DB.Write(w.Ctx, func(tx *db.Tx) error { _, err := tx.Exec(query, ann); return err }); err != nil {
				t.Fatal(err)
			}
		}
		change(c.change)
		if _, ok := reader(t, w, ann); ok != c.ok {
			t.Errorf("%s: %v", c.what, ok)
		}
		change(c.back)
	}
}
