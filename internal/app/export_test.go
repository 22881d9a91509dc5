package app

import (
	"context"
	"time"

	"kommunalforum/internal/disk"
)

// Lead is what a leader does.
func (a *App) Lead(ctx context.Context) { a.lead(ctx) }

// LastDue is when a backup was due last.
var LastDue = lastDue

// FreeRoom lets the disk have so many bytes free, and the program look at it.
func (a *App) FreeRoom(free int64) { a.FreeRoomOf(free, 100<<30) }

// FreeRoomOf does the same for a disk of the size.
func (a *App) FreeRoomOf(free, total int64) {
	a.room.space = func(string) (disk.Space, error) { return disk.Space{Free: free, Total: total}, nil }
	a.lookAtRoom(context.Background())
}

// SettleClock is what follows after a step of the clock.
func (a *App) SettleClock(ctx context.Context) error { return a.settleClock(ctx) }

// OpenedBefore lets the program run for so long.
func (a *App) OpenedBefore(d time.Duration) { a.opened = time.Now().Add(-d) }
