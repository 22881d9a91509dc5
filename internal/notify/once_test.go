package notify_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/testkit/testdb"
)

// town is a forum without workers, whose members all follow one board.
type town struct {
	*db.DB
	t      *testing.T
	hour   time.Time // of what happens next
	forum  *forum.Forum
	notify *notify.Notifications
	board  int64
	people []account.Viewer
}

func newTown(t *testing.T, people int) *town {
	t.Helper()
	d := testdb.New(t)
	boards := board.New(d)
	must(t, boards.Ensure(t.Context()))
	ids, err := boards.IDs(t.Context())
	must(t, err)
	w := &town{DB: d, t: t, hour: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC),
		forum: forum.New(d), notify: notify.New(d), board: ids["efa-nachnutzung"]}
	asker, _, err := account.New(d).Create(w.next(), account.NewPerson{Email: "frage@test.example", Name: "Frage",
		Organisation: organisation.Organisation{Name: "Stadt Muster", Kind: organisation.Municipality, State: "Hessen"}})
	must(t, err)
	w.people = []account.Viewer{account.NewViewer(asker.ID, asker.Name, asker.Organisation, account.Grant{Role: account.Member})}
	w.write(func(tx *db.Tx) error {
		for i := range people {
			id, err := account.AdmitTx(tx, 0, "person.create", account.Newcomer{Email: fmt.Sprintf("m%d@test.example", i), Name: "Person",
				Organisation: asker.Organisation.ID})
			if err != nil {
				return err
			}
			w.people = append(w.people, account.NewViewer(id, "Person", asker.Organisation, account.Grant{Role: account.Member}))
			if err := follow.SetTx(tx, id, follow.Subject{Kind: follow.Board, ID: w.board}, follow.All); err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

// next returns a context an hour after the one before: who hears of what depends on
// what happened first.
func (w *town) next() context.Context {
	w.hour = w.hour.Add(time.Hour)
	return db.At(w.t.Context(), w.hour)
}

func (w *town) write(fn func(*db.Tx) error) {
	w.t.Helper()
	must(w.t, w.Write(w.next(), fn))
}

// busy asks, answers and solves, and returns the thread.
func (w *town) busy() (thread int64) {
	w.t.Helper()
	thread, err := w.forum.OpenThread(w.next(), w.people[0], forum.Question{Board: w.board, Title: "Wie geht das eigentlich?", Text: "So?"})
	must(w.t, err)
	for n := range 4 {
		reply, err := w.forum.Reply(w.next(), w.people[1+n%2], thread, forum.Reply{Text: fmt.Sprintf("So geht es, Fassung %d.", n)})
		must(w.t, err)
		must(w.t, w.forum.MarkSolution(w.next(), w.people[0], reply, true))
	}
	return thread
}

// rows returns all notifications in an order that does not depend on when they were made.
func (w *town) rows() (out []string) {
	w.t.Helper()
	w.write(func(tx *db.Tx) (err error) {
		out, err = db.Column[string](tx, `
			SELECT person_id || ' ' || kind || ' ' || act || ' ' || item_id || ' ' || via_kind || ' ' || COALESCE(event_id, 0) || ' ' || delivery
			FROM notification
			ORDER BY person_id, event_id`)
		return err
	})
	return out
}

// dying is a context that ends when it was asked the given number of times whether it
// has: the work under it is killed in the middle of one statement or another.
type dying struct {
	context.Context
	end  context.CancelFunc
	left *atomic.Int64
}

func dieAfter(ctx context.Context, n int64) dying {
	d := dying{left: new(atomic.Int64)}
	d.Context, d.end = context.WithCancel(ctx)
	d.left.Store(n)
	return d
}

func (d dying) Done() <-chan struct{} {
	d.count()
	return d.Context.Done()
}

func (d dying) Err() error {
	d.count()
	return d.Context.Err()
}

func (d dying) count() {
	if d.left.Add(-1) == 0 {
		d.end()
	}
}

func TestCrashInAnyStepLosesNothingAndTellsNobodyTwice(t *testing.T) {
	t.Parallel()
	const people = 1200 // so that followers need several turns
	whole, w := newTown(t, people), newTown(t, people)
	whole.busy()
	w.busy()
	must(t, whole.notify.CatchUp(t.Context()))
	want := whole.rows()
	if len(want) < 5*people {
		t.Fatalf("%d rows: the test is blind", len(want))
	}
	crashes, between := 0, map[int]bool{}
	for n := int64(1); ; n++ {
		// Nothing but the database survives a crash.
		ctx := dieAfter(t.Context(), n)
		err := notify.New(w.DB).CatchUp(ctx)
		ctx.end()
		if err == nil {
			break
		}
		crashes++
		between[len(w.rows())] = true
	}
	if crashes < 12 || len(between) < 4 {
		t.Errorf("%d crashes after %d states: the test is blind", crashes, len(between))
	}
	if got := w.rows(); !slices.Equal(got, want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
	w.write(func(tx *db.Tx) error {
		left, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM fanout`)
		if left != 0 {
			t.Errorf("%d events are still being told", left)
		}
		return err
	})
	t.Logf("%d crashes after %d states", crashes, len(between))
}

func TestTwoConsumersAtOnceTellNobodyTwice(t *testing.T) {
	t.Parallel()
	w := newTown(t, 300)
	w.busy()
	done := make(chan error)
	for range 3 {
		go func() { done <- notify.New(w.DB).CatchUp(context.WithoutCancel(t.Context())) }()
	}
	for range 3 {
		must(t, <-done)
	}
	got := w.rows()
	whole := newTown(t, 300)
	whole.busy()
	must(t, whole.notify.CatchUp(t.Context()))
	if want := whole.rows(); !slices.Equal(got, want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
}

func TestEventsAreToldInTurns(t *testing.T) {
	t.Parallel()
	w := newTown(t, 2000)
	for range 3 {
		_, err := w.forum.OpenThread(t.Context(), w.people[0], forum.Question{Board: w.board, Title: "Wie geht das eigentlich?", Text: "So?"})
		must(t, err)
	}
	c := w.notify.Consumer(quiet)
	var events []event.Event
	w.write(func(tx *db.Tx) (err error) {
		events, err = event.AfterTx(tx, 0, 10000)
		return err
	})
	must(t, c.Handle(t.Context(), events))
	most, least := 0, 0
	for range 9 { // three turns of each
		if _, worked, err := w.notify.Step(t.Context(), quiet); err != nil || !worked {
			t.Fatal(worked, err)
		}
	}
	w.write(func(tx *db.Tx) error {
		counts, err := db.Column[int](tx, `SELECT COUNT(*) FROM notification GROUP BY event_id ORDER BY 1`)
		if len(counts) != 3 {
			t.Fatal(counts, err)
		}
		least, most = counts[0], counts[2]
		return err
	})
	if least != most || least < 300 {
		t.Errorf("after three turns each, one event was told to %d, another to %d", least, most)
	}
}

func TestNothingBeforeTheFirstStartIsTold(t *testing.T) {
	t.Parallel()
	w := newTown(t, 1)
	w.write(func(tx *db.Tx) error {
		at, err := db.Scalar[int64](tx, `SELECT event_id FROM cursor WHERE consumer = 'notify'`)
		if err == nil && at != 0 {
			t.Errorf("the cursor of a new forum stands at %d", at)
		}
		return err
	})
}
