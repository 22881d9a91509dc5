package inquiry_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

// page is the inquiry's page for somebody.
func page(w *World, by, number string) string {
	return w.Get(by, "/fragen-an-das-programmmanagement/"+number).Body
}

// filled reports whether the page offers the step as its filled button.
func filled(page, text string) bool {
	return strings.Contains(page, `kern-btn--primary kf-btn"`) && strings.Contains(page, `<span class="kern-label">`+text+`</span>`)
}

func TestDeskIsOfferedTheNextStepAsAFilledButton(t *testing.T) {
	t.Parallel()
	w := New(t)
	basis := inquiry.Basis{Reason: "Für die Probe"}
	number := w.Inquire(Ann, FourEyes)
	if !filled(page(w, Prog, number), "Übernehmen") {
		t.Error("a new inquiry is not offered to be taken up")
	}
	must(t, w.Inquiry.Examine(w.Ctx, w.By(Prog), number, basis))
	examined := page(w, Prog, number)
	if !filled(examined, "Übernehmen") {
		t.Error("an inquiry in Prüfung is not offered to be taken up")
	}
	if strings.Contains(examined, "Betrifft uns auch</") {
		t.Error("the desk is offered „Betrifft uns auch“")
	}
	a := w.Post(Prog, "/schreibtisch/"+number+"/uebernehmen", url.Values{"stand": {fmt.Sprint(revision(w, number))}})
	if a.Code != http.StatusSeeOther || !filled(page(w, Prog, number), "Antwort schreiben") {
		t.Errorf("taken up from in Prüfung: %d", a.Code)
	}
	answer := inquiry.AnswerInput{Question: "Wer trägt die Kosten?", Short: "Das Land.", Text: "Das Land trägt sie.", Body: "FITKO",
		Audience: board.ToMembers}
	must(t, w.Inquiry.SaveDraft(w.Ctx, w.By(Prog), number, inquiry.DraftInput{Basis: basis, AnswerInput: answer}))
	if !filled(page(w, Prog, number), "Antwort weiterschreiben") {
		t.Error("a draft is not offered to be written on")
	}
	must(t, w.Inquiry.SubmitForRelease(w.Ctx, w.By(Prog), number, basis))
	const release = "Antwort prüfen und freigeben"
	if !filled(page(w, Prog2, number), release) {
		t.Error("the second person is not offered to release")
	}
	if strings.Contains(page(w, Prog, number), release) {
		t.Error("who drafted is offered to release")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func revision(w *World, number string) int {
	p, err := w.Inquiry.Show(w.Ctx, w.By(Prog), number)
	if err != nil {
		w.T.Fatal(err)
	}
	return p.Revision
}

func TestQuestionAndNotesStayInViewWhileTheDeskWrites(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Ann, Members)
	must(t, w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}))
	must(t, w.Inquiry.Note(w.Ctx, w.By(Prog), number, inquiry.NoteInput{Text: "Mit dem Land gesprochen"}))
	for _, path := range []string{"antwort", "rueckfrage", "abgeben", "ablehnen"} {
		body := w.Get(Prog, "/schreibtisch/"+number+"/"+path).Body
		if !strings.Contains(body, "Mit dem Land gesprochen") || !strings.Contains(body, "Eine Frage") {
			t.Errorf("%s shows neither question nor notes", path)
		}
	}
	if body := w.Get(Prog, "/schreibtisch/"+number+"/antwort").Body; !strings.Contains(body, `name="stelle" type="text" value="FITKO"`) {
		t.Error("the answering body is not preset")
	}
}

func TestEscalationSpeaksOfTheAskingOrganisation(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer zahlt den Betrieb?", "Eine Frage")
	path := fmt.Sprintf("/thema/%d/an-das-programmmanagement", thread)
	form := w.Get(Mod, path).Body
	if strings.Contains(form, "Ihre Organisation") || strings.Contains(form, `name="vertraulich"`) || !strings.Contains(form, "Stadt Musterstadt") {
		t.Error("the form speaks of the moderator's organisation, or offers to hide what is public")
	}
	a := w.Post(Mod, path, url.Values{"titel": {"Wer zahlt den Betrieb?"}, "text": {"Eine Frage"}, "vertraulich": {"ja"}, "gesehen": {"ja"}})
	if a.Code != http.StatusSeeOther {
		t.Fatalf("code %d", a.Code)
	}
	body := w.Get(Mod, a.Location()).Body
	for _, text := range []string{"Aus dem Forum weitergegeben", "Moritz Moor, Musterverband der Kreise"} {
		if !strings.Contains(body, text) {
			t.Errorf("the inquiry does not say %q", text)
		}
	}
	if strings.Contains(body, "Frage gestellt") || strings.Contains(body, "Sichtbar nur für die fragende Stelle") {
		t.Error("the moderator asked it, or it is hidden")
	}
}

func TestDaysInThePastAreRefusedWhereTheyMakeNoSense(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Ann, Members)
	must(t, w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}))
	for path, form := range map[string]url.Values{
		"wiedervorlage": {"datum": {"01.02.2020"}},
		"antwort": {"gueltig_bis": {"01.02.2020"}, "aktion": {"veroeffentlichen"}, "frage": {"Wer zahlt?"}, "kurz": {"Das Land."},
			"text":   {"Das Land."},
			"stelle": {"FITKO"}, "sichtbar": {"members"}},
	} {
		form.Set("stand", fmt.Sprint(revision(w, number)))
		a := w.Post(Prog, "/schreibtisch/"+number+"/"+path, form)
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "schon vorbei") || !strings.Contains(a.Body, `value="01.02.2020"`) {
			t.Errorf("%s with a day in the past: %d", path, a.Code)
		}
	}
	// What is wrong with days comes with everything else.
	a := w.Post(Prog, "/schreibtisch/"+number+"/antwort", url.Values{"gueltig_ab": {"morgen"}, "aktion": {"veroeffentlichen"}, "stand": {"1"}})
	for _, field := range []string{"gueltig_ab", "kurz", "text"} {
		if !strings.Contains(a.Body, `href="#feld-`+field+`"`) {
			t.Errorf("nothing is said about %s", field)
		}
	}
}
