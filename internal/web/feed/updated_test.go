package feed_test

import (
	"fmt"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
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
