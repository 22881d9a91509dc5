package event_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/testkit/testdb"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func add(t *testing.T, d *db.DB, subject int64, fail error) {
	t.Helper()
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		if err := event.AppendTx(tx, event.PostAdded, subject, 0); err != nil {
			return err
		}
		return fail
	})
	if !errors.Is(err, fail) {
		t.Fatal(err)
	}
}

// listener is a consumer that keeps what it heard; it fails the first times.
type listener struct {
	mu    sync.Mutex
	heard []int64
	at    int64
	fails int
}

func (l *listener) consumer(name string) event.Consumer {
	return event.Consumer{
		Name: name,
		Cursor: func(context.Context) (int64, error) {
			l.mu.Lock()
			defer l.mu.Unlock()
			return l.at, nil
		},
		Handle: func(_ context.Context, events []event.Event) error {
			l.mu.Lock()
			defer l.mu.Unlock()
			if l.fails > 0 {
				l.fails--
				return errors.New("not yet")
			}
			for _, e := range events {
				l.heard = append(l.heard, e.Subject)
				l.at = e.ID
			}
			return nil
		},
	}
}

func (l *listener) all() []int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.heard)
}

func TestConsumersHearEveryCommittedEventOnceInOrder(t *testing.T) {
	d := testdb.New(t)
	add(t, d, 1, nil)
	add(t, d, 666, errors.New("rolled back"))
	steady, shaky := &listener{}, &listener{fails: 1}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		event.Run(ctx, d, slog.New(slog.DiscardHandler), steady.consumer("steady"), shaky.consumer("shaky"))
	}()
	for n := int64(2); n <= 50; n++ {
		add(t, d, n, nil)
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end) && (len(steady.all()) < 50 || len(shaky.all()) < 50); {
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	<-done
	for name, l := range map[string]*listener{"steady": steady, "shaky": shaky} {
		heard := l.all()
		if len(heard) != 50 || !slices.IsSorted(heard) || slices.Contains(heard, 666) {
			t.Errorf("%s heard %v", name, heard)
		}
	}
}

func TestIdsNeverReturnAfterDeletion(t *testing.T) {
	d := testdb.New(t)
	add(t, d, 1, nil)
	add(t, d, 2, nil)
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM event`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	add(t, d, 3, nil)
	err = d.Read(context.Background(), func(tx *db.Tx) error {
		head, err := event.HeadTx(tx)
		if err != nil || head != 3 {
			t.Errorf("head = %d, %v; a consumer at 2 would miss the event", head, err)
		}
		events, err := event.AfterTx(tx, 2, 10)
		if err != nil || len(events) != 1 || events[0].Subject != 3 {
			t.Errorf("events after 2: %+v, %v", events, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ids returns the ids of all events in order, and the head.
func ids(t *testing.T, d *db.DB) (all []int64, head int64) {
	t.Helper()
	err := d.Read(context.Background(), func(tx *db.Tx) (err error) {
		if head, err = event.HeadTx(tx); err != nil {
			return err
		}
		all, err = db.Column[int64](tx, `SELECT id FROM event ORDER BY id`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, head
}

// TestIdsHaveNoGapsWhateverIsRolledBack lets writers append side by side, of whom
// every third gives up.
func TestIdsHaveNoGapsWhateverIsRolledBack(t *testing.T) {
	d := testdb.New(t)
	gaveUp := errors.New("gave up")
	var all sync.WaitGroup
	for writer := range int64(6) {
		all.Go(func() {
			for n := range int64(12) {
				var fail error
				if n%3 == 1 {
					fail = gaveUp
				}
				add(t, d, 100*writer+n, fail)
			}
		})
	}
	all.Wait()
	got, head := ids(t, d)
	if len(got) != 48 || head != 48 || got[0] != 1 || got[47] != 48 {
		t.Errorf("head %d, ids %v", head, got)
	}
}

// TestRolledBackIdIsGivenAgain also when the writer panicked.
func TestRolledBackIdIsGivenAgain(t *testing.T) {
	d := testdb.New(t)
	add(t, d, 1, nil)
	func() {
		defer func() { recover() }()
		d.Write(context.Background(), func(tx *db.Tx) error {
			if err := event.AppendTx(tx, event.PostAdded, 2, 0); err != nil {
				return err
			}
			panic("crash")
		})
	}()
	add(t, d, 3, nil)
	if got, head := ids(t, d); !slices.Equal(got, []int64{1, 2}) || head != 2 {
		t.Errorf("head %d, ids %v", head, got)
	}
}
