//go:build bench

package bench

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// followers is how many people follow the board.
const followers = 100_000

// TestMeasuredFollowers asks a question on a board that many people follow, and
// measures how long it takes until all of them are told, and what replies and pages take
// meanwhile, beside what they take before.
func TestMeasuredFollowers(t *testing.T) {
	w := testkit.New(t)
	thread := w.Ask(testkit.Ann, testkit.Public, "Wie geht das eigentlich?", "So?")
	w.Notified()
	crowd(t, w)
	before := exercise(t, w, thread, func() bool { return false }, 100)
	began := time.Now()
	w.Ask(testkit.Bea, testkit.Members, "Wer weiß, wie das andere geht?", "So?")
	queued, told := false, time.Duration(0)
	during := exercise(t, w, thread, func() bool {
		left := count(t, w, `SELECT COUNT(*) FROM fanout`) > 0
		if queued = queued || left; queued && !left {
			told = time.Since(began)
		}
		return told != 0
	}, 100_000)
	rows := count(t, w, `SELECT COUNT(*) FROM notification WHERE kind = 'followed.thread'`)
	fmt.Printf("\n### A question on a board with %d followers\n\nAll told in %.1f s (%d rows).\n\n"+
		"| | median before | 95 %% before | median meanwhile | 95 %% meanwhile |\n|---|---|---|---|---|\n", followers, told.Seconds(), rows)
	for _, what := range []string{"reply", "thread page", "bell"} {
		fmt.Printf("| %s | %s | %s | %s | %s |\n", what, at(before[what], 50), at(before[what], 95), at(during[what], 50), at(during[what], 95))
	}
	if rows < followers || told > time.Minute {
		t.Errorf("%d rows after %s", rows, told)
	}
}

// crowd makes the people who follow the board.
func crowd(t *testing.T, w *testkit.World) {
	t.Helper()
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		organisation := w.By(testkit.Ann).Organisation.ID
		for i := range followers {
			id, err := tx.Insert(`
				INSERT INTO person (email, name, search, sort_key, function, organisation_id, password, created_at)
				VALUES ($1, 'Viele', '', '', '', $2, '', $3)
				RETURNING id`, fmt.Sprintf("m%d@viele.example", i), organisation, tx.Now)
			if err != nil {
				return err
			}
			if err := follow.SetTx(tx, id, follow.Subject{Kind: follow.Board, ID: w.Board(testkit.Members)}, follow.All); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// exercise replies in a thread and opens its page and the bell, up to most times or until
// done, and returns what each took.
func exercise(t *testing.T, w *testkit.World, thread int64, done func() bool, most int) map[string][]time.Duration {
	t.Helper()
	out := map[string][]time.Duration{}
	took := func(what string, do func()) {
		begin := time.Now()
		do()
		out[what] = append(out[what], time.Since(begin))
	}
	page := path.Thread(thread, "Wie geht das eigentlich?")
	by := w.By(testkit.Ann)
	for range most {
		took("reply", func() { w.Reply(testkit.Mod, thread, "So geht es.") })
		took("thread page", func() {
			if a := w.Get(testkit.Ann, page); a.Code != http.StatusOK {
				t.Fatalf("%s: %d", page, a.Code)
			}
		})
		took("bell", func() {
			if _, err := w.Notify.Unread(w.Ctx, by, nil); err != nil {
				t.Fatal(err)
			}
		})
		if done() {
			break
		}
	}
	return out
}

func count(t *testing.T, w *testkit.World, query string) (n int) {
	t.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// at returns a percentile in ms.
func at(all []time.Duration, percent int) string {
	if len(all) == 0 {
		return "–"
	}
	sorted := slices.Sorted(slices.Values(all))
	return fmt.Sprintf("%.2f", float64(sorted[min(len(sorted)-1, len(sorted)*percent/100)].Microseconds())/1000)
}
