package queue_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kommunalforum/internal/queue"
)

func TestNobodyWaitsLongerThanTheQueuesPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(1, 1, time.Second)
		leave, err := q.Enter(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		if _, err := q.Enter(t.Context(), 2); !errors.Is(err, queue.ErrFull) || time.Since(begin) != time.Second {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
		leave()
		if _, err := q.Enter(t.Context(), 2); err != nil {
			t.Errorf("after the place was given back: %v", err)
		}
	})
}

func TestAnOwnerCannotTakeThePlacesOfOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(2, 1, time.Second)
		if _, err := q.Enter(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		var greedy sync.WaitGroup
		for range 100 {
			greedy.Go(func() {
				if _, err := q.Enter(t.Context(), 1); !errors.Is(err, queue.ErrFull) {
					t.Errorf("a second place for one owner: %v", err)
				}
			})
		}
		synctest.Wait()
		if _, err := q.Enter(t.Context(), 2); err != nil {
			t.Errorf("somebody else: %v", err)
		}
		if _, err := q.Enter(t.Context(), 3); !errors.Is(err, queue.ErrFull) {
			t.Errorf("a third place of two: %v", err)
		}
		greedy.Wait()
	})
}

func TestPlacesAreGivenInTheOrderOfArrival(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(1, 1, time.Minute)
		leave, err := q.Enter(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		var waiting sync.WaitGroup
		var order []int64
		for owner := int64(1); owner <= 5; owner++ {
			waiting.Go(func() {
				leave, err := q.Enter(t.Context(), owner)
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, owner)
				leave()
			})
			synctest.Wait()
		}
		leave()
		waiting.Wait()
		for i, owner := range order {
			if owner != int64(i+1) {
				t.Errorf("order %v", order)
				break
			}
		}
	})
}

func TestWhoLeavesTheLineTakesNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(1, 1, time.Minute)
		leave, err := q.Enter(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan error)
		go func() { _, err := q.Enter(ctx, 2); gone <- err }()
		synctest.Wait()
		cancel()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Errorf("who left: %v", err)
		}
		leave()
		if leave, err = q.Enter(t.Context(), 3); err != nil {
			t.Errorf("the next one: %v", err)
		}
		leave()
	})
}

func TestTheLineIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue.New(1, 1, time.Minute)
		if _, err := q.Enter(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var refused, waited int
		var mu sync.Mutex
		var all sync.WaitGroup
		for owner := range int64(100) {
			all.Go(func() {
				_, err := q.Enter(ctx, owner+1)
				mu.Lock()
				defer mu.Unlock()
				if errors.Is(err, queue.ErrFull) {
					refused++
				} else {
					waited++
				}
			})
		}
		synctest.Wait()
		cancel()
		all.Wait()
		if waited != 16 || refused != 84 {
			t.Errorf("%d waited, %d were refused at once", waited, refused)
		}
	})
}
