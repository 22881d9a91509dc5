package password

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"kommunalforum/internal/fault"
)

// line is a queue of a test, with who got a place in their order.
type line struct {
	*hashQueue
	t   *testing.T
	all sync.WaitGroup

	mu    sync.Mutex
	order []string
}

// join lets somebody wait, and returns once they do.
func (l *line) join(ctx context.Context, name string) {
	l.t.Helper()
	l.hashQueue.mu.Lock()
	before := l.waiting
	l.hashQueue.mu.Unlock()
	l.all.Go(func() {
		leave, err := l.enter(ctx, name)
		if err != nil {
			return
		}
		l.mu.Lock()
		l.order = append(l.order, name)
		l.mu.Unlock()
		leave()
	})
	for waits := false; !waits; {
		l.hashQueue.mu.Lock()
		waits = l.waiting > before
		l.hashQueue.mu.Unlock()
	}
}

func (l *line) mustEnter(name string) (leave func()) {
	l.t.Helper()
	leave, err := l.enter(l.t.Context(), name)
	if err != nil {
		l.t.Fatalf("%s: %v", name, err)
	}
	return leave
}

func TestQueueGivesEachHolderOnePlaceAndTakesTurns(t *testing.T) {
	t.Parallel()
	l := &line{hashQueue: newHashQueue(1, 100, 100), t: t}
	leave := l.mustEnter("greedy")
	for range 20 {
		l.join(t.Context(), "greedy")
	}
	l.join(t.Context(), "ann")
	l.join(t.Context(), "bea")
	leave()
	l.all.Wait()
	if got := fmt.Sprint(l.order[:4]); got != "[ann bea greedy greedy]" && got != "[ann greedy bea greedy]" && got != "[greedy ann bea greedy]" {
		t.Errorf("order %v", l.order)
	}
	if len(l.order) != 22 || len(l.holders) != 0 || l.running != 0 || l.waiting != 0 || len(l.turns) != 0 {
		t.Errorf("%d had their turn, left is %+v", len(l.order), l.hashQueue)
	}
}

func TestOneHolderComputesOneHashAtATime(t *testing.T) {
	t.Parallel()
	l := &line{hashQueue: newHashQueue(2, 100, 100), t: t}
	leave := l.mustEnter("greedy")
	l.join(t.Context(), "greedy") // waits although a place is free
	other := l.mustEnter("ann")   // which somebody else has at once
	other()
	leave()
	l.all.Wait()
}

func TestFullQueueRefusesAndSaysWhenToComeAgain(t *testing.T) {
	t.Parallel()
	l := &line{hashQueue: newHashQueue(1, 3, 2), t: t}
	leave := l.mustEnter("greedy")
	busy := func(name string) {
		t.Helper()
		if _, err := l.enter(t.Context(), name); !fault.Is(err, fault.Unready) || fault.WaitOf(err) <= 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	l.join(t.Context(), "greedy")
	l.join(t.Context(), "greedy")
	busy("greedy") // has its share
	l.join(t.Context(), "ann")
	busy("bea") // nobody finds room
	if len(l.holders) != 2 {
		t.Errorf("%d holders are remembered", len(l.holders))
	}
	leave()
	l.all.Wait()
	if len(l.order) != 3 {
		t.Errorf("order %v", l.order)
	}
}

func TestWhoLeavesFreesTheirPlaceInTheQueue(t *testing.T) {
	t.Parallel()
	l := &line{hashQueue: newHashQueue(1, 100, 100), t: t}
	leave := l.mustEnter("ann")
	gone, cancel := context.WithCancel(t.Context())
	for n := range 50 {
		l.join(gone, fmt.Sprint("gone", n%5))
	}
	l.join(t.Context(), "bea")
	cancel()
	for waits := 51; waits > 1; {
		l.hashQueue.mu.Lock()
		waits = l.waiting
		l.hashQueue.mu.Unlock()
	}
	leave()
	l.all.Wait()
	if fmt.Sprint(l.order) != "[bea]" || len(l.holders) != 0 || l.running != 0 || l.waiting != 0 {
		t.Errorf("order %v, left is %+v", l.order, l.hashQueue)
	}
	if _, err := l.enter(gone, "gone"); err == nil || l.running != 0 {
		t.Error("who has left gets a place")
	}
}
