package dbtest

import (
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const socketName = ".s.PGSQL.5432"

// Wire is a line to a PostgreSQL server that counts round trips, and can take a while
// for each, as a network does.
type Wire struct {
	server, folder string        // of their sockets
	oneWay         time.Duration // that a message takes
	trips          atomic.Int64
}

// NewWire lays a wire to the server of the address, which names the folder of its
// socket. A round trip takes that much longer on it; half of it each way. The wire ends
// with the test.
func NewWire(t testing.TB, address string, roundTrip time.Duration) *Wire {
	t.Helper()
	folder, err := os.MkdirTemp("/tmp", "kommunalforum-wire.") // short: a socket's path has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	w := &Wire{server: hostOf(t, address), folder: folder, oneWay: roundTrip / 2}
	l, err := net.Listen("unix", filepath.Join(folder, socketName))
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	t.Cleanup(running.Wait)
	t.Cleanup(func() { l.Close() })
	running.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() { w.connect(client) })
		}
	})
	return w
}

func hostOf(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || !filepath.IsAbs(u.Query().Get("host")) {
		t.Fatalf("%s names no socket: %v", address, err)
	}
	return u.Query().Get("host")
}

// Address returns the address of the same database by way of the wire.
func (w *Wire) Address(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("host", w.folder)
	u.RawQuery = q.Encode()
	return u.String()
}

// Trips returns how many round trips there were: how often the server was asked for all
// its answers, but for those to the end of a transaction that read.
func (w *Wire) Trips() int64 { return w.trips.Load() }

func (w *Wire) connect(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("unix", filepath.Join(w.server, socketName))
	if err != nil {
		return
	}
	defer server.Close()
	var both sync.WaitGroup
	both.Go(func() {
		w.carry(server, io.TeeReader(client, &messages{trips: &w.trips, left: -1}))
		server.Close()
	})
	both.Go(func() {
		w.carry(client, server)
		client.Close()
	})
	both.Wait()
}

// carry passes on what it reads, each part after its time.
func (w *Wire) carry(to io.Writer, from io.Reader) {
	if w.oneWay == 0 {
		io.Copy(struct{ io.Writer }{to}, from)
		return
	}
	type part struct {
		content []byte
		due     time.Time
	}
	parts := make(chan part, 1024)
	go func() {
		defer close(parts)
		for {
			b := make([]byte, 32<<10)
			n, err := from.Read(b)
			if err != nil {
				return
			}
			parts <- part{b[:n], time.Now().Add(w.oneWay)}
		}
	}()
	runtime.LockOSThread() // its sleep is as short as it says; time.Sleep's is a millisecond at least
	defer runtime.UnlockOSThread()
	for p := range parts {
		if left := time.Until(p.due); left > 0 {
			pause := syscall.NsecToTimespec(left.Nanoseconds())
			syscall.Nanosleep(&pause, nil)
		}
		if _, err := to.Write(p.content); err != nil {
			for range parts { // let the reader end
			}
		}
	}
}

// messages counts those of a client after which it waits: Sync and Query, but a Query
// „rollback“, which ends what read only. A message is a letter, a length that counts
// itself, and its content; the first one has no letter.
type messages struct {
	trips *atomic.Int64
	head  []byte
	left  int // of the content; -1 before the first message
}

func (m *messages) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		if m.left > 0 {
			n := min(m.left, len(rest))
			m.left -= n
			rest = rest[n:]
			continue
		}
		letter := 1
		if m.left < 0 {
			letter = 0
		}
		n := min(letter+4-len(m.head), len(rest))
		m.head = append(m.head, rest[:n]...)
		rest = rest[n:]
		if len(m.head) == letter+4 {
			m.left = int(binary.BigEndian.Uint32(m.head[letter:])) - 4
			if m.head[0] == 'S' || m.head[0] == 'Q' && m.left != len("rollback\x00") {
				m.trips.Add(1)
			}
			m.head = m.head[:0]
		}
	}
	return len(p), nil
}
