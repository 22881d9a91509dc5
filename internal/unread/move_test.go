package unread_test

import (
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// TestAMovedThreadStaysAsReadAsItWas moves threads between boards with other
// baselines, there and back.
func TestAMovedThreadStaysAsReadAsItWas(t *testing.T) {
	t.Parallel()
	w := New(t)
	before := w.Ask(Mod, Public, "Vor den Marken gefragt", "Frage")
	half := w.Ask(Mod, Public, "Davor und danach beantwortet", "Frage")
	head, err := w.Unread.Head(w.Ctx)
	if err != nil {
		t.Fatal(err)
	}
	w.Reply(Mod, half, "Danach")
	after := w.Ask(Mod, Public, "Danach gefragt", "Frage")
	readers := []reader{{w, t, Ann}, {w, t, Bea}, {w, t, Insider}, {w, t, Prog}, {w, t, Editor}}
	must := readers[0].must
	markBoard := func(by, slug string, head int64) {
		_, err := w.Unread.MarkBoard(w.Ctx, w.By(by), slug, head)
		must(err)
	}
	markBoard(Ann, Public, head)      // the former board only
	markBoard(Bea, Members, 1<<60)    // the next board only
	markBoard(Insider, Public, 1<<60) // both, in different ways
	markBoard(Insider, Members, head)
	w.Unread.Note(w.Ctx, w.By(Prog), half, 1) // a mark only
	markBoard(Editor, Members, 1<<60)         // a mark and the next board
	w.Unread.Note(w.Ctx, w.By(Editor), half, 1)
	readers[0].writes()

	threads := []int64{before, half, after}
	states := func() (out [][3]struct {
		upto  int
		isNew bool
	}) {
		for _, r := range readers {
			var one [3]struct {
				upto  int
				isNew bool
			}
			for i, id := range threads {
				s := r.state(id)
				one[i].upto, one[i].isNew = s.Upto, s.New
			}
			out = append(out, one)
		}
		return out
	}
	was := states()
	for _, to := range []string{Members, Public, "umwelt", Members} {
		for _, id := range threads {
			must(w.Forum.Move(w.Ctx, w.By(Boss), id, forum.Move{Board: w.Board(to), Confirm: true}))
		}
		for i, now := range states() {
			if now != was[i] {
				t.Errorf("moved to %s %s has read %v, before %v", to, readers[i].by, now, was[i])
			}
		}
	}
	for _, r := range readers {
		must(w.Unread.MarkAll(w.Ctx, w.By(r.by), 1<<60))
		r.want("[]")
	}
}

// TestARestrictedBoardTellsNothingAndForgetsNothing takes access away and gives it
// back.
func TestARestrictedBoardTellsNothingAndForgetsNothing(t *testing.T) {
	t.Parallel()
	r := world(t, Insider)
	read := r.Ask(Mod, Exclusive, "Noch gelesen", "Frage")
	r.want("[basisdienste:1]")
	post := r.Reply(Mod, read, "Noch eine Antwort")
	r.sees(read, 2)
	r.writes()
	circles, err := r.Boards.Circles(r.Ctx, r.By(Boss))
	r.must(err)
	r.must(r.Boards.Leave(r.Ctx, r.By(Boss), circles[0].ID, r.By(Insider).ID))
	r.want("[]")
	missed := r.Ask(Mod, Exclusive, "Nicht mehr gelesen", "Frage")
	r.want("[]")
	r.wantState(missed, 0, false)
	r.wantNoFirst(missed)
	r.wantNoFirst(1 << 40)
	if _, err := r.Unread.MarkBoard(r.Ctx, r.By(Insider), Exclusive, 1<<60); err == nil {
		t.Error("marked a board that does not exist for them")
	}
	if _, err := r.Unread.MarkUnreadFrom(r.Ctx, r.By(Insider), post); err == nil {
		t.Error("marked a post that does not exist for them")
	}
	r.must(r.Unread.MarkAll(r.Ctx, r.By(Insider), 1<<60))
	r.must(r.Boards.Join(r.Ctx, r.By(Boss), circles[0].ID, Email(Insider)))
	r.want("[basisdienste:1]")
	r.wantState(read, 2, false)
	r.wantState(missed, 0, true)
	r.must(r.Boards.Configure(r.Ctx, r.By(Boss), r.Board(Exclusive), board.Settings{Audience: board.Members}, "Test"))
	reader{r.World, t, Ann}.want("[basisdienste:2]")
}
