package main

import (
	"context"
	"fmt"
)

type rerender struct{ folder }

// Run renders texts anew. It may run beside a serving forum: the database lets
// one writer after the other.
func (r rerender) Run(ctx context.Context, p program) error {
	a, err := r.open(ctx, p)
	if err != nil {
		return err
	}
	defer a.Close()
	n, err := a.Rerender(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "Neu aufbereitet: %d\n", n)
	return nil
}
