// Package queue limits how much costly work runs at the same time. It owns no
// table.
//
// It promises: nobody waits longer than the queue's patience; no owner holds more
// places than their share or fills the line; waiters are served in order of
// arrival, except that an owner who holds a full share is skipped.
package queue

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// ErrFull is returned by Enter if no place became free in time.
var ErrFull = errors.New("queue: no place is free")

// Queue hands out places. Its methods may be called concurrently.
type Queue struct {
	share    int // places for one owner
	patience time.Duration
	room     int // for waiters

	mu      sync.Mutex
	free    int
	held    map[int64]int // places by owner
	waiting []waiter
}

// waiter waits for a place; turn is closed when it gets one.
type waiter struct {
	owner int64
	turn  chan struct{}
}

// How many may wait for each place, and how often an owner may be in the line; any
// more are refused at once.
const (
	waitingPerPlace = 16
	waitingPerOwner = 8
)

// New returns a queue with the given number of places, of which one owner holds at
// most share at a time. Nobody waits longer than patience.
func New(places, share int, patience time.Duration) *Queue {
	return &Queue{share: share, patience: patience, room: waitingPerPlace * places, free: places, held: map[int64]int{}}
}

// Enter waits for a place. The caller must call leave exactly once to give it back.
// The error is ErrFull, or that of ctx if it ended first.
func (q *Queue) Enter(ctx context.Context, owner int64) (leave func(), err error) {
	w, err := q.line(owner)
	if err != nil {
		return nil, err
	}
	patience := time.NewTimer(q.patience)
	defer patience.Stop()
	select {
	case <-w.turn:
		return func() { q.leave(owner) }, nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-patience.C:
		err = ErrFull
	}
	if !q.giveUp(w) { // the place came at the last moment
		q.leave(owner)
	}
	return nil, err
}

// line appends the owner to the line, unless it is full.
func (q *Queue) line(owner int64) (waiter, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	same := 0
	for _, x := range q.waiting {
		if x.owner == owner {
			same++
		}
	}
	if len(q.waiting) >= q.room || same >= waitingPerOwner {
		return waiter{}, ErrFull
	}
	w := waiter{owner, make(chan struct{})}
	q.waiting = append(q.waiting, w)
	q.serve()
	return w, nil
}

// serve gives free places to waiters. The caller holds the lock.
func (q *Queue) serve() {
	for q.free > 0 {
		next := slices.IndexFunc(q.waiting, func(w waiter) bool { return q.held[w.owner] < q.share })
		if next < 0 {
			return
		}
		w := q.waiting[next]
		q.waiting = slices.Delete(q.waiting, next, next+1)
		q.held[w.owner]++
		q.free--
		close(w.turn)
	}
}

// giveUp removes w from the line; false means that it already has a place.
func (q *Queue) giveUp(w waiter) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	before := len(q.waiting)
	q.waiting = slices.DeleteFunc(q.waiting, func(x waiter) bool { return x.turn == w.turn })
	return len(q.waiting) < before
}

func (q *Queue) leave(owner int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.free++
	if q.held[owner]--; q.held[owner] == 0 {
		delete(q.held, owner)
	}
	q.serve()
}
