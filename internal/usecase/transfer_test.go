package usecase_test

import (
	"sync"
	"testing"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

func TestOnlyModeratorsOfBothBoardsMerge(t *testing.T) {
	t.Parallel()
	w := New(t)
	from, to, elsewhere := w.Ask(Ann, Members, "Eine Frage zum Üben", "Frage"), w.Ask(Bea, Public, "Noch eine zum Üben", "Frage"),
		w.Ask(Bea, "umwelt", "Anderswo gefragt", "Frage")
	for _, c := range []struct {
		by       string
		from, to int64
		want     fault.Kind
	}{
		{Guest, from, to, fault.NotFound}, {Ann, from, to, fault.Forbidden}, {Editor, from, to, fault.Forbidden}, {Prog, from, to, fault.Forbidden},
		{OtherMod, from, elsewhere, fault.Forbidden}, {Mod, from, elsewhere, fault.Invalid}, {Mod, from, from, fault.Invalid},
		{Mod, from, 4711, fault.Invalid}, {Mod, from, to, fault.Invalid}, // to a wider audience unasked
	} {
		if _, err := w.Acts.MergeThreads(w.Ctx, w.By(c.by), c.from, forum.Merge{Into: c.to}); !fault.Is(err, c.want) {
			t.Errorf("%s merges %d into %d: %v", c.by, c.from, c.to, err)
		}
	}
	if _, err := w.Acts.MergeThreads(w.Ctx, w.By(Mod), from, forum.Merge{Into: to, Confirm: true}); err != nil {
		t.Error(err)
	}
}

// TestTwoMergesIntoEachOtherAtOnceLeaveOneThread, and replies that were sent meanwhile
// arrive in it.
func TestTwoMergesIntoEachOtherAtOnceLeaveOneThread(t *testing.T) {
	t.Parallel()
	w := New(t)
	one, other := w.Ask(Ann, Members, "Eine Frage zum Üben", "Frage"), w.Ask(Bea, Members, "Noch eine zum Üben", "Frage")
	var wait sync.WaitGroup
	merges, replies := make([]error, 2), make([]error, 10)
	for i, pair := range [][2]int64{{one, other}, {other, one}} {
		wait.Go(func() {
			_, merges[i] = w.Acts.MergeThreads(w.Ctx, w.By([]string{Mod, Boss}[i]), pair[0], forum.Merge{Into: pair[1]})
		})
	}
	for i := range replies {
		wait.Go(func() {
			text := "Eine Antwort zum Üben " + string(rune('a'+i))
			_, replies[i] = w.Forum.Reply(w.Ctx, w.By(Ann), []int64{one, other}[i%2], forum.Reply{Text: text})
		})
	}
	wait.Wait()
	if (merges[0] == nil) == (merges[1] == nil) {
		t.Errorf("both or none: %v", merges)
	}
	for _, err := range replies {
		if err != nil {
			t.Error(err)
		}
	}
	if n := queried[int](w, `SELECT COUNT(DISTINCT thread_id) FROM post`)[0]; n != 1 {
		t.Errorf("posts stand in %d threads", n)
	}
}

// TestWhoAskedSemiAnonymouslyStaysSoAfterAMerge, though the other thread was asked by
// somebody else by name.
func TestWhoAskedSemiAnonymouslyStaysSoAfterAMerge(t *testing.T) {
	t.Parallel()
	w := New(t)
	from := threadOf(w.Fill("/thema/:id/wer-fragt"))
	to := w.Ask(Bea, Members, "Noch eine zum Üben", "Frage")
	asker := queried[int64](w, `SELECT asker_id FROM thread WHERE id = $1`, from)[0]
	if _, err := w.Acts.MergeThreads(w.Ctx, w.By(Boss), from, forum.Merge{Into: to, Confirm: true}); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{Ann, Bea, Insider, Editor} {
		if w.By(key).ID == asker {
			id := w.Reply(key, from, "Das ist noch immer meine Frage")
			n := queried[int](w, `SELECT COUNT(*) FROM post WHERE id = $1 AND thread_id = $2 AND author_id IS NULL AND asker_id = $3`,
				id, to, asker)[0]
			if n != 1 {
				t.Error("a reply of who asked semi-anonymously names them")
			}
			if err := w.Forum.Support(w.Ctx, w.By(key), to); !fault.Is(err, fault.Invalid) {
				t.Errorf("who asked supports, so that the list would name them: %v", err)
			}
			return
		}
	}
	t.Error("nobody of the world asked")
}

func threadOf(address string) (id int64) {
	for _, c := range address[len("/thema/"):] {
		if c < '0' || c > '9' {
			break
		}
		id = 10*id + int64(c-'0')
	}
	return id
}

func TestEverybodyHearsOnceOfAMerge(t *testing.T) {
	t.Parallel()
	w := New(t)
	from, to := w.Ask(Ann, Members, "Eine Frage zum Üben", "Frage"), w.Ask(Bea, Members, "Noch eine zum Üben", "Frage")
	w.Reply(Ann, from, "Eine Ergänzung von mir")
	w.Reply(Insider, from, "Eine Antwort zum Üben")
	w.Notified()
	if _, err := w.Acts.MergeThreads(w.Ctx, w.By(Mod), from, forum.Merge{Into: to}); err != nil {
		t.Fatal(err)
	}
	w.Notified()
	for key, want := range map[string]int{Ann: 1, Bea: 1, Insider: 1, Mod: 0, Editor: 0} {
		n := queried[int](w, `
			SELECT COUNT(*)
			FROM notification
			WHERE person_id = $1 AND place_kind = 'thread' AND place_id = $2 AND act IN ('thread.merged', 'thread.posts')`, w.By(key).ID, to)[0]
		if n != want {
			t.Errorf("%s was told %d times, want %d", key, n, want)
		}
	}
	if n := queried[int](w, `SELECT COUNT(*) FROM notification WHERE place_kind = 'thread' AND place_id = $1 AND item_id > 0`, from)[0]; n != 0 {
		t.Errorf("%d entries still stand with the thread that is gone", n)
	}
}

// TestTheSameFormMergesOnce, and a blackened question takes the title of its former thread
// with it.
func TestTheSameFormMergesOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	from, to := w.Ask(Ann, Members, "Eine Frage über Herrn Geheim", "Frage"), w.Ask(Bea, Members, "Noch eine zum Üben", "Frage")
	question := w.Question(from)
	in := forum.Merge{Into: to, Once: "ein-schluessel-des-formulars"}
	first, err := w.Acts.MergeThreads(w.Ctx, w.By(Mod), from, in)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.Acts.MergeThreads(w.Ctx, w.By(Mod), from, in); err != nil || again.ID != first.ID {
		t.Errorf("%+v, %v", again, err)
	}
	if err := w.Forum.Blacken(w.Ctx, w.By(Mod), question, 1, "Personenbezogene Daten"); err != nil {
		t.Fatal(err)
	}
	if n := queried[int](w, `SELECT COUNT(*) FROM thread WHERE title LIKE '%Geheim%'`)[0]; n != 0 {
		t.Error("the title of a blackened question stays")
	}
	if _, err := w.Acts.UndoTransfer(w.Ctx, w.By(Mod), first.ID, forum.Undo{}); err != nil {
		t.Fatal(err)
	}
}
