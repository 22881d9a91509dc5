package db

import (
	"context"
	"sync"
)

// line carries nudges to the listeners in this process, and to those in others on the
// same database.
type line struct {
	mu        sync.Mutex
	listeners map[chan struct{}]struct{}
	ours      chan struct{} // nudges of this process; nil until somebody listens
	hangUp    context.CancelFunc
	busy      sync.WaitGroup
}

// Listen returns a channel that receives a signal after each commit that nudged, by
// this process or another, until ctx ends. Signals are merged while nobody receives,
// and those of other processes may be lost: only the rows count, so look at them now
// and then without being woken.
func (d *DB) Listen(ctx context.Context) <-chan struct{} {
	l := &d.line
	c := make(chan struct{}, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ours == nil {
		l.listeners, l.ours = map[chan struct{}]struct{}{}, make(chan struct{}, 1)
		var connected context.Context
		connected, l.hangUp = context.WithCancel(context.Background())
		l.busy.Go(func() { d.exchange(connected, d.pools, d.log, l.ours, l.wake) })
	}
	l.listeners[c] = struct{}{}
	context.AfterFunc(ctx, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.listeners, c)
	})
	return c
}

// nudge wakes the listeners of all processes.
func (l *line) nudge() {
	l.wake()
	l.mu.Lock()
	defer l.mu.Unlock()
	signal(l.ours)
}

// wake wakes the listeners of this process.
func (l *line) wake() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.listeners {
		signal(c)
	}
}

// signal sends a signal unless one waits already. A nil channel gets none.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (l *line) close() {
	l.mu.Lock()
	hangUp := l.hangUp
	l.mu.Unlock()
	if hangUp != nil {
		hangUp()
		l.busy.Wait()
	}
}
