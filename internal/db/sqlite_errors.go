package db

import (
	"errors"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"kommunalforum/internal/fault"
)

func (sqlite) translate(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	switch {
	case e.ExtendedCode == sqlite3.ErrConstraintUnique, e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey:
		return &wrapped{fault.Conflict, "Das gibt es schon.", err}
	case e.Code == sqlite3.ErrBusy, e.Code == sqlite3.ErrLocked:
		return &wrapped{fault.Unready, "Die Datenbank ist gerade ausgelastet. Bitte versuchen Sie es noch einmal.", err}
	case noRoom(err):
		return &wrapped{fault.Unready, "Der Speicherplatz ist voll. Lesen ist möglich, Schreiben im Augenblick nicht.", err}
	case e.Code == sqlite3.ErrReadonly, e.SystemErrno == syscall.EROFS:
		return &wrapped{fault.Unready, "Die Datenbank ist schreibgeschützt. Lesen ist möglich, Schreiben im Augenblick nicht.", err}
	case damaged(err):
		return &wrapped{fault.Internal, "Die Datenbank ist beschädigt. Bitte halten Sie das Forum an, prüfen Sie sie mit " +
			"„kommunalforum check“ und spielen Sie eine Sicherung ein.", err}
	case e.Code == sqlite3.ErrCantOpen, e.Code == sqlite3.ErrPerm:
		return &wrapped{fault.Internal, "Die Dateien der Datenbank lassen sich nicht öffnen. Bitte prüfen Sie, wem der Datenordner " +
			"gehört und wer darin schreiben darf.", err}
	case e.Code == sqlite3.ErrIoErr:
		return &wrapped{fault.Internal, "Der Datenträger der Datenbank meldet einen Fehler. Bitte prüfen Sie ihn.", err}
	}
	return err
}

func (sqlite) damaged(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrNotADB)
}

// unclear is false: what was not committed is rolled back.
func (sqlite) unclear(error) bool { return false }

// noRoom reports whether SQLite says that the disk is full.
func noRoom(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrFull || e.SystemErrno == syscall.ENOSPC || e.SystemErrno == syscall.EDQUOT)
}
