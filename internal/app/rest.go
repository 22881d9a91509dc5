package app

import (
	"context"
	"fmt"
	"sync"

	"kommunalforum/internal/db"
	"kommunalforum/internal/disk"
	"kommunalforum/internal/fault"
)

// rest is what a start on a full disk left undone.
type rest struct {
	mu    sync.Mutex
	tasks []task
}

type task struct {
	name string
	do   func(context.Context) error
}

// duringStart does what a server does at its start. On a full disk it is left for later,
// so that people can read meanwhile.
func (a *App) duringStart(ctx context.Context, name string, do func(context.Context) error) error {
	err := do(ctx)
	if err == nil || !full(err) {
		return err
	}
	a.Log.Error("the disk is full: part of the start is left for later, people can only read", "part", name, "error", err)
	a.DB.SetFull(a.Config.Database == "")
	a.rest.mu.Lock()
	defer a.rest.mu.Unlock()
	a.rest.tasks = append(a.rest.tasks, task{name, do})
	return nil
}

// full reports whether an error says that there is no room.
func full(err error) bool { return disk.Full(err) || db.NoRoom(err) }

// startRest does what the start left undone.
func (a *App) startRest(ctx context.Context) {
	a.rest.mu.Lock()
	defer a.rest.mu.Unlock()
	for len(a.rest.tasks) > 0 {
		t := a.rest.tasks[0]
		if err := fault.Guard(func() error { return t.do(ctx) }); err != nil {
			a.Log.Error("what the start left for later failed, will retry", "error", fmt.Errorf("%s: %w", t.name, err))
			return
		}
		a.rest.tasks = a.rest.tasks[1:]
	}
}
