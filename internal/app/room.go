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
	// smallDisk is below which total all of this is less, so that it fits.
	smallDisk = 4 * roomAgain
)

// roomLimits are the limits of one disk, in bytes.
type roomLimits struct{ full, reserve, start, again int64 }

// limitsOf returns the limits of a disk: on a small one shares of it, so that people can
// write as long as half of it is free.
func limitsOf(total int64) roomLimits {
	return roomLimits{full: min(fullBelow, total/4), reserve: min(reserveSize, total/8), start: min(startReserveSize, total/16),
		again: min(roomAgain, total/2)}
}

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
	a.warnOfSmallDisk()
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
	switch limits := limitsOf(space.Total); {
	case space.Free < limits.full:
		a.runFull(space)
	case space.Free >= limits.again:
		a.runAgain(ctx, limits)
	}
}

// warnOfSmallDisk says in the log of a start what the disk lacks.
func (a *App) warnOfSmallDisk() {
	space, err := a.room.space(a.Config.Data)
	switch limits := limitsOf(space.Total); {
	case err != nil: // the first look says so
	case space.Total < smallDisk:
		a.Log.Warn("the disk of the data folder is very small: the reserve is smaller as well", "total", roomText(space.Total),
			"should have", roomText(smallDisk), "people can only read below", roomText(limits.full))
	case space.Free < limits.again && !a.room.reserve.Kept():
		a.Log.Warn("the disk has no room for the reserve", "free", roomText(space.Free), "must be free", roomText(limits.again))
	}
}

// roomText writes a number of bytes without decimals that nobody measured.
func roomText(bytes int64) string {
	switch {
	case bytes >= 1<<30 && bytes%(1<<30) == 0:
		return templates.Number(bytes>>30) + "\u00a0GB"
	case bytes >= 1<<30:
		return disk.SizeText(bytes)
	}
	return templates.Number(bytes>>20) + "\u00a0MB"
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

func (a *App) runAgain(ctx context.Context, limits roomLimits) {
	a.room.start.Size, a.room.reserve.Size = limits.start, limits.reserve
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
	if err != nil || space.Free >= limitsOf(space.Total).full {
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
		limits, enough := limitsOf(space.Total), warnBelow(space.Total)
		free := fmt.Sprintf("Auf dem Datenträger von %s sind noch %s frei.", folder, freeText(space.Free))
		switch {
		case folder == a.Config.Data && a.DB.Full():
			return danger("Der Datenträger ist voll. Mitglieder können lesen, aber nicht schreiben. " + free + " Schaffen Sie Platz: Sobald " +
				roomText(limits.again) + " frei sind, geht es ohne Neustart weiter."), nil
		case space.Free < limits.full+limits.reserve:
			return danger(free + " Gleich kann niemand mehr schreiben. Schaffen Sie sofort Platz: Mindestens " + roomText(enough) +
				" sollten frei sein."), nil
		case space.Free < enough:
			return warning(free + " Schaffen Sie Platz, bevor niemand mehr schreiben kann: Mindestens " + roomText(enough) +
				" sollten frei sein."), nil
		}
	}
	return alarm.Finding{}, nil
}

// freeStep is in what steps is said how much is free, so that the sentence stays for a while.
const freeStep = 16 << 20

func freeText(free int64) string {
	if free < freeStep {
		return "weniger als " + roomText(freeStep)
	}
	return roomText(free / freeStep * freeStep)
}
