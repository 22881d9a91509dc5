package feed_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

// TestEveryChangeOfAFeedMovesItsTimeAndTag changes, withdraws, hides and blackens posts,
// each an hour after the other.
func TestEveryChangeOfAFeedMovesItsTimeAndTag(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer nutzt den Dienst?", "Eine Frage", 10061)
	first, second, third := w.Reply(Bea, thread, "Eins"), w.Reply(Bea, thread, "Zwei"), w.Reply(Bea, thread, "Drei")
	other := w.Ask(Bea, Public, "Wer nutzt den anderen Dienst?", "Eine Frage", 10061)
	number := answer(w, Public, "Ist das Pflicht?", board.ToPublic)
	posts, questions := fmt.Sprintf("/thema/%d", thread), "/bereiche/"+Public
	hour := 0
	ctx := func() (at time.Time) { return w.DB.Now(w.Ctx).Add(time.Duration(hour) * time.Hour) }
	for _, step := range []struct {
		what  string
		feeds []string
		do    func() error
	}{
		{"edited", []string{posts}, func() error {
			return w.Forum.EditPost(db.At(w.Ctx, ctx()), w.By(Bea), first, forum.Edit{Text: "Neu", Revision: 1})
		}},
		{"withdrawn", []string{posts}, func() error { return w.Forum.Withdraw(db.At(w.Ctx, ctx()), w.By(Bea), first) }},
		{"hidden", []string{posts}, func() error { return w.Forum.Hide(db.At(w.Ctx, ctx()), w.By(Mod), second, "Werbung") }},
		{"shown again", []string{posts}, func() error { return w.Forum.Unhide(db.At(w.Ctx, ctx()), w.By(Mod), second) }},
		{"blackened", []string{posts}, func() error { return w.Forum.Blacken(db.At(w.Ctx, ctx()), w.By(Mod), third, 1, "Namen") }},
		{"question hidden", []string{questions, "/leistungen/10061", private(w, Ann, feedtoken.Board, w.Board(Public))}, func() error {
			return w.Forum.Hide(db.At(w.Ctx, ctx()), w.By(Mod), w.Question(other), "Werbung")
		}},
		{"answer withdrawn", []string{questions, "/leistungen/10061", "/offizielle-antworten"}, func() error {
			return w.Acts.RetractAnswer(db.At(w.Ctx, ctx()), w.By(Prog), number, 1, inquiry.Basis{Reason: "Neue Rechtslage"})
		}},
	} {
		hour++
		type state struct {
			tag     string
			updated time.Time
		}
		before := map[string]state{}
		for _, f := range step.feeds {
			before[f] = state{w.Get(Guest, f+"/feed.atom").Header.Get("ETag"), *read(w, Guest, f+"/feed.atom").UpdatedParsed}
		}
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		for _, f := range step.feeds {
			after := state{w.Get(Guest, f+"/feed.atom").Header.Get("ETag"), *read(w, Guest, f+"/feed.atom").UpdatedParsed}
			if after.tag == before[f].tag || !after.updated.After(before[f].updated) {
				t.Errorf("%s: %s was %v and is %v", step.what, f, before[f], after)
			}
		}
	}
}

// TestAnEmptyFeedIsAsOldAsItsBoard and the same document each time.
func TestAnEmptyFeedIsAsOldAsItsBoard(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, f := range []string{"/bereiche/" + Public, "/bereiche/" + Members, "/faq", "/offizielle-antworten", "/leistungen/10061",
		private(w, Ann, feedtoken.Board, w.Board(Members))} {
		updated := read(w, Guest, f+"/feed.atom").UpdatedParsed
		if age := w.DB.Now(w.Ctx).Sub(*updated); age < 0 || age > 24*time.Hour {
			t.Errorf("%s was changed %v ago", f, age)
		}
		if a, b := w.Get(Guest, f+"/feed.atom").Body, w.Get(Guest, f+"/feed.atom").Body; a != b {
			t.Errorf("%s is another document each time", f)
		}
	}
}

// TestTheTimeOfAFeedNeverGoesBack when its newest entry leaves it: it goes on.
func TestTheTimeOfAFeedNeverGoesBack(t *testing.T) {
	t.Parallel()
	w := New(t)
	at := func(hour int) context.Context {
		return db.At(w.Ctx, w.DB.Now(w.Ctx).Add(time.Duration(hour)*time.Hour))
	}
	ask := func(hour int) int64 {
		id, err := w.Forum.OpenThread(at(hour), w.By(Ann), forum.Question{Board: w.Board(Public), Title: "Wer nutzt den Dienst?",
			Text: "Eine Frage", Services: []int64{10061}})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	article := func(hour int) int64 {
		id, err := w.FAQ.Draft(at(hour), w.By(Mod), faq.Input{Board: w.Board(Public), Title: "Was kostet das?", Short: "Nichts.", Text: "Gar nichts.",
			Services: []int64{10061}})
		if err == nil {
			err = w.FAQ.Publish(at(hour), w.By(Mod), id, board.ToPublic, false)
		}
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	ask(0)
	ofBoard, service, own, articles := "/bereiche/"+Public, "/leistungen/10061", private(w, Ann, feedtoken.Board, w.Board(Public)), "/faq"
	hour := 0
	for _, step := range []struct {
		what  string
		feeds []string
		do    func(hour int, id int64) error
		thing func(hour int) int64
	}{
		{"a thread moves", []string{ofBoard, service, own}, func(hour int, id int64) error {
			return w.Forum.Move(at(hour), w.By(Mod), id, forum.Move{Board: w.Board(Members), Confirm: true})
		}, ask},
		{"a thread loses its service", []string{service}, func(hour int, id int64) error {
			return w.Forum.EditPost(at(hour), w.By(Ann), w.Question(id), forum.Edit{Title: "Wer nutzt den Dienst?", Text: "Eine Frage", Revision: 1})
		}, ask},
		{"an article is outdated", []string{ofBoard, service, articles, own}, func(hour int, id int64) error {
			return w.FAQ.MarkOutdated(at(hour), w.By(Mod), id, "Gilt nicht mehr")
		}, article},
		{"an article is for members now", []string{ofBoard, service, articles}, func(hour int, id int64) error {
			return w.FAQ.Publish(at(hour), w.By(Mod), id, board.ToMembers, false)
		}, article},
		{"an article goes to another board", []string{ofBoard, service, own}, func(hour int, id int64) error {
			return w.FAQ.Save(at(hour), w.By(Mod), id, faq.Input{Board: w.Board(Members), Title: "Was kostet das?", Short: "Nichts.",
				Text: "Gar nichts.", Revision: 1})
		}, article},
		{"the board is for members now", []string{ofBoard, service}, func(hour int, _ int64) error {
			return w.Boards.Configure(at(hour), w.By(Boss), w.Board(Public), board.Settings{Audience: board.Members}, "Test")
		}, ask},
	} {
		hour += 2
		id := step.thing(hour)
		before := map[string]time.Time{}
		for _, f := range step.feeds {
			before[f] = *read(w, Guest, f+"/feed.atom").UpdatedParsed
		}
		if err := step.do(hour+1, id); err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		for _, f := range step.feeds {
			if after := *read(w, Guest, f+"/feed.atom").UpdatedParsed; !after.After(before[f]) {
				t.Errorf("%s: %s was changed %v, now %v", step.what, f, before[f], after)
			}
		}
	}
}
