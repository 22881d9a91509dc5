package db

import (
	"context"
	"errors"
)

// ErrHeld is what Write returns under a context of HoldWrites.
var ErrHeld = errors.New("writes are held")

type holdKey struct{}

// HoldWrites returns a context under which every Write returns ErrHeld and
// changes nothing. With it a form can be shown again by the code that would
// carry it out.
func HoldWrites(ctx context.Context) context.Context {
	return context.WithValue(ctx, holdKey{}, true)
}

func held(ctx context.Context) bool { return ctx.Value(holdKey{}) != nil }
