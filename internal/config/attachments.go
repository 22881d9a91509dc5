package config

import "fmt"

// Attachments says where files lie that members attach to posts, and how many there may
// be. In zero values the defaults hold.
type Attachments struct {
	Dir     string // folder; empty means one in the data folder
	FileMB  int    // of one file, in MB of 2²⁰ bytes
	DayMB   int    // of what one person uploads within 24 hours
	QuotaMB int    // of all files of an organisation
	ZIP     bool   // accept ZIP archives
}

// Defaults of Attachments.
const (
	DefaultFileMB  = 20
	DefaultDayMB   = 200
	DefaultQuotaMB = 5000
)

// maxFileMB bounds what one form holds on disk.
const maxFileMB = 200

// WithDefaults fills in what the operator did not decide.
func (a Attachments) WithDefaults() Attachments {
	for _, n := range []struct {
		value     *int
		otherwise int
	}{{&a.FileMB, DefaultFileMB}, {&a.DayMB, DefaultDayMB}, {&a.QuotaMB, DefaultQuotaMB}} {
		if *n.value == 0 {
			*n.value = n.otherwise
		}
	}
	return a
}

// FileBytes, DayBytes and QuotaBytes are the limits in bytes.
func (a Attachments) FileBytes() int64  { return int64(a.FileMB) << 20 }
func (a Attachments) DayBytes() int64   { return int64(a.DayMB) << 20 }
func (a Attachments) QuotaBytes() int64 { return int64(a.QuotaMB) << 20 }

func (a Attachments) validate() error {
	a = a.WithDefaults()
	if a.FileMB < 1 || a.FileMB > maxFileMB {
		return fmt.Errorf("--attachment-mb %d geht nicht: Anzugeben sind 1 bis %d.", a.FileMB, maxFileMB)
	}
	if a.DayMB < a.FileMB || a.QuotaMB < a.DayMB {
		return fmt.Errorf("--attachment-mb, --attachment-day-mb und --attachment-quota-mb müssen in dieser Reihenfolge "+
			"größer werden, jetzt sind sie %d, %d und %d.", a.FileMB, a.DayMB, a.QuotaMB)
	}
	return nil
}
