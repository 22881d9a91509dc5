// Package searchtest is the world in which the search is tested: a forum with an
// index of its own, which follows the event log only when a test says so.
package searchtest

import (
	"log/slog"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/index"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

// World is a world of testkit with an index beside the one of the program.
type World struct {
	*testkit.World
	OwnIndex  *index.Index
	OwnSearch *search.Search // in it
	OwnDir    string         // of it
}

// New returns a world whose index has been built.
func New(t testing.TB) *World {
	t.Helper()
	w := &World{World: testkit.New(t), OwnDir: t.TempDir()}
	w.Must(testkit.CopyIndex(w.OwnDir))
	w.Open(index.Version)
	w.UpdateStatistics()
	return w
}

// Open opens the index in the world's folder, to be closed with the test.
func (w *World) Open(version int) {
	w.T.Helper()
	ix := index.New(w.OwnDir, w.DB, slog.New(slog.DiscardHandler), version)
	w.Must(ix.Open(w.Ctx))
	w.OwnIndex, w.OwnSearch = ix, search.New(w.DB, ix)
	w.T.Cleanup(func() { ix.Close() })
}

// Reopen closes the index and opens it again, as another start of the program.
func (w *World) Reopen(version int) {
	w.T.Helper()
	if err := w.OwnIndex.Close(); err != nil {
		w.T.Fatal(err)
	}
	w.Open(version)
}

// Events returns what the index has not heard of.
func (w *World) Events() (list []event.Event) {
	w.T.Helper()
	cursor, err := w.OwnIndex.Consumer().Cursor(w.Ctx)
	if err == nil {
		err = w.DB.Read(w.Ctx, func(tx *db.Tx) error {
			list, err = event.AfterTx(tx, cursor, 1000)
			return err
		})
	}
	if err != nil {
		w.T.Fatalf("events: %v", err)
	}
	return list
}

// CatchUp lets the index hear of everything.
func (w *World) CatchUp() {
	w.T.Helper()
	if list := w.Events(); len(list) > 0 {
		if err := w.OwnIndex.Consumer().Handle(w.Ctx, list); err != nil {
			w.T.Fatalf("follow: %v", err)
		}
	}
}

// Find searches for somebody.
func (w *World) Find(by string, q query.Form) search.Result {
	w.T.Helper()
	r, err := w.OwnSearch.Find(w.Ctx, w.By(by), q)
	if err != nil {
		w.T.Fatalf("search %q as %q: %v", q.Text, by, err)
	}
	return r
}

// Titles reports what somebody finds for a text, as "kind title", sorted; without what is
// merely similar.
func (w *World) Titles(by, text string) string {
	w.T.Helper()
	var out []string
	r := w.Find(by, query.Form{Text: text})
	for _, h := range append(r.Hits, r.Services...) {
		if !h.Near {
			out = append(out, string(h.Kind)+" "+h.Title)
		}
	}
	if len(out) != r.Total && r.Total <= search.HitsPerPage {
		w.T.Errorf("%q as %q: %d hits, but a total of %d", text, by, len(out), r.Total)
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// WantTitles checks what Titles returns.
func (w *World) WantTitles(by, text, want string) {
	w.T.Helper()
	if got := w.Titles(by, text); got != want {
		w.T.Errorf("%q as %q finds %q, want %q", text, by, got, want)
	}
}

// Must fails the test on an error.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// QuestionOf returns the id of the post that opened a thread, on any board of mod.
func (w *World) QuestionOf(thread int64) int64 {
	w.T.Helper()
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(testkit.Mod), thread, 1)
	w.Must(err)
	return r.Question.ID
}

// Article writes an FAQ article; released to nobody it stays a draft.
func (w *World) Article(slug, title, text string, to board.Release) int64 {
	w.T.Helper()
	articles := faq.New(w.DB)
	id, err := articles.Draft(w.Ctx, w.By(testkit.Mod), faq.Input{Board: w.Board(slug), Title: title, Short: "Kurz gesagt: ja.", Text: text})
	w.Must(err)
	if to != "" {
		w.Must(articles.Publish(w.Ctx, w.By(testkit.Mod), id, to, true))
	}
	return id
}

// Answer asks the programme management and answers officially.
func (w *World) Answer(slug, question, text string, to board.Release) string {
	w.T.Helper()
	inquiries := inquiry.New(w.DB)
	number, err := inquiries.Ask(w.Ctx, w.By(testkit.Insider), inquiry.AskInput{Board: w.Board(slug), Title: "Eine Frage an das Programm",
		Text: "Wie ist das gemeint?"})
	w.Must(err)
	w.Must(inquiries.TakeUp(w.Ctx, w.By(testkit.Prog), number, inquiry.Basis{}))
	ready := inquiry.PrepareAnswer(w.Ctx, inquiry.AnswerInput{Question: question, Short: "Ja.", Text: text, Body: "FITKO", Audience: to,
		Confirm: true}, false)
	w.Must(w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := inquiry.AnswerTx(tx, w.By(testkit.Prog), number, inquiry.Basis{}, ready)
		return err
	}))
	return number
}

// Narrow changes who may read a board.
func (w *World) Narrow(slug string, s board.Settings) {
	w.T.Helper()
	w.Must(w.Boards.Configure(w.Ctx, w.By(testkit.Boss), w.Board(slug), s, "Test der Suche"))
}

// UpdateStatistics does at once what the index does for its dictionary now and then.
func (w *World) UpdateStatistics() {
	w.T.Helper()
	g := w.OwnIndex.Acquire()
	defer g.Release()
	w.Must(g.UpdateStatistics(w.Ctx))
}
