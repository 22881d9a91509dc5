//go:build !postgres

package app_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/backup"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

func restoring(t *testing.T, from, erased string) app.Restoring {
	return app.Restoring{From: from, Erased: erased, Begin: func(backup.Manifest) {}, Say: t.Logf,
		Progress: func(string) backup.Progress { return func(int64, int64) {} }}
}

// TestWhatHappenedAfterTheBackupDoesNotComeBack: who was erased since, and what was ended
// or sent since.
func TestWhatHappenedAfterTheBackupDoesNotComeBack(t *testing.T) {
	w := New(t)
	w.Ask(Bea, Public, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	w.Get(Ann, "/konto")
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error { // a mail that leaves an hour after the backup
		_, err := tx.Exec(`
			INSERT INTO outbox (person_id, kind, subject_id, state, attempts, doubts, next_at, message_id, created_at, error)
			VALUES ($1, 'password.changed', 4711, 'waiting', 0, 0, $2, 'x', $3, '')`, w.By(Ann).ID, tx.Now.Add(time.Hour), tx.Now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	to, list := filepath.Join(t.TempDir(), "sicherung.tar"), filepath.Join(w.Dir(), "geloescht.txt")
	made, err := backup.Make(w.Ctx, app.BackupOf(w.Config, w.DB, true), to, "", func(int64, int64) {})
	if err != nil || !made.Whole() || made.Erased != 0 {
		t.Fatalf("%+v, %v", made.Manifest, err)
	}
	if err := w.Acts.Leave(w.Ctx, w.By(Bea), true); err != nil {
		t.Fatal(err)
	}
	w.Scrubbed()
	dir := filepath.Join(t.TempDir(), "neu")
	out, err := app.Restore(w.Ctx, config.Config{Data: dir, BaseURL: "http://forum.example"}, slog.New(slog.DiscardHandler), restoring(t, to, list))
	if err != nil {
		t.Fatal(err)
	}
	if out.Erased != 1 || out.Sessions < 1 || out.Mails != 1 {
		t.Errorf("erased %d, sessions %d, mails %d", out.Erased, out.Sessions, out.Mails)
	}
	content, err := os.ReadFile(filepath.Join(dir, "forum.db"))
	if err != nil || bytes.Contains(content, []byte(Email(Bea))) || bytes.Contains(content, []byte("Beate Birke")) {
		t.Errorf("who was erased is in the database again, %v", err)
	}
	again := Open(t, dir)
	if n, err := db.View(w.Ctx, again.DB, func(tx *db.Tx) (int, error) {
		return db.Scalar[int](tx, `SELECT COUNT(*) FROM session WHERE created_at <= $1`, made.Made)
	}); err != nil || n > 0 {
		t.Errorf("%d sessions came back, %v", n, err)
	}
	if page := again.Get(Boss, "/verwaltung/post").Body; !strings.Contains(page, "aus einer Sicherung wiederhergestellt") {
		t.Error("administrators do not see the mail that waits for them")
	}
	again.Soon("the index is built", func() bool { return again.Finds(Ann, "zeppelinlandeplatz") })
}

// TestInterruptedRestoreIsBegunAgain leaves what a kill leaves between the last steps.
func TestInterruptedRestoreIsBegunAgain(t *testing.T) {
	w := New(t)
	to := filepath.Join(t.TempDir(), "sicherung")
	if _, err := backup.Make(w.Ctx, app.BackupOf(w.Config, w.DB, false), to, "", func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{"forum.neu/wiederherstellung", "forum.neu/forum.db", "geloescht.txt", "anhaenge/ab/cd"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := config.Config{Data: dir, BaseURL: "http://forum.example"}
	if _, err := app.New(w.Ctx, c, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a server starts on half a forum")
	}
	if _, err := app.Restore(w.Ctx, c, slog.New(slog.DiscardHandler), restoring(t, to, "")); err != nil {
		t.Fatal(err)
	}
	Open(t, dir)
}

// TestRestoredForumKnowsItsBackup: in the database that was copied it had not ended.
func TestRestoredForumKnowsItsBackup(t *testing.T) {
	w := New(t)
	place := filepath.Join(t.TempDir(), "sicherung")
	for _, kind := range []backup.Kind{backup.Drilled, backup.Made} {
		app.NoteRun(w.Ctx, w.DB, true, kind, place)
	}
	made, err := backup.Make(w.Ctx, app.BackupOf(w.Config, w.DB, false), place, "", func(int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "neu")
	c := config.Config{Data: dir, BaseURL: "http://forum.example"}
	if _, err := app.Restore(w.Ctx, c, slog.New(slog.DiscardHandler), restoring(t, place, "")); err != nil {
		t.Fatal(err)
	}
	s, _, err := Open(t, dir).BackupStatus(w.Ctx)
	if err != nil || !s.Last.Whole || s.Last.Ended.IsZero() || s.Last.Bytes != made.Size() || s.Whole.Place != place {
		t.Errorf("backup %+v, %v", s.Last, err)
	}
	if s.Drill.Ended.IsZero() || s.Drill.Whole {
		t.Errorf("drill %+v", s.Drill)
	}
}
