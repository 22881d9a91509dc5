package integrity_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/integrity"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

func TestSoundDatabaseIsCheckedAndRemembered(t *testing.T) {
	t.Parallel()
	w := New(t)
	c := integrity.New(w.DB, slog.New(slog.DiscardHandler))
	if _, found, err := c.Last(w.Ctx); found || err != nil {
		t.Errorf("before the first look: %v, %v", found, err)
	}
	r, err := c.Check(w.Ctx)
	if err != nil || !r.Sound() || !strings.Contains(r.Checked, "Tabellen") {
		t.Fatalf("it says %+v, %v", r, err)
	}
	last, found, err := integrity.New(w.DB, slog.New(slog.DiscardHandler)).LastFor(w.Ctx, w.By(Boss))
	if err != nil || !found || last != r {
		t.Errorf("remembered is %+v, %v", last, err)
	}
	if _, _, err := c.LastFor(w.Ctx, w.By(Mod)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a moderator gets %v", err)
	}
}

func TestNextLookIsAWeekLaterAndADayAfterDamage(t *testing.T) {
	t.Parallel()
	w := New(t)
	c := integrity.New(w.DB, slog.New(slog.DiscardHandler))
	due := func(after time.Duration) time.Duration {
		t.Helper()
		wait, err := c.Due(db.At(w.Ctx, time.Now().Add(after)))
		if err != nil {
			t.Fatal(err)
		}
		return wait.Round(time.Hour)
	}
	if got := due(0); got != 0 {
		t.Errorf("the first look is in %v", got)
	}
	if _, err := c.Check(w.Ctx); err != nil {
		t.Fatal(err)
	}
	for after, want := range map[time.Duration]time.Duration{0: integrity.Rhythm, 6 * 24 * time.Hour: 24 * time.Hour, 8 * 24 * time.Hour: 0,
		-3 * time.Hour: 0} { // the last one: the clock was ahead
		if got := due(after); got != want {
			t.Errorf("%v after a look the next one is in %v, want %v", after, got, want)
		}
	}
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE page_check SET defects = 1, first = 'Tabelle „post“, Seite 7'`)
		return err
	})
	if got := due(0); err != nil || got != 24*time.Hour {
		t.Errorf("after damage the next look is in %v, %v", got, err)
	}
	if err := w.Alarms.Look(w.Ctx); err != nil {
		t.Fatal(err)
	}
	for _, s := range w.Alarms.States() {
		if s.Kind == "pages" && !strings.Contains(s.Sentence, "Tabelle „post“, Seite 7") {
			t.Errorf("the alarm says %q", s.Sentence)
		}
	}
}
