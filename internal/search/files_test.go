package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/sample"
)

// withFile returns a post of Bea's with a file, whose text is read and indexed.
func withFile(w *world, thread int64, name string, content []byte) (post int64) {
	w.T.Helper()
	post, _ = w.ReplyWith(testkit.Bea, thread, "Siehe Anhang.", name, string(content))
	w.ReadFiles()
	w.CatchUp()
	return post
}

// found returns what a search of a file shows, "" for nothing.
func found(w *world, by, words string) string {
	w.T.Helper()
	r := w.Find(by, query.Form{Text: words})
	if len(r.Hits) == 0 {
		return ""
	}
	h := r.Hits[0]
	return fmt.Sprintf("%s|%s|%s|%s", h.Kind, h.Title, h.File, strings.ReplaceAll(h.Place, "\u00a0", " "))
}

func TestAFileIsFoundByItsTextWithThePage(t *testing.T) {
	w := newWorld(t)
	thread := w.Ask(testkit.Ann, testkit.Members, "Wie hoch sind die Beiträge?", "Kennt jemand eine Satzung?")
	long := strings.Repeat("Wir regeln hier dies und das, und zwar sehr genau. ", 60)
	pages := []string{"Satzung über die Alpakahaltung", long, "Hundesteuer", "Die Alpakahaltungsgebühr be-\nträgt 120 Euro."}
	for n := range 30 {
		pages = append(pages, long+fmt.Sprintf(" Anlage %d", n))
	}
	pages = append(pages, "Diese Satzung tritt am Neujahrstag in Kraft, sagt der Wattenmeerbeauftragte.")
	post := withFile(w, thread, "Alpakasatzung_2026.pdf", sample.PDF(pages...))
	withFile(w, thread, "preise.xlsx", sample.XLSX(sample.Sheet{Name: "Bäder", Rows: [][]string{{"Freibad", "Saunalandschaft"}}}))
	withFile(w, thread, "vermerk.docx", sample.DOCX("# Vermerk", "Der Bürgermeister mag Lakritzschnecken."))
	for words, want := range map[string]string{
		"Alpakahaltungsgebühr":    "file|Wie hoch sind die Beiträge?|Alpakasatzung_2026.pdf|Seite 4",
		"Wattenmeerbeauftragte":   "file|Wie hoch sind die Beiträge?|Alpakasatzung_2026.pdf|Seite 35",
		"Alpakasatzung":           "file|Wie hoch sind die Beiträge?|Alpakasatzung_2026.pdf|",
		"Saunalandschaft":         "file|Wie hoch sind die Beiträge?|preise.xlsx|Tabelle „Bäder“",
		"Lakritzschnecken":        "file|Wie hoch sind die Beiträge?|vermerk.docx|",
		"typ:anhang Hundesteuer":  "file|Wie hoch sind die Beiträge?|Alpakasatzung_2026.pdf|Seite 3",
		"typ:beitrag Hundesteuer": "",
	} {
		if got := found(w, testkit.Ann, words); got != want {
			t.Errorf("%q finds %q, want %q", words, got, want)
		}
	}
	r := w.Find(testkit.Ann, query.Form{Text: "Alpakahaltungsgebühr"})
	if h := r.Hits[0]; r.Total != 1 || h.Post != post || h.Thread != thread ||
		!strings.Contains(fmt.Sprint(h.Excerpt), "Alpakahaltungsgebühr") {
		t.Errorf("%d hits, post %d in thread %d: %v", r.Total, h.Post, h.Thread, h.Excerpt)
	}
	// A thread with its files is one entry, and counts as a thread.
	if r := w.Find(testkit.Ann, query.Form{Text: "Wattenmeerbeauftragte"}); r.Total != 1 || len(r.Facets.Kinds) != 1 ||
		r.Facets.Kinds[0].Kind != document.Thread {
		t.Errorf("%d entries, %v", r.Total, r.Facets.Kinds)
	}
	w.Must(w.OwnIndex.Rebuild(w.Ctx))
	if got := found(w, testkit.Ann, "Wattenmeerbeauftragte"); !strings.HasSuffix(got, "|Seite 35") {
		t.Errorf("after a rebuild it finds %q", got)
	}
}

// nothing holds that no way through the search leads to a word.
func nothing(w *world, why, by, word string) {
	w.T.Helper()
	r := w.Find(by, query.Form{Text: word})
	if r.Total != 0 || r.Texts != 0 || len(r.Hits) != r.Near && r.Near <= search.HitsPerPage || ofThreads(r.Hits) || r.Suggestion != "" ||
		len(r.Facets.Kinds) != 0 || len(r.Relaxations.Boards) != 0 {
		w.T.Errorf("%s: %q is found: %d entries, %d hits, %q, %v", why, word, r.Total, len(r.Hits), r.Suggestion, r.Facets)
	}
	misspelt := word[:len(word)-2] + "xx"
	if r := w.Find(by, query.Form{Text: misspelt}); ofThreads(r.Hits) || strings.Contains(strings.ToLower(r.Suggestion), strings.ToLower(word)) {
		w.T.Errorf("%s: %q leads to %q", why, misspelt, r.Suggestion)
	}
	c, err := w.OwnSearch.Complete(w.Ctx, w.By(by), word[:len(word)-3])
	if err != nil || len(c.Lines) != 0 || len(c.Titles) != 0 {
		w.T.Errorf("%s: %q is completed to %v, %v", why, word[:len(word)-3], c, err)
	}
	similar, err := w.OwnSearch.Similar(w.Ctx, w.By(by), word, 5, document.Thread, document.Article)
	if err != nil || len(similar) != 0 {
		w.T.Errorf("%s: similar to %q are %v, %v", why, word, similar, err)
	}
}

// TestAFileIsFoundByWhoeverMayReadItsPost goes through what takes a post out of sight.
func TestAFileIsFoundByWhoeverMayReadItsPost(t *testing.T) {
	const word = "Lakritzschneckenverordnung"
	file := sample.DOCX("Es gilt die " + word + ".")
	hide := func(w *world, post int64) error {
		return w.Forum.Hide(w.Ctx, w.By(testkit.Mod), post, "gehört nicht hierher")
	}
	for why, do := range map[string]func(w *world, thread, post int64) error{
		"hidden post":    func(w *world, _, post int64) error { return hide(w, post) },
		"hidden thread":  func(w *world, thread, _ int64) error { return hide(w, w.QuestionOf(thread)) },
		"withdrawn post": func(w *world, _, post int64) error { return w.Forum.Withdraw(w.Ctx, w.By(testkit.Bea), post) },
		"blackened post": func(w *world, _, post int64) error {
			return w.Forum.Blacken(w.Ctx, w.By(testkit.Mod), post, 1, "Personenbezogene Daten")
		},
		"edited without it": func(w *world, _, post int64) error {
			return w.Forum.EditPost(w.Ctx, w.By(testkit.Bea), post, forum.Edit{Text: "Ohne", Revision: 1})
		},
		"moved": func(w *world, thread, _ int64) error {
			in := forum.Move{Board: w.Board(testkit.Exclusive), Reason: "gehört dorthin", Confirm: true}
			return w.Forum.Move(w.Ctx, w.By(testkit.Mod), thread, in)
		},
	} {
		w := newWorld(t)
		thread := w.Ask(testkit.Ann, testkit.Members, "Was gilt?", "Weiß es jemand?")
		nothing(w, "before", testkit.Ann, word)
		post := withFile(w, thread, "recht.docx", file)
		if got := found(w, testkit.Ann, word); got != "file|Was gilt?|recht.docx|" {
			t.Fatalf("%s: at first it finds %q", why, got)
		}
		nothing(w, why+", as a guest", testkit.Guest, word)
		if err := do(w, thread, post); err != nil {
			t.Errorf("%s: %v", why, err)
		}
		nothing(w, why+", before the index has heard of it", testkit.Ann, word)
		w.CatchUp()
		nothing(w, why, testkit.Ann, word)
		w.Must(w.OwnIndex.Rebuild(w.Ctx))
		nothing(w, why+", of an index that was built", testkit.Ann, word)
	}
}

func TestFilesOfArticlesAndAnswersAreFoundWithThem(t *testing.T) {
	w := newWorld(t)
	upload := func(by, name, text string) []attachment.Choice {
		return []attachment.Choice{{ID: w.Upload(by, name, string(sample.PDF("Deckblatt", text))).ID}}
	}
	read := func() {
		w.T.Helper()
		w.ReadFiles()
		w.CatchUp()
	}
	article, err := w.FAQ.Draft(w.Ctx, w.By(testkit.Mod), faq.Input{Board: w.World.Board(testkit.Members),
		Title: "Was kostet das Alpaka?", Short: "Viel.", Text: "Siehe Anlage.", Files: upload(testkit.Mod, "alpaka.pdf", "Alpakahaltungsgebühr")})
	w.Must(err)
	number := w.Inquire(testkit.Ann, testkit.Members)
	w.Must(w.Inquiry.TakeUp(w.Ctx, w.By(testkit.Prog), number, inquiry.Basis{}))
	in := inquiry.AnswerInput{Question: "Wer zahlt?", Short: "Das Land.", Text: "Das Land.", Body: "FITKO", Audience: board.ToMembers,
		Files: upload(testkit.Prog, "erlass.pdf", "Lakritzschneckenerlass")}
	w.Must(w.Inquiry.SaveDraft(w.Ctx, w.By(testkit.Prog), number, inquiry.DraftInput{AnswerInput: in}))
	read()
	for _, word := range []string{"Alpakahaltungsgebühr", "Lakritzschneckenerlass"} {
		nothing(w, "a draft", testkit.Mod, word)
		nothing(w, "a draft", testkit.Prog, word)
	}
	w.Must(w.FAQ.Publish(w.Ctx, w.By(testkit.Mod), article, board.ToMembers, false))
	p, err := w.Inquiry.Show(w.Ctx, w.By(testkit.Prog), number)
	w.Must(err)
	in.Files = []attachment.Choice{{ID: p.Desk.Draft.Files[0].ID}}
	w.Must(w.Acts.AnswerInquiry(w.Ctx, w.By(testkit.Prog), number, inquiry.Basis{}, in))
	read()
	check := func(when string) {
		t.Helper()
		for words, want := range map[string]string{
			"Alpakahaltungsgebühr":           "article-file|Was kostet das Alpaka?|alpaka.pdf|Seite 2",
			"typ:faq Alpakahaltungsgebühr":   "article-file|Was kostet das Alpaka?|alpaka.pdf|Seite 2",
			"Lakritzschneckenerlass":         "answer-file|Wer zahlt?|erlass.pdf|Seite 2",
			"typ:offiziell erlass":           "answer-file|Wer zahlt?|erlass.pdf|",
			"typ:thema Alpakahaltungsgebühr": "",
		} {
			if got := found(w, testkit.Ann, words); got != want {
				t.Errorf("%s: %q finds %q, want %q", when, words, got, want)
			}
		}
		nothing(w, when, testkit.Guest, "Alpakahaltungsgebühr")
		nothing(w, when, testkit.Guest, "Lakritzschneckenerlass")
	}
	check("released")
	w.Must(w.OwnIndex.Rebuild(w.Ctx))
	check("after a rebuild")
	if r := w.Find(testkit.Ann, query.Form{Text: "Lakritzschneckenerlass"}); len(r.Facets.Kinds) != 1 || r.Facets.Kinds[0].Kind != document.Answer {
		t.Errorf("it counts as %v", r.Facets.Kinds)
	}

	// What the present version no longer has is not found.
	a, err := w.FAQ.Show(w.Ctx, w.By(testkit.Mod), article)
	w.Must(err)
	w.Must(w.FAQ.Save(w.Ctx, w.By(testkit.Mod), article, faq.Input{Board: a.Board.ID, Title: a.Title, Short: a.Short, Text: "Ohne Anlage.",
		Revision: a.Revision}))
	w.CatchUp()
	nothing(w, "a former version", testkit.Ann, "Alpakahaltungsgebühr")
	w.Must(w.OwnIndex.Rebuild(w.Ctx))
	nothing(w, "a former version after a rebuild", testkit.Mod, "Alpakahaltungsgebühr")
	// An inquiry is not searched, nor are its files.
	_, err = w.Inquiry.Ask(w.Ctx, w.By(testkit.Ann), inquiry.AskInput{Title: "Was ist mit dem Bescheid?", Text: "Siehe Anlage.",
		Files: upload(testkit.Ann, "bescheid.pdf", "Zwergpudelsteuer")})
	w.Must(err)
	read()
	nothing(w, "an inquiry", testkit.Ann, "Zwergpudelsteuer")
}

// ofThreads reports whether a hit is part of a thread; similar services may be found.
func ofThreads(hits []search.Hit) bool {
	return slices.ContainsFunc(hits, func(h search.Hit) bool { return h.Kind.Listed() == document.Thread })
}
