package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"

	"kommunalforum/internal/alarm"
	"kommunalforum/internal/config"
	"kommunalforum/internal/disk"
	"kommunalforum/templates"
)

// Names of the reserves in the data folder: one for going on, one for starting again.
const (
	reserveName      = "reserve"
	startReserveName = "reserve-start"
)

const (
	roomRhythm = 5 * time.Second
	// fullBelow is how many bytes are left when people can no longer write: with them
	// the forum itself goes on, signs people in and notes what it did.
	fullBelow = 32 << 20
	// reserveSize is what is given up then, so that the database can put its log in order
	// and the program can start again.
	reserveSize = 64 << 20
	// startReserveSize is given up by a start alone: SQLite needs some room to open a
	// database, and something else may have taken all there was.
	startReserveSize = 8 << 20
	// roomAgain is how many bytes must be free before people can write again: enough for
	// the reserve, and for what is written until somebody has seen the warning.
	roomAgain = fullBelow + 2*reserveSize
)

// room watches the disk of the data folder.
type room struct {
	space   func(folder string) (disk.Space, error)
	reserve disk.Reserve
	start   disk.Reserve
	failing atomic.Bool // the last look failed
}

func newRoom(data string) *room {
	return &room{space: disk.Of, reserve: disk.Reserve{Path: filepath.Join(data, reserveName), Size: reserveSize},
		start: disk.Reserve{Path: filepath.Join(data, startReserveName), Size: startReserveSize}}
}

// keepRoom watches the disk until ctx ends: when it is nearly full it gives the reserve up
// and lets people only read, and when there is room again it takes both back.
func (a *App) keepRoom(ctx context.Context) {
	tick := time.NewTicker(roomRhythm)
	defer tick.Stop()
	for {
		a.lookAtRoom(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (a *App) lookAtRoom(ctx context.Context) {
	space, err := a.room.space(a.Config.Data)
	if err != nil {
		if !a.room.failing.Swap(true) {
			a.Log.Error("nobody knows how much room the data folder has", "error", err)
		}
		return
	}
	a.room.failing.Store(false)
	switch {
	case space.Free < fullBelow:
		a.runFull(space)
	case space.Free >= roomAgain:
		a.runAgain(ctx)
	}
}

// runFull lets people only read. On a server the database has another disk.
func (a *App) runFull(space disk.Space) {
	gave, err := a.room.reserve.GiveUp()
	if err != nil {
		a.Log.Error("the reserve cannot be given up", "error", err)
	}
	if a.DB.SetFull(a.Config.Database == "") && a.DB.Full() {
		a.Log.Error("the disk is full: people can only read until there is room", "free", space.Free, "reserve given up", gave)
	}
}

func (a *App) runAgain(ctx context.Context) {
	if err := errors.Join(a.room.start.Make(), a.room.reserve.Make()); err != nil {
		a.Log.Warn("no reserve could be laid aside", "error", err)
	}
	if a.DB.SetFull(false) {
		a.Log.Info("there is room again: people can write")
	}
	a.startRest(ctx)
}

// roomForStart gives the reserve up before a start that would find no room, and says
// whether the disk is full.
func roomForStart(data string) (full bool) {
	r := newRoom(data)
	space, err := r.space(data)
	if err != nil || space.Free >= fullBelow {
		return false
	}
	r.reserve.GiveUp()
	return true
}

// withStartReserve opens what needs some room, once more after giving up the reserve for
// starting where there was none.
func withStartReserve(c config.Config, open func() (*App, error)) (*App, error) {
	a, err := open()
	if err == nil || !full(err) {
		return a, err
	}
	if gave, _ := newRoom(c.Data).start.GiveUp(); !gave {
		return nil, err
	}
	return open()
}

// Shares of a disk of which is warned: a tenth, within bounds, but not more than a
// quarter of a small one.
const (
	warnShare = 10
	warnMin   = 1 << 30
	warnMax   = 10 << 30
)

func warnBelow(total int64) int64 {
	return min(max(total/warnShare, warnMin), warnMax, total/4)
}

// roomFinding says how much room there is.
func (a *App) roomFinding(context.Context) (alarm.Finding, error) {
	for _, folder := range []string{a.Config.Data, AttachmentsPath(a.Config)} {
		if !exists(folder) {
			continue
		}
		space, err := a.room.space(folder)
		if err != nil {
			return alarm.Finding{}, err
		}
		free := fmt.Sprintf("Auf dem Datenträger von %s sind noch %s frei.", folder, templates.SizeText(space.Free/(16<<20)*(16<<20)))
		switch {
		case folder == a.Config.Data && a.DB.Full():
			return alarm.Finding{Level: alarm.Danger, Sentence: "Der Datenträger ist voll. Mitglieder können lesen, aber nicht schreiben. " +
				"Schaffen Sie Platz; danach geht es ohne Neustart weiter. " + free}, nil
		case space.Free < fullBelow+reserveSize:
			return alarm.Finding{Level: alarm.Danger, Sentence: free + " Gleich kann niemand mehr schreiben. Schaffen Sie sofort Platz."}, nil
		case space.Free < warnBelow(space.Total):
			return alarm.Finding{Level: alarm.Warning, Sentence: free + " Schaffen Sie Platz, bevor niemand mehr schreiben kann."}, nil
		}
	}
	return alarm.Finding{}, nil
}
