package db

import (
	"context"
	"sync"
	"time"
)

// clock is that of the database: of its server, which each Write asks, or else of the
// process. Between two Writes it goes on as the process's own does, whose clock may be
// ahead of the server's or behind.
//
// It goes steadily. A step of the clock that it reads is not followed at once: time goes
// on as the process's timer does, until that clock has shown the new time for a while. So
// a clock that is set wrong and put right ends no session and delays no mail, and one
// that was put right for good is followed.
type clock struct {
	own   func() time.Time
	timer func() time.Duration // since some moment; knows no steps

	mu     sync.Mutex
	behind time.Duration // the own clock was behind that of the server; negative: ahead
	told   bool          // the server told its time
	last   time.Time     // what was read last: time never goes back by itself
	base   time.Time     // the time at the moment of baseAt
	baseAt time.Duration // by the timer; base and this are zero before the first reading
	step   step
	steps  int // that were followed
	latest step
}

// step is a difference between the clock that is read and steady time.
type step struct {
	by    time.Duration // positive: forward
	since time.Duration // by the timer
}

const (
	// stepFrom is the least difference that is a step; smaller ones are followed.
	stepFrom = time.Minute
	// stepTrust is how long a clock must show the new time before it is followed.
	stepTrust = 10 * time.Minute
)

// wallClock is the clock of the machine, without the timer's reading that package time
// adds to it: by that no step would be seen.
func wallClock() time.Time { return time.Now().Round(0) }

// processStart is what the timer of processes counts from.
var processStart = time.Now()

func sinceStart() time.Duration { return time.Since(processStart) }

// read returns the time.
func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.steady(c.own().Add(c.behind))
}

// set takes over the time that the server told, and returns the time.
func (c *clock) set(told time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.behind = told.Sub(c.own())
	if !c.told { // what was read before may have been any time
		c.told, c.base, c.last, c.step = true, time.Time{}, time.Time{}, step{}
	}
	return c.steady(told)
}

// continueFrom says that the database has seen the time t already. The caller may not
// have read the clock before.
func (c *clock) continueFrom(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !t.After(c.own().Add(c.behind)) {
		return
	}
	c.base, c.baseAt, c.last = t, c.timer(), t
}

// steady returns the time for what the clock shows. The caller holds mu.
func (c *clock) steady(shown time.Time) time.Time {
	now := c.timer()
	if c.base.IsZero() {
		c.follow(shown, now)
		return c.last
	}
	goesOn := c.base.Add(now - c.baseAt)
	by := shown.Sub(goesOn)
	switch {
	case by.Abs() < stepFrom:
		c.step = step{}
		c.follow(shown, now)
	case c.step.by == 0 || (by-c.step.by).Abs() >= stepFrom:
		c.step = step{by, now}
		c.last = later(c.last, goesOn)
	case now-c.step.since >= stepTrust:
		c.steps++
		c.latest, c.step = step{c.step.by, now}, step{}
		c.last = shown
		c.follow(shown, now)
	default:
		c.last = later(c.last, goesOn)
	}
	return c.last
}

// follow takes what the clock shows for the time; it does not go back for less than a step.
func (c *clock) follow(shown time.Time, now time.Duration) {
	c.base, c.baseAt = shown, now
	c.last = later(c.last, shown)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// ClockStep is a step of the clock: of this machine, or of the database's server.
type ClockStep struct {
	By       time.Duration // positive: forward
	Age      time.Duration // how long ago it was noticed
	Followed bool          // it lasts, so time goes by it now
}

// ClockSteps returns how many steps of the clock were followed since the start, and the
// latest one, or the one that is not followed yet; any is false if there was none.
func (d *DB) ClockSteps() (followed int, latest ClockStep, any bool) {
	c := &d.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.timer()
	switch {
	case c.step.by != 0:
		return c.steps, ClockStep{By: c.step.by, Age: now - c.step.since}, true
	case c.steps > 0:
		return c.steps, ClockStep{By: c.latest.by, Age: now - c.latest.since, Followed: true}, true
	}
	return 0, latest, false
}

// ContinueFrom tells the time that the database saw last. If the clock is behind it, time
// goes on from there until the clock has been behind for a while.
func (d *DB) ContinueFrom(seen time.Time) { d.clock.continueFrom(seen) }

// Now returns the current time by the database's clock, or the time set by At.
func (d *DB) Now(ctx context.Context) time.Time { return d.timeOf(ctx, time.Time{}) }

// timeOf returns the time set by At, or else that of the clock, to which the engine told
// its own if that is not zero.
func (d *DB) timeOf(ctx context.Context, told time.Time) time.Time {
	t, set := ctx.Value(clockKey{}).(time.Time)
	switch {
	case set:
	case told.IsZero():
		t = d.clock.read()
	default:
		t = d.clock.set(told)
	}
	return t.UTC().Truncate(time.Millisecond)
}

type clockKey struct{}

// At returns a context whose transactions take t for the current time. The demo
// world and tests use it to write the past.
func At(ctx context.Context, t time.Time) context.Context {
	return context.WithValue(ctx, clockKey{}, t)
}
