package index_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/index"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/search/searchtest"
	"kommunalforum/internal/testkit"
)

// losses returns what the alarm is about.
func (w *world) losses() (all []event.Loss) {
	w.T.Helper()
	w.Must(w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		all, err = event.LossesTx(tx)
		return err
	}))
	return all
}

// exec changes rows behind the back of the program.
func (w *world) exec(query string, args ...any) {
	w.T.Helper()
	w.Must(w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(query, args...)
		return err
	}))
}

// openLogging opens the index again and returns what it logs.
func (w *world) openLogging() string {
	w.T.Helper()
	w.Must(w.OwnIndex.Close())
	var log bytes.Buffer
	w.OwnIndex = index.New(w.OwnDir, w.DB, slog.New(slog.NewTextHandler(&log, nil)), index.Version)
	w.OwnSearch = search.New(w.DB, w.OwnIndex)
	w.Must(w.OwnIndex.Open(w.Ctx))
	w.T.Cleanup(func() { w.OwnIndex.Close() })
	return log.String()
}

// TestIndexAheadOfItsDatabaseIsAnAlarm does to the database what a lost
// write-ahead log or an old backup comes to.
func TestIndexAheadOfItsDatabaseIsAnAlarm(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*world){
		"the last events are gone": func(w *world) {},
		"others came in their place": func(w *world) {
			w.Ask(testkit.Ann, testkit.Public, "Neue Frage zur Meise", "Text")
			w.Ask(testkit.Ann, testkit.Public, "Neue Frage zum Fink", "Text")
			w.Ask(testkit.Ann, testkit.Public, "Neue Frage zum Star", "Text")
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			before := testkit.New(t)
			w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
			w.Ask(testkit.Ann, testkit.Public, "Frage zur Drossel", "Text")
			w.CatchUp()
			w.Must(w.OwnIndex.Close())
			restored := &world{World: &searchtest.World{World: before, OwnDir: w.OwnDir, OwnIndex: w.OwnIndex}} // as it was before the two
			lose(restored)
			if log := restored.openLogging(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, "ahead of the database") {
				t.Errorf("logged: %s", log)
			}
			restored.wantReady(false)
			if n := len(restored.losses()); n != 1 {
				t.Fatalf("%d losses are noted", n)
			}
			restored.Must(restored.OwnIndex.Rebuild(restored.Ctx))
			restored.WantTitles(testkit.Guest, "Amsel", "")
			if len(restored.losses()) != 1 { // only a person ends the alarm
				t.Error("the rebuilt index ended the alarm")
			}
			if log := restored.openLogging(); strings.Contains(log, "ERROR") {
				t.Errorf("the rebuilt index is ahead again: %s", log)
			}
		})
	}
}

func TestIndexOfAForeignDatabaseIsRefusedWithTheHint(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.CatchUp()
	w.Must(w.OwnIndex.Close())
	other := &world{World: &searchtest.World{World: testkit.New(t), OwnDir: w.OwnDir, OwnIndex: w.OwnIndex}}
	other.exec(`UPDATE event_log SET id = 'another'`)
	other.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text") // its log is longer
	if log := other.openLogging(); strings.Contains(log, "ERROR") || !strings.Contains(log, "belongs to another database") {
		t.Errorf("logged: %s", log)
	}
	other.wantReady(false)
	if r := other.Find(testkit.Guest, query.Form{Text: "Amsel"}); !r.Partial {
		t.Error("the page does not say that hits are missing")
	}
	if n := len(other.losses()); n != 0 {
		t.Errorf("%d losses are noted", n)
	}
	other.Must(other.OwnIndex.Rebuild(other.Ctx))
	other.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel")
}

// TestOldEventsMayGoWithoutAnAlarm prunes all that may be pruned.
func TestOldEventsMayGoWithoutAnAlarm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 3 {
		w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	}
	w.CatchUp()
	w.exec(`DELETE FROM event`)
	if log := w.openLogging(); strings.Contains(log, "ERROR") {
		t.Errorf("logged: %s", log)
	}
	w.wantReady(true)
}

func TestInspectJudgesEveryGeneration(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.CatchUp()
	w.Must(w.OwnIndex.Close())
	good := w.generations()[0]
	older := filepath.Join(w.OwnDir, "index-20200101T000000.000000000")
	w.Must(os.CopyFS(older, os.DirFS(good)))
	segments, err := filepath.Glob(filepath.Join(older, "store", "*.zap"))
	w.Must(err)
	w.Must(os.Truncate(segments[0], 100))
	half := filepath.Join(w.OwnDir, "index-99991231T000000.000000000")
	w.Must(os.CopyFS(half, os.DirFS(good)))
	w.Must(os.RemoveAll(filepath.Join(half, "store"))) // a kill before the first batch
	w.Must(os.WriteFile(half+".unfertig", nil, 0o600))
	all := index.Inspect(w.OwnDir)
	if len(all) != 3 {
		t.Fatalf("%d were judged, want 3", len(all))
	}
	if g := all[0]; g.Path != half || g.Err != nil || !g.Unfinished {
		t.Errorf("the half-built one: %+v", g)
	}
	if g := all[1]; g.Path != good || g.Err != nil || g.Unfinished || g.At.Log == "" {
		t.Errorf("the sound one: %+v", g)
	}
	if g := all[2]; g.Path != older || g.Err == nil {
		t.Errorf("the damaged one: %+v", g)
	}
	w.Open(index.Version)
	w.wantReady(true)
	if left, err := os.ReadDir(w.OwnDir); err != nil || len(left) != 1 {
		t.Errorf("left are %v, %v", left, err)
	}
}
