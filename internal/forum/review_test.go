package forum_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/once"
	. "kommunalforum/internal/testkit"
)

// reviewed lets moderators look at first posts on the members' board.
func reviewed(t *testing.T) *World {
	t.Helper()
	w := New(t)
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), board.Settings{Audience: board.Members, FirstReview: true},
		"Test"); err != nil {
		t.Fatal(err)
	}
	return w
}

// figures are what lists and counters say of the members' board.
func figures(t *testing.T, w *World, who string) string {
	t.Helper()
	list, err := w.Forum.Board(w.Ctx, w.By(who), Members, forum.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := w.Forum.FiguresByBoard(w.Ctx, w.By(who))
	if err != nil {
		t.Fatal(err)
	}
	newest, err := w.Forum.Newest(w.Ctx, w.By(who), 10)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(list.Total, len(list.Rows), f[w.Board(Members)].Threads, len(newest))
}

func TestFirstQuestionIsThereForAuthorAndModeratorsOnlyUntilApproved(t *testing.T) {
	t.Parallel()
	w := reviewed(t)
	before := figures(t, w, Bea)
	thread := w.Ask(Ann, Members, "Meine erste Frage hier", "Wer kennt den Blauwal?")
	for _, who := range Everybody {
		_, err := w.Forum.Thread(w.Ctx, w.By(who), thread)
		if sees := err == nil; sees != (who == Ann || who == Mod || who == Boss) {
			t.Errorf("%q: %v", who, err)
		}
	}
	if got := figures(t, w, Bea); got != before {
		t.Errorf("lists and counters went from %s to %s", before, got)
	}
	if err := w.Forum.Approve(w.At(time.Hour), w.By(Mod), thread, 0); err != nil {
		t.Fatal(err)
	}
	if got := figures(t, w, Bea); got != "1 1 1 1" {
		t.Errorf("published it counts %s", got)
	}
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Bea), thread, 1)
	if err != nil || r.Thread.Review != forum.Published || r.Thread.CreatedAt.Before(w.DB.Now(w.Ctx).Add(30*time.Minute)) {
		t.Errorf("%+v, %v", r.Thread, err)
	}
	w.Soon("the search finds it", func() bool { return w.Finds(Bea, "Blauwal") })
	w.Ask(Ann, Members, "Meine zweite Frage hier", "Und die Delfine?")
	if got := figures(t, w, Bea); got != "2 2 2 2" {
		t.Errorf("a second question waits: %s", got)
	}
}

func TestFirstReplyHasNoPlaceInTheThreadUntilApproved(t *testing.T) {
	t.Parallel()
	w := reviewed(t)
	thread := w.Ask(Mod, Members, "Eine Frage der Moderation", "Wer weiß es?")
	if id := w.Reply(Ann, thread, "Meine erste Antwort mit Blauwal"); id != 0 {
		t.Fatalf("it became post %d", id)
	}
	held := int64(0)
	for _, who := range []string{Ann, Bea, Mod, OtherMod, Prog, Boss} {
		r, err := w.Forum.ThreadPage(w.Ctx, w.By(who), thread, 1)
		if err != nil || len(r.Posts) != 0 || r.Thread.Replies != 0 {
			t.Errorf("%s: %d posts, %v", who, len(r.Posts), err)
		}
		if sees := len(r.Pending) == 1; sees != (who == Ann || who == Mod || who == Boss) {
			t.Errorf("%s sees %+v", who, r.Pending)
		} else if sees {
			held = r.Pending[0].ID
		}
	}
	if _, _, err := w.Forum.PendingReply(w.Ctx, w.By(Bea), held); !fault.Is(err, fault.NotFound) {
		t.Errorf("somebody else: %v", err)
	}
	w.Reply(Mod, thread, "Ein Hinweis der Moderation")
	post, err := w.Forum.ApproveReply(w.Ctx, w.By(Mod), held)
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Bea), thread, 1)
	if err != nil || len(r.Posts) != 2 || r.Posts[1].ID != post || r.Posts[1].Position != 3 || r.Posts[1].Author.Name != "Anna Ahorn" ||
		len(r.Pending) != 0 {
		t.Errorf("%+v, %v", r.Posts, err)
	}
	w.Soon("the search finds it", func() bool { return w.Finds(Bea, "Blauwal") })
	if w.Reply(Ann, thread, "Meine zweite Antwort") == 0 {
		t.Error("the second reply waits too")
	}
}

func TestRefusedPostsTellTheirAuthorWhyAndCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	w := reviewed(t)
	question := w.Ask(Ann, Members, "Meine erste Frage hier", "Kaufen Sie bei uns!")
	if err := w.Forum.Refuse(w.Ctx, w.By(Mod), question, "Das ist Werbung"); err != nil {
		t.Fatal(err)
	}
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Ann), question, 1)
	if err != nil || r.Thread.Review != forum.Refused || r.Thread.ReviewReason != "Das ist Werbung" {
		t.Errorf("%+v, %v", r.Thread, err)
	}
	if err := w.Forum.Approve(w.Ctx, w.By(Mod), question, 0); !fault.Is(err, fault.Conflict) {
		t.Errorf("approving what was refused: %v", err)
	}
	if err := w.Forum.EditPost(w.Ctx, w.By(Ann), r.Question.ID, forum.Edit{Title: "Meine erste Frage hier", Text: "Wer hat Erfahrung?",
		Revision: 1}); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.Approve(w.Ctx, w.By(Mod), question, 1); !errors.Is(err, forum.ErrPostChanged) {
		t.Errorf("approving the text of before: %v", err)
	}
	if err := w.Forum.Approve(w.Ctx, w.By(Mod), question, 2); err != nil {
		t.Errorf("after the change: %v", err)
	}

	thread := w.Ask(Mod, Members, "Eine Frage der Moderation", "Wer weiß es?")
	w.Reply(Bea, thread, "Kaufen Sie bei uns!")
	_, replies, err := w.Forum.Waiting(w.Ctx, w.By(Mod))
	if err != nil || len(replies) != 1 {
		t.Fatalf("%+v, %v", replies, err)
	}
	held := replies[0].ID
	if err := w.Forum.RefuseReply(w.Ctx, w.By(Mod), held, "Das ist Werbung"); err != nil {
		t.Fatal(err)
	}
	if own, err := w.Forum.Unpublished(w.Ctx, w.By(Bea)); err != nil || len(own.Replies) != 1 || own.Replies[0].Reason != "Das ist Werbung" {
		t.Errorf("%+v, %v", own, err)
	}
	if _, err := w.Forum.TakeBackReply(w.Ctx, w.By(Mod), held); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the moderator takes it back: %v", err)
	}
	if _, err := w.Forum.TakeBackReply(w.Ctx, w.By(Bea), held); err != nil {
		t.Error(err)
	}
	if own, err := w.Forum.Unpublished(w.Ctx, w.By(Bea)); err != nil || len(own.Replies) != 0 {
		t.Errorf("%+v, %v", own, err)
	}
}

func TestWhoDecidesAboutFirstPosts(t *testing.T) {
	t.Parallel()
	w := reviewed(t)
	_, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: Email("neuling"), Name: "Nele Neuling", Password: Password, Terms: Terms,
		Organisation: w.By(Mod).Organisation})
	if err != nil {
		t.Fatal(err)
	}
	foreign := w.Ask(Ann, Members, "Eine erste Frage von Ann", "Wer weiß es?")
	colleague := w.Ask("neuling", Members, "Eine erste Frage von Nele", "Wer weiß es?")
	for _, who := range []string{Bea, OtherMod, Prog, Editor, Guest} {
		if err := w.Forum.Approve(w.Ctx, w.By(who), foreign, 0); err == nil {
			t.Errorf("%q approves", who)
		}
		if who != OtherMod {
			if _, _, err := w.Forum.Waiting(w.Ctx, w.By(who)); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%q lists what waits: %v", who, err)
			}
		} else if questions, _, err := w.Forum.Waiting(w.Ctx, w.By(who)); err != nil || len(questions) != 0 {
			t.Errorf("%q lists %d", who, len(questions))
		}
	}
	if err := w.Forum.Approve(w.Ctx, w.By(Ann), foreign, 0); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the author approves: %v", err)
	}
	if err := w.Forum.Approve(w.Ctx, w.By(Mod), colleague, 0); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a colleague approves: %v", err)
	}
	if err := w.Forum.Approve(w.Ctx, w.By(Boss), colleague, 0); err != nil {
		t.Error(err)
	}
	for _, who := range []string{Mod, OtherMod, Prog, Boss} {
		if t2, err := w.Forum.Thread(w.Ctx, w.By(who), w.Ask(who, Members, "Eine Frage von "+who, "Wer weiß es?")); err != nil ||
			t2.Review != forum.Published {
			t.Errorf("%s waits: %v", who, err)
		}
	}
}

func TestNobodyFillsTheListOfWaitingPosts(t *testing.T) {
	t.Parallel()
	w := reviewed(t)
	for n := range forum.MaxWaiting {
		w.Ask(Ann, Members, fmt.Sprintf("Meine erste Frage, Nummer %d", n), "Wer weiß es?")
	}
	_, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: w.Board(Members), Title: "Und noch eine Frage", Text: "Wer weiß es?"})
	if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.SentenceOf(err), "warten schon") {
		t.Error(err)
	}
}

func TestWaitingReplySentTwiceWaitsOnce(t *testing.T) {
	t.Parallel()
	w := reviewed(t)
	thread := w.Ask(Mod, Members, "Eine Frage der Moderation", "Wer weiß es?")
	for _, key := range []string{"zweimal", "zweimal", "nach Zurück"} {
		if _, err := w.Forum.Reply(w.Ctx, w.By(Ann), thread, forum.Reply{Text: "Meine Antwort", Once: key}); err != nil {
			t.Fatal(err)
		}
	}
	_, replies, err := w.Forum.Waiting(w.Ctx, w.By(Mod))
	if err != nil || len(replies) != 1 {
		t.Fatalf("%d wait, %v", len(replies), err)
	}
	if _, err := w.Forum.TakeBackReply(w.Ctx, w.By(Ann), replies[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Forum.Reply(w.Ctx, w.By(Ann), thread, forum.Reply{Text: "Meine Antwort", Once: "zweimal"}); !once.IsSpent(err) {
		t.Errorf("the form of what was taken back: %v", err)
	}
	if _, err := w.Forum.Reply(w.Ctx, w.By(Ann), thread, forum.Reply{Text: "Meine Antwort", Once: "neu"}); err != nil {
		t.Errorf("a new form: %v", err)
	}
}
