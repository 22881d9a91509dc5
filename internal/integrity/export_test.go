package integrity

import (
	"context"
	"time"
)

// Due is how long it is until the next look.
func (c *Checker) Due(ctx context.Context) (time.Duration, error) { return c.due(ctx) }
