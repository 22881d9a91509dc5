package demo

import (
	"context"
	"time"

	"kommunalforum/internal/reuse"
)

// entered is how long ago people made their entries in the register of re-use.
const entered = 20 * 24 * time.Hour

// planReuse plans what people enter in the register of re-use.
func (l *loader) planReuse() {
	for _, p := range l.world.People {
		for _, x := range p.Reuse {
			l.plan(entered, "people.json", func(ctx context.Context) error {
				_, err := l.Reuse.Enter(ctx, l.people[p.Key], x.Service, reuse.Input{Stage: reuse.Stage(x.Stage), Product: x.Product,
					Provider: x.Provider, Operator: x.Operator, Since: x.Since, Cost: reuse.Cost(x.Cost), Contact: x.Contact,
					Notes: reuse.Notes{Experience: x.Experience, Financing: x.Financing, Interfaces: x.Interfaces}})
				return err
			})
		}
	}
}
