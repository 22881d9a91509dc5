package thread_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestQuestionWithoutAnythingShowsAllProblemsAtOnce: what is wrong comes before
// any proposal, on both forms for questions.
func TestQuestionWithoutAnythingShowsAllProblemsAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	a := w.Post(Ann, "/fragen", url.Values{"leistungen": {"Leistung, die es nicht gibt"}})
	if a.Code != http.StatusUnprocessableEntity || strings.Contains(a.Body, "ließ sich kein Bereich erkennen") {
		t.Errorf("code %d, or a proposal in place of problems", a.Code)
	}
	for _, field := range []string{"titel", "text", "leistungen"} {
		if !strings.Contains(a.Body, `href="#feld-`+field+`"`) {
			t.Errorf("the form does not say what is wrong with %s", field)
		}
	}
	// The title finds something: still all problems come at once.
	w.Answered(Bea, Members)
	w.Soon("the search knows the answer", func() bool {
		return strings.Contains(w.Get(Ann, "/fragen/aehnlich?titel="+url.QueryEscape("Wer trägt die Kosten?")).Body, "/offizielle-antworten/")
	})
	for path, more := range map[string]url.Values{"/fragen": {"bereich": {Public}},
		"/fragen-an-das-programmmanagement/neu": {"leistungen": {"99999"}}} {
		more.Set("titel", "Wer trägt die Kosten?")
		more.Set("aktion", "senden")
		a := w.Post(Ann, path, more)
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `href="#feld-text"`) || strings.Contains(a.Body, "noch einmal ab") {
			t.Errorf("%s with an empty text: %d", path, a.Code)
		}
		if more.Has("leistungen") && !strings.Contains(a.Body, "mit der Nummer 99999 gibt es nicht") {
			t.Errorf("%s swallows an OZG-ID that does not exist", path)
		}
	}
}

// asked is the form for a question, sent with the title.
func asked(w *World, title string, more url.Values) Answer {
	form := url.Values{"titel": {title}, "text": {"Wie geht das?"}, "aktion": {"senden"}, "einmal": {"k"}}
	for name, values := range more {
		form[name] = values
	}
	return w.Post(Ann, "/fragen", form)
}

func TestRecognisedServiceIsTickedAndStaysAsItWasLeft(t *testing.T) {
	t.Parallel()
	w := New(t)
	const title = "Wie beantragt man Wohngeld?"
	ticked, box := `value="10092" checked`, `name="leistung" value="10092"`
	first := asked(w, title, nil)
	if !strings.Contains(first.Body, ticked) || !strings.Contains(first.Body, "Wir schlagen den Bereich") {
		t.Fatalf("code %d, the service is not ticked", first.Code)
	}
	// It survives a preview, and so does that it was unticked.
	with := url.Values{"bereich": {"arbeit-ruhestand"}, "angeboten": {"10092"}, "leistung": {"10092"}, "aktion": {"vorschau"}}
	if again := asked(w, title, with); !strings.Contains(again.Body, ticked) {
		t.Errorf("code %d: what was ticked is lost", again.Code)
	}
	with.Del("leistung")
	if again := asked(w, title, with); strings.Contains(again.Body, ticked) || !strings.Contains(again.Body, box) {
		t.Errorf("code %d: what was unticked is ticked again", again.Code)
	}
	with.Set("leistung", "10092")
	with.Set("aktion", "senden")
	done := asked(w, title, with)
	if done.Code != http.StatusSeeOther || !strings.Contains(w.Get(Ann, done.Location()).Body, "/leistungen/10092") {
		t.Errorf("code %d, or the question has no service", done.Code)
	}
}

// TestBoardAndServiceAreProposedWhileTheTitleIsTyped asks as the script does.
func TestBoardAndServiceAreProposedWhileTheTitleIsTyped(t *testing.T) {
	t.Parallel()
	w := New(t)
	body := w.Get(Ann, "/fragen/aehnlich?titel="+url.QueryEscape("Wie beantragt man Wohngeld?")).Body
	for _, part := range []string{`data-proposal="arbeit-ruhestand"`, "Wohngeld", `value="10092" checked`} {
		if !strings.Contains(body, part) {
			t.Errorf("%s is missing in %s", part, body)
		}
	}
	if body := w.Get(Ann, "/fragen/aehnlich?titel=Kanarienvogel").Body; !strings.Contains(body, `data-proposal=""`) {
		t.Errorf("nothing is recognised, yet: %s", body)
	}
	if form := w.Get(Ann, "/fragen?titel="+url.QueryEscape("Wie beantragt man Wohngeld?")).Body; !strings.Contains(form, `value="10092" checked`) {
		t.Error("a form that begins with a title proposes nothing")
	}
}
