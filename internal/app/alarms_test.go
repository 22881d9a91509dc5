package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/alarm"
	"kommunalforum/internal/backup"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// stateOf returns how a check stands once it was looked at.
func stateOf(t *testing.T, w *World, kind alarm.Kind) alarm.State {
	t.Helper()
	if err := w.Alarms.Look(w.Ctx); err != nil {
		t.Fatal(err)
	}
	for _, s := range w.Alarms.States() {
		if s.Kind == kind {
			return s
		}
	}
	t.Fatalf("%s is not watched", kind)
	return alarm.State{}
}

// TestBackupThatFailedIsAnAlarm has backups that fail, become whole, and stop.
func TestBackupThatFailedIsAnAlarm(t *testing.T) {
	t.Parallel()
	w := New(t)
	run := func(problem string) {
		t.Helper()
		err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
			id, err := backup.BeginTx(tx, backup.Made, false, "/sicherung")
			if err != nil {
				return err
			}
			return backup.EndTx(tx, id, 1, problem)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	is := func(level alarm.Level, words string) {
		t.Helper()
		if s := stateOf(t, w, "backup"); s.Level != level || !strings.Contains(s.Sentence, words) {
			t.Errorf("it is %+v", s)
		}
		if a := w.Get(Boss, "/verwaltung/zustand"); !strings.Contains(a.Body, "Sicherung") || !strings.Contains(a.Body, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	is(alarm.Fine, "Keine Sicherung ist fehlgeschlagen")
	run("Der Datenträger ist voll.")
	is(alarm.Warning, "ist nicht vollständig")
	run("")
	is(alarm.Fine, "Keine Sicherung ist fehlgeschlagen")
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE backup SET began_at = began_at - $1`, (backup.ByHandAge + time.Hour).Milliseconds())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	is(alarm.Danger, "ist keine vollständige Sicherung mehr entstanden")
}

// TestMailsThatWaitedForTheStartAreNotLate has a mail that was due while nothing ran.
func TestMailsThatWaitedForTheStartAreNotLate(t *testing.T) {
	t.Parallel()
	w := New(t, func(c *config.Config) { c.Mail.Folder = t.TempDir() })
	w.IndexReady()
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO outbox (person_id, kind, subject_id, state, attempts, doubts, next_at, message_id, created_at, error, lease_until)
			VALUES ($1, 'password.changed', 4711, 'waiting', 0, 0, $2, 'x', $2, '', $3)`,
			w.By(Ann).ID, tx.Now.Add(-2*time.Hour), tx.Now.Add(time.Hour))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.App.OpenedBefore(0)
	if _, body := ready(w.App); !strings.Contains(body, "Postausgang: ok") {
		t.Errorf("right after the start it says %q", body)
	}
	w.App.OpenedBefore(time.Hour)
	if code, body := ready(w.App); code != http.StatusServiceUnavailable || !strings.Contains(body, "Postausgang: Fällige E-Mails") {
		t.Errorf("an hour later it says %d %q", code, body)
	}
}

// TestStateSaysWhatIsKnown has no virus scanner, and no page was looked at.
func TestStateSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	w := New(t)
	if s := stateOf(t, w, "scanner"); s.Sentence != "Es ist kein Virenscanner eingerichtet." {
		t.Errorf("of the scanner it says %q", s.Sentence)
	}
	if s := stateOf(t, w, "pages"); strings.Contains(s.Sentence, "lesbar") {
		t.Errorf("of the pages it says %q", s.Sentence)
	}
}
