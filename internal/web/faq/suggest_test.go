package faq_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// has asserts what stands on a page of somebody, and what does not: words that begin
// with "!".
func has(t *testing.T, w *World, by, path string, words ...string) Answer {
	t.Helper()
	a := w.Get(by, path)
	if a.Code != http.StatusOK {
		t.Fatalf("%s of %s: %d %s", path, by, a.Code, a.Location())
	}
	for _, word := range words {
		if text, not := strings.CutPrefix(word, "!"); strings.Contains(a.Body, text) == not {
			t.Errorf("%s of %s: %q", path, by, word)
		}
	}
	return a
}

// leads asserts that a form was carried out and returns the address that follows,
// without its notice.
func leads(t *testing.T, a Answer, to string) string {
	t.Helper()
	address, _, _ := strings.Cut(a.Location(), "?")
	if a.Code != http.StatusSeeOther || !strings.HasPrefix(address, to) {
		t.Fatalf("%d %s, want %s", a.Code, a.Location(), to)
	}
	return address
}

// TestAPostBecomesAnArticleByASuggestion is the whole story, without scripts: suggested,
// taken over by the editor, released, and read by who suggested it.
func TestAPostBecomesAnArticleByASuggestion(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wie binden wir die BundID an?", "Wie denn?")
	reply := w.Reply(Bea, thread, "So geht das **wirklich**.")
	form := fmt.Sprintf("/beitrag/%d/faq-vorschlag", reply)
	has(t, w, Ann, fmt.Sprintf("/thema/%d-wie-binden-wir-die-bundid-an", thread), form, "Für die FAQ vorschlagen", "!In die FAQ übernehmen")
	has(t, w, Editor, fmt.Sprintf("/thema/%d-wie-binden-wir-die-bundid-an", thread), "!"+form, "In die FAQ übernehmen")
	has(t, w, Guest, fmt.Sprintf("/thema/%d-wie-binden-wir-die-bundid-an", thread), "!"+form)
	has(t, w, Ann, form, `value="Wie binden wir die BundID an?"`)

	a := w.Post(Ann, form, url.Values{"titel": {""}, "begruendung": {"Das fragen wirklich viele."}})
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Das fragen wirklich viele.") {
		t.Errorf("without a question: %d", a.Code)
	}
	sent := url.Values{"titel": {"Wie wird die BundID angebunden?"}, "begruendung": {"Das fragen wirklich viele."}}
	own := leads(t, w.Post(Ann, form, sent), "/faq/vorschlaege/")
	has(t, w, Ann, own, "wartet auf die FAQ-Redaktion", "Das fragen wirklich viele.", "Zurückziehen", "!Als Entwurf übernehmen")
	has(t, w, Ann, "/meine", "Wie wird die BundID angebunden?", "Vorschlag, wartet auf die FAQ-Redaktion")
	has(t, w, Ann, "/meine/vorschlaege", "Wie wird die BundID angebunden?")
	if leads(t, w.Get(Ann, form), own) != own || leads(t, w.Post(Ann, form, sent), own) != own {
		t.Error("the second sending does not lead to the first")
	}
	other := url.Values{"titel": {"Wie wird die BundID angebunden?"}, "begruendung": {"Ganz andere Worte."}}
	if a := w.Post(Ann, form, other); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Ganz andere Worte.") ||
		!strings.Contains(a.Body, own) {
		t.Errorf("other words: %d", a.Code)
	}

	has(t, w, Editor, "/meine", "1 Vorschlag wartet auf die FAQ-Redaktion")
	has(t, w, Editor, "/faq", "Vorschläge und Hinweise (1)")
	has(t, w, Editor, "/faq/vorschlaege", "Wie wird die BundID angebunden?", "Anna Ahorn", own)
	has(t, w, Editor, own, "Als Entwurf übernehmen", "!Zurückziehen")
	draft := leads(t, w.Post(Editor, own+"/uebernehmen", nil), "/faq/")
	has(t, w, Editor, draft, `value="Wie wird die BundID angebunden?"`, "So geht das **wirklich**.")
	leads(t, w.Post(Mod, own+"/uebernehmen", nil), own) // who comes second sees what was decided
	has(t, w, Mod, own, "daraus ist ein Artikel entstanden")
	has(t, w, Ann, own, "die FAQ-Redaktion arbeitet daran", "!Zum Artikel")
	has(t, w, Editor, "/faq/vorschlaege", "Zurzeit nichts")

	leads(t, w.Post(Editor, draft, url.Values{"titel": {"Wie wird die BundID angebunden?"}, "kurzantwort": {"So."}, "text": {"So geht das."},
		"bereich": {Public}, "fassung": {"1"}}), "/faq/")
	article := strings.TrimSuffix(draft, "/bearbeiten")
	leads(t, w.Post(Editor, article+"/veroeffentlichen", url.Values{"freigabe": {"public"}}), article)
	has(t, w, Ann, own, "daraus ist ein Artikel entstanden", "Zum Artikel", `href="`+article+`"`)
}

// TestASuggestionIsDeclinedWithAReason, which nobody loses who comes second.
func TestASuggestionIsDeclinedWithAReason(t *testing.T) {
	t.Parallel()
	w := New(t)
	own := fmt.Sprintf("/faq/vorschlaege/%d", w.Suggest(Ann, w.Question(w.Ask(Bea, Members, "Wie geht das eigentlich?", "So?"))))
	if a := w.Post(Mod, own+"/ablehnen", url.Values{"grund": {"kurz"}}); a.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(a.Body, `value="kurz"`) {
		t.Errorf("a reason that is too short: %d", a.Code)
	}
	if a := w.Post(Bea, own+"/ablehnen", url.Values{"grund": {"Das steht schon in einem Artikel"}}); a.Code != http.StatusNotFound {
		t.Errorf("another member declines: %d", a.Code)
	}
	if a := w.Post(Ann, own+"/ablehnen", url.Values{"grund": {"Das steht schon in einem Artikel"}}); a.Code != http.StatusForbidden {
		t.Errorf("who suggested it declines: %d", a.Code)
	}
	leads(t, w.Post(Mod, own+"/ablehnen", url.Values{"grund": {"Das steht schon in einem Artikel"}}), "/faq/vorschlaege")
	leads(t, w.Post(Mod, own+"/ablehnen", url.Values{"grund": {"Das steht schon in einem Artikel"}}), own)
	if a := w.Post(Boss, own+"/ablehnen", url.Values{"grund": {"Mein eigener, ganz anderer Grund"}}); a.Code != http.StatusConflict ||
		!strings.Contains(a.Body, "Mein eigener, ganz anderer Grund") || !strings.Contains(a.Body, "Das steht schon in einem Artikel") ||
		!strings.Contains(a.Body, "Jemand anderes hat den Vorschlag inzwischen abgelehnt") {
		t.Errorf("who comes second: %d", a.Code)
	}
	has(t, w, Ann, own, "abgelehnt", "Das steht schon in einem Artikel", "!Zurückziehen")
}

// TestArticlesThatAreAlikeAreShownFirst, once, and then the suggestion is made all the same.
func TestArticlesThatAreAlikeAreShownFirst(t *testing.T) {
	t.Parallel()
	w := New(t)
	id, err := w.FAQ.Draft(w.Ctx, w.By(Mod), faq.Input{Board: w.Board(Public), Title: "Wie rechnen wir das Elterngeld digital ab?",
		Short: "Mit dem Formular.", Text: "Ein Text."})
	if err == nil {
		err = w.FAQ.Publish(w.Ctx, w.By(Mod), id, board.ToPublic, false)
	}
	if err != nil {
		t.Fatal(err)
	}
	thread := w.Ask(Bea, Public, "Wie rechnen wir das Elterngeld digital ab?", "So?")
	form := fmt.Sprintf("/beitrag/%d/faq-vorschlag", w.Question(thread))
	w.Soon("the search knows the article", func() bool {
		return strings.Contains(w.Get(Guest, "/suche?q=Elterngeld").Body, fmt.Sprintf("/faq/%d-", id))
	})
	if a := w.Get(Ann, form); !strings.Contains(a.Body, "Ähnliche Artikel") {
		t.Error("the form does not show it")
	}
	sent := url.Values{"titel": {"Wie rechnen wir das Elterngeld digital ab?"}, "begruendung": {"Fragen viele, glaube ich."}}
	if a := w.Post(Ann, form, sent); a.Code != http.StatusOK || !strings.Contains(a.Body, "noch nicht angekommen") ||
		!strings.Contains(a.Body, "Fragen viele, glaube ich.") {
		t.Errorf("before they were seen: %d", a.Code)
	}
	sent.Set("gesehen", "ja")
	leads(t, w.Post(Ann, form, sent), "/faq/vorschlaege/")
}

func TestReadersSayThatAnArticleNoLongerHolds(t *testing.T) {
	t.Parallel()
	w := New(t)
	article := fmt.Sprintf("/faq/%d", w.Article(Editor, Public))
	page := article + "-eine-frage-fuer-die-tafel"
	has(t, w, Ann, page, article+"/hinweis")
	has(t, w, Editor, page, "!"+article+"/hinweis", "!Hinweise von Mitgliedern")
	has(t, w, Guest, page, "!/hinweis")
	has(t, w, Ann, article+"/hinweis", "Was stimmt nicht mehr?", "!name=\"titel\"")
	own := leads(t, w.Post(Ann, article+"/hinweis", url.Values{"begruendung": {"Die Verordnung gilt nicht mehr."}}), "/faq/vorschlaege/")
	has(t, w, Editor, page, "Hinweise von Mitgliedern (1)")
	has(t, w, Editor, article+"/pruefen", "Die Verordnung gilt nicht mehr.", own)
	has(t, w, Editor, own, "Der Hinweis ist erledigt", "!Als Entwurf")
	if a := w.Post(Ann, article+"/hinweis", url.Values{"begruendung": {" "}, "einmal": {"LEER"}}); a.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(a.Body, "Bitte füllen Sie „Was stimmt nicht mehr?“ aus.") {
		t.Errorf("an empty hint: %d", a.Code)
	}
	if a := w.Post(Editor, own+"/ablehnen", url.Values{"grund": {""}}); a.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(a.Body, "Bitte füllen Sie „Antwort“ aus.") {
		t.Errorf("declined without an answer: %d", a.Code)
	}
	if a := w.Post(Editor, own+"/ablehnen", url.Values{"grund": {"kurz"}}); !strings.Contains(a.Body, `value="kurz"`) {
		t.Errorf("the answer is not in the form that both decisions share: %d", a.Code)
	}
	leads(t, w.Post(Editor, own+"/erledigt", url.Values{"grund": {"Der Artikel nennt jetzt die neue Verordnung."}}), "/faq/vorschlaege")
	has(t, w, Editor, page, "!Hinweise von Mitgliedern")
	has(t, w, Ann, own, "erledigt", "Antwort der FAQ-Redaktion", "Der Artikel nennt jetzt die neue Verordnung.", "!Zurückziehen")
	leads(t, w.Post(Editor, own+"/erledigt", url.Values{"grund": {"Der Artikel nennt jetzt die neue Verordnung."}}), own)
	if a := w.Post(Mod, own+"/erledigt", url.Values{"grund": {"Das habe ich auch gerade geändert."}}); a.Code != http.StatusConflict ||
		!strings.Contains(a.Body, "Das habe ich auch gerade geändert.") || !strings.Contains(a.Body, "hat den Hinweis inzwischen erledigt") {
		t.Errorf("who comes second: %d", a.Code)
	}
}

// TestWithdrawingSaysWhatHappenedMeanwhile, and what was withdrawn does not come back when
// its form is sent again.
func TestWithdrawingSaysWhatHappenedMeanwhile(t *testing.T) {
	t.Parallel()
	w := New(t)
	form := fmt.Sprintf("/beitrag/%d/faq-vorschlag", w.Reply(Bea, w.Ask(Ann, Public, "Wie binden wir die BundID an?", "Wie denn?"), "So geht das."))
	sent := url.Values{"titel": {"Wie wird die BundID angebunden?"}, "begruendung": {"Das fragen wirklich viele."}, "einmal": {"ERSTES"}}
	own := leads(t, w.Post(Ann, form, sent), "/faq/vorschlaege/")
	leads(t, w.Post(Ann, own+"/zurueckziehen", nil), "/meine/vorschlaege")
	a := w.Post(Ann, form, sent)
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "danach wurde es zurückgezogen oder gelöscht") ||
		!strings.Contains(a.Body, "Das fragen wirklich viele.") || strings.Contains(a.Body, `value="ERSTES"`) {
		t.Errorf("the same form after withdrawing: %d", a.Code)
	}
	has(t, w, Editor, "/faq/vorschlaege", "Zurzeit nichts")
	if a := w.Post(Editor, own+"/ablehnen", url.Values{"grund": {"Das steht schon im Artikel"}}); a.Code != http.StatusConflict ||
		!strings.Contains(a.Body, "oder es wurde zurückgezogen") || !strings.Contains(a.Body, "Das steht schon im Artikel") {
		t.Errorf("declining what was withdrawn: %d", a.Code)
	}
	leads(t, w.Post(Editor, own+"/uebernehmen", nil), "/faq/vorschlaege")

	sent.Set("einmal", "ZWEITES")
	own = leads(t, w.Post(Ann, form, sent), "/faq/vorschlaege/")
	take := url.Values{"einmal": {"UEBERNAHME"}, "grund": {strings.Repeat("Danke ", 60)}}
	if a := w.Post(Editor, own+"/uebernehmen", take); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Danke Danke") {
		t.Errorf("an answer that is too long: %d, or it is lost", a.Code)
	}
	take.Set("grund", "Danke, das nehmen wir auf.")
	draft := strings.TrimSuffix(leads(t, w.Post(Editor, own+"/uebernehmen", take), "/faq/"), "/bearbeiten")
	if a := w.Post(Ann, own+"/zurueckziehen", nil); a.Code != http.StatusConflict ||
		!strings.Contains(a.Body, "Die FAQ-Redaktion hat den Vorschlag inzwischen in einen Entwurf übernommen. Zurückziehen geht nicht mehr.") {
		t.Errorf("withdrawing what was taken over: %d", a.Code)
	}
	has(t, w, Ann, own, "Antwort der FAQ-Redaktion", "Danke, das nehmen wir auf.")
	leads(t, w.Post(Editor, draft+"/loeschen", nil), "/faq")
	if a := w.Post(Editor, own+"/uebernehmen", take); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("the form that took it over, after its draft was deleted: %d %s", a.Code, a.Location())
	}
}

// TestNoSuggestionLosesWords: the source goes while somebody writes.
func TestNoSuggestionLosesWords(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	reply := w.Reply(Bea, thread, "So geht das.")
	form := fmt.Sprintf("/beitrag/%d/faq-vorschlag", reply)
	if err := w.Forum.Move(w.Ctx, w.By(Mod), thread, forum.Move{Board: w.Board(Exclusive), Confirm: true}); err != nil {
		t.Fatal(err)
	}
	a := w.Post(Ann, form, url.Values{"titel": {"Wie geht das denn nun?"}, "begruendung": {"Meine lange Begründung."}})
	if a.Code != http.StatusNotFound || !strings.Contains(a.Body, "Meine lange Begründung.") || !strings.Contains(a.Body, "Wie geht das denn nun?") {
		t.Errorf("%d %s", a.Code, a.Body)
	}
}

func TestOfficialAnswersAreSuggested(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Answered(Ann, Public)
	form := "/offizielle-antworten/" + number + "/faq-vorschlag"
	has(t, w, Bea, "/offizielle-antworten/"+number+"/1", form)
	has(t, w, Bea, form, `value="Wer trägt die Kosten?"`)
	own := leads(t, w.Post(Bea, form, url.Values{"titel": {"Wer trägt die Kosten des Betriebs?"}}), "/faq/vorschlaege/")
	draft := leads(t, w.Post(Editor, own+"/uebernehmen", nil), "/faq/")
	has(t, w, Editor, draft, `value="Wer trägt die Kosten des Betriebs?"`, "Das Land.")
}
