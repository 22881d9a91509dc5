package main

import (
	"context"
	"fmt"

	"kommunalforum/internal/cli"
)

type rerender struct{ cli.Folder }

// Run renders texts again. It may run beside a serving forum: the database lets
// one writer after the other.
func (r rerender) Run(ctx context.Context, p cli.Program) error {
	a, err := r.Open(ctx, p)
	if err != nil {
		return err
	}
	defer a.Close()
	n, err := a.Rerender(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Out, "Neu aufbereitet: %d\n", n)
	return nil
}
