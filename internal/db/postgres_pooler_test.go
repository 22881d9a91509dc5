//go:build postgres

package db_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
)

// lockedText is a log that is read while it is written.
type lockedText struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// swallowing returns the address of the same database by way of a proxy that passes on
// everything but notifications, as a pooler in transaction mode does.
func swallowing(t *testing.T, source string) string {
	t.Helper()
	u, err := url.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	server := filepath.Join(u.Query().Get("host"), ".s.PGSQL.5432")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	t.Cleanup(func() { l.Close(); running.Wait() })
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
			running.Go(func() { defer end(); io.Copy(up, client) })
			running.Go(func() { defer end(); withoutNotifications(client, up) })
		}
	})
	q := u.Query()
	q.Set("host", "127.0.0.1")
	q.Set("port", l.Addr().String()[len("127.0.0.1:"):])
	q.Set("sslmode", "disable")
	u.RawQuery = q.Encode()
	return u.String()
}

// withoutNotifications copies the server's messages: a letter, a length that counts
// itself, and the content.
func withoutNotifications(to io.Writer, from io.Reader) {
	in := bufio.NewReader(from)
	for {
		head, err := in.Peek(5)
		if err != nil {
			return
		}
		kind, size := head[0], 1+int64(binary.BigEndian.Uint32(head[1:]))
		where := to
		if kind == 'A' {
			where = io.Discard
		}
		if _, err := io.CopyN(where, in, size); err != nil {
			return
		}
	}
}
