//go:build postgres

package db_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	"kommunalforum/internal/fault"
)

// journal is what writers of several nodes were told.
type journal struct {
	mu           sync.Mutex
	acknowledged []string
	slowest      time.Duration
}

// write writes rows through d until enough returns true, and notes which were
// acknowledged.
func (j *journal) write(t *testing.T, d *db.DB, prefix string, enough func() bool) {
	for n := 0; !enough(); n++ {
		kind := prefix + strconv.Itoa(n)
		began := time.Now()
		err := d.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO job (kind, requested_at) VALUES ($1, 0)`, kind)
			return err
		})
		if err != nil && !fault.Is(err, fault.Unready) {
			t.Errorf("people are told %q: %v", fault.SentenceOf(err), err)
		}
		j.mu.Lock()
		j.slowest = max(j.slowest, time.Since(began))
		if err == nil {
			j.acknowledged = append(j.acknowledged, kind)
		}
		j.mu.Unlock()
	}
}

func (j *journal) count() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.acknowledged)
}

// waitFor waits until so many writes were acknowledged.
func (j *journal) waitFor(n int) {
	for j.count() < n {
		time.Sleep(time.Millisecond)
	}
}

// TestFailoverLosesNothingThatWasAcknowledged kills the primary while two nodes write,
// and promotes its standby. The nodes go on by themselves.
func TestFailoverLosesNothingThatWasAcknowledged(t *testing.T) {
	t.Parallel()
	pair := dbtest.StartPair(t)
	source := pair.Address("postgres")
	nodes := []*db.DB{open(t, source), open(t, source)}
	var j journal
	var enough atomic.Bool
	var writers sync.WaitGroup
	for n := range 4 {
		writers.Go(func() { j.write(t, nodes[n%2], string('a'+rune(n)), enough.Load) })
	}
	j.waitFor(100)
	pair.Primary.Kill()
	before := j.count()
	for _, d := range nodes {
		began := time.Now()
		if _, err := db.View(t.Context(), d, jobs); !fault.Is(err, fault.Unready) {
			t.Errorf("read without a server: %v", err)
		}
		if _, err := d.Version(t.Context()); !fault.Is(err, fault.Unready) {
			t.Errorf("version without a server: %v", err)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("it took %v to learn that there is no server", took)
		}
	}
	if n := j.count(); n > before+4 { // those may have been on their way
		t.Errorf("%d writes were acknowledged by nobody", n-before)
	}
	pair.Standby.Promote()
	promoted, before := time.Now(), j.count()
	j.waitFor(before + 1)
	resumed := time.Since(promoted)
	j.waitFor(before + 100)
	enough.Store(true)
	writers.Wait()
	t.Logf("%d writes acknowledged, again %v after promotion at the latest, the slowest answer took %v", j.count(), resumed, j.slowest)
	for _, d := range nodes {
		soon(t, "the version is read", func() bool { // nobody tries for a moment after an attempt that failed
			_, err := d.Version(t.Context())
			return err == nil
		})
		var kinds []string
		soon(t, "the node reads", func() (ok bool) {
			var err error
			kinds, err = db.View(t.Context(), d, func(tx *db.Tx) ([]string, error) { return db.Column[string](tx, `SELECT kind FROM job`) })
			return err == nil
		})
		there := map[string]bool{}
		for _, k := range kinds {
			there[k] = true
		}
		for _, k := range j.acknowledged {
			if !there[k] {
				t.Errorf("%s was acknowledged and is gone", k)
			}
		}
	}
}

// TestAWriterThatStandsStillHoldsOthersUpForABoundedTime lets one node stop in the
// middle of a write, as a process does that is halted or whose machine vanished.
func TestAWriterThatStandsStillHoldsOthersUpForABoundedTime(t *testing.T) {
	t.Parallel()
	source := emptySource(t)
	still, other := open(t, source), open(t, source)
	holds, awake, failed := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		failed <- still.Write(context.Background(), func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO job (kind, requested_at) VALUES ('half', 0)`); err != nil {
				return err
			}
			close(holds)
			<-awake
			_, err := tx.Exec(`INSERT INTO job (kind, requested_at) VALUES ('whole', 0)`)
			return err
		})
	}()
	<-holds
	began := time.Now()
	do(t, other, `INSERT INTO job (kind, requested_at) VALUES ('other', 0)`)
	if took := time.Since(began); took > 14*time.Second {
		t.Errorf("the other node waited for %v", took)
	}
	close(awake)
	if err := <-failed; !fault.Is(err, fault.Unready) {
		t.Errorf("when it awakes its write ends with %v", err)
	}
	if n, err := db.View(t.Context(), still, jobs); err != nil || n != 1 {
		t.Errorf("%d rows, %v", n, err)
	}
	do(t, still, `INSERT INTO job (kind, requested_at) VALUES ('again', 0)`)
}

// TestNobodyKnowsWhatBecameOfACommit ends the session of a commit that waits for the
// standby: the server has carried it out, and never says so.
func TestNobodyKnowsWhatBecameOfACommit(t *testing.T) {
	t.Parallel()
	pair := dbtest.StartPair(t)
	source := pair.Address("postgres")
	d, watch := open(t, source), session(t, source)
	pair.Standby.Halt()
	ended := make(chan error)
	go func() {
		ended <- d.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO job (kind, requested_at) VALUES ('unclear', 0)`)
			return err
		})
	}()
	for n := 0; n == 0; {
		if err := watch.QueryRow(t.Context(), `
			SELECT count(pg_terminate_backend(pid))
			FROM pg_stat_activity
			WHERE wait_event = 'SyncRep' AND backend_type = 'client backend'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-ended; !errors.Is(err, db.ErrUnclear) || !fault.Is(err, fault.Unready) {
		t.Errorf("a commit without an answer: %v", err)
	}
	pair.Standby.Continue()
	if n, err := db.View(t.Context(), d, jobs); err != nil || n != 1 {
		t.Errorf("%d rows, %v", n, err)
	}
	do(t, d)
}
