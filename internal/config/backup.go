package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Backup says where and when the server backs the forum up by itself. The zero value is
// never.
type Backup struct {
	To   string // folder for several backups; "" makes none
	At   string // time of day in Europe/Berlin, such as 02:30
	Keep int    // how many stay
}

// On reports whether the server makes backups.
func (b Backup) On() bool { return b.To != "" }

// MaxKeep is the maximum number of backups that stay.
const MaxKeep = 1000

var timeOfDay = regexp.MustCompile(`^([01]\d|2[0-3]):([0-5]\d)$`)

// ErrBackupWithin refuses a place for backups in the data folder: it would be lost with it.
var ErrBackupWithin = errors.New("Eine Sicherung im Datenordner ginge mit ihm verloren. Bitte geben Sie einen Ort auf einem anderen " +
	"Datenträger an.")

// Clock returns the hour and minute at which a backup is made.
func (b Backup) Clock() (hour, minute int) {
	m := timeOfDay.FindStringSubmatch(b.At)
	if m == nil {
		return 0, 0
	}
	hour, _ = strconv.Atoi(m[1])
	minute, _ = strconv.Atoi(m[2])
	return hour, minute
}

func (b Backup) validate(data string) error {
	if !b.On() {
		return nil
	}
	var p Problems
	if Within(data, b.To) {
		p.Add(fmt.Errorf("--backup-to %s geht nicht: %w", b.To, ErrBackupWithin))
	}
	p.Add(b.Plan())
	return p.Err()
}

// Plan says what is wrong with when backups are made and how many stay, also where none
// are made.
func (b Backup) Plan() error {
	var p Problems
	if !timeOfDay.MatchString(b.At) {
		p.Add(fmt.Errorf("--backup-at %q geht nicht: Anzugeben ist eine Uhrzeit wie 02:30.", b.At))
	}
	if b.Keep < 1 || b.Keep > MaxKeep {
		p.Add(fmt.Errorf("--backup-keep %d geht nicht: Anzugeben sind 1 bis %d.", b.Keep, MaxKeep))
	}
	return p.Err()
}

// Within reports whether a path, which need not exist, is a folder or leads into it, by
// whatever links and names.
func Within(dir, path string) bool {
	dir, path = resolved(dir), resolved(path)
	inside, err := filepath.Rel(dir, path)
	if err == nil && inside != ".." && !strings.HasPrefix(inside, ".."+string(filepath.Separator)) {
		return true
	}
	folder, err := os.Stat(dir)
	if err != nil {
		return false
	}
	for ; ; path = filepath.Dir(path) { // the folder may be mounted under a second name
		if info, err := os.Stat(path); err == nil && os.SameFile(folder, info) {
			return true
		}
		if path == filepath.Dir(path) {
			return false
		}
	}
}

// resolved is a path without links, as far as it exists.
func resolved(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path
	}
	return filepath.Join(resolved(parent), filepath.Base(path))
}
