package usecase_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
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

// TestWhoAskedWithdrawsItsVoiceFromAnothersThread into which its question was merged; in its
// own thread it has one again once that is taken back.
func TestWhoAskedWithdrawsItsVoiceFromAnothersThread(t *testing.T) {
	t.Parallel()
	w := New(t)
	from, to := w.Ask(Ann, Members, "Eine Frage zum Üben", "Frage"), w.Ask(Bea, Members, "Noch eine zum Üben", "Frage")
	x, err := w.Acts.MergeThreads(w.Ctx, w.By(Mod), from, forum.Merge{Into: to})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.Unsupport(w.Ctx, w.By(Bea), to); !fault.Is(err, fault.Invalid) {
		t.Errorf("who asked the thread itself: %v", err)
	}
	if err := w.Forum.Unsupport(w.Ctx, w.By(Ann), from); err != nil {
		t.Fatal(err)
	}
	voices := func(thread int64) []int64 {
		return queried[int64](w, `SELECT organisation_id FROM concern WHERE subject_kind = 'thread' AND subject_id = $1`, thread)
	}
	ann, bea := w.By(Ann).Organisation.ID, w.By(Bea).Organisation.ID
	if got := voices(to); !slices.Equal(got, []int64{bea}) {
		t.Errorf("the thread has the voices %v", got)
	}
	if _, err := w.Acts.UndoTransfer(w.Ctx, w.By(Mod), x.ID, forum.Undo{}); err != nil {
		t.Fatal(err)
	}
	if one, other := voices(from), voices(to); !slices.Equal(one, []int64{ann}) || !slices.Equal(other, []int64{bea}) {
		t.Errorf("taken back, the threads have the voices %v and %v", one, other)
	}
}

// TestModeratorsLearnWhoWroteSemiAnonymouslyWhereverThePostStands, and each look is recorded.
func TestModeratorsLearnWhoWroteSemiAnonymouslyWhereverThePostStands(t *testing.T) {
	t.Parallel()
	w := New(t)
	from := threadOf(w.Fill("/thema/:id/wer-fragt"))
	asker := queried[int64](w, `SELECT asker_id FROM thread WHERE id = $1`, from)[0]
	own := w.Question(from)
	to := w.Ask(Bea, Members, "Noch eine zum Üben", "Frage")
	open := w.Reply(Insider, to, "Eine Antwort unter eigenem Namen")
	x, err := w.Acts.MergeThreads(w.Ctx, w.By(Boss), from, forum.Merge{Into: to, Confirm: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{Guest, Ann, Prog, Editor} {
		if _, err := w.Forum.RevealAuthor(w.Ctx, w.By(who), to, own, "Ein Grund"); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s learns it: %v", who, err)
		}
	}
	for name, post := range map[string]int64{"a post by name": open, "no post": 4711} {
		if _, err := w.Forum.RevealAuthor(w.Ctx, w.By(Mod), to, post, "Ein Grund"); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.Forum.RevealAuthor(w.Ctx, w.By(Mod), to, own, ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a reason: %v", err)
	}
	who, err := w.Forum.RevealAuthor(w.Ctx, w.By(Mod), to, own, "Ein Grund")
	if err != nil || who.PersonID != asker {
		t.Errorf("%+v, %v", who, err)
	}
	page := w.Get(Mod, fmt.Sprintf("/thema/%d/wer-fragt?beitrag=%d", to, own))
	if page.Code != 200 || !strings.Contains(page.Body, `value="`+fmt.Sprint(own)+`"`) {
		t.Errorf("the page that asks for a reason: %d", page.Code)
	}
	shown := w.Post(Mod, fmt.Sprintf("/thema/%d/wer-fragt", to), Form("beitrag", fmt.Sprint(own), "grund", "Noch ein Grund"))
	if shown.Code != 200 || !strings.Contains(shown.Body, who.Name) {
		t.Errorf("the page that says it: %d", shown.Code)
	}
	if n := queried[int](w, `SELECT COUNT(*) FROM audit WHERE act = 'thread.reveal' AND subject = 'post' AND subject_id = $1`, own)[0]; n != 2 {
		t.Errorf("%d looks are recorded, want 2", n)
	}
	if thread := w.Get(Mod, path.Thread(to, "Noch eine zum Üben")); !strings.Contains(thread.Body, fmt.Sprintf("wer-fragt?beitrag=%d", own)) {
		t.Error("the thread does not lead there")
	}
	if _, err := w.Acts.UndoTransfer(w.Ctx, w.By(Boss), x.ID, forum.Undo{Confirm: true}); err != nil {
		t.Fatal(err)
	}
}
