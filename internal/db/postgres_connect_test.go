//go:build postgres

package db_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// bounded is more than anything may take in these tests on a busy machine; without bounds
// they would not end.
const bounded = 25 * time.Second

// gate stands between a program and the server. While it is shut it takes connections and
// whatever they send, and passes nothing on.
type gate struct {
	address string
	mu      sync.Mutex
	opens   chan struct{} // closed while the gate is open
}

// newGate returns an open gate before the source's server.
func newGate(t *testing.T, source string) *gate {
	t.Helper()
	u, err := url.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{opens: make(chan struct{})}
	close(g.opens)
	server := filepath.Join(u.Query().Get("host"), ".s.PGSQL.5432")
	ended := make(chan struct{})
	var running sync.WaitGroup
	t.Cleanup(func() { close(ended); l.Close(); running.Wait() })
	running.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			up, err := net.Dial("unix", server)
			if err != nil {
				client.Close()
				continue
			}
			end := func() { client.Close(); up.Close() }
			context.AfterFunc(t.Context(), end)
			running.Go(func() { defer end(); g.copy(up, client, ended) })
			running.Go(func() { defer end(); g.copy(client, up, ended) })
		}
	})
	q := u.Query()
	q.Set("host", "127.0.0.1")
	q.Set("port", l.Addr().String()[len("127.0.0.1:"):])
	q.Set("sslmode", "disable")
	u.RawQuery = q.Encode()
	g.address = u.String()
	return g
}

func (g *gate) copy(to io.Writer, from io.Reader, ended <-chan struct{}) {
	b := make([]byte, 64<<10)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		g.mu.Lock()
		opens := g.opens
		g.mu.Unlock()
		select {
		case <-opens:
		case <-ended:
			return
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

func (g *gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.opens = make(chan struct{})
}

func (g *gate) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	close(g.opens)
}

// withinBounds fails unless act ends soon, and tells people that the database cannot be
// reached.
func withinBounds(t *testing.T, what string, act func() error) error {
	t.Helper()
	began := time.Now()
	err := act()
	if took := time.Since(began); took > bounded {
		t.Errorf("%s: took %v", what, took)
	}
	if !fault.Is(err, fault.Unready) {
		t.Errorf("%s: %v", what, err)
	}
	return err
}

// TestAServerThatStandsStillIsGivenUp has one whose machine confirms all it receives.
func TestAServerThatStandsStillIsGivenUp(t *testing.T) {
	t.Parallel()
	g := newGate(t, emptySource(t))
	d, err := db.OpenImpatient(t.Context(), g.address, 300*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('before', 0)`)
	if _, err := db.View(t.Context(), d, func(tx *db.Tx) (bool, error) {
		return db.Scalar[bool](tx, `SELECT pg_sleep(2) IS NOT NULL`)
	}); err != nil {
		t.Errorf("a statement on which the server works: %v", err)
	}

	if err := withinBounds(t, "a commit", func() error {
		return d.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO job (kind, requested_at) VALUES ('unclear', 0)`)
			g.shut()
			return err
		})
	}); !errors.Is(err, db.ErrUnclear) {
		t.Errorf("a commit without an answer: %v", err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			withinBounds(t, "reading", func() error { _, err := db.View(context.Background(), d, jobs); return err })
		})
		all.Go(func() {
			withinBounds(t, "writing", func() error { return d.Write(context.Background(), func(*db.Tx) error { return nil }) })
		})
		all.Go(func() {
			withinBounds(t, "the version", func() error { _, err := d.Version(context.Background()); return err })
		})
	}
	all.Wait()

	g.open()
	soon(t, "it goes on", func() bool { // nobody tries for a moment after an attempt that failed
		_, version := d.Version(context.Background())
		_, read := db.View(context.Background(), d, jobs)
		write := d.Write(context.Background(), func(*db.Tx) error { return nil })
		return errors.Join(version, read, write) == nil
	})
}

// TestAHostThatDoesNotAnswerIsPassedOver names it before the one that does.
func TestAHostThatDoesNotAnswerIsPassedOver(t *testing.T) {
	t.Parallel()
	source := emptySource(t)
	mute := newGate(t, source)
	mute.shut()
	began := time.Now()
	if _, err := db.Open(t.Context(), mute.address, db.Options{}); err == nil || !strings.Contains(err.Error(), "nicht erreichbar") {
		t.Errorf("alone: %v", err)
	}
	alone, err := url.Parse(mute.address)
	if err != nil {
		t.Fatal(err)
	}
	works, err := url.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	q := alone.Query()
	q.Set("host", "127.0.0.1,"+works.Query().Get("host"))
	q.Set("port", q.Get("port")+",5432")
	alone.RawQuery = q.Encode()
	do(t, open(t, alone.String()), `INSERT INTO job (kind, requested_at) VALUES ('x', 0)`)
	if took := time.Since(began); took > bounded {
		t.Errorf("took %v", took)
	}
}

// TestAMachineThatVanishedIsNoticed looks at what the system was told: no test makes a
// machine vanish.
func TestAMachineThatVanishedIsNoticed(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := db.Dialer().Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	const userTimeout = 0x12 // TCP_USER_TIMEOUT
	err = raw.Control(func(fd uintptr) {
		for _, o := range []struct {
			name                string
			level, option, want int
		}{
			{"unconfirmed for, in ms", syscall.IPPROTO_TCP, userTimeout, 15000},
			{"keepalive", syscall.SOL_SOCKET, syscall.SO_KEEPALIVE, 1},
			{"first probe, in s", syscall.IPPROTO_TCP, syscall.TCP_KEEPIDLE, 5},
			{"next probe, in s", syscall.IPPROTO_TCP, syscall.TCP_KEEPINTVL, 5},
			{"probes", syscall.IPPROTO_TCP, syscall.TCP_KEEPCNT, 2},
		} {
			if got, err := syscall.GetsockoptInt(int(fd), o.level, o.option); err != nil || got != o.want {
				t.Errorf("%s: %d, %v", o.name, got, err)
			}
		}
	})
	if err != nil {
		t.Error(err)
	}
}
