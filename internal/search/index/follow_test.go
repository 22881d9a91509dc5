package index_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

// TestReplyIsFoundSoon lets the consumer run as the program does.
func TestReplyIsFoundSoon(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(w.Ctx)
	var worker sync.WaitGroup
	worker.Go(func() { event.Run(ctx, w.DB, slog.New(slog.DiscardHandler), w.OwnIndex.Consumer()) })
	defer worker.Wait()
	defer cancel()
	thread := w.Ask(testkit.Ann, testkit.Public, "Wer nutzt den Dienst?", "Eine Frage.")
	w.Reply(testkit.Bea, thread, "Wir nutzen die Fachverfahrensschnittstelle.")
	w.Soon("the reply is found", func() bool {
		return w.Titles(testkit.Guest, "Fachverfahrensschnittstelle") == "reply Wer nutzt den Dienst?"
	})
}

func TestRemovedTextsAreNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mod, bea := w.By(testkit.Mod), w.By(testkit.Bea)
	thread := w.Ask(testkit.Bea, testkit.Public, "Frage zum Kanarienvogel", "Ein Text mit Amsel.")
	post := w.Reply(testkit.Bea, thread, "Eine Antwort mit Drossel.")
	found := func(words ...string) {
		t.Helper()
		w.CatchUp()
		for _, by := range []string{testkit.Guest, testkit.Bea, testkit.Mod, testkit.Boss} {
			for _, word := range []string{"Kanarienvogel", "Amsel", "Drossel"} {
				want := slices.Contains(words, word)
				if r := w.Find(by, query.Form{Text: word}); (r.Total == 1) != want {
					t.Errorf("%q finds %q: %v, want %v", by, word, !want, want)
				}
			}
		}
	}
	found("Kanarienvogel", "Amsel", "Drossel")

	w.Must(w.Forum.Hide(w.Ctx, mod, post, "gehört nicht hierher"))
	found("Kanarienvogel", "Amsel")
	w.Must(w.Forum.Unhide(w.Ctx, mod, post))
	found("Kanarienvogel", "Amsel", "Drossel")

	w.Must(w.Forum.Hide(w.Ctx, mod, w.Question(thread), "gehört nicht hierher"))
	found()
	w.Must(w.Forum.Unhide(w.Ctx, mod, w.Question(thread)))
	found("Kanarienvogel", "Amsel", "Drossel")

	w.Must(w.Forum.Blacken(w.Ctx, mod, post, 1, "Name einer Person"))
	found("Kanarienvogel", "Amsel")
	e, _, err := w.Forum.Post(w.Ctx, bea, post)
	w.Must(err)
	w.Must(w.Forum.EditPost(w.Ctx, bea, post, forum.Edit{Text: "Wieder eine Drossel.", Revision: e.Revision}))
	found("Kanarienvogel", "Amsel", "Drossel")
	w.Must(w.Forum.Withdraw(w.Ctx, bea, post))
	found("Kanarienvogel", "Amsel")

	w.Must(w.Forum.Withdraw(w.Ctx, bea, w.Question(thread)))
	found("Kanarienvogel") // the thread stays, with its title
	w.Must(w.Forum.Blacken(w.Ctx, mod, w.Question(thread), 1, "Name einer Person"))
	found()
}

func TestMovedThreadIsFoundByItsNewReaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	thread := w.Ask(testkit.Mod, testkit.Public, "Frage zum Kanarienvogel", "Text")
	w.Reply(testkit.Mod, thread, "Wir halten seit vielen Jahren einen Kanarienvogel und haben damit nur gute Erfahrungen gemacht.")
	both := "thread Frage zum Kanarienvogel"
	w.CatchUp()
	w.WantTitles(testkit.Guest, "Kanarienvogel", both)
	w.Must(w.Forum.Move(w.Ctx, w.By(testkit.Mod), thread, forum.Move{Board: w.Board(testkit.Exclusive), Reason: "gehört dorthin", Confirm: true}))
	// Hits are loaded through the rule of visibility before the index knows.
	w.WantTitles(testkit.Guest, "Kanarienvogel", "")
	w.CatchUp()
	for _, by := range []string{testkit.Guest, testkit.Ann} {
		w.WantTitles(by, "Kanarienvogel", "")
	}
	w.WantTitles(testkit.Insider, "Kanarienvogel", both)
	if r := w.Find(testkit.Insider, query.Form{Text: "Kanarienvogel"}); r.Texts != 2 || len(r.Facets.Boards) != 1 ||
		r.Facets.Boards[0].Board.Slug != testkit.Exclusive {
		t.Errorf("counted on %v", r.Facets.Boards)
	}
	w.Must(w.Forum.Move(w.Ctx, w.By(testkit.Mod), thread, forum.Move{Board: w.Board(testkit.Public), Confirm: true}))
	w.CatchUp()
	w.WantTitles(testkit.Guest, "Kanarienvogel", both)
}

// TestNarrowedBoardIsNotCounted asks while the index still knows the former
// audience: neither hits nor counts may come from it.
func TestNarrowedBoardIsNotCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 12 { // more than a page, which loading the hits cannot sort out
		w.Ask(testkit.Ann, testkit.Public, "Frage zum Kanarienvogel", "Text")
	}
	w.Article(testkit.Public, "Artikel zum Kanarienvogel", "Text", board.ToBoard)
	w.Ask(testkit.Ann, "umwelt", "Noch ein Kanarienvogel", "Text")
	w.CatchUp()
	if r := w.Find(testkit.Guest, query.Form{Text: "Kanarienvogel"}); r.Total != 13 {
		t.Fatalf("total is %d, want 13", r.Total)
	}
	w.Narrow(testkit.Public, board.Settings{Audience: board.Restricted, Kinds: []organisation.Kind{organisation.FITKO}})
	for _, by := range []string{testkit.Guest, testkit.Ann, testkit.Prog} {
		if r := w.Find(by, query.Form{Text: "Kanarienvogel"}); r.Total > 1 || len(r.Facets.Boards) > 1 {
			t.Errorf("before the index heard of it %q finds %d on %d boards", by, r.Total, len(r.Facets.Boards))
		}
	}
	w.CatchUp()
	for by, want := range map[string]int{testkit.Guest: 0, testkit.Ann: 1, testkit.Mod: 14, testkit.Prog: 14} {
		if r := w.Find(by, query.Form{Text: "Kanarienvogel"}); r.Total != want {
			t.Errorf("%q finds %d, want %d", by, r.Total, want)
		}
	}
	w.Narrow(testkit.Public, board.Settings{Audience: board.Public})
	w.CatchUp()
	if r := w.Find(testkit.Guest, query.Form{Text: "Kanarienvogel"}); r.Total != 13 {
		t.Errorf("made public again, the total is %d, want 13", r.Total)
	}
}

func TestWidenedBoardStaysFoundMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Members, "Frage zum Kanarienvogel", "Text")
	w.CatchUp()
	w.Narrow(testkit.Members, board.Settings{Audience: board.Public})
	w.WantTitles(testkit.Ann, "Kanarienvogel", "thread Frage zum Kanarienvogel")
	w.WantTitles(testkit.Guest, "Kanarienvogel", "")
	w.CatchUp()
	w.WantTitles(testkit.Guest, "Kanarienvogel", "thread Frage zum Kanarienvogel")
}

func TestArticlesAndAnswersAreFollowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	articles := faq.New(w.DB)
	id := w.Article(testkit.Public, "Was kostet das Wohngeld?", "Es kostet Kanarienvögel.", "")
	w.CatchUp()
	w.WantTitles(testkit.Mod, "Kanarienvögel", "")
	w.Must(articles.Publish(w.Ctx, w.By(testkit.Mod), id, board.ToPublic, true))
	w.CatchUp()
	w.WantTitles(testkit.Guest, "Kanarienvogel", "article Was kostet das Wohngeld?")
	w.Must(articles.MarkOutdated(w.Ctx, w.By(testkit.Mod), id, "gilt nicht mehr"))
	w.CatchUp()
	if r := w.Find(testkit.Guest, query.Form{Text: "Kanarienvogel"}); len(r.Hits) != 1 || r.Hits[0].State != forum.Outdated {
		t.Errorf("an outdated article is found as %+v", r.Hits)
	}

	number := w.Answer(testkit.Public, "Wer zahlt den Betrieb?", "Die Länder zahlen Zeisige.", board.ToPublic)
	w.CatchUp()
	for _, text := range []string{"Zeisige", number} {
		r := w.Find(testkit.Guest, query.Form{Text: text})
		if len(r.Hits) != 1 || r.Hits[0].Kind != document.Answer || r.Hits[0].Number != number || r.Hits[0].Version != 1 ||
			r.Hits[0].By.Organisation.Name != "FITKO" {
			t.Errorf("%q finds %+v", text, r.Hits)
		}
	}
}

func TestServicesAreFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, text := range []string{"10061", "Studienplatzvergabe"} {
		r := w.Find(testkit.Guest, query.Form{Text: text, Kind: document.Service})
		if len(r.Hits) == 0 || r.Hits[0].ID != 10061 || r.Hits[0].BoardSlug != testkit.Members {
			t.Errorf("%q finds %+v", text, r.Hits)
		}
	}
}
