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

// peers are two nodes that listen, and of which one leads.
type peers struct {
	t       *testing.T
	nodes   []*db.DB
	heard   []<-chan struct{}
	leading atomic.Int64
}

func asPeers(t *testing.T, nodes []*db.DB) *peers {
	p := &peers{t: t, nodes: nodes}
	var working sync.WaitGroup
	t.Cleanup(working.Wait)
	for _, d := range nodes {
		p.heard = append(p.heard, d.Listen(t.Context()))
		working.Go(func() {
			d.Lead(t.Context(), func(ctx context.Context) {
				p.leading.Add(1)
				<-ctx.Done()
				p.leading.Add(-1)
			})
		})
	}
	return p
}

// work waits until one of them leads, and each hears the nudges of the other.
func (p *peers) work(when string) {
	p.t.Helper()
	soon(p.t, when+" one leads", func() bool { return p.leading.Load() == 1 })
	for n, d := range p.nodes {
		soon(p.t, when+" nudges arrive", func() bool {
			silent(p.heard[1-n])
			nudge(p.t, d)
			select {
			case <-p.heard[1-n]:
				return true
			case <-time.After(50 * time.Millisecond):
				return false
			}
		})
	}
}

// TestFailoverLosesNothingThatWasAcknowledged kills the primary while two nodes write,
// and promotes its standby. The nodes go on by themselves.
func TestFailoverLosesNothingThatWasAcknowledged(t *testing.T) {
	t.Parallel()
	pair := dbtest.StartPair(t)
	source := pair.Address("postgres")
	nodes := []*db.DB{open(t, source), open(t, source)}
	p := asPeers(t, nodes)
	p.work("before it")
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
	soon(t, "nobody leads without a server", func() bool { return p.leading.Load() == 0 })
	pair.Standby.Promote()
	promoted, before := time.Now(), j.count()
	j.waitFor(before + 1)
	resumed := time.Since(promoted)
	j.waitFor(before + 100)
	enough.Store(true)
	writers.Wait()
	t.Logf("%d writes acknowledged, again %v after promotion at the latest, the slowest answer took %v", j.count(), resumed, j.slowest)
	p.work("after it")
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
