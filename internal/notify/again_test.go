package notify_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/testdb"
)

// hear lets the consumer follow the whole log, and the fan-out do what is due.
func (w *town) hear(ctx context.Context, n *notify.Notifications) {
	w.t.Helper()
	c := n.Consumer(quiet)
	for {
		at, err := c.Cursor(ctx)
		must(w.t, err)
		events, err := db.View(ctx, w.DB, func(tx *db.Tx) ([]event.Event, error) { return event.AfterTx(tx, at, 500) })
		must(w.t, err)
		if len(events) == 0 {
			break
		}
		must(w.t, c.Handle(ctx, events))
	}
	for worked := true; worked; {
		var err error
		_, worked, err = n.Step(ctx, quiet)
		must(w.t, err)
	}
}

func (w *town) trouble() notify.Trouble {
	w.t.Helper()
	t, err := db.View(w.t.Context(), w.DB, notify.TroubleTx)
	must(w.t, err)
	return t
}

// TestAnEventThatCannotBeToldHoldsUpNoOther lets one event fail and another one panic,
// and mends the program afterwards: everybody was told of everything once.
func TestAnEventThatCannotBeToldHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	whole, w := newTown(t, 300), newTown(t, 300)
	whole.busy()
	w.busy()
	must(t, whole.notify.CatchUp(t.Context()))
	want := whole.rows()

	broken, bad := notify.New(w.DB), map[int64]bool{}
	broken.FailWhen(func(e event.Event) error {
		if e.Kind == event.ThreadOpened {
			bad[e.ID] = true
			panic("a bug")
		}
		if e.Kind == event.PostSolved && (len(bad) < 3 || bad[e.ID]) {
			bad[e.ID] = true
			return errors.New("a defect")
		}
		return nil
	})
	now := w.Now(t.Context())
	for _, after := range []time.Duration{0, 0, time.Minute, time.Hour, 2 * 24 * time.Hour} { // no try is due before its time
		w.hear(db.At(t.Context(), now.Add(after)), broken)
	}
	if len(bad) != 3 {
		t.Fatalf("%d events failed: the test is blind", len(bad))
	}
	got := w.rows()
	if len(got) == 0 || len(got) >= len(want) {
		t.Fatalf("%d rows while some events fail, %d of all", len(got), len(want))
	}
	for _, row := range got {
		if !slices.Contains(want, row) {
			t.Errorf("%q was not to be told", row)
		}
	}
	if trouble := w.trouble(); trouble.Events != 3 || trouble.Since.IsZero() {
		t.Errorf("administrators hear of %+v", trouble)
	}
	if err := broken.CatchUp(t.Context()); err == nil {
		t.Error("CatchUp says nothing of what could not be told")
	}

	// The program is mended, and an administrator does not wait for the next try.
	must(t, w.notify.TryAgain(t.Context(), account.NewViewer(w.people[0].ID, "Frage", w.people[0].Organisation, account.Grant{Role: account.Admin})))
	w.hear(t.Context(), w.notify)
	if got := w.rows(); !slices.Equal(got, want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
	if trouble := w.trouble(); trouble.Events != 0 {
		t.Errorf("administrators still hear of %+v", trouble)
	}
}

// TestTheNextStartTriesAgainAtOnce lets the telling of an event fail until its next try
// is hours away, and starts a program that can.
func TestTheNextStartTriesAgainAtOnce(t *testing.T) {
	t.Parallel()
	w := newTown(t, 5)
	w.busy()
	broken := notify.New(w.DB)
	broken.FailWhen(func(e event.Event) error {
		if e.Kind == event.ThreadOpened {
			return errors.New("a defect")
		}
		return nil
	})
	now := w.Now(t.Context())
	for _, before := range []time.Duration{3 * time.Hour, 2 * time.Hour, time.Hour, 0} {
		w.hear(db.At(t.Context(), now.Add(-before)), broken)
	}
	if w.trouble().Events == 0 {
		t.Fatal("nothing fails: the test is blind")
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.notify.Run(ctx, quiet)
	}()
	for n := 0; n < 500 && w.trouble().Events != 0; n++ { // due only once it has started
		time.Sleep(20 * time.Millisecond)
		w.hear(t.Context(), w.notify)
	}
	stop()
	<-done
	if trouble := w.trouble(); trouble.Events != 0 {
		t.Errorf("after the start administrators still hear of %+v", trouble)
	}
}

// TestAFanoutThatFailsHoldsUpNoOther lets the followers of one event fail beyond those
// who are told at once.
func TestAFanoutThatFailsHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	whole, w := newTown(t, 300), newTown(t, 300)
	whole.busy()
	w.busy()
	must(t, whole.notify.CatchUp(t.Context()))
	want := whole.rows()
	last := w.people[len(w.people)-1].ID
	end := testdb.Fail(t, w.DB, "INSERT ON notification", `NEW.person_id = `+fmt.Sprint(last)+` AND NEW.act = 'thread.opened'`)
	w.hear(t.Context(), w.notify)
	if got := w.rows(); len(got) < 1000 || len(got) >= len(want) {
		t.Errorf("%d rows of %d", len(got), len(want))
	}
	end()
	w.hear(db.At(t.Context(), w.Now(t.Context()).Add(time.Hour)), w.notify)
	if got := w.rows(); !slices.Equal(got, want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
}

// TestOneDigestOrMailThatFailsKeepsNobodyFromTheirs fails for one of two people.
func TestOneDigestOrMailThatFailsKeepsNobodyFromTheirs(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Mod, p.thread, "Die Antwort.")
	end := testdb.Fail(t, p.DB, "INSERT ON outbox", `NEW.person_id = `+fmt.Sprint(p.By(Ann).ID))
	for _, by := range []string{Ann, Bea} {
		p.owe(by, notify.FollowedReply, 2, notify.Now, workday)
	}
	if err := p.Notify.Mail(p.when(workday.Add(time.Minute))); err == nil {
		t.Error("the failure is not told")
	}
	p.is("notice.mail waiting")
	must(t, p.Notify.Mail(p.when(workday.Add(2*time.Minute)))) // put off
	for _, by := range []string{Ann, Bea} {
		p.owe(by, notify.FollowedThread, 1, notify.Daily, workday)
	}
	if _, err := p.Notify.Digests(p.when(workday.Add(day))); err == nil {
		t.Error("the failure is not told")
	}
	p.is("notice.mail waiting", "notice.digest waiting")
	end()
	p.leave(workday.Add(day))
	p.digests(workday.Add(day))
	p.is("notice.mail waiting", "notice.digest waiting", "notice.mail waiting", "notice.digest waiting")
}
