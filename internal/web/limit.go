package web

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter allows each key a burst of attempts and then a slow rate. It keeps a
// bounded number of keys: when full it forgets those that are at rest.
type limiter struct {
	mu     sync.Mutex
	keys   map[string]*rate.Limiter
	atOnce int
	every  time.Duration
}

// Attempts to sign in that fail per client and mail address together, and links
// for new passwords asked for per client address: six at once, then one in two
// minutes, which makes about thirty in an hour. Signing in that succeeds does
// not count.
const (
	triesAtOnce = 6
	triesEvery  = 2 * time.Minute
	keysMost    = 10_000
)

// Attempts to sign in that fail per client address: many more, for a whole town
// hall may come from one.
const (
	fromOneAtOnce = 60
	fromOneEvery  = 10 * time.Second
)

func addressLimiter() *limiter {
	return &limiter{keys: map[string]*rate.Limiter{}, atOnce: fromOneAtOnce, every: fromOneEvery}
}

func newLimiter() *limiter {
	return &limiter{keys: map[string]*rate.Limiter{}, atOnce: triesAtOnce, every: triesEvery}
}

// completionLimiter allows completions per session, or per client address of
// guests, as fast as people type. A whole town hall may come from one address;
// beyond the limit nothing is offered for a moment.
func completionLimiter() *limiter {
	return &limiter{keys: map[string]*rate.Limiter{}, atOnce: 60, every: 100 * time.Millisecond}
}

// allow takes one of the key's attempts; the one that giveBack returns does not
// count. When none is left it says how long to wait for the next one.
func (l *limiter) allow(key string, now time.Time) (giveBack func(), wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, known := l.keys[key]
	if !known {
		if len(l.keys) >= keysMost {
			l.forget(now)
		}
		r = rate.NewLimiter(rate.Every(l.every), l.atOnce)
		l.keys[key] = r
	}
	taken := r.ReserveN(now, 1)
	if wait = taken.DelayFrom(now); wait > 0 {
		taken.CancelAt(now)
		return nil, wait
	}
	return func() { taken.CancelAt(now) }, 0
}

// forget drops the keys that have all their attempts again; should an attacker
// keep all of them busy, everybody begins anew.
func (l *limiter) forget(now time.Time) {
	for k, r := range l.keys {
		if r.TokensAt(now) >= float64(l.atOnce) {
			delete(l.keys, k)
		}
	}
	if len(l.keys) >= keysMost {
		clear(l.keys)
	}
}
