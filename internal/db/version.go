package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// Version returns a number that changes with every commit, by this process or
// another. It ends the snapshot that ctx shares, so that later reads under ctx are
// at least as new.
func (d *DB) Version(ctx context.Context) (int64, error) {
	s, shared := ctx.Value(snapshotKey{}).(*snapshot)
	if !shared || s.db != d {
		return d.latest.read(context.WithoutCancel(ctx), d)
	}
	if s.mu.TryLock() {
		s.end()
		s.mu.Unlock()
	}
	s.forgetVersion()
	return s.versionOnce(ctx)
}

// versionFor returns a version at or after the time when the request began to which ctx
// belongs, or its last Write. A request asks for it once.
func (d *DB) versionFor(ctx context.Context) (int64, error) {
	if s, shared := ctx.Value(snapshotKey{}).(*snapshot); shared && s.db == d {
		return s.versionOnce(ctx)
	}
	return d.latest.read(context.WithoutCancel(ctx), d)
}

// counter reads the version of the data and what was changed up to it. It has a
// connection of its own: after a server was lost, another may not have its last commits,
// so versions are comparable on the same connection only.
type counter struct {
	mu      sync.Mutex // held while it is read
	conn    *sql.Conn  // nil until the first read, and after one that failed
	opens   int64      // how often it was opened
	changes changes

	joining sync.Mutex
	next    *check // begins when the present one has ended; nil when nobody waits
}

// check is one look at the version for all who asked before it began.
type check struct {
	done    chan struct{}
	version int64
	err     error
}

// versionBits is the room for the versions of one connection; those of a later one are
// higher.
const versionBits = 40

// read returns the version at a moment after it was called. Calls that come while
// another one is under way share the next.
func (c *counter) read(ctx context.Context, d *DB) (int64, error) {
	if c.mu.TryLock() {
		defer c.mu.Unlock()
		return c.look(ctx, d)
	}
	c.joining.Lock()
	shared, first := c.next, c.next == nil
	if first {
		shared = &check{done: make(chan struct{})}
		c.next = shared
	}
	c.joining.Unlock()
	if !first {
		<-shared.done
		return shared.version, shared.err
	}
	defer close(shared.done)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.joining.Lock()
	c.next = nil // who comes now comes too late
	c.joining.Unlock()
	shared.version, shared.err = c.look(ctx, d)
	return shared.version, shared.err
}

// look asks the database. The caller holds mu.
func (c *counter) look(ctx context.Context, d *DB) (version int64, err error) {
	for range 2 { // that a connection is lost shows only when it is used
		if err := c.open(ctx, d.versions); err != nil {
			return 0, fmt.Errorf("open database for its version: %w", d.translate(err))
		}
		if version, err = c.follow(ctx, d.changesSQL()); err == nil {
			return version, nil
		}
		c.drop()
	}
	return 0, fmt.Errorf("read version of the data: %w", d.translate(err))
}

// follow takes in what was committed since the last look. The caller holds mu.
func (c *counter) follow(ctx context.Context, changesSQL string) (int64, error) {
	base := c.opens << versionBits
	known := c.changes.known()
	rows, err := c.conn.QueryContext(ctx, changesSQL, max(known-base, 0))
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	version := max(known, base)
	var found []change
	for rows.Next() {
		var head int64
		var n sql.NullInt64
		var what sql.NullString
		if err := rows.Scan(&head, &n, &what); err != nil {
			return 0, err
		}
		version = base + head
		if n.Valid {
			found = append(found, change{base + n.Int64, what.String})
		}
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	if version < known {
		return 0, errWentBack
	}
	c.changes.follow(version, found)
	return version, nil
}

// errWentBack: a server was restored from a backup, or has not what another had.
var errWentBack = errors.New("the version of the data went back")

func (c *counter) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drop()
}

// open connects unless there is a connection. The caller holds mu.
func (c *counter) open(ctx context.Context, from *sql.DB) (err error) {
	if c.conn != nil {
		return nil
	}
	if c.conn, err = from.Conn(ctx); err != nil {
		c.conn = nil
		return err
	}
	c.opens++
	return nil
}

// drop ends the connection, if there is one. The caller holds mu.
func (c *counter) drop() {
	if c.conn != nil {
		c.conn.Close()
		c.conn = nil
	}
}
