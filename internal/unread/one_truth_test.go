package unread_test

import (
	"testing"

	. "kommunalforum/internal/testkit"
)

// told counts the notifications that are unread, with what is noted and without.
func (r reader) told(noted bool) int {
	r.t.Helper()
	var seen map[int64]int
	if noted {
		seen = r.Unread.Pending(r.By(r.by).ID)
	}
	n, err := r.Notify.Unread(r.Ctx, r.By(r.by), seen)
	r.must(err)
	return n
}

func TestNotificationsAndMarksAreOneTruth(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Ann, Members, "Eine eigene Frage", "Frage")
	reply := r.Reply(Bea, thread, "Eine Antwort")
	r.Soon("Ann is told of the reply", func() bool { return r.told(false) == 1 })
	if s := r.state(thread); !s.Told {
		t.Errorf("the thread's page does not know: %+v", s)
	}
	r.sees(thread, 2)
	if n := r.told(true); n != 0 {
		t.Errorf("read and not written yet, the bell says %d", n)
	}
	r.writes()
	if n := r.told(false); n != 0 {
		t.Errorf("once written the bell says %d", n)
	}
	_, err := r.Unread.MarkUnreadFrom(r.Ctx, r.By(Ann), reply)
	r.must(err)
	if n := r.told(true); n != 1 {
		t.Errorf("marked as unread, the bell says %d", n)
	}
	_, err = r.Unread.MarkBoard(r.Ctx, r.By(Ann), Members, r.head())
	r.must(err)
	if n := r.told(true); n != 0 {
		t.Errorf("with its board marked as read, the bell says %d", n)
	}
	r.must(r.Forum.MarkSolution(r.Ctx, r.By(Mod), reply, true))
	bea := reader{r.World, t, Bea}
	bea.sees(thread, 1)
	bea.writes()
	r.Soon("Bea is told of the solution", func() bool { return bea.told(false) == 1 })
	if s := bea.state(thread); s.New || !s.Told {
		t.Errorf("a solution makes no post unread, but there is something to settle: %+v", s)
	}
	r.Get(Bea, "/thema/1")
	if n := bea.told(true); n != 1 {
		t.Errorf("a redirect is no reading: the bell says %d", n)
	}
	r.Get(Bea, r.Get(Bea, "/thema/1").Location())
	if n := bea.told(true); n != 0 {
		t.Errorf("after the page the bell says %d", n)
	}
}
