package web_test

import (
	"fmt"
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

// TestAnswersAreShownWhileAQuestionToTheDeskIsTyped: threads answer nothing
// officially, so they are not among them.
func TestAnswersAreShownWhileAQuestionToTheDeskIsTyped(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Bea, Public, "Wer trägt die Kosten am Ende?", "Frage")
	w.Answered(Bea, Members)
	typed := "?titel=" + url.QueryEscape("Wer trägt die Kosten")
	answer, thread := "/offizielle-antworten/", "Kosten am Ende"
	w.Soon("the search knows both", func() bool {
		body := w.Get(Ann, "/fragen/aehnlich"+typed).Body
		return strings.Contains(body, answer) && strings.Contains(body, thread)
	})
	body := ""
	w.Soon("the form answers again, however fast it was asked", func() bool {
		body = w.Get(Ann, "/fragen-an-das-programmmanagement/neu/aehnlich"+typed).Body
		return body != ""
	})
	if !strings.Contains(body, answer) || strings.Contains(body, thread) || strings.Contains(body, "<html") {
		t.Errorf("while typing: %s", body)
	}
	escalate := fmt.Sprintf("/thema/%d/an-das-programmmanagement", w.Ask(Ann, Public, "Eine ganz andere Frage", "Frage"))
	for who, path := range map[string]string{Ann: "/fragen-an-das-programmmanagement/neu", Mod: escalate} {
		if !strings.Contains(w.Get(who, path).Body, `data-twins="/fragen-an-das-programmmanagement/neu/aehnlich"`) {
			t.Errorf("%s has no place for them", path)
		}
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
