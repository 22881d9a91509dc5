package db

import (
	"context"
	"sync"
	"time"
)

// clock is that of the database: of its server, which each Write asks, or else of the
// process. Between two Writes it goes on as the process's own does, whose clock may be
// ahead of the server's or behind.
type clock struct {
	own func() time.Time

	mu     sync.Mutex
	told   time.Time     // by the server, latest; zero for none
	behind time.Duration // the own clock was behind it then; negative: ahead
}

// read returns the time, never before what the server told.
func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.own().Add(c.behind); t.After(c.told) {
		return t
	}
	return c.told
}

// set takes over the time that the server told.
func (c *clock) set(told time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.behind = told.Sub(c.own())
	if told.After(c.told) {
		c.told = told
	}
}

// Now returns the current time by the database's clock, or the time set by At.
func (d *DB) Now(ctx context.Context) time.Time { return d.timeOf(ctx, time.Time{}) }

// timeOf returns the time set by At, or else the one that the engine told, or else that
// of the clock.
func (d *DB) timeOf(ctx context.Context, told time.Time) time.Time {
	t, set := ctx.Value(clockKey{}).(time.Time)
	switch {
	case set:
	case told.IsZero():
		t = d.clock.read()
	default:
		t = told
		d.clock.set(told)
	}
	return t.UTC().Truncate(time.Millisecond)
}

type clockKey struct{}

// At returns a context whose transactions take t for the current time. The demo
// world and tests use it to write the past.
func At(ctx context.Context, t time.Time) context.Context {
	return context.WithValue(ctx, clockKey{}, t)
}
