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

// calm is how long replies and pages are measured before and after the question.
const calm = 15 * time.Second

// TestMeasuredFollowers asks a question on a board that many people follow, and
// measures how long it takes until all of them are told, and what replies and pages take
// meanwhile, beside what they take before and after in as long a time.
func TestMeasuredFollowers(t *testing.T) {
	w := testkit.New(t)
	crowd(t, w)
	w.Notified()
	before := exercise(t, w, func(since time.Time) bool { return time.Since(since) > calm })
	began := time.Now()
	w.Ask(testkit.Bea, testkit.Members, "Wer weiß, wie das andere geht?", "So?")
	queued, told := false, time.Duration(0)
	during := exercise(t, w, func(time.Time) bool {
		left := count(t, w, `SELECT COUNT(*) FROM fanout`) > 0
		if queued = queued || left; queued && !left {
			told = time.Since(began)
		}
		return told != 0
	})
	after := exercise(t, w, func(since time.Time) bool { return time.Since(since) > calm })
	rows := count(t, w, `SELECT COUNT(*) FROM notification WHERE kind = 'followed.thread'`)
	fmt.Printf("\n### A question on a board with %d followers\n\nAll told in %.1f s (%d rows); ms.\n\n"+
		"| | median before | meanwhile | after | 95 %% before | meanwhile | after |\n|---|---|---|---|---|---|---|\n",
		followers, told.Seconds(), rows)
	for _, what := range []string{"reply", "thread page", "bell"} {
		fmt.Printf("| %s | %s | %s | %s | %s | %s | %s |\n", what, at(before[what], 50), at(during[what], 50), at(after[what], 50),
			at(before[what], 95), at(during[what], 95), at(after[what], 95))
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

// exercise replies in a thread and opens its page and the bell until done, and returns
// what each took. Threads stay short, and what begins is passed over: otherwise a
// phase that is longer would measure longer threads and fuller queues.
func exercise(t *testing.T, w *testkit.World, done func(since time.Time) bool) map[string][]time.Duration {
	t.Helper()
	out := map[string][]time.Duration{}
	took := func(what string, do func()) {
		begin := time.Now()
		do()
		out[what] = append(out[what], time.Since(begin))
	}
	by, begin, page, thread := w.By(testkit.Ann), time.Now(), "", int64(0)
	for n := 0; !done(begin); n++ {
		if n%100 == 0 {
			thread = w.Ask(testkit.Ann, testkit.Public, "Wie geht das eigentlich?", "So?")
			page = path.Thread(thread, "Wie geht das eigentlich?")
			// The bell counts as much in every phase.
			if err := w.Unread.MarkAll(w.Ctx, by, 1<<60); err != nil {
				t.Fatal(err)
			}
		}
		if n == 500 {
			clear(out)
		}
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
