package unread_test

import (
	"testing"
	"time"

	. "kommunalforum/internal/testkit"
)

// told counts the notifications that are unread, with what is noted and without.
func (r reader) told(noted bool) int {
	r.t.Helper()
	var seen map[int64]int
	if noted {
		seen = r.Unread.Pending(r.Ctx, r.By(r.by).ID)
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

// TestWhatHappensAfterAPageWasShownStaysUnread: a mark is written seconds after the page,
// and settles nothing that came in between about a post that stood there already.
func TestWhatHappensAfterAPageWasShownStaysUnread(t *testing.T) {
	t.Parallel()
	r := world(t, Bea)
	thread := r.Ask(Ann, Members, "Eine fremde Frage", "Frage")
	reply := r.Reply(Bea, thread, "Eine Antwort")
	r.Unread.Note(r.Ctx, r.By(Bea), thread, 2)
	shown := time.Now()
	r.Soon("the clock goes on", func() bool { return time.Since(shown) > 5*time.Millisecond })
	r.must(r.Forum.MarkSolution(r.Ctx, r.By(Ann), reply, true))
	r.Soon("Bea is told of the solution", func() bool { return r.told(false) == 1 })
	r.must(r.Unread.Write(r.Ctx))
	if n := r.told(true); n != 1 {
		t.Errorf("after the mark was written the bell counts %d", n)
	}
	r.Unread.Note(r.Ctx, r.By(Bea), thread, 2)
	r.must(r.Unread.Write(r.Ctx))
	if n := r.told(true); n != 0 {
		t.Errorf("after the page was shown again the bell counts %d", n)
	}
}
