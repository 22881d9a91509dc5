package privacy_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/privacy"
	. "kommunalforum/internal/testkit"
)

func TestOperatingShowsThePeriodsAsTheyAre(t *testing.T) {
	t.Parallel()
	operating, err := os.ReadFile("../../cmd/kommunalforum/OPERATING.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(operating), privacy.Table()) {
		t.Errorf("the table of periods in OPERATING.md is not that of the program:\n%s", privacy.Table())
	}
}

func TestPeriodsAreTheOnesThatAreMeant(t *testing.T) {
	t.Parallel()
	for _, p := range privacy.Periods {
		for _, words := range []string{p.Record, p.Kept, p.What, p.Long} {
			if words == "" || strings.Contains(words, "h0m0s") || strings.Contains(words, "%!") {
				t.Errorf("%q is no wording", words)
			}
		}
	}
}

// TestWhatHasServedItsTimeIsDeleted lets time pass over rows of every kind.
func TestWhatHasServedItsTimeIsDeleted(t *testing.T) {
	t.Parallel()
	w := New(t)
	ann := w.By(Ann)
	w.Cookie(Ann)
	if _, err := w.SignIn.PasswordLink(w.Ctx, Email(Bea)); err != nil {
		t.Fatal(err)
	}
	if err := w.SignIn.RequestReset(w.Ctx, Email(Ann)); err != nil {
		t.Fatal(err)
	}
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		for i := range 1200 { // more than one step
			if err := audit.RecordTx(tx, ann.ID, "post.hide", "post", int64(i+1), "Grund"); err != nil {
				return err
			}
		}
		return privacy.NoteTx(tx, []privacy.Mention{{Kind: privacy.Post, Subject: 1, Board: w.Board(Members)}})
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.SignIn.SignIn(w.Ctx, Email(Ann), "falsches passwort", "Test"); err == nil {
		t.Fatal("signed in")
	}
	w.Soon("the mail is sent", func() bool { return count(t, w, `SELECT COUNT(*) FROM outbox WHERE state = 'sent'`) > 0 })

	if n, err := w.Privacy.Prune(w.Ctx); err != nil || n != 0 {
		t.Fatalf("deleted %d rows that are not due: %v", n, err)
	}
	for _, x := range []struct {
		table string
		after time.Duration
	}{
		{"attempt", account.Window},
		{"reset_request", account.ResetLife},
		{"session", account.IdleLife},
		{"one_time_link", account.LinkLife},
		{"outbox", outbox.Keep},
		{"left_mention", privacy.MentionLife},
		{"audit", privacy.AuditLife},
	} {
		if n := count(t, w, `SELECT COUNT(*) FROM `+x.table); n == 0 {
			t.Fatalf("%s is empty before its time: the test is blind", x.table)
		}
		if _, err := w.Privacy.Prune(w.At(x.after - time.Minute)); err != nil {
			t.Fatal(err)
		}
		if n := count(t, w, `SELECT COUNT(*) FROM `+x.table); n == 0 {
			t.Errorf("%s is emptied before its time", x.table)
		}
		if _, err := w.Privacy.Prune(w.At(x.after + time.Minute)); err != nil {
			t.Fatal(err)
		}
		if n := count(t, w, `SELECT COUNT(*) FROM `+x.table); n != 0 {
			t.Errorf("%s still has %d rows after %v", x.table, n, x.after)
		}
	}
}

func TestBrowserIsForgottenAYearAfterTheLastSignInThere(t *testing.T) {
	t.Parallel()
	w := New(t)
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO known_device (id, person_id, used_at) VALUES ('x', $1, $2)`, w.By(Ann).ID, tx.Now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		after time.Duration
		left  int
	}{{account.DeviceLife - time.Minute, 1}, {account.DeviceLife + time.Minute, 0}} {
		if _, err := w.Privacy.Prune(w.At(x.after)); err != nil {
			t.Fatal(err)
		}
		if n := count(t, w, `SELECT COUNT(*) FROM known_device`); n != x.left {
			t.Errorf("%d browsers are known after %v, want %d", n, x.after, x.left)
		}
	}
}

func TestPeriodsInWords(t *testing.T) {
	t.Parallel()
	table := privacy.Table()
	for _, want := range []string{"8 hours unused, 30 days at most", "count for 15 minutes", "72 hours by the operator, 2 hours by mail", "30 days; undelivered ones 90 days", "3 years"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table does not say %q:\n%s", want, table)
		}
	}
}
