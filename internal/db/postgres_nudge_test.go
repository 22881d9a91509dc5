//go:build postgres

package db_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"kommunalforum/internal/db"
)

const patience = 20 * time.Second // with what happens at once on an idle machine

// nudge commits a Write that nudges.
func nudge(t *testing.T, d *db.DB) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) error { tx.Nudge(); return nil }); err != nil {
		t.Fatal(err)
	}
}

// hears waits for a signal.
func hears(t *testing.T, what string, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(patience):
		t.Fatalf("not heard: %s", what)
	}
}

// silent drops a signal that is there already.
func silent(c <-chan struct{}) {
	select {
	case <-c:
	default:
	}
}

// soon waits until ok holds.
func soon(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("not soon: %s", what)
}

// onServer runs a query that returns a number, on a connection of its own.
func onServer(t *testing.T, source, query string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// listening are the connections on which nudges come.
const listening = `
	FROM pg_stat_activity
	WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%kommunalforum_nudge%'`

// leading are those that hold a session's lock.
const leading = `
	FROM pg_locks
	WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

func TestNudgesReachTheOwnListenersAndThoseOfOtherProcesses(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	a, b := open(t, from), open(t, from)
	own, other := a.Listen(t.Context()), b.Listen(t.Context())
	for range 3 {
		nudge(t, a)
		select { // without the way over the server
		case <-own:
		default:
			t.Error("the own listener is not woken with the commit")
		}
		hears(t, "the nudge of the other process", other)
	}
	do(t, a, `INSERT INTO job (kind, requested_at) VALUES ('x', 0)`)
	if err := a.Write(t.Context(), func(tx *db.Tx) error { tx.Nudge(); return context.Canceled }); err == nil {
		t.Error("no error")
	}
	nudge(t, b) // after those that must not be heard
	hears(t, "the nudge of the other process", own)
}

func TestListenersThatEndedGetNothing(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	ctx, end := context.WithCancel(t.Context())
	gone, stays := d.Listen(ctx), d.Listen(t.Context())
	end()
	soon(t, "the listener is forgotten", func() bool {
		silent(gone)
		nudge(t, d)
		hears(t, "own nudge", stays)
		return len(gone) == 0
	})
}

// TestLostConnectionForNudgesComesBack also wakes everybody, for what was missed.
func TestLostConnectionForNudgesComesBack(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	a, b := open(t, from), open(t, from)
	a.Listen(t.Context())
	heard := b.Listen(t.Context())
	nudge(t, b)
	for range 2 {
		soon(t, "both listen", func() bool { return onServer(t, from, `SELECT COUNT(*) `+listening) == 2 })
		silent(heard)
		// One that ended before may still be listed.
		if n := onServer(t, from, `SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid) `+listening+`) x`); n < 2 {
			t.Fatalf("%d connections ended", n)
		}
		hears(t, "what may have been missed", heard)
		soon(t, "nudges arrive again", func() bool {
			silent(heard)
			nudge(t, a)
			select {
			case <-heard:
				return true
			case <-time.After(50 * time.Millisecond):
				return false
			}
		})
	}
}

func TestOneLeadsAndAnotherTakesOver(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	a, b := open(t, from), open(t, from)
	var mu sync.Mutex
	leads := map[*db.DB]int{}
	count := func(d *db.DB, by int) {
		mu.Lock()
		defer mu.Unlock()
		leads[d] += by
	}
	all := func() (int, int) {
		mu.Lock()
		defer mu.Unlock()
		return leads[a], leads[b]
	}
	var nodes sync.WaitGroup
	t.Cleanup(nodes.Wait)
	begin := func(d *db.DB) (end func()) {
		ctx, end := context.WithCancel(t.Context())
		nodes.Go(func() {
			d.Lead(ctx, func(ctx context.Context) {
				count(d, 1)
				<-ctx.Done()
				count(d, -1)
			})
		})
		return end
	}
	endA := begin(a)
	soon(t, "the first leads", func() bool { x, _ := all(); return x == 1 })
	begin(b)
	holder := func() int { return onServer(t, from, `SELECT COALESCE(MAX(pid), 0) `+leading) }
	for range 2 {
		before := holder()
		if n := onServer(t, from, `SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid) `+leading+`) x`); n != 1 {
			t.Fatalf("%d connections ended", n)
		}
		soon(t, "whoever lost the connection noticed, and one leads", func() bool {
			x, y := all()
			now := holder()
			return x+y == 1 && now != 0 && now != before
		})
	}
	endA()
	soon(t, "the other leads", func() bool { x, y := all(); return x == 0 && y == 1 })
}

// TestPoolerThatLosesNudgesIsNamedOnce stands between process and server and keeps
// notifications to itself.
func TestPoolerThatLosesNudgesIsNamedOnce(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	other := open(t, from)
	behind := swallowing(t, from)
	for source, want := range map[string]int{from: 0, behind: 1} {
		looked, _, err := db.OpenReadOnly(t.Context(), source, true)
		if err != nil {
			t.Fatal(err)
		}
		defer looked.Close()
		warnings, err := looked.Warnings(t.Context())
		warnings = slices.DeleteFunc(warnings, func(w string) bool { return !strings.Contains(w, "LISTEN/NOTIFY") })
		if err != nil || len(warnings) != want {
			t.Errorf("warnings: %q, %v", warnings, err)
		}
	}
	var said lockedText
	pooled, err := db.Open(t.Context(), behind, db.Options{Log: slog.New(slog.NewTextHandler(&said, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer pooled.Close()
	pooled.Listen(t.Context())
	soon(t, "the log names the pooler", func() bool { return strings.Contains(said.String(), "pool_mode = session") })
	heard := other.Listen(t.Context())
	nudge(t, other)
	hears(t, "own nudge", heard)
	if n := strings.Count(said.String(), "level=ERROR"); n != 1 {
		t.Errorf("said %d times", n)
	}
}
