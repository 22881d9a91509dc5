package notify_test

import (
	"context"
	"io"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/suggestion"
	. "kommunalforum/internal/testkit"
)

func TestWhoHearsOfSuggestions(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Bea, Public, "Wie geht das eigentlich?", "So?")
	reply := w.Reply(Bea, thread, "So geht das.")
	follows(t, w, Ann, follow.Board, w.Board(Public), follow.Muted)
	var id int64
	heard(t, "a suggestion", told(t, w, func() { id = w.Suggest(Ann, reply) }),
		"editor: suggestion suggestion.made suggestion", "mod: suggestion suggestion.made suggestion")
	heard(t, "of a member without a role there", told(t, w, func() { w.Suggest(Insider, reply) }),
		"editor: suggestion suggestion.made suggestion", "mod: suggestion suggestion.made suggestion")
	var article int64
	heard(t, "taking over", told(t, w, func() {
		var err error
		article, err = w.Acts.TakeSuggestion(w.Ctx, w.By(Editor), id, "", "")
		must(t, err)
	}))
	if n := unread(t, w, Editor, nil) + unread(t, w, Mod, nil); n != 0 {
		t.Errorf("%d things are left to do", n)
	}
	follows(t, w, Insider, follow.Board, w.Board(Public), follow.All)
	heard(t, "the release", told(t, w, func() {
		must(t, w.FAQ.Save(w.Ctx, w.By(Editor), article, faq.Input{Board: w.Board(Public), Title: "Wie geht das?", Short: "So.", Text: "So.",
			Revision: 1}))
		must(t, w.FAQ.Publish(w.Ctx, w.By(Editor), article, board.ToMembers, false))
	}), "ann: suggestion.decided article.published article", "insider: suggestion.decided article.published article")
	id = w.Suggest(Ann, w.Question(thread))
	heard(t, "declining", told(t, w, func() { must(t, w.Suggested.Decline(w.Ctx, w.By(Mod), id, "Das gibt es schon")) }),
		"ann: suggestion.decided suggestion.declined suggestion")
	heard(t, "a hint", told(t, w, func() {
		var err error
		id, err = w.Suggested.Suggest(w.Ctx, w.By(Ann), suggestion.Input{Subject: suggestion.Subject{Kind: suggestion.Article, ID: article},
			Why: "Das gilt nicht mehr."})
		must(t, err)
	}), "editor: suggestion hint.made suggestion", "mod: suggestion hint.made suggestion")
	heard(t, "that it was looked into", told(t, w, func() { must(t, w.Suggested.Settle(w.Ctx, w.By(Mod), id, "")) }),
		"ann: suggestion.decided suggestion.settled suggestion")
	id, err := w.Suggested.Suggest(w.Ctx, w.By(Bea), suggestion.Input{Subject: suggestion.Subject{Kind: suggestion.Article, ID: article},
		Why: "Das gilt nicht mehr."})
	must(t, err)
	w.Notified()
	in := inbox(t, w, Mod, notify.Filter{})
	if l := in.Groups[0].Lines[0]; !l.AboutHint() || l.German() != "Ein neuer Hinweis wartet auf Ihre Entscheidung" {
		t.Errorf("the editor reads %q", l.German())
	}
	heard(t, "that it was declined", told(t, w, func() { must(t, w.Suggested.Decline(w.Ctx, w.By(Mod), id, "Das gilt noch")) }),
		"bea: suggestion.decided hint.declined suggestion")
	if l := inbox(t, w, Bea, notify.Filter{}).Groups[0].Lines[0]; !l.AboutHint() || l.German() != "Ihr Hinweis wurde abgelehnt" {
		t.Errorf("who gave it reads %q", l.German())
	}
}

// TestSuggestionsLeaveOnlyForThoseWhoMayDecide: what moved waits for the editors of where
// it is now, and where there are none, for administrators who may read it.
func TestSuggestionsLeaveOnlyForThoseWhoMayDecide(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wie geht das eigentlich?", "So?")
	w.Suggest(Ann, w.Question(thread))
	w.Notified()
	if unread(t, w, Editor, nil) != 1 || unread(t, w, Mod, nil) != 1 {
		t.Fatal("the test is blind")
	}
	must(t, w.Forum.Move(w.Ctx, w.By(Mod), thread, forum.Move{Board: w.Board(Exclusive), Confirm: true}))
	if unread(t, w, Editor, nil) != 0 || unread(t, w, Mod, nil) != 1 {
		t.Error("a thread that moved waits for others than its editors")
	}
	w2 := w.Ask(Ann, FourEyes, "Wer kümmert sich darum?", "Wer?")
	heard(t, "without editors", told(t, w, func() { w.Suggest(Ann, w.Question(w2)) }), "boss: suggestion suggestion.made suggestion")
}

// TestMailsAboutSuggestionsReadAsTheGoldenFilesSay goes over the digest of an editor, and
// the mails to who suggested something: declined on a public and a restricted board, and
// released.
func TestMailsAboutSuggestionsReadAsTheGoldenFilesSay(t *testing.T) {
	t.Parallel()
	w := New(t, func(c *config.Config) { c.BaseURL = "https://forum.example" })
	now := catalogue.Date("2035-01-15").At(10)
	write(t, w, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET address_due = $1`, now.AddDate(5, 0, 0))
		return err
	})
	at := func(d time.Duration) context.Context { return db.At(w.Ctx, now.Add(d)) }
	thread := w.Ask(Bea, Public, "Wie prüfen wir die Vollständigkeit?", "Wer prüft das?")
	inner, err := w.Forum.ThreadPage(w.Ctx, w.By(Insider), w.Ask(Insider, Exclusive, "Was niemand sonst wissen darf", "Psst."), 1)
	must(t, err)
	forgetReal(w)
	suggest := func(by string, post int64) int64 {
		id, err := w.Suggested.Suggest(at(0), w.By(by), suggestion.Input{Subject: suggestion.Subject{Kind: suggestion.Post, ID: post},
			Title: "Wer prüft die Vollständigkeit?", Why: "Das fragen bei uns alle Ämter."})
		must(t, err)
		return id
	}
	first, secret := suggest(Ann, w.Question(thread)), suggest(Insider, inner.Question.ID)
	w.Notified()
	send := func(d time.Duration) {
		t.Helper()
		digests := func(ctx context.Context) error { _, err := w.Notify.Digests(ctx); return err }
		for _, act := range []func(context.Context) error{w.Notify.Mail, digests, w.Dispatch.Flush} {
			must(t, act(at(d)))
		}
	}
	send(24 * time.Hour)
	must(t, w.Suggested.Decline(at(24*time.Hour), w.By(Mod), first, "Das steht schon in einem Artikel"))
	w.Notified()
	send(25 * time.Hour)
	must(t, w.Suggested.Decline(at(25*time.Hour), w.By(Mod), secret, "Das steht schon in einem Artikel"))
	w.Notified()
	send(26 * time.Hour)
	article, err := w.Acts.TakeSuggestion(at(26*time.Hour), w.By(Mod), suggest(Ann, w.Question(thread)), "", "")
	must(t, err)
	must(t, w.FAQ.Save(at(26*time.Hour), w.By(Mod), article, faq.Input{Board: w.Board(Public), Title: "Wer prüft die Vollständigkeit?",
		Short: "Die Bauaufsicht.", Text: "Die Bauaufsicht prüft.", Revision: 1}))
	must(t, w.FAQ.Publish(at(26*time.Hour), w.By(Mod), article, board.ToPublic, false))
	w.Notified()
	send(27 * time.Hour)

	stored, err := w.Folder.List(20)
	if err != nil || len(stored) != 5 {
		t.Fatalf("%d mails, %v", len(stored), err)
	}
	names := map[string]string{"suggestion-released": stored[0].Name, "suggestion-restricted": stored[1].Name, "suggestion-declined": stored[2].Name}
	for _, m := range stored[3:] { // both at the same time
		if m.To.Address == Email(Mod) {
			names["suggestion-digest"] = m.Name
		}
	}
	for name, file := range names {
		m, err := w.Folder.Open(file)
		must(t, err)
		raw, err := io.ReadAll(m)
		m.Close()
		must(t, err)
		for _, r := range stored {
			if r.Name == file {
				tracksNobody(t, r.Message)
				golden(t, name, string(raw), r.Message)
			}
		}
	}
}
