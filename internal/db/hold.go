package db

import (
	"context"
	"errors"
)

// ErrHeld is what Write returns under a context of HoldWrites.
var ErrHeld = errors.New("writes are held")

type holdKey struct{}

// HoldWrites returns a context under which every Write returns ErrHeld and changes
// nothing. It lets the handler that would carry out a form show it again.
func HoldWrites(ctx context.Context) context.Context {
	return context.WithValue(ctx, holdKey{}, true)
}

func held(ctx context.Context) bool { return ctx.Value(holdKey{}) != nil }
