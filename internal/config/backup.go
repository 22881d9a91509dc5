package config

import (
	"fmt"
	"regexp"
	"strconv"
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

func (b Backup) validate() error {
	switch {
	case !b.On():
		return nil
	case !timeOfDay.MatchString(b.At):
		return fmt.Errorf("--backup-at %q geht nicht: Anzugeben ist eine Uhrzeit wie 02:30.", b.At)
	case b.Keep < 1 || b.Keep > MaxKeep:
		return fmt.Errorf("--backup-keep %d geht nicht: Anzugeben sind 1 bis %d.", b.Keep, MaxKeep)
	}
	return nil
}
