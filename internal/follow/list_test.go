package follow_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
)

// rows returns all of by's levels as text, in a fixed order.
func (w *world) rows(by account.Viewer) []string {
	w.t.Helper()
	var out []string
	w.do(func(tx *db.Tx) (err error) {
		out, err = db.Column[string](tx, `
			SELECT subject_kind || ' ' || subject_id || ' ' || level || ' ' || at
			FROM follow
			WHERE person_id = $1
			ORDER BY subject_kind, subject_id`, by.ID)
		return err
	})
	return out
}

// some gives ann levels of every sort and returns the subjects that she follows, and
// the exceptions.
func (w *world) some() (followed, exceptions []follow.Subject) {
	w.t.Helper()
	inquiry := follow.Subject{Kind: follow.Inquiry, ID: 4}
	levels := map[follow.Subject]follow.Level{thread: follow.All, board: follow.Threads, service: follow.Official, town: follow.Muted,
		inquiry: follow.Official, article: follow.None}
	at := 0
	for s, l := range levels {
		at++
		ctx := db.At(w.t.Context(), time.UnixMilli(int64(1000*at)))
		if err := w.Write(ctx, func(tx *db.Tx) error { return follow.SetTx(tx, w.ann.ID, s, l) }); err != nil {
			w.t.Fatal(err)
		}
	}
	return []follow.Subject{thread, board, service, inquiry}, []follow.Subject{town, article}
}

func (w *world) end(exceptions bool, subjects ...follow.Subject) (n int, batch int64) {
	w.t.Helper()
	n, batch, err := follow.New(w.DB).End(w.t.Context(), w.ann, exceptions, subjects)
	if err != nil {
		w.t.Fatal(err)
	}
	return n, batch
}

func (w *world) undo(batch int64) int {
	w.t.Helper()
	n, err := follow.New(w.DB).Undo(w.t.Context(), w.ann, batch)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func TestWhatWasEndedComesBackAsItWas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	followed, exceptions := w.some()
	all := slices.Concat(followed, exceptions, []follow.Subject{{Kind: follow.Board, ID: 99}})
	before := w.rows(w.ann)
	others, lifted := w.end(true, all...)
	n, batch := w.end(false, all...)
	if n != len(followed) || others != len(exceptions) {
		t.Errorf("%d and %d rows were ended, want %d and %d", n, others, len(followed), len(exceptions))
	}
	for _, s := range all {
		want := follow.Default
		if s.Kind == follow.Thread || s.Kind == follow.Inquiry {
			want = follow.None // the next reply must not follow again
		}
		if got := w.level(w.ann, s); got != want {
			t.Errorf("%v has the level %q, want %q", s, got, want)
		}
	}
	w.auto(w.ann, thread, follow.Replying)
	if got := w.level(w.ann, thread); got != follow.None {
		t.Errorf("replying followed again: %q", got)
	}
	if got, err := follow.New(w.DB).Ended(t.Context(), w.ann, batch); err != nil || got != n {
		t.Errorf("%d can be brought back, %v; want %d", got, err, n)
	}
	w.undo(lifted)
	if back := w.undo(batch); back != n || !slices.Equal(w.rows(w.ann), before) {
		t.Errorf("%d came back: %v, want %v", back, w.rows(w.ann), before)
	}
	if back := w.undo(batch); back != 0 || !slices.Equal(w.rows(w.ann), before) {
		t.Errorf("undone twice: %d, %v", back, w.rows(w.ann))
	}
}

// TestTwoTabsUndoEachTheirOwn: the second one shows rows that the first has ended.
func TestTwoTabsUndoEachTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all, _ := w.some()
	before := w.rows(w.ann)
	_, first := w.end(false, thread, board)
	n, second := w.end(false, all...)
	if n != 2 || w.level(w.ann, thread) != follow.None {
		t.Errorf("the second tab ended %d, want 2, and left the level %q", n, w.level(w.ann, thread))
	}
	w.undo(first)
	if w.level(w.ann, thread) != follow.All || w.level(w.ann, board) != follow.Threads || w.level(w.ann, service) != follow.Default {
		t.Errorf("undoing the first tab brought back %v", w.rows(w.ann))
	}
	w.undo(second)
	if got := w.rows(w.ann); !slices.Equal(got, before) {
		t.Errorf("after undoing both: %v, want %v", got, before)
	}
}

func TestUndoLeavesWhatWasChosenSince(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.some()
	_, batch := w.end(false, thread, board, service)
	for s, l := range map[follow.Subject]follow.Level{thread: follow.Muted, board: follow.All} {
		if err := w.set(w.ann, s, l); err != nil {
			t.Fatal(err)
		}
	}
	w.undo(batch)
	if w.level(w.ann, thread) != follow.Muted || w.level(w.ann, board) != follow.All || w.level(w.ann, service) != follow.Official {
		t.Errorf("undone over a newer choice: %v", w.rows(w.ann))
	}
}

func TestNobodyEndsOrUndoesForOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all, _ := w.some()
	bea, follows := w.member(), follow.New(w.DB)
	if n, batch, err := follows.End(t.Context(), bea, false, all); n != 0 || batch != 0 || err != nil {
		t.Errorf("bea ended %d of ann's rows: %v", n, err)
	}
	_, batch := w.end(false, all...)
	after := w.rows(w.ann)
	if n, err := follows.Undo(t.Context(), bea, batch); n != 0 || err != nil || !slices.Equal(w.rows(w.ann), after) || len(w.rows(bea)) != 0 {
		t.Errorf("bea undid %d: %v", n, err)
	}
	if _, _, err := follows.End(t.Context(), account.Viewer{}, false, all); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a guest ended: %v", err)
	}
	if _, err := follows.Undo(t.Context(), account.Viewer{}, batch); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a guest undid: %v", err)
	}
}

func TestUndoKeepsTheLimitAndEndsAfterADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	follows := follow.New(w.DB)
	if err := w.set(w.ann, service, follow.All); err != nil {
		t.Fatal(err)
	}
	_, batch := w.end(false, service)
	w.fill(w.ann, follow.MaxFollows, follow.All)
	if _, err := follows.Undo(t.Context(), w.ann, batch); !fault.Is(err, fault.Invalid) {
		t.Errorf("one more than the limit came back: %v", err)
	}
	w.do(func(tx *db.Tx) error {
		tx.Now = tx.Now.Add(follow.UndoLife + time.Minute)
		n, err := follow.PruneEndedTx(tx, 10)
		if n != 1 {
			t.Errorf("%d rows were pruned, want 1", n)
		}
		return err
	})
	if n := w.undo(batch); n != 0 {
		t.Errorf("%d came back after a day", n)
	}
}

func TestTheListIsPagedAndCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill(w.ann, 2*follow.RowsPerPage+1, follow.All)
	w.some()
	list := func(f follow.Filter) (p follow.Page) {
		w.do(func(tx *db.Tx) (err error) {
			p, err = follow.ListTx(tx, w.ann.ID, f)
			return err
		})
		return p
	}
	seen := map[follow.Subject]bool{}
	for n := 1; n <= 3; n++ {
		p := list(follow.Filter{Page: n})
		if p.Current != n || p.Last != 3 || follow.Sum(p.Counts.Followed) != 2*follow.RowsPerPage+5 || follow.Sum(p.Counts.Exceptions) != 2 {
			t.Errorf("page %d is %d of %d, with %+v", n, p.Current, p.Last, p.Counts)
		}
		for _, r := range p.Rows {
			if seen[r.Subject] || !r.Level.Follows() {
				t.Errorf("page %d has %+v", n, r)
			}
			seen[r.Subject] = true
		}
	}
	if len(seen) != 2*follow.RowsPerPage+5 {
		t.Errorf("%d rows are listed", len(seen))
	}
	if p := list(follow.Filter{Page: 99}); p.Current != 3 || len(p.Rows) != 5 {
		t.Errorf("beyond the end: page %d with %d rows", p.Current, len(p.Rows))
	}
	if p := list(follow.Filter{Exceptions: true, Kind: follow.Article}); len(p.Rows) != 1 || p.Rows[0].Subject != article || p.Last != 1 {
		t.Errorf("the exception is %+v", p.Rows)
	}
}

func TestSavedSearchesAreLimitedAndOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	follows, bea := follow.New(w.DB), w.member()
	first, _, err := follows.Save(t.Context(), w.ann, "Wohngeld", "q=Wohngeld")
	if err != nil {
		t.Fatal(err)
	}
	again, renamed, err := follows.Save(t.Context(), w.ann, "Das Wohngeld", "q=Wohngeld")
	if err != nil || again != first || !renamed {
		t.Errorf("the same query is another search, or not renamed: %d and %d, %v, %v", first, again, renamed, err)
	}
	search := follow.Subject{Kind: follow.Search, ID: first}
	if w.level(w.ann, search) != follow.All {
		t.Error("saving does not follow")
	}
	for i := range follow.MaxSearches - 1 {
		if _, _, err := follows.Save(t.Context(), w.ann, "Suche", fmt.Sprintf("q=Wort%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := follows.Save(t.Context(), w.ann, "Suche", "q=zuviel"); !fault.Is(err, fault.Invalid) {
		t.Errorf("one too many was saved: %v", err)
	}
	if _, _, err := follows.Save(t.Context(), w.ann, "Wohngeld", "q=Wohngeld"); err != nil {
		t.Errorf("one that is there cannot be renamed: %v", err)
	}
	for _, bad := range [][2]string{{"", "q=x"}, {"Name", ""}, {"Name", "q=" + string(make([]byte, follow.MaxQuery))}} {
		if _, _, err := follows.Save(t.Context(), bea, bad[0], bad[1]); !fault.Is(err, fault.Invalid) {
			t.Errorf("%.20q was saved: %v", bad, err)
		}
	}
	if err := follows.Forget(t.Context(), bea, first); !fault.Is(err, fault.NotFound) {
		t.Errorf("bea deleted ann's search: %v", err)
	}
	if list, err := follows.Searches(t.Context(), bea); err != nil || len(list) != 0 {
		t.Errorf("bea has %+v, %v", list, err)
	}
	if err := follows.Forget(t.Context(), w.ann, first); err != nil || w.level(w.ann, search) != follow.Default {
		t.Errorf("deleted, and still followed: %v", err)
	}
	if list, err := follows.Searches(t.Context(), w.ann); err != nil || len(list) != follow.MaxSearches-1 || !list[0].Followed {
		t.Errorf("ann has %d searches, %v", len(list), err)
	}
}
