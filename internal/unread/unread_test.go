package unread_test

import (
	"context"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/unread"
)

func TestOthersPostsAreUnreadUntilTheirPageWasShown(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	r.want("[]")
	thread := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage")
	other := r.Ask(Bea, Public, "Noch eine Frage von Bea", "Frage")
	r.want("[bauen-wohnen:1 bildung:1]")
	r.wantState(thread, 0, true)
	r.wantFirst(thread, r.Question(thread))
	r.sees(thread, 1)
	r.wantState(thread, 1, false)
	r.want("[bauen-wohnen:1]")
	r.writes()
	r.wantState(thread, 1, false)
	r.want("[bauen-wohnen:1]")
	reply := r.Reply(Mod, thread, "Eine Antwort")
	r.Reply(Mod, thread, "Noch eine")
	r.wantState(thread, 1, true)
	r.wantFirst(thread, reply)
	r.want("[bauen-wohnen:1 bildung:1]")
	r.wantState(other, 0, true)
	reader{r.World, t, Bea}.want("[bildung:1]")
	reader{r.World, t, Guest}.want("[]")
}

// A page that was begun before marks were written, and asks for them after that, finds
// them neither in its snapshot nor among what is noted.
func TestWhatIsWrittenWhileAPageIsMadeStaysReadOnIt(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage")
	by := r.By(Ann)
	r.sees(thread, 1)
	page, release := r.DB.Snapshot(r.Ctx)
	defer release()
	if _, err := r.Unread.Head(page); err != nil { // begins the snapshot
		t.Fatal(err)
	}
	r.writes()
	state, err := r.Unread.Thread(page, by, thread)
	r.must(err)
	boards, err := r.Unread.Boards(page, by)
	r.must(err)
	if state.New || len(boards) != 0 {
		t.Errorf("the older page shows the thread as %+v, and %v on boards", state, boards)
	}
	_, err = r.Unread.MarkUnreadFrom(r.Ctx, by, r.Question(thread))
	r.must(err)
	r.wantState(thread, 0, true)
	r.want("[bildung:1]")
	next, release := r.DB.Snapshot(r.Ctx)
	defer release()
	if _, err := r.Unread.Head(next); err != nil {
		t.Fatal(err)
	}
	if pending := r.Unread.Pending(next, by.ID); len(pending) != 0 {
		t.Errorf("a page begun after all of it still counts %v as read", pending)
	}
}

func TestOwnPostsAreNeverUnread(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Ann, Members, "Eine eigene Frage", "Frage")
	r.Reply(Ann, thread, "Ein Nachtrag")
	r.want("[]")
	r.wantState(thread, 2, false)
	first := r.Reply(Bea, thread, "Eine Antwort")
	r.Reply(Ann, thread, "Danke")
	r.want("[bildung:1]")
	r.wantFirst(thread, first)
	r.must(r.Forum.Withdraw(r.Ctx, r.By(Bea), first))
	r.want("[]")
	r.wantState(thread, 4, false)
}

func TestWhatIsNotThereToReadIsNotUnread(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Bea, Public, "Eine Frage von Bea", "Frage")
	r.sees(thread, 1)
	hidden := r.Reply(Bea, thread, "Wird ausgeblendet")
	r.want("[bauen-wohnen:1]")
	r.must(r.Forum.Hide(r.Ctx, r.By(Mod), hidden, "Unsachlich."))
	r.want("[]")
	r.wantState(thread, 1, false)
	r.must(r.Forum.Unhide(r.Ctx, r.By(Mod), hidden))
	r.want("[bauen-wohnen:1]")
	r.must(r.Forum.Blacken(r.Ctx, r.By(Mod), hidden, 1, "Personenbezogene Angaben."))
	r.want("[]")
	r.must(r.Forum.EditPost(r.Ctx, r.By(Bea), hidden, forum.Edit{Text: "Neu geschrieben", Revision: 4}))
	r.want("[bauen-wohnen:1]")
	r.must(r.Forum.Hide(r.Ctx, r.By(Mod), r.Question(thread), "Unsachlich."))
	r.want("[]")
	r.wantState(thread, 2, false)
}

func TestSolutionLockTagAndMoveMakeNothingUnread(t *testing.T) {
	t.Parallel()
	r := world(t, Bea)
	thread := r.Ask(Ann, Public, "Eine Frage von Anna", "Frage")
	reply := r.Reply(Mod, thread, "Eine Antwort")
	r.sees(thread, 2)
	r.writes()
	r.must(r.Forum.MarkSolution(r.Ctx, r.By(Ann), reply, true))
	r.must(r.Forum.Lock(r.Ctx, r.By(Mod), thread, "Alles gesagt."))
	r.must(r.Forum.Unlock(r.Ctx, r.By(Mod), thread))
	r.must(r.Forum.Pin(r.Ctx, r.By(Mod), thread, true))
	r.must(r.Forum.EditPost(r.Ctx, r.By(Ann), r.Question(thread), forum.Edit{Title: "Eine andere Frage", Text: "Anders", Revision: 1,
		Services: []int64{10061}}))
	r.must(r.Forum.Move(r.Ctx, r.By(Mod), thread, forum.Move{Board: r.Board(Members)}))
	r.want("[]")
	r.wantState(thread, 2, false)
}

func TestQuestionThatWaitedIsUnreadForWhoMarkedEverythingReadMeanwhile(t *testing.T) {
	t.Parallel()
	r := world(t, Bea)
	r.must(r.Boards.Configure(r.Ctx, r.By(Boss), r.Board(Members), board.Settings{Audience: board.Members, FirstReview: true}, "Test"))
	waiting := r.Ask(Ann, Members, "Meine erste Frage hier", "Frage")
	r.Ask(Mod, Members, "Eine andere Frage", "Frage")
	r.want("[bildung:1]")
	r.must(r.Unread.MarkAll(r.Ctx, r.By(Bea), r.head()))
	r.want("[]")
	r.must(r.Forum.Approve(r.Ctx, r.By(Mod), waiting, 0))
	r.want("[bildung:1]")
	reader{r.World, t, Ann}.wantState(waiting, 1, false) // its author has read it
	r.wantState(waiting, 0, true)
	r.wantFirst(waiting, r.Question(waiting))
	r.must(r.Unread.MarkAll(r.Ctx, r.By(Bea), r.head()))
	r.want("[]")
	next := r.Ask(Mod, Members, "Noch eine andere Frage", "Frage")
	r.wantState(next, 0, true)
}

func TestNewAccountBeginsWithEverythingRead(t *testing.T) {
	t.Parallel()
	r := world(t, "spaet@neustadt.example")
	old := r.Ask(Ann, Public, "Eine alte Frage", "Frage")
	_, _, err := r.Accounts.Create(r.Ctx, account.NewPerson{Email: r.by, Name: "Sven Spät", Function: "Test", Password: Password, Terms: Terms,
		Organisation: r.By(Ann).Organisation})
	r.must(err)
	r.want("[]")
	r.wantState(old, 1, false)
	reply := r.Reply(Bea, old, "Eine neue Antwort")
	r.want("[bauen-wohnen:1]")
	r.wantState(old, 1, true)
	r.wantFirst(old, reply)
}

func TestWhatCameAfterThePageWasShownStaysUnread(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread, other := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage"), r.Ask(Bea, Public, "Eine öffentliche Frage", "Frage")
	shown := r.head()
	late := r.Reply(Mod, thread, "Kam danach")
	_, err := r.Unread.MarkBoard(r.Ctx, r.By(Ann), Members, shown)
	r.must(err)
	r.want("[bauen-wohnen:1 bildung:1]")
	r.wantState(thread, 1, true)
	r.wantFirst(thread, late)
	_, err = r.Unread.MarkBoard(r.Ctx, r.By(Ann), Members, shown-1) // an older page: nothing turns unread
	r.must(err)
	r.wantState(thread, 1, true)
	r.must(r.Unread.MarkAll(r.Ctx, r.By(Ann), 1<<60)) // a forged head reaches no further than what is there
	r.want("[]")
	r.Reply(Mod, other, "Kam noch später")
	r.want("[bauen-wohnen:1]")
}

func TestJumpPassesWhatWasMarkedAsReadBeyondTheMark(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage")
	r.sees(thread, 1)
	r.writes()
	for range 5 {
		r.Reply(Bea, thread, "Eine Antwort")
	}
	r.must(r.Unread.MarkAll(r.Ctx, r.By(Ann), r.head()))
	r.wantState(thread, 6, false)
	late := r.Reply(Bea, thread, "Kam danach")
	r.Reply(Bea, thread, "Kam noch später")
	r.wantState(thread, 6, true)
	r.wantFirst(thread, late)
}

func TestMarkingUnreadWinsOverWhatIsNotWrittenYet(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage")
	second := r.Reply(Bea, thread, "Eine Antwort")
	r.Reply(Bea, thread, "Noch eine")
	r.sees(thread, 3)
	_, err := r.Unread.MarkUnreadFrom(r.At(time.Second), r.By(Ann), second)
	r.must(err)
	r.writes()
	r.wantState(thread, 1, true)
	r.wantFirst(thread, second)
	// Another process held an older position.
	elsewhere := unread.New(r.DB, r.Log)
	elsewhere.Note(r.Ctx, r.By(Ann), thread, 3)
	r.must(elsewhere.Write(r.Ctx))
	r.wantState(thread, 1, true)
	elsewhere.Note(r.At(time.Minute), r.By(Ann), thread, 3)
	r.must(elsewhere.Write(r.Ctx))
	r.wantState(thread, 3, false)
	r.want("[]")
}

func TestMarkingUnreadHoldsBelowTheBaseline(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage")
	second := r.Reply(Bea, thread, "Eine Antwort")
	r.must(r.Unread.MarkAll(r.Ctx, r.By(Ann), r.head()))
	_, err := r.Unread.MarkUnreadFrom(r.Ctx, r.By(Ann), second)
	r.must(err)
	r.want("[bildung:1]")
	r.wantState(thread, 1, true)
	r.Reply(Bea, thread, "Noch eine")
	r.want("[bildung:1]")
	r.must(r.Unread.MarkAll(r.Ctx, r.By(Ann), r.head()))
	r.want("[]")
	if n := r.rows("read_mark"); n != 0 {
		t.Errorf("%d marks are left", n)
	}
}

func TestTwoDevicesOnlyMoveForward(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage")
	for range 3 {
		r.Reply(Bea, thread, "Eine Antwort")
	}
	elsewhere := unread.New(r.DB, r.Log)
	r.sees(thread, 4)
	elsewhere.Note(r.Ctx, r.By(Ann), thread, 2)
	r.writes()
	r.must(elsewhere.Write(r.Ctx))
	r.sees(thread, 3)
	r.writes()
	r.wantState(thread, 4, false)
}

func TestCrashBeforeWritingLosesWhatWasNotedAndNothingElse(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread, other := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage"), r.Ask(Bea, Members, "Noch eine Frage", "Frage")
	r.sees(thread, 1)
	r.writes()
	crashed := unread.New(r.DB, r.Log)
	crashed.Note(r.Ctx, r.By(Ann), other, 1)
	r.wantState(thread, 1, false)
	r.wantState(other, 0, true)
	held, cancel := context.WithCancel(r.Ctx)
	cancel()
	r.sees(other, 1)
	if err := r.Unread.Write(held); err == nil {
		t.Error("written under a context that ended")
	}
	r.wantState(other, 1, false) // noted still
	r.writes()
	r.wantState(other, 1, false)
}

// TestWhatGoesMakesNothingUnread: neither the posts before it, nor the thread for who had
// read it, with or without a mark of the thread.
func TestWhatGoesMakesNothingUnread(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	threads := []int64{r.Ask(Bea, Members, "Gelesen auf der Seite", "Frage"), r.Ask(Bea, Members, "Gelesen mit dem Bereich", "Frage")}
	var last []int64
	for _, id := range threads {
		r.Reply(Bea, id, "Eine Antwort")
		r.Reply(Ann, id, "Meine Antwort")
		last = append(last, r.Reply(Bea, id, "Noch eine Antwort"))
	}
	r.sees(threads[0], 4)
	r.writes()
	r.must(r.Unread.MarkAll(r.Ctx, r.By(Ann), r.head()))
	r.want("[]")
	r.must(r.Forum.Withdraw(r.Ctx, r.By(Bea), last[0]))
	r.must(r.Forum.Hide(r.Ctx, r.By(Boss), last[1], "Zum Test ausgeblendet"))
	r.want("[]")
	r.must(r.Forum.Unhide(r.Ctx, r.By(Boss), last[1]))
	r.want("[]")
}

func TestAnOwnReplyDoesNotBringBackWhatWasJustRead(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage")
	r.sees(thread, 1)
	r.Reply(Ann, thread, "Meine Antwort")
	r.want("[]")
	r.wantState(thread, 2, false)
}

func TestWhatWasReadAndHiddenStaysReadWhenItIsShownAgain(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage")
	r.sees(thread, 1)
	r.must(r.Forum.Hide(r.Ctx, r.By(Boss), r.Question(thread), "Zum Test ausgeblendet"))
	r.writes()
	r.must(r.Forum.Unhide(r.Ctx, r.By(Boss), r.Question(thread)))
	r.want("[]")
}
