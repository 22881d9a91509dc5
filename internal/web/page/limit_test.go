package page

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestLimiterStaysSmall uses each limit with 100,000 keys, as long as anybody
// can make them.
func TestLimiterStaysSmall(t *testing.T) {
	now := time.Now()
	long := strings.Repeat("x", 1000)
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	l := NewLimiter(6, 2*time.Minute)
	before := heap()
	for n := range 100_000 {
		l.Allow(fmt.Sprint(n, long), now)
	}
	if grown := heap() - before; grown > 4<<20 {
		t.Errorf("%d bytes after 100,000 keys", grown)
	}
	if len(l.keys) > maxKeys {
		t.Errorf("%d keys", len(l.keys))
	}
	runtime.KeepAlive(l)
}

func TestLimiterForgetsThoseAtRestFirst(t *testing.T) {
	t.Parallel()
	now := time.Now()
	l := NewLimiter(2, time.Minute)
	l.Allow("busy", now)
	l.Allow("busy", now)
	for n := range maxKeys - 1 {
		giveBack, _ := l.Allow(fmt.Sprint(n), now)
		giveBack()
	}
	l.Allow("one more", now)
	if _, wait := l.Allow("busy", now); wait == 0 {
		t.Error("who is at the limit is forgotten before those at rest")
	}
}
