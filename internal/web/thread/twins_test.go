package thread_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

func TestTwinsAreShownOnceBeforeAQuestionIsPut(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Bea, Public, "Wohngeld online: Wer trägt die Betriebskosten?", "Frage")
	w.Soon("the search knows the first question", func() bool { return lists(w, Ann, "Wohngeld Betriebskosten", "Wer trägt die") })
	form := url.Values{"titel": {"Wohngeld Betriebskosten online"}, "text": {"Wer zahlt?"}, "bereich": {Public}, "aktion": {"senden"},
		"einmal": {"schluessel"}}
	first := w.Post(Ann, "/fragen", form)
	if first.Code != http.StatusOK || !strings.Contains(first.Body, "Dazu steht schon etwas im Forum") ||
		!strings.Contains(first.Body, "Wer trägt die Betriebskosten?") {
		t.Fatalf("code %d, no twins shown", first.Code)
	}
	form.Set("gesehen", "ja")
	second := w.Post(Ann, "/fragen", form)
	if second.Code != http.StatusSeeOther {
		t.Fatalf("the question is not put: %d", second.Code)
	}
	// The very first form again, sent late by an impatient finger, leads to the same thread.
	form.Del("gesehen")
	if again := w.Post(Ann, "/fragen", form); again.Location() != second.Location() {
		t.Errorf("sent again: %d %s", again.Code, again.Location())
	}
}

// TestTwinsAreShownWhileTheTitleIsTyped asks as the script of the form does.
func TestTwinsAreShownWhileTheTitleIsTyped(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Bea, Public, "Wohngeld online: Wer trägt die <b>Betriebskosten</b>?", "Frage")
	w.Ask(Insider, Exclusive, "Wohngeld Betriebskosten im engsten Kreis", "Frage")
	w.Soon("the search knows both", func() bool { return lists(w, Insider, "Wohngeld Betriebskosten", "engsten Kreis") })
	found := func(by, title string) string { return w.Get(by, "/fragen/aehnlich?titel="+url.QueryEscape(title)).Body }
	body := found(Ann, "Wohngeld: Betriebskosten und Lizenzen")
	if !strings.Contains(body, "Wer trägt die &lt;b&gt;Betriebskosten") || strings.Contains(body, "engsten") || strings.Contains(body, "<html") {
		t.Errorf("while typing: %s", body)
	}
	if body = found(Insider, "Wohngeld: Betriebskosten und Lizenzen"); !strings.Contains(body, "engsten") {
		t.Errorf("to those admitted: %s", body)
	}
	if body = found(Ann, "Kanarienvogel"); strings.Contains(body, "<a") {
		t.Errorf("without twins: %s", body)
	}
	form := w.Get(Ann, "/fragen").Body
	if !strings.Contains(form, `data-twins="/fragen/aehnlich"`) {
		t.Error("the form has no place for them")
	}
}

func TestTwinsOfRestrictedBoardsAreShownToNobodyElse(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Insider, Exclusive, "Geheimnisvolle Frage zum Postfachdienst", "Frage")
	w.Soon("the search knows it", func() bool { return lists(w, Insider, "Geheimnisvolle Postfachdienst", "Geheimnisvolle Frage zum") })
	a := w.Post(Ann, "/fragen", url.Values{"titel": {"Geheimnisvolle Frage zum Postfachdienst"}, "text": {"Text"}, "bereich": {Public},
		"aktion": {"senden"}})
	if a.Code != http.StatusSeeOther {
		t.Errorf("code %d: %s", a.Code, a.Body)
	}
}

// lists reports whether the search for words lists a thread with the title.
func lists(w *World, by, words, title string) bool {
	return strings.Contains(w.Get(by, "/suche?art=thema&q="+url.QueryEscape(words)).Body, title)
}
