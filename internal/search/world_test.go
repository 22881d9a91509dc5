package search_test

import (
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(writerFolder); folder != "" {
		writeUntilKilled(folder)
	}
	testkit.Main(m)
}

// world is a world with an index of its own, which follows the log only when
// the test says so.
type world struct {
	*testkit.World
	ix      *search.Index
	dir     string
	threads []int64 // that something may happen to
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{World: testkit.New(t), dir: t.TempDir()}
	w.open(search.Version)
	if err := w.ix.Rebuild(w.Ctx); err != nil {
		t.Fatalf("rebuild: %v", err)
	}
	return w
}

// open opens the index in the world's folder, to be closed with the test.
func (w *world) open(version int) {
	w.T.Helper()
	ix := search.New(w.dir, w.DB, slog.New(slog.DiscardHandler), version)
	w.must(ix.Open(w.Ctx))
	w.ix = ix
	w.T.Cleanup(func() { ix.Close() })
}

// reopen closes the index and opens it again, as another start of the program.
func (w *world) reopen(version int) {
	w.T.Helper()
	if err := w.ix.Close(); err != nil {
		w.T.Fatal(err)
	}
	w.open(version)
}

// events returns what the index has not heard of.
func (w *world) events() (list []event.Event) {
	w.T.Helper()
	cursor, err := w.ix.Consumer().Cursor(w.Ctx)
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

// catchUp lets the index hear of everything.
func (w *world) catchUp() {
	w.T.Helper()
	if list := w.events(); len(list) > 0 {
		if err := w.ix.Consumer().Handle(w.Ctx, list); err != nil {
			w.T.Fatalf("follow: %v", err)
		}
	}
}

func (w *world) search(by string, q query.Form) search.Result {
	w.T.Helper()
	r, err := w.ix.Search(w.Ctx, w.By(by), q)
	if err != nil {
		w.T.Fatalf("search %q as %q: %v", q.Text, by, err)
	}
	return r
}

// finds reports what somebody finds for a text, as "kind title", sorted.
func (w *world) finds(by, text string) string {
	w.T.Helper()
	var out []string
	r := w.search(by, query.Form{Text: text})
	for _, h := range r.Hits {
		out = append(out, string(h.Kind)+" "+h.Title)
	}
	if len(out) != r.Total && r.Total <= search.HitsPerPage {
		w.T.Errorf("%q as %q: %d hits, but a total of %d", text, by, len(out), r.Total)
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func (w *world) wantFinds(by, text, want string) {
	w.T.Helper()
	if got := w.finds(by, text); got != want {
		w.T.Errorf("%q as %q finds %q, want %q", text, by, got, want)
	}
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// question returns the id of the post that opened a thread, on any board of mod.
func (w *world) question(thread int64) int64 {
	w.T.Helper()
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(testkit.Mod), thread, 1)
	w.must(err)
	return r.Question.ID
}

// article writes an FAQ article; released to nobody it stays a draft.
func (w *world) article(slug, title, text string, to board.Release) int64 {
	w.T.Helper()
	articles := faq.New(w.DB)
	id, err := articles.Draft(w.Ctx, w.By(testkit.Mod), faq.Input{Board: w.Board(slug), Title: title, Short: "Kurz gesagt: ja.", Text: text})
	w.must(err)
	if to != "" {
		w.must(articles.Publish(w.Ctx, w.By(testkit.Mod), id, to, true))
	}
	return id
}

// answer asks the programme management and answers officially.
func (w *world) answer(slug, question, text string, to board.Release) string {
	w.T.Helper()
	inquiries := inquiry.New(w.DB)
	number, err := inquiries.Ask(w.Ctx, w.By(testkit.Insider), inquiry.AskInput{Board: w.Board(slug), Title: "Eine Frage an das Programm", Text: "Wie ist das gemeint?"})
	w.must(err)
	w.must(inquiries.TakeUp(w.Ctx, w.By(testkit.Prog), number, inquiry.Basis{}))
	ready := inquiry.PrepareAnswer(w.Ctx, inquiry.AnswerInput{Question: question, Short: "Ja.", Text: text, Body: "FITKO", Audience: to, Confirm: true}, false)
	w.must(w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := inquiry.AnswerTx(tx, w.By(testkit.Prog), number, inquiry.Basis{}, ready)
		return err
	}))
	return number
}

// narrow changes who may read a board.
func (w *world) narrow(slug string, s board.Settings) {
	w.T.Helper()
	w.must(w.Boards.Configure(w.Ctx, w.By(testkit.Boss), w.Board(slug), s, "Test der Suche"))
}
