package admin_test

import (
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/backup"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

const alarmed = "Eine Sicherung fehlt"

// ran notes a run that began some time ago.
func ran(t *testing.T, w *World, kind backup.Kind, ago time.Duration, problem string) {
	t.Helper()
	err := w.DB.Write(w.At(-ago), func(tx *db.Tx) error {
		id, err := backup.BeginTx(tx, kind, false, "/backup")
		if err != nil {
			return err
		}
		return backup.EndTx(tx, id, 5<<20, problem)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAdministratorsSeeHowBackupsAre(t *testing.T) {
	t.Parallel()
	w := New(t)
	shows := func(what string, wants ...string) {
		t.Helper()
		page := w.Get(Boss, path.Administration).Body
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page does not say %q", what, want)
			}
		}
		if strings.Contains(page, alarmed) {
			t.Errorf("%s: there is an alarm", what)
		}
	}
	shows("none", "Keine, von der das Forum weiß", "Noch nie", "--backup-to")
	ran(t, w, backup.Made, 7*24*time.Hour, "")
	ran(t, w, backup.Drilled, 7*24*time.Hour, "")
	shows("whole", "5,0\u00a0MB", "gelungen")
	ran(t, w, backup.Made, time.Hour, "Auf dem Datenträger ist zu wenig Platz.")
	shows("failed", "nicht vollständig: Auf dem Datenträger", "5,0\u00a0MB")
}

func TestOverdueBackupIsAnAlarmUntilThereIsOne(t *testing.T) {
	t.Parallel()
	w := New(t)
	ran(t, w, backup.Made, 9*24*time.Hour, "")
	ran(t, w, backup.Made, time.Hour, "Auf dem Datenträger ist zu wenig Platz.")
	if page := w.Get(Boss, path.Administration).Body; !strings.Contains(page, alarmed) {
		t.Error("there is no alarm")
	}
	ran(t, w, backup.Made, 0, "")
	if page := w.Get(Boss, path.Administration).Body; strings.Contains(page, alarmed) {
		t.Error("the alarm stays")
	}
}
