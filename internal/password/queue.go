package password

import (
	"context"
	"sync"
	"time"

	"kommunalforum/internal/fault"
)

// Bounds of the queue for password hashes: each takes 19 MiB and about 35 ms of
// CPU while it is computed, and nothing while it waits.
const (
	hashesAtOnce   = 2
	maxWaiting     = 200 // in all: about four seconds of work
	maxWaitingEach = 40  // of one holder, such as a town hall behind one address
	busyWait       = 5 * time.Second
)

// byOperator is the place of the operator's commands in the queue.
const Operator = "operator"

// hashes is the queue of this process, whose memory it protects.
var hashes = newHashQueue(hashesAtOnce, maxWaiting, maxWaitingEach)

// hashQueue lets a few hashes be computed at once, fairly: each holder (an
// account, a known browser, a guest's address) computes one at most, and those
// that wait take turns, so that who sends hundreds delays others by one.
type hashQueue struct {
	atOnce, maxWaiting, maxWaitingEach int

	mu      sync.Mutex
	running int
	waiting int
	holders map[string]*holder // who computes or waits
	turns   []*holder          // who waits and does not compute, in order
}

type holder struct {
	name  string
	busy  bool
	queue []chan struct{} // closed when it is one's turn
}

func newHashQueue(atOnce, most, mostEach int) *hashQueue {
	return &hashQueue{atOnce: atOnce, maxWaiting: most, maxWaitingEach: mostEach, holders: map[string]*holder{}}
}

// enter waits for a place and returns the function that frees it. A full queue
// is fault.Unready; when ctx ends first the answer is its error, and nothing is
// held any more.
func (q *hashQueue) enter(ctx context.Context, name string) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	q.mu.Lock()
	h := q.holders[name]
	if h == nil {
		h = &holder{name: name}
		q.holders[name] = h
	}
	if !h.busy && q.running < q.atOnce && len(q.turns) == 0 {
		h.busy = true
		q.running++
		q.mu.Unlock()
		return func() { q.leave(h) }, nil
	}
	if q.waiting >= q.maxWaiting || len(h.queue) >= q.maxWaitingEach {
		q.drop(h)
		q.mu.Unlock()
		return nil, fault.Busy(busyWait, "Gerade melden sich sehr viele Menschen an. Bitte versuchen Sie es in einigen Sekunden noch einmal.")
	}
	turn := make(chan struct{})
	h.queue = append(h.queue, turn)
	q.waiting++
	if !h.busy && len(h.queue) == 1 {
		q.turns = append(q.turns, h)
	}
	q.mu.Unlock()

	select {
	case <-turn:
		return func() { q.leave(h) }, nil
	case <-ctx.Done():
		q.giveUp(h, turn)
		return nil, ctx.Err()
	}
}

// giveUp takes one that waits out of the queue, or frees the place that it got
// in the meantime.
func (q *hashQueue) giveUp(h *holder, turn chan struct{}) {
	q.mu.Lock()
	for i, other := range h.queue {
		if other == turn {
			h.queue = append(h.queue[:i], h.queue[i+1:]...)
			q.waiting--
			if len(h.queue) == 0 {
				q.removeTurn(h)
			}
			q.drop(h)
			q.mu.Unlock()
			return
		}
	}
	q.mu.Unlock()
	q.leave(h)
}

// leave frees a place and lets the next holder have it.
func (q *hashQueue) leave(h *holder) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running--
	h.busy = false
	if len(h.queue) > 0 {
		q.turns = append(q.turns, h)
	}
	q.drop(h)
	for q.running < q.atOnce && len(q.turns) > 0 {
		next := q.turns[0]
		q.turns = q.turns[1:]
		close(next.queue[0])
		next.queue = next.queue[1:]
		next.busy = true
		q.running++
		q.waiting--
	}
}

// drop forgets a holder who neither computes nor waits.
func (q *hashQueue) drop(h *holder) {
	if !h.busy && len(h.queue) == 0 {
		delete(q.holders, h.name)
	}
}

func (q *hashQueue) removeTurn(h *holder) {
	for i, other := range q.turns {
		if other == h {
			q.turns = append(q.turns[:i], q.turns[i+1:]...)
			return
		}
	}
}
