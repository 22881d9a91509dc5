package forum_test

import (
	"testing"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

func TestAThreadConcernsEachOrganisationOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage, die viele haben", "Frage")
	count := func(by string) (organisations int, own bool) {
		t.Helper()
		r, err := w.Forum.ThreadPage(w.Ctx, w.By(by), thread, 1)
		if err != nil {
			t.Fatal(err)
		}
		return r.Supporters.Organisations, r.Supporters.Own
	}
	if n, own := count(Ann); n != 1 || !own {
		t.Errorf("after asking: %d organisations, own %v", n, own)
	}
	for range 2 {
		if err := w.Forum.Support(w.Ctx, w.By(Bea), thread); err != nil {
			t.Fatal(err)
		}
	}
	if n, own := count(Bea); n != 2 || !own {
		t.Errorf("after two clicks of one organisation: %d, own %v", n, own)
	}
	list, err := w.Forum.Board(w.Ctx, w.By(Ann), Members, forum.Filter{})
	if err != nil || list.Rows[0].Supporters != 2 {
		t.Errorf("the list says %+v, %v", list.Rows, err)
	}
	if err := w.Forum.Unsupport(w.Ctx, w.By(Bea), thread); err != nil {
		t.Fatal(err)
	}
	if n, own := count(Bea); n != 1 || own {
		t.Errorf("after taking it back: %d, own %v", n, own)
	}
	wantKind(t, w.Forum.Unsupport(w.Ctx, w.By(Ann), thread), fault.Invalid)
	if err := w.Forum.MarkOutdated(w.Ctx, w.By(Ann), thread, "Gilt nicht mehr"); err != nil {
		t.Fatal(err)
	}
	wantKind(t, w.Forum.Support(w.Ctx, w.By(Bea), thread), fault.Invalid)
}
