//go:build postgres

package db_test

import (
	"context"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"kommunalforum/internal/db"
)

func TestPoolerThatMixesTransactionsIsRefused(t *testing.T) {
	t.Parallel()
	source := emptySource(t)
	open(t, source)
	address := sharing(t, source)
	for what, start := range map[string]func() error{
		"to serve": func() error {
			d, err := db.Open(context.Background(), address, db.Options{})
			if err == nil {
				d.Close()
			}
			return err
		},
		"to look": func() error {
			d, _, err := db.OpenReadOnly(context.Background(), address, false)
			if err == nil {
				d.Close()
			}
			return err
		},
		"whether there is a forum": func() error {
			_, err := db.Exists(context.Background(), address)
			return err
		},
		"to make one": func() error {
			s, err := db.Stage(context.Background(), address, "")
			if err == nil {
				s.Drop()
			}
			return err
		},
	} {
		if err := start(); err == nil || !strings.Contains(err.Error(), "Pooler im Transaktionsmodus") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestParametersOfTheAddressAreSetAfterwards, because poolers refuse most of them when a
// connection begins.
func TestParametersOfTheAddressAreSetAfterwards(t *testing.T) {
	t.Parallel()
	u, err := url.Parse(emptySource(t))
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", "public,pg_temp")
	q.Set("statement_timeout", "54321")
	u.RawQuery = q.Encode()
	d := open(t, u.String())
	for name, want := range map[string]string{"search_path": "public,pg_temp", "statement_timeout": "54321ms"} {
		set, err := db.View(t.Context(), d, func(tx *db.Tx) (string, error) {
			return db.Scalar[string](tx, `SELECT current_setting($1) || ' ' || source FROM pg_settings WHERE name = $1`, name)
		})
		if err != nil || set != want+" session" {
			t.Errorf("%s is %q, want %q of the session: %v", name, set, want, err)
		}
	}
}

// sharing returns the address of the same database by way of a pooler in transaction
// mode, with one session of the server for everybody.
func sharing(t *testing.T, source string) string {
	t.Helper()
	u, err := url.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	up, err := net.Dial("unix", filepath.Join(u.Query().Get("host"), ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	server := pgproto3.NewFrontend(up, up)
	server.Send(&pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersion30,
		Parameters: map[string]string{"user": u.Query().Get("user"), "database": strings.TrimPrefix(u.Path, "/")}})
	if err := server.Flush(); err != nil {
		t.Fatal(err)
	}
	for ready := false; !ready; {
		m, err := server.Receive()
		if err != nil {
			t.Fatal(err)
		}
		_, ready = m.(*pgproto3.ReadyForQuery)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	t.Cleanup(func() { l.Close(); running.Wait(); up.Close() })
	var session sync.Mutex // held by the client whose transaction runs
	running.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() { defer conn.Close(); relay(conn, server, &session) })
		}
	})
	q := u.Query()
	q.Set("host", "127.0.0.1")
	q.Set("port", l.Addr().String()[len("127.0.0.1:"):])
	q.Set("sslmode", "disable")
	u.RawQuery = q.Encode()
	return u.String()
}

// relay passes simple queries of a client on, those of one transaction together.
func relay(conn net.Conn, server *pgproto3.Frontend, session *sync.Mutex) {
	client := pgproto3.NewBackend(conn, conn)
	if _, err := client.ReceiveStartupMessage(); err != nil {
		return
	}
	client.Send(&pgproto3.AuthenticationOk{})
	client.Send(&pgproto3.ParameterStatus{Name: "standard_conforming_strings", Value: "on"})
	client.Send(&pgproto3.ParameterStatus{Name: "client_encoding", Value: "UTF8"})
	client.Send(&pgproto3.BackendKeyData{ProcessID: 1, SecretKey: []byte{0, 0, 0, 1}})
	client.Send(&pgproto3.ReadyForQuery{TxStatus: 'I'})
	idle := true
	defer func() {
		if !idle {
			session.Unlock()
		}
	}()
	for client.Flush() == nil {
		asked, err := client.Receive()
		query, simple := asked.(*pgproto3.Query)
		if err != nil || !simple {
			return
		}
		if idle {
			session.Lock()
			idle = false
		}
		server.Send(query)
		if server.Flush() != nil {
			return
		}
		for ready := false; !ready; {
			m, err := server.Receive()
			if err != nil {
				return
			}
			client.Send(m)
			var r *pgproto3.ReadyForQuery
			if r, ready = m.(*pgproto3.ReadyForQuery); ready && r.TxStatus == 'I' {
				session.Unlock()
				idle = true
			}
			if client.Flush() != nil { // m is valid until the next one
				return
			}
		}
	}
}
