package db

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// Bounds on everything that waits for a server or for another node. OPERATING.md names
// them.
const (
	// connectTime is how long one host may take to let us in, unless the address says so.
	connectTime = 3 * time.Second
	// deadTime is how long a machine that vanished may leave what was sent to it
	// unanswered.
	deadTime = 15 * time.Second
	// lockTime is how long a statement waits for a lock, such as that of the writer.
	lockTime = 15 * time.Second
	// A session that stays silent for so long within a transaction lost its process, or
	// that stands still. All other writers wait for a writer; a reader keeps old rows
	// alive, and migrations waiting.
	writerSilence = 10 * time.Second
	readerSilence = 5 * time.Minute
	noSilence     = 0 // of commands, which may take as long as they do
	// breath is how long nobody tries to connect after an attempt that failed.
	breath = time.Second
	// answerTime is how long a server may be silent after a question before somebody looks
	// whether it still works on it.
	answerTime = 15 * time.Second
)

// dialer notices a machine that vanished, which by itself takes a quarter of an hour.
func dialer(timeout time.Duration) *net.Dialer {
	const tcpUserTimeout = 0x12 // of Linux
	return &net.Dialer{
		Timeout:         timeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: deadTime / 3, Interval: deadTime / 3, Count: 2},
		Control: func(network, _ string, raw syscall.RawConn) (err error) {
			if !strings.HasPrefix(network, "tcp") || runtime.GOOS != "linux" {
				return nil
			}
			failed := raw.Control(func(fd uintptr) {
				err = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(deadTime.Milliseconds()))
			})
			if failed != nil {
				return failed
			}
			return err
		},
	}
}

// pool returns up to most connections whose transactions may be silent for so long;
// with noSilence there is no bound on statements either.
func (e postgres) pool(most int, silence time.Duration) *sql.DB {
	// By statements and not at the start of the connection, where poolers refuse them.
	// To compile a statement (jit) takes longer than ours run.
	settings := fmt.Sprintf(`
		SET jit = off;
		SET idle_in_transaction_session_timeout = %d;
		SET lock_timeout = %d;
		SET tcp_keepalives_idle = 5;
		SET tcp_keepalives_interval = 5;
		SET tcp_keepalives_count = 2;
		SET tcp_user_timeout = %d`, silence.Milliseconds(), lockTime.Milliseconds(), deadTime.Milliseconds())
	if silence == noSilence {
		settings += `;
		SET statement_timeout = 0;
		SET idle_session_timeout = 0`
	}
	conf := e.conf.Copy()
	conf.AfterNetConnect = func(_ context.Context, _ *pgconn.Config, conn net.Conn) (net.Conn, error) {
		return &answering{Conn: conn, patience: e.patience}, nil
	}
	connects := stdlib.GetConnector(*conf, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		ctx, cancel := context.WithTimeout(ctx, e.conf.ConnectTimeout)
		defer cancel()
		if _, err := conn.Exec(ctx, settings); err != nil {
			return err
		}
		var session int32
		if err := conn.QueryRow(ctx, `SELECT pg_backend_pid()`, simply).Scan(&session); err != nil {
			return err
		}
		return conn.PgConn().Conn().(*answering).watch(func() bool { return e.works(session) })
	}))
	d := sql.OpenDB(&breathing{connector: connects})
	d.SetMaxOpenConns(most)
	d.SetMaxIdleConns(most)
	return d
}

// breathing fails at once for a moment after it failed. Otherwise a pool tries hosts
// that do not answer for each waiting request, one after the other.
type breathing struct {
	connector sqldriver.Connector

	mu     sync.Mutex
	failed error
	at     time.Time
}

// Driver is that of the connections.
func (b *breathing) Driver() sqldriver.Driver { return b.connector.Driver() }

// Connect makes a connection, or returns the error of an attempt that just failed.
func (b *breathing) Connect(ctx context.Context) (sqldriver.Conn, error) {
	conn, err := b.connect(ctx)
	if err != nil {
		return nil, err
	}
	return &queueing{Conn: conn, connect: b.connect}, nil
}

func (b *breathing) connect(ctx context.Context) (*stdlib.Conn, error) {
	b.mu.Lock()
	failed, at := b.failed, b.at
	b.mu.Unlock()
	if failed != nil && time.Since(at) < breath {
		return nil, failed
	}
	conn, err := b.connector.Connect(ctx)
	if err != nil && ctx.Err() != nil {
		return nil, err // nobody waits any more
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed, b.at = err, time.Now()
	if err != nil {
		return nil, err
	}
	return conn.(*stdlib.Conn), nil
}
