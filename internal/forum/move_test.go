package forum_test

import (
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

// TestLossCountsWhoWroteAndCouldNoLongerRead, whatever admits the others: a kind, a group
// or a role.
func TestLossCountsWhoWroteAndCouldNoLongerRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	first := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So oder anders?")
	w.Ask(Ann, Members, "Und wie geht jenes?", "So oder anders?")
	w.Reply(Bea, first, "Meine Antwort ist lang genug.")
	w.Reply(Mod, first, "Meine Antwort ist lang genug.")
	w.Reply(Insider, first, "Meine Antwort ist lang genug.")
	w.Ask(Editor, Public, "Anderswo gefragt", "Das zählt nicht.")
	if err := w.Forum.Withdraw(w.Ctx, w.By(Prog), w.Reply(Prog, first, "Zurück damit, sie stimmt nicht.")); err != nil {
		t.Fatal(err)
	}
	circle, err := w.Boards.NewCircle(w.Ctx, w.By(Boss), "Bea und Insider", w.By(Bea).ID, w.By(Insider).ID)
	if err != nil {
		t.Fatal(err)
	}
	kind := w.By(Ann).Organisation.Kind
	for _, c := range []struct {
		what string
		in   board.Settings
		want forum.Loss
	}{
		{"all members", board.Settings{Audience: board.Members}, forum.Loss{}},
		{"nobody", board.Settings{Audience: board.Restricted}, forum.Loss{People: 3, Questions: 2}},
		{"Ann's kind", board.Settings{Audience: board.Restricted, Kinds: []organisation.Kind{kind}}, forum.Loss{People: others(w, kind)}},
		{"a group", board.Settings{Audience: board.Restricted, Circles: []int64{circle}}, forum.Loss{People: 1, Questions: 2}},
		{"both", board.Settings{Audience: board.Restricted, Kinds: []organisation.Kind{kind}, Circles: []int64{circle}}, forum.Loss{}},
	} {
		got, err := w.Forum.LossBy(w.Ctx, w.By(Boss), w.Board(Members), c.in)
		if err != nil || got != c.want {
			t.Errorf("for %s: %+v, want %+v, %v", c.what, got, c.want, err)
		}
	}
	if _, err := w.Forum.LossBy(w.Ctx, w.By(Mod), w.Board(Members), board.Settings{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a moderator learns it: %v", err)
	}
}

// others counts Bea and Insider without those of the kind.
func others(w *World, kind organisation.Kind) (n int) {
	for _, who := range []string{Bea, Insider} {
		if w.By(who).Organisation.Kind != kind {
			n++
		}
	}
	return n
}
