package forum_test

import (
	"testing"

	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

func TestBoardIsSortedByWhomThreadsConcern(t *testing.T) {
	t.Parallel()
	w := New(t)
	first := w.Ask(Ann, Members, "Die erste Frage an alle", "Text")
	second := w.Ask(Ann, Members, "Die zweite Frage an alle", "Text")
	hidden := w.Ask(Ann, Members, "Eine ausgeblendete Frage", "Text")
	for _, who := range []string{Bea, Prog} {
		for _, thread := range []int64{first, hidden} {
			if err := w.Forum.Support(w.Ctx, w.By(who), thread); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(hidden), "Verstößt gegen die Regeln"); err != nil {
		t.Fatal(err)
	}
	for order, want := range map[forum.Order]int64{forum.ByActivity: second, forum.BySupporters: first, forum.ByInhabitants: second} {
		list, err := w.Forum.Board(w.Ctx, w.By(Bea), Members, forum.Filter{Order: order})
		if err != nil || len(list.Rows) != 2 || list.Rows[0].ID != want || list.Total != 2 {
			t.Errorf("by %q: %+v, %v", order, list.Rows, err)
		}
	}
	if list, err := w.Forum.Board(w.Ctx, w.By(Guest), Members, forum.Filter{Order: forum.BySupporters}); err != nil || len(list.Rows) != 0 {
		t.Errorf("a guest of the members' board: %+v, %v", list.Rows, err)
	}
}
