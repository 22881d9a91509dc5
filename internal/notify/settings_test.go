package notify_test

import (
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

func settings(t *testing.T, w *World, who string) notify.Settings {
	t.Helper()
	s, err := w.Notify.Settings(w.Ctx, w.By(who))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestEveryKindHasOneRowInTheSettings goes over the list of kinds: a new one has its
// row, with words and a rhythm.
func TestEveryKindHasOneRowInTheSettings(t *testing.T) {
	t.Parallel()
	w := New(t)
	rows := map[notify.Kind]int{}
	for _, s := range settings(t, w, Mod).Kinds {
		rows[s.Kind]++
		if s.Label == "" || !s.Rhythm.Valid() || s.Rhythm != s.Default {
			t.Errorf("%+v", s)
		}
	}
	for _, k := range notify.Kinds {
		if rows[k.Kind] != 1 {
			t.Errorf("%s has %d rows", k.Kind, rows[k.Kind])
		}
	}
	for _, s := range settings(t, w, Ann).Kinds {
		if s.Group == notify.Work {
			t.Errorf("a member without a role chooses %s", s.Kind)
		}
	}
}

func TestSettingsAreKeptForTheirPersonOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, k := range notify.Kinds {
		for _, r := range notify.Rhythms {
			if err := w.Notify.SaveSettings(w.Ctx, w.By(Mod), map[notify.Kind]notify.Rhythm{k.Kind: r}, ""); err != nil {
				t.Fatal(err)
			}
			for _, s := range settings(t, w, Mod).Kinds {
				if want := r; s.Kind == k.Kind && s.Rhythm != want {
					t.Errorf("%s: %q, want %q", k.Kind, s.Rhythm, want)
				}
			}
		}
	}
	for _, s := range settings(t, w, Boss).Kinds {
		if s.Rhythm != s.Default {
			t.Errorf("%s changed for somebody else", s.Kind)
		}
	}
	if _, err := w.Notify.Settings(w.Ctx, account.Viewer{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("guests: %v", err)
	}
	if err := w.Notify.SaveSettings(w.Ctx, account.Viewer{}, nil, ""); !fault.Is(err, fault.Forbidden) {
		t.Errorf("guests save: %v", err)
	}
	for what, in := range map[string]map[notify.Kind]notify.Rhythm{"kind": {"unknown": notify.Now}, "rhythm": {notify.Mention: "hourly"}} {
		if err := w.Notify.SaveSettings(w.Ctx, w.By(Ann), in, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("unknown %s: %v", what, err)
		}
	}
}

// TestWhatIsOwedObeysTheNewRhythm changes the setting between event and mail.
func TestWhatIsOwedObeysTheNewRhythm(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	put(t, w, Bea, notify.FollowedReply, notify.Place{Kind: notify.Thread, ID: thread}, 2, 3)
	bea := w.By(Bea)
	write(t, w, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE notification SET delivery = 'daily' WHERE person_id = $1 AND position = 2`, bea.ID)
		return err
	})
	for _, c := range []struct {
		to            notify.Rhythm
		second, third string
	}{{notify.Now, "now", ""}, {notify.Weekly, "weekly", ""}, {notify.Never, "", ""}, {notify.Now, "", ""}} {
		if err := w.Notify.SaveSettings(w.Ctx, bea, map[notify.Kind]notify.Rhythm{notify.FollowedReply: c.to}, ""); err != nil {
			t.Fatal(err)
		}
		err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
			got, err := db.Column[string](tx, `
				SELECT delivery || CASE WHEN (delivery = 'now') = (due_at IS NOT NULL) THEN '' ELSE '!' END
				FROM notification
				WHERE person_id = $1
				ORDER BY position`, bea.ID)
			if err == nil && (got[0] != c.second || got[1] != c.third) {
				t.Errorf("after %q: %q", c.to, got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestAbsenceLastsTillItsDayAndMayEndEarly(t *testing.T) {
	t.Parallel()
	w := New(t)
	ann := w.By(Ann)
	today := catalogue.DateOf(w.DB.Now(w.Ctx))
	save := func(after time.Duration, until string) {
		t.Helper()
		if err := w.Notify.SaveSettings(w.At(after), ann, nil, until); err != nil {
			t.Fatal(err)
		}
	}
	stored := func() (from, until catalogue.Date) {
		t.Helper()
		err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
			_, err := db.One(tx, func(r db.Row) (int, error) { return 0, r.Scan(&from, &until) },
				`SELECT absent_from, absent_until FROM notify_person WHERE person_id = $1`, ann.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return from, until
	}
	day := 24 * time.Hour
	save(0, today.AddDays(10).German())
	if from, until := stored(); from != today || until != today.AddDays(10) || settings(t, w, Ann).AbsentUntil != until {
		t.Errorf("%s to %s", from, until)
	}
	save(2*day, today.AddDays(20).German()) // longer: it began when it began
	if from, until := stored(); from != today || until != today.AddDays(20) {
		t.Errorf("longer: %s to %s", from, until)
	}
	save(5*day, "") // back early: the digest sums it up
	if from, until := stored(); from != today || until != today.AddDays(4) {
		t.Errorf("early: %s to %s", from, until)
	}
	if s, err := w.Notify.Settings(w.At(5*day), ann); err != nil || s.AbsentUntil != "" {
		t.Errorf("still absent: %q, %v", s.AbsentUntil, err)
	}
}
