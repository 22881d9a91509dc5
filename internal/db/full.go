package db

import (
	"context"
	"errors"

	"kommunalforum/internal/fault"
)

// ErrFull is what Write returns for what can wait while the disk is nearly full. It is a
// fault of kind Unready.
var ErrFull = fault.Of(fault.Unready, "Der Speicherplatz des Forums ist voll. Lesen ist möglich, Schreiben im Augenblick nicht.")

// SetFull makes Writes that can wait return ErrFull, before they take any room; those
// that keep the forum running go on. It reports whether that is new.
func (d *DB) SetFull(full bool) (changed bool) { return d.full.Swap(full) != full }

// Full reports what SetFull said last.
func (d *DB) Full() bool { return d.full.Load() }

type canWaitKey struct{}

// CanWait returns a context whose Writes are refused while the disk is nearly full, see
// SetFull: such as what people write.
func CanWait(ctx context.Context) context.Context { return context.WithValue(ctx, canWaitKey{}, true) }

func (d *DB) refuses(ctx context.Context) bool {
	return d.full.Load() && ctx.Value(canWaitKey{}) != nil
}

// NoRoom reports whether a Write failed because there is no room, on the disk of the
// database or by SetFull.
func NoRoom(err error) bool { return errors.Is(err, ErrFull) || noRoom(err) }
