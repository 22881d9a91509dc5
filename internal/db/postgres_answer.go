package db

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// onTheWay is how long an answer may take from the server to us.
const onTheWay = time.Second

// answering is a connection that breaks when the server stands still: a machine may
// confirm what it receives long after its disk, or the process before it, has stopped. A
// statement may take as long as it does, while the server works on it.
type answering struct {
	net.Conn
	patience time.Duration

	mu       sync.Mutex
	works    func() bool // whether the server still does; nil while the connection is made, which has a bound of its own
	deadline time.Time   // of the driver
}

// watch begins to ask whether the server works. The driver may be reading already, in the
// background: that is bound too.
func (c *answering) watch(works func() bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.works = works
	return c.boundBy(c.patience)
}

// SetDeadline is how the driver ends a statement.
func (c *answering) SetDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = t
	return c.Conn.SetDeadline(t)
}

// Read returns an error once the server is silent and works on nothing. Its answer may
// have been on the way while it was asked.
func (c *answering) Read(p []byte) (int, error) {
	patience, last := c.patience, false
	for {
		if err := c.bound(patience); err != nil {
			return 0, err
		}
		n, err := c.Conn.Read(p)
		works := c.watched()
		if n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) || works == nil || last {
			return n, err
		}
		if !works() {
			patience, last = onTheWay, true
		}
	}
}

// bound bounds the next Read, unless the driver does.
func (c *answering) bound(patience time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.boundBy(patience)
}

// boundBy is bound. The caller holds the lock.
func (c *answering) boundBy(patience time.Duration) error {
	if c.works == nil || !c.deadline.IsZero() {
		return nil
	}
	return c.Conn.SetReadDeadline(time.Now().Add(patience))
}

// watched returns how to ask whether the server works; nil where the driver bounds a Read,
// or whoever makes the connection.
func (c *answering) watched() func() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.deadline.IsZero() {
		return nil
	}
	return c.works
}

// works asks on another connection whether the server that takes writes now works on a
// statement of the session. A server that has no room for the question counts as one that
// does.
func (e postgres) works(session int32) bool {
	ctx, cancel := context.WithTimeout(context.Background(), checkTime)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, e.conf.Copy())
	if err != nil {
		var full *pgconn.PgError
		return errors.As(err, &full) && full.Code == tooManyConnections
	}
	defer closeConn(conn)
	var yes bool
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1 AND state = 'active')`, session).Scan(&yes)
	return err == nil && yes
}
