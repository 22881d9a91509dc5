package db

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
)

// Version returns a number that changes with every commit, by this process or
// another. It ends the snapshot that ctx shares, so that later reads under ctx are
// at least as new.
func (d *DB) Version(ctx context.Context) (int64, error) {
	if s, ok := d.sharedBy(ctx); ok {
		s.end()
		s.mu.Unlock()
	}
	d.latest.mu.Lock()
	defer d.latest.mu.Unlock()
	return d.latest.read(context.WithoutCancel(ctx), d)
}

// counter reads the version of the data. It has a connection of its own, because
// versions are comparable on the same connection only.
type counter struct {
	mu   sync.Mutex
	conn *sql.Conn // nil until the first read
}

// read returns the version; the caller holds mu.
func (c *counter) read(ctx context.Context, d *DB) (version int64, err error) {
	if c.conn == nil {
		if c.conn, err = d.versions.Conn(ctx); err != nil {
			c.conn = nil
			return 0, fmt.Errorf("open database for its version: %w", d.translate(err))
		}
	}
	if version, err = d.version(ctx, c.conn); err != nil {
		return 0, fmt.Errorf("read version of the data: %w", d.translate(err))
	}
	return version, nil
}

func (c *counter) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn != nil {
		c.conn.Close()
	}
}
