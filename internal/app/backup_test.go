package app_test

import (
	"testing"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/backup"
	"kommunalforum/internal/config"
	. "kommunalforum/internal/testkit"
)

func TestServerBacksUpByItself(t *testing.T) {
	to := t.TempDir()
	w := New(t, func(c *config.Config) { c.Backup = config.Backup{To: to, At: "00:00", Keep: 2} })
	var all []backup.Kept
	w.Soon("a backup is made", func() bool {
		var err error
		if all, err = backup.List(w.Ctx, to); err != nil {
			t.Fatal(err)
		}
		return len(all) > 0
	})
	if _, damaged, err := backup.Verify(w.Ctx, all[0].Path, func(int64, int64) {}); err != nil || len(damaged) > 0 || !all[0].Whole() {
		t.Errorf("%v, %v, %v", damaged, err, all[0].Defects)
	}
	w.Soon("it is noted", func() bool {
		s, overdue, err := w.BackupStatus(w.Ctx)
		return err == nil && !overdue && s.Planned && s.Whole.Scheduled && s.Whole.Place == all[0].Path
	})
}

func TestBackupIsDueAtItsTimeOfDay(t *testing.T) {
	at := func(text string) time.Time {
		out, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	c := config.Backup{To: "/backup", At: "02:30", Keep: 14}
	for now, want := range map[string]string{
		"2026-11-29T02:29:59+01:00": "2026-11-28T02:30:00+01:00",
		"2026-11-29T02:30:00+01:00": "2026-11-29T02:30:00+01:00",
		"2026-11-29T23:59:00+01:00": "2026-11-29T02:30:00+01:00",
		"2026-11-30T00:10:00+01:00": "2026-11-29T02:30:00+01:00",
		"2026-07-01T01:00:00Z":      "2026-07-01T02:30:00+02:00",
		"2026-10-25T12:00:00+01:00": "2026-10-25T02:30:00+01:00", // the hour that comes twice
	} {
		if got := app.LastDue(c, at(now)); !got.Equal(at(want)) {
			t.Errorf("at %s it was due at %s, want %s", now, got, want)
		}
	}
}
