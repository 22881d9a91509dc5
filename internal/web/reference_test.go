package web_test

import (
	"fmt"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestReferencesAreLinkedWhereverTextsStand writes the same references into each kind of
// text. Ann reads the document that they lead to, Bea does not.
func TestReferencesAreLinkedWhereverTextsStand(t *testing.T) {
	t.Parallel()
	w := New(t)
	document := w.Document(Mod, Exclusive) // Beschluss 2026/7
	href := `href="` + path.LibraryDocument(document, "Leitfaden für die Tafel") + `"`
	full := w.Config.BaseURL.URL(path.LibraryDocument(document, "x"))
	text := "Siehe Beschluss 2026/7 und " + full + "."

	thread := w.Ask(Ann, Members, "Wer trägt die Kosten?", text)
	entry, err := w.Inquiry.Prepare(w.Ctx, inquiry.AskInput{Title: "Wer trägt die Kosten?", Text: text, Background: text})
	if err != nil {
		t.Fatal(err)
	}
	number, err := w.Acts.Escalate(w.Ctx, w.By(Mod), thread, entry)
	if err == nil {
		err = w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{})
	}
	if err == nil {
		err = w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), number, inquiry.Basis{}, inquiry.AnswerInput{Question: "Wer trägt die Kosten?",
			Short: "Das Land.", Text: text, Body: "FITKO", LegalBasis: "Beschluss 2026/7", Audience: board.ToMembers})
	}
	if err != nil {
		t.Fatal(err)
	}
	other, err := w.Library.Add(w.Ctx, w.By(Mod), library.Input{Board: w.Board(Members), Title: "Ein anderes", Issuer: "FITKO", Dated: "1.2.2026",
		Link: "https://www.fitko.de/", Text: text})
	if err != nil {
		t.Fatal(err)
	}
	for address, times := range map[string]int{
		path.Thread(thread, "Wer trägt die Kosten?"): 5, // question and answer twice each, legal basis once
		path.To(path.PrintThread, thread):            5,
		path.Answer(number, 1):                       3,
		path.Inquiry(number):                         7, // background, too
		path.LibraryDocument(other, "Ein anderes"):   2,
	} {
		// A moderator of the restricted board, and a member who is not admitted there.
		a := w.Get(Mod, address)
		if got := strings.Count(a.Body, href); got != times {
			t.Errorf("%s has %d links for who may read it, want %d", address, got, times)
		}
		if strings.Contains(a.Body, full+"</a>") || strings.Contains(a.Body, full+"<span") ||
			!strings.Contains(a.Body, ">Leitfaden für die Tafel</a>") {
			t.Errorf("%s shows the address and not the title", address)
		}
		a = w.Get(Bea, address)
		if strings.Contains(a.Body, "kf-reference") || strings.Contains(a.Body, "Leitfaden") || !strings.Contains(a.Body, full+"<span") {
			t.Errorf("%s tells others of the document, or hides the address", address)
		}
	}
	preview := func(by string) string {
		return w.Post(by, path.To(path.Reply, thread), Form("text", text, "aktion", "vorschau")).Body
	}
	if got := strings.Count(preview(Mod), href); got != 7 {
		t.Errorf("the preview has %d links, want 7 with those of the page", got)
	}
	if strings.Contains(preview(Bea), "Leitfaden") {
		t.Error("the preview tells others of the document")
	}
}

// TestAddressesOfOtherSitesStayAsTheyAre: only the forum's own address leads to its library.
func TestAddressesOfOtherSitesStayAsTheyAre(t *testing.T) {
	t.Parallel()
	w := New(t)
	document := w.Document(Mod, Public)
	address := path.LibraryDocument(document, "x")
	own := w.Config.BaseURL.String()
	for _, site := range []string{"https://anders.example", own + ".example", "https://anders.example/?" + own} {
		thread := w.Ask(Ann, Members, "Eine Frage mit Adresse", "Siehe "+site+address+" dazu.")
		if a := w.Get(Ann, fmt.Sprintf("/thema/%d-eine-frage-mit-adresse", thread)); strings.Contains(a.Body, ">Leitfaden") {
			t.Errorf("%s is taken for the forum", site)
		}
	}
}
