package loadgen

import (
	"context"
	"runtime"
)

// ahead computes the results for the numbers from first to last on all
// processors, at most as many ahead of their use. The returned function hands
// them out in order; it is called at most once for each number.
func ahead[T any](ctx context.Context, first, last int, compute func(context.Context, int) (T, error)) (next func() (T, error)) {
	type result struct {
		value T
		err   error
	}
	running := make(chan chan result, runtime.GOMAXPROCS(0))
	go func() {
		defer close(running)
		for number := first; number <= last; number++ {
			slot := make(chan result, 1) // nobody waits for a result that is not used
			select {
			case running <- slot:
			case <-ctx.Done():
				return
			}
			go func() {
				value, err := compute(ctx, number)
				slot <- result{value, err}
			}()
		}
	}()
	return func() (T, error) {
		slot, ok := <-running
		if !ok {
			var none T
			return none, context.Cause(ctx)
		}
		r := <-slot
		return r.value, r.err
	}
}
