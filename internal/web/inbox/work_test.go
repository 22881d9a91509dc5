package inbox_test

import (
	"fmt"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

// TestOwnPageShowsWhatWaitsByRole: each sees what they may work off, with the way there.
func TestOwnPageShowsWhatWaitsByRole(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Ann, Members)
	w.Waits("neu@stadt.example", "Neue Person", "Stadt Unbekannt")
	w.Fill("/wartend/:id/freigeben")
	w.Article(Mod, Members)
	const (
		asked   = `href="/schreibtisch?zustand=received">1 neue Frage`
		applied = `href="/verwaltung/aufnahmen">1 Aufnahme wartet`
		held    = `href="/moderation/erste-beitraege">1 erster Beitrag wartet`
	)
	for by, want := range map[string][]string{Bea: nil, Prog: {asked}, Boss: {applied, held}, Mod: {applied, held}, OtherMod: {applied}} {
		body := w.Get(by, "/meine").Body
		for _, text := range []string{asked, applied, held} {
			wanted := false
			for _, x := range want {
				wanted = wanted || x == text
			}
			if strings.Contains(body, text) != wanted {
				t.Errorf("%s reads %s: %v, want %v", by, text, !wanted, wanted)
			}
		}
	}
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		t.Fatal(err)
	}
	body := w.Get(Prog, "/meine").Body
	if strings.Contains(body, "neue Frage") || !strings.Contains(body, `href="/fragen-an-das-programmmanagement/`+number) ||
		!strings.Contains(body, "Frist bis ") {
		t.Errorf("what is assigned: %s", body)
	}
	for _, by := range []string{Ann, Bea, Mod} {
		if body := w.Get(by, "/meine").Body; strings.Contains(body, "Frist bis ") {
			t.Errorf("%s reads what is assigned to others", by)
		}
	}
}

// TestOwnPageOffersEscalationOnceAQuestionIsOverdue: only to who asked, and only until
// somebody passed the question on.
func TestOwnPageOffersEscalationOnceAQuestionIsOverdue(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer zahlt den Betrieb?", "Eine Frage")
	offer := fmt.Sprintf(`href="/thema/%d/an-das-programmmanagement"`, thread)
	later := w.DB.Now(w.Ctx).AddDate(0, 0, 40)
	if strings.Contains(w.Get(Ann, "/meine").Body, offer) {
		t.Error("offered at once")
	}
	for by, want := range map[string]bool{Ann: true, Bea: false, Mod: false} {
		rows, err := w.Acts.Escalatable(db.At(w.Ctx, later), w.By(by), 5)
		if err != nil || (len(rows) == 1) != want {
			t.Errorf("%s may pass on %d, %v", by, len(rows), err)
		}
	}
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE thread SET created_at = $1 WHERE id = $2`, tx.Now.AddDate(0, 0, -40), thread)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if body := w.Get(Ann, "/meine").Body; !strings.Contains(body, offer) {
		t.Errorf("not offered: %s", body)
	}
}
