package outbox_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/testkit/testdb"
)

type fixture struct {
	t   *testing.T
	db  *db.DB
	now time.Time
}

func fresh(t *testing.T) *fixture {
	t.Helper()
	d := testdb.New(t)
	f := &fixture{t, d, time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	f.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO organisation (id, name, kind, state, population, created_at) VALUES (1, 'A', 'other', '', 0, 0)`)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO person (id, email, name, function, organisation_id, password, created_at)
			VALUES (1, 'a@b.example', 'A', '', 1, '', 0)`)
		return err
	})
	return f
}

func (f *fixture) write(fn func(*db.Tx) error) {
	f.t.Helper()
	if err := f.db.Write(db.At(context.Background(), f.now), fn); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) enqueue(subject int64) {
	f.t.Helper()
	f.write(func(tx *db.Tx) error {
		return outbox.EnqueueTx(tx, outbox.Mail{Recipient: 1, Kind: outbox.PasswordReset, Subject: subject})
	})
}

const life = 5 * time.Minute

func (f *fixture) lease() (i outbox.Item, ok bool) {
	f.t.Helper()
	f.write(func(tx *db.Tx) (err error) {
		i, ok, err = outbox.LeaseTx(tx, life)
		return err
	})
	return i, ok
}

func (f *fixture) counts() (c outbox.Counts) {
	f.t.Helper()
	f.write(func(tx *db.Tx) (err error) {
		c, err = outbox.CountTx(tx)
		return err
	})
	return c
}

// state tells the end of a leased mail and returns what it became.
func (f *fixture) state(end func(*db.Tx, outbox.Item, string) (outbox.State, error), i outbox.Item) (s outbox.State) {
	f.t.Helper()
	f.write(func(tx *db.Tx) (err error) {
		s, err = end(tx, i, "why")
		return err
	})
	return s
}

func TestMailIsEnqueuedOncePerRecipientKindAndSubject(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.enqueue(7)
	f.enqueue(7)
	f.enqueue(8)
	if n := f.counts().Waiting; n != 2 {
		t.Errorf("%d mails", n)
	}
}

func TestLeasedMailIsHandedToNobodyElse(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.enqueue(7)
	var mu sync.Mutex
	got := 0
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, ok := f.lease(); ok {
				mu.Lock()
				got++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if got != 1 {
		t.Errorf("%d got it", got)
	}
}

func TestAcceptedMailNeverReturns(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.enqueue(7)
	i, _ := f.lease()
	f.write(func(tx *db.Tx) error { return outbox.AcceptTx(tx, i) })
	f.enqueue(7)
	f.now = f.now.Add(100 * time.Hour)
	if _, ok := f.lease(); ok {
		t.Error("it is handed out again")
	}
}

func TestMailThatMayBeTriedAgainWaitsLongerEachTimeAndThenFails(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.enqueue(7)
	begin, last := f.now, time.Duration(0)
	for n := 1; ; n++ {
		i, ok := f.lease()
		if !ok {
			t.Fatalf("attempt %d is not due", n)
		}
		if s := f.state(outbox.RetryTx, i); s == outbox.Failed {
			break
		}
		if _, ok := f.lease(); ok {
			t.Fatal("it is due at once")
		}
		before := f.now
		for ; ; f.now = f.now.Add(time.Minute) {
			var due bool
			f.write(func(tx *db.Tx) (err error) { due, err = outbox.DueTx(tx); return err })
			if due {
				break
			}
		}
		if pause := f.now.Sub(before); pause < last {
			t.Errorf("pause %s after one of %s", pause, last)
		} else {
			last = pause
		}
	}
	if took := f.now.Sub(begin); took < 24*time.Hour || took > 72*time.Hour {
		t.Errorf("given up after %s", took)
	}
	if c := f.counts(); c.Failed != 1 || c.Waiting != 0 {
		t.Errorf("%+v", c)
	}
}

func TestLostMailIsTriedOnceMoreUnderItsIdAndThenUnclear(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.enqueue(7)
	first, _ := f.lease()
	if s := f.state(outbox.LostTx, first); s != outbox.Waiting {
		t.Fatalf("after the first: %s", s)
	}
	f.now = f.now.Add(time.Hour)
	second, ok := f.lease()
	if !ok || second.MessageID != first.MessageID || first.MessageID == "" {
		t.Fatalf("second %+v", second)
	}
	// An attempt that certainly failed in between does not count.
	if s := f.state(outbox.RetryTx, second); s != outbox.Waiting {
		t.Fatalf("after a greylisting: %s", s)
	}
	f.now = f.now.Add(time.Hour)
	third, _ := f.lease()
	if s := f.state(outbox.LostTx, third); s != outbox.Unclear {
		t.Errorf("after the second loss: %s", s)
	}
	f.now = f.now.Add(100 * time.Hour)
	if _, ok := f.lease(); ok {
		t.Error("it is tried a third time")
	}
}

func TestRefusalAfterALossIsUnclear(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.enqueue(7)
	i, _ := f.lease()
	f.state(outbox.LostTx, i)
	f.now = f.now.Add(time.Hour)
	i, _ = f.lease()
	if s := f.state(outbox.RefuseTx, i); s != outbox.Unclear {
		t.Errorf("%s", s)
	}
}

func TestCrashWhileSendingCountsAsALoss(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.enqueue(7)
	for n := range 2 {
		if _, ok := f.lease(); !ok {
			t.Fatalf("attempt %d is not due", n+1)
		}
		if _, ok := f.lease(); ok {
			t.Fatal("the lease does not hold")
		}
		f.now = f.now.Add(life) // nobody told the end
	}
	if _, ok := f.lease(); ok {
		t.Error("it is handed out a third time")
	}
	if c := f.counts(); c.Unclear != 1 {
		t.Errorf("%+v", c)
	}
}

func TestTroubledMailIsResentOrDiscarded(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.enqueue(7)
	i, _ := f.lease()
	f.state(outbox.RefuseTx, i)
	f.write(func(tx *db.Tx) error { return outbox.ResendTx(tx, i.ID) })
	again, ok := f.lease()
	if !ok || again.Attempts != 1 || again.Doubts != 1 || again.MessageID != i.MessageID {
		t.Fatalf("%+v", again)
	}
	f.state(outbox.RefuseTx, again)
	f.write(func(tx *db.Tx) error { return outbox.DiscardTx(tx, i.ID) })
	err := f.db.Write(context.Background(), func(tx *db.Tx) error { return outbox.ResendTx(tx, i.ID) })
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("resend after discard: %v", err)
	}
	f.now = f.now.Add(31 * 24 * time.Hour)
	f.write(func(tx *db.Tx) error {
		_, err := outbox.PruneTx(tx, 100)
		return err
	})
	f.enqueue(7)
	if c := f.counts(); c.Waiting != 1 {
		t.Errorf("after a month it is remembered: %+v", c)
	}
}
