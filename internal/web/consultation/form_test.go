package consultation_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"kommunalforum/internal/consultation"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

// positions is a form for positions on the sections and the whole, with what is said about
// the first two.
func positions(w *World, who string, revision int, stances [2]string, reasons [2]string) url.Values {
	r := strconv.Itoa(revision)
	return url.Values{"fuer_organisation": {fmt.Sprint(w.By(who).Organisation.ID)}, "abschnitt": {"1", "2", "0"}, "stand": {r, r, r},
		"wortlaut": {"1", "1", "0"}, "haltung": {stances[0], stances[1], ""}, "vorschlag": {"", "", ""},
		"gruende": {reasons[0], reasons[1], ""}}
}

func contains(t *testing.T, what, body string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(body, word) {
			t.Errorf("%s: %q is not there", what, word)
		}
	}
}

// TestWhatIsRefusedIsGivenBack: a problem, a colleague who was faster, the end, the
// withdrawal, and another organisation.
func TestWhatIsRefusedIsGivenBack(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	address := fmt.Sprintf("/beteiligungen/%d/stellungnahme", id)
	send := func(form url.Values, code int, words ...string) {
		t.Helper()
		a := w.Do(Ann, http.MethodPost, address, form)
		if a.Code != code {
			t.Errorf("%v: %d", words, a.Code)
		}
		contains(t, "the answer", a.Body, words...)
	}
	mine := positions(w, Ann, 0, [2]string{"ablehnung", "zustimmung"}, [2]string{"", "Mein erster Text"})
	send(mine, http.StatusUnprocessableEntity, "Bitte füllen Sie „Begründung zu Abschnitt 1“ aus", "Mein erster Text")
	contains(t, "the form", w.Get(Ann, address).Body, "Begründung (bei Änderung und Ablehnung nötig)", "Markdown wird nicht umgesetzt")
	mine["gruende"] = []string{"Weil das so ist", "Mein erster Text", ""}
	send(mine, http.StatusSeeOther)
	send(mine, http.StatusSeeOther) // a second click
	other := positions(w, Ann, 0, [2]string{"ablehnung", "zustimmung"}, [2]string{"Was ich sagen will", "Mein erster Text"})
	send(other, http.StatusConflict, "Weil das so ist", "Was ich sagen will", "Anna Ahorn", "in einem anderen Fenster")
	other["stand"] = []string{"1", "1", "0"}
	send(other, http.StatusSeeOther)

	foreign := positions(w, Bea, 2, [2]string{"zustimmung", "zustimmung"}, [2]string{"Für wen eigentlich", ""})
	send(foreign, http.StatusConflict, "Für wen eigentlich", "anderen Organisation")
	late := positions(w, Ann, 2, [2]string{"zustimmung", "zustimmung"}, [2]string{"Kurz nach Mitternacht", ""})
	if err := w.Consulted.Close(w.Ctx, w.By(Mod), id, 3, "Alle haben sich geäußert"); err != nil {
		t.Fatal(err)
	}
	send(late, http.StatusUnprocessableEntity, "Kurz nach Mitternacht", "nicht mehr angekommen")
	if err := w.Consulted.Withdraw(w.Ctx, w.By(Mod), id, 4, "Ein neuer Entwurf kommt"); err != nil {
		t.Fatal(err)
	}
	send(late, http.StatusUnprocessableEntity, "Kurz nach Mitternacht", "zurückgezogen")
	send(url.Values{"abschnitt": {"1"}, "gruende": {"Ein Rest der Seite"}}, http.StatusUnprocessableEntity, "Ein Rest der Seite")
}

// TestFormsOfThoseWhoPrepareKeepTheirText when somebody else opened, changed or decided.
func TestFormsOfThoseWhoPrepareKeepTheirText(t *testing.T) {
	t.Parallel()
	w := New(t)
	draft := w.Consultation(Mod, Members)
	c, err := w.Consulted.Show(w.Ctx, w.By(Mod), draft)
	if err != nil {
		t.Fatal(err)
	}
	base := fmt.Sprintf("/beteiligungen/%d", draft)
	section := fmt.Sprintf("%s/abschnitte/%d", base, c.Sections[0].ID)
	send := func(address string, form url.Values, code int, words ...string) {
		t.Helper()
		a := w.Do(Mod, http.MethodPost, address, form)
		if a.Code != code {
			t.Errorf("%s: %d", address, a.Code)
		}
		contains(t, address, a.Body, words...)
	}
	send(section, url.Values{"titel": {"Mein Titel"}, "text": {"Mein Abschnitt"}, "fassung": {"1"}}, http.StatusConflict, "Mein Abschnitt",
		"Die Richtlinie gilt für alle.")
	send(base+"/bearbeiten", url.Values{"titel": {"Mein Titel"}, "herausgeber": {"FITKO"}, "bereich": {Members}, "text": {"Meine Einführung"},
		"fassung": {"1"}}, http.StatusConflict, "Meine Einführung", "Entwurf einer Richtlinie")
	send(base+"/einlesen", url.Values{"text": {"# Eins\nText\n# Zwei\nMehr"}, "aktion": {"teilen"}}, http.StatusOK, "2 Abschnitte",
		"Abschnitte hinzufügen")
	for _, act := range []string{"teilen", "senden"} {
		send(base+"/einlesen", url.Values{"text": {"# Eins\nText\n# Leeres Kapitel\n# Drei\nMehr"}, "aktion": {act}},
			http.StatusUnprocessableEntity, "Abschnitt 2 („Leeres Kapitel“): Unter der Überschrift steht kein Text.", "3 Abschnitte", "Drei")
	}
	if err := w.Consulted.Open(w.Ctx, w.By(Mod), draft, consultation.Opening{LastDay: w.Today(3).German(), Disclosure: consultation.AtOnce,
		Revision: 2}); err != nil {
		t.Fatal(err)
	}
	send(base+"/einlesen", url.Values{"text": {"# Eins\nMein langer Text"}, "aktion": {"senden"}}, http.StatusConflict, "Mein langer Text")
	send(base+"/abschnitte/neu", url.Values{"titel": {"Neu"}, "text": {"Mein neuer Abschnitt"}}, http.StatusConflict, "Mein neuer Abschnitt")
	send(section, url.Values{"titel": {"Geltung"}, "text": {"Als Entwurf begonnen"}, "fassung": {"2"}}, http.StatusConflict, "Als Entwurf begonnen")
	send(section, url.Values{"titel": {"Geltung"}, "text": {"Als Entwurf begonnen"}, "fassung": {"3"}}, http.StatusUnprocessableEntity,
		"Als Entwurf begonnen", "Was wird berichtigt?")
	send(base+"/beenden", url.Values{"grund": {"Mein guter Grund"}, "fassung": {"1"}}, http.StatusConflict, "Mein guter Grund")
	for range 2 {
		send(base+"/beenden", url.Values{"grund": {"Mein guter Grund"}, "fassung": {"3"}}, http.StatusSeeOther)
	}
	outcome := url.Values{"text": {"Mein Ergebnis"}, "fassung": {"1"}, "abschnitt": {"1", "2"}, "entscheidung": {"rejected", ""},
		"erwiderung": {"Weil es so ist", ""}}
	send(base+"/ergebnis", outcome, http.StatusConflict, "Mein Ergebnis", "Weil es so ist")
	outcome.Set("fassung", "4")
	send(base+"/ergebnis", outcome, http.StatusSeeOther)
}

// TestExportComputesNothingAndNamesNobody: no cell begins like a formula.
func TestExportComputesNothingAndNamesNobody(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	w.TakePosition(Ann, id, consultation.Choice{Section: 1, Stance: consultation.Change, Proposal: "=SUMME(A1)", Reasons: "-2; \"zwei\"\nZeilen"})
	for who, code := range map[string]int{Guest: http.StatusNotFound, Bea: http.StatusOK, Mod: http.StatusOK} {
		a := w.Get(who, fmt.Sprintf("/beteiligungen/%d/stellungnahmen.csv", id))
		if a.Code != code {
			t.Errorf("%s: %d", who, a.Code)
		}
		if code != http.StatusOK {
			continue
		}
		body, marked := strings.CutPrefix(a.Body, "\ufeff")
		r := csv.NewReader(strings.NewReader(body))
		r.Comma = ';'
		rows, err := r.ReadAll()
		if err != nil || !marked || len(rows) != 2 || rows[0][5] != "Einwohner" || rows[1][7] != "'=SUMME(A1)" ||
			!strings.HasPrefix(rows[1][8], "'-2") {
			t.Errorf("%s: %q, %v", who, body, err)
		}
		if strings.Contains(body, "Anna") {
			t.Error("the table names somebody")
		}
	}
}

// TestNamesOfThoseWhoWroteAreForColleaguesAndWhoPrepares, on every page that shows positions.
func TestNamesOfThoseWhoWroteAreForColleaguesAndWhoPrepares(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	w.TakePosition(Ann, id, consultation.Choice{Section: 1, Stance: consultation.Reject, Reasons: "Nein."})
	for who, knows := range map[string]bool{Ann: true, Mod: true, Prog: true, Bea: false, OtherMod: false} {
		for _, page := range []string{"", "/stellungnahmen", "/stellungnahmen?ansicht=liste", "/drucken", "/stellungnahmen.csv"} {
			a := w.Get(who, fmt.Sprintf("/beteiligungen/%d-entwurf-einer-richtlinie%s", id, page))
			named := strings.Contains(a.Body, "von Anna Ahorn")
			want := knows && page != "/stellungnahmen.csv" && page != "/drucken" && (page != "" || who == Ann)
			if a.Code != http.StatusOK || named != want {
				t.Errorf("%s reads %q: %d, named %v", who, page, a.Code, named)
			}
		}
	}
}

// TestFormsForPositionsSayThatItIsOver: the page in place of the form, and the form of a
// draft that is opened too late.
func TestFormsForPositionsSayThatItIsOver(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	form := fmt.Sprintf("/beteiligungen/%d/stellungnahme", id)
	draft := positions(w, Ann, 0, [2]string{"zustimmung", ""}, [2]string{"Noch nicht fertig", ""})
	draft.Set("formular", form)
	draft.Set("entwurf", "T")
	draft.Set("einmal", "K")
	kept := regexp.MustCompile(`/meine/entwuerfe/\d+`).FindString(w.Do(Ann, http.MethodPost, "/meine/entwuerfe", draft).Location())
	for revision, act := range []struct {
		do    func() error
		words string
	}{
		{func() error { return w.Consulted.Close(w.Ctx, w.By(Mod), id, 3, "Alle haben sich geäußert") }, "Die Beteiligung ist beendet"},
		{func() error { return w.Consulted.Withdraw(w.Ctx, w.By(Mod), id, 4, "Ein neuer Entwurf kommt") }, "Die Beteiligung wurde zurückgezogen"},
	} {
		if err := act.do(); err != nil {
			t.Fatal(revision, err)
		}
		a := w.Get(Ann, form)
		if a.Code != http.StatusConflict {
			t.Errorf("%s: %d", act.words, a.Code)
		}
		contains(t, "the page", a.Body, act.words, "Zurück zur Beteiligung", "Stellungnahmen ansehen")
		lacks(t, "the page", a.Body, "inzwischen geändert", "<textarea")
		late := w.Get(Ann, kept)
		contains(t, "the draft", late.Body, act.words, "Noch nicht fertig")
		lacks(t, "the draft", late.Body, "Stellungnahme speichern")
	}
}

// TestWhatBecameOfAPositionIsSaid: saved, for a wording that was corrected meanwhile, and
// taken back, with its history still to be read.
func TestWhatBecameOfAPositionIsSaid(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	page := fmt.Sprintf("/beteiligungen/%d-entwurf-einer-richtlinie", id)
	send := func(form url.Values, notice string) {
		t.Helper()
		if to := w.Do(Ann, http.MethodPost, page+"/stellungnahme", form).Location(); !strings.HasSuffix(to, "="+notice) {
			t.Errorf("%q instead of %s", to, notice)
		}
	}
	first := positions(w, Ann, 0, [2]string{"zustimmung", ""}, [2]string{"Gern.", ""})
	first["gruende"][2] = "Zum Ganzen gesagt"
	send(first, "stellungnahme")
	send(first, "stellungnahme") // a second click
	contains(t, "the page", w.Get(Ann, page).Body, "Sie haben zu 1 Abschnitt Stellung genommen und etwas zum Ganzen angemerkt.",
		"Zum Ganzen gesagt")
	lacks(t, "another's page", w.Get(Bea, page).Body, "Zum Ganzen gesagt")
	x, err := w.Consulted.Show(w.Ctx, w.By(Ann), id)
	if err == nil {
		err = w.Consulted.Correct(w.Ctx, w.By(Mod), id, x.Sections[1].ID, 3,
			consultation.SectionInput{Heading: "Neue Fristen", Text: "Sechs Wochen."},
			"Ein Schreibfehler")
	}
	if err != nil {
		t.Fatal(err)
	}
	// Bea spoke of the former wording, and the figures, the table and the export say so.
	old := positions(w, Bea, 0, [2]string{"", "zustimmung"}, [2]string{"", ""})
	w.Do(Bea, http.MethodPost, page+"/stellungnahme", old)
	for _, address := range []string{page, page + "/stellungnahmen", page + "/drucken"} {
		contains(t, address, w.Get(Bea, address).Body, "davon 1 zu einer früheren Fassung")
	}
	contains(t, "the export", w.Get(Bea, page+"/stellungnahmen.csv").Body, "2;Fristen;")
	second := positions(w, Ann, 1, [2]string{"zustimmung", "zustimmung"}, [2]string{"Gern.", ""})
	second["stand"] = []string{"1", "0", "1"}
	second["gruende"][2] = "Zum Ganzen gesagt"
	send(second, "stellungnahme-frueher")
	third := positions(w, Ann, 1, [2]string{"", "zustimmung"}, [2]string{"", ""})
	third["wortlaut"] = []string{"1", "2", "0"}
	send(third, "stellungnahme-zurueck")
	contains(t, "the page", w.Get(Ann, page).Body, "zurückgezogen", fmt.Sprintf("/stellungnahmen/%d", x.Own[1].ID))
}

// TestFormsThatCannotBeSentAreNotShown: in their place stands why, and the way back.
func TestFormsThatCannotBeSentAreNotShown(t *testing.T) {
	t.Parallel()
	w := New(t)
	empty, err := w.Consulted.Begin(w.Ctx, w.By(Mod), consultation.Input{Board: w.Board(Members), Title: "Noch leer", Issuer: "FITKO"})
	if err != nil {
		t.Fatal(err)
	}
	open := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	for address, words := range map[string]string{
		fmt.Sprintf("/beteiligungen/%d/eroeffnen", empty):     "noch keinen Abschnitt",
		fmt.Sprintf("/beteiligungen/%d/ergebnis", empty):      "wenn die Beteiligung beendet ist",
		fmt.Sprintf("/beteiligungen/%d/beenden", empty):       "läuft nicht",
		fmt.Sprintf("/beteiligungen/%d/verlaengern", empty):   "Verlängern lässt sich",
		fmt.Sprintf("/beteiligungen/%d/zurueckziehen", empty): "läuft nicht",
		fmt.Sprintf("/beteiligungen/%d/ergebnis", open):       "wenn die Beteiligung beendet ist",
		fmt.Sprintf("/beteiligungen/%d/eroeffnen", open):      "schon eröffnet",
		fmt.Sprintf("/beteiligungen/%d/loeschen", open):       "schon eröffnet",
	} {
		a := w.Get(Mod, address)
		if a.Code != http.StatusConflict {
			t.Errorf("%s: %d", address, a.Code)
		}
		contains(t, address, a.Body, words, "Zurück zur Beteiligung")
		lacks(t, address, a.Body, `name="fassung"`)
	}
}

// TestPageSaysWhenAConsultationEnded before its last day, closed or withdrawn.
func TestPageSaysWhenAConsultationEnded(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	look := func(in string, words ...string) {
		t.Helper()
		for _, page := range []string{"", "/drucken"} {
			contains(t, in, w.Get(Ann, fmt.Sprintf("/beteiligungen/%d-entwurf-einer-richtlinie%s", id, page)).Body, words...)
		}
	}
	last, today := w.Today(10).German(), w.Today(0).German()
	look("open", "Läuft bis einschließlich", last)
	if err := w.Consulted.Close(w.Ctx, w.By(Mod), id, 3, "Alle haben sich geäußert"); err != nil {
		t.Fatal(err)
	}
	look("closed", "Beendet am", today+" (vorgesehen bis einschließlich "+last+")")
	if err := w.Consulted.Extend(w.Ctx, w.By(Mod), id, 4, last, "Doch noch nicht"); err != nil {
		t.Fatal(err)
	}
	look("open again", "Läuft bis einschließlich")
	if err := w.Consulted.Withdraw(w.Ctx, w.By(Mod), id, 5, "Ein neuer Entwurf kommt"); err != nil {
		t.Fatal(err)
	}
	look("withdrawn", "Zurückgezogen am", today+" (vorgesehen bis einschließlich "+last+")")
}

// TestOutcomeAsksOnlyForWhatIsNeeded: no verdict where there is nothing to decide, and a
// refusal names the section.
func TestOutcomeAsksOnlyForWhatIsNeeded(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	if err := w.Consulted.Close(w.Ctx, w.By(Mod), id, 3, "Alle haben sich geäußert"); err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("/beteiligungen/%d", id)
	form := url.Values{"text": {"Mein Ergebnis"}, "fassung": {"4"}, "abschnitt": {"1", "2"}, "entscheidung": {"rejected", ""},
		"erwiderung": {"", "Hierzu kam nichts."}}
	a := w.Do(Mod, http.MethodPost, address+"/ergebnis", form)
	contains(t, "refused", a.Body, "Bitte füllen Sie „Begründung zu Abschnitt 1“ aus.", "Hierzu kam nichts.")
	lacks(t, "refused", a.Body, "Begründung zu Abschnitt 2")
	form["erwiderung"] = []string{"Das geht so nicht.", "Hierzu kam nichts."}
	if a := w.Do(Mod, http.MethodPost, address+"/ergebnis", form); a.Code != http.StatusSeeOther {
		t.Errorf("%d: %s", a.Code, a.Body)
	}
	contains(t, "the page", w.Get(Ann, address+"-entwurf-einer-richtlinie").Body, "Dazu heißt es im Ergebnis:", "Hierzu kam nichts.")
}

// TestFormForPositionsTakesWhatItsFieldsAllow: every field of a long consultation filled.
func TestFormForPositionsTakesWhatItsFieldsAllow(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Consultation(Mod, Members)
	for n := 2; n < consultation.MaxSections; n++ {
		err := w.Consulted.AddSection(w.Ctx, w.By(Mod), id, consultation.SectionInput{Heading: fmt.Sprint("Teil ", n), Text: "Text"}, "")
		if err != nil {
			t.Fatal(err)
		}
	}
	err := w.Consulted.Open(w.Ctx, w.By(Mod), id, consultation.Opening{LastDay: w.Today(3).German(), Disclosure: consultation.AtOnce,
		Revision: consultation.MaxSections})
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("ä ", consultation.MaxReasons/2-1) + "ä"
	form := positions(w, Ann, 0, [2]string{"", ""}, [2]string{"", ""})
	for _, name := range []string{"abschnitt", "stand", "wortlaut", "haltung", "vorschlag", "gruende"} {
		form[name] = nil
	}
	for n := range consultation.MaxSections {
		for name, value := range map[string]string{"abschnitt": fmt.Sprint(n + 1), "stand": "0", "wortlaut": "1", "haltung": "aenderung",
			"vorschlag": long, "gruende": long} {
			form.Add(name, value)
		}
	}
	if a := w.Do(Ann, http.MethodPost, fmt.Sprintf("/beteiligungen/%d/stellungnahme", id), form); a.Code != http.StatusSeeOther {
		t.Errorf("%d", a.Code)
	}
}

// TestSourceIsNamedByItsAddress: one that is not there is refused, however it is named.
func TestSourceIsNamedByItsAddress(t *testing.T) {
	t.Parallel()
	w := New(t)
	for typed, words := range map[string]string{
		"https://forum.example/bibliothek/999-ozg?x=1": "Dieses Dokument gibt es in der Bibliothek nicht.",
		"999": "Dieses Dokument gibt es in der Bibliothek nicht.", "OZG": "Dieses Dokument gibt es in der Bibliothek nicht.",
	} {
		a := w.Do(Mod, http.MethodPost, "/beteiligungen/neu", url.Values{"titel": {"Ein Entwurf"}, "herausgeber": {"FITKO"}, "bereich": {Members},
			"dokument": {typed}})
		if a.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", typed, a.Code)
		}
		contains(t, typed, a.Body, words)
	}
	address := fmt.Sprintf("https://forum.example/bibliothek/%d-ein-titel?fassung=1", w.Document(Mod, Members))
	a := w.Do(Mod, http.MethodPost, "/beteiligungen/neu", url.Values{"titel": {"Ein Entwurf"}, "herausgeber": {"FITKO"}, "bereich": {Members},
		"dokument": {address}})
	if a.Code != http.StatusSeeOther {
		t.Errorf("%s: %d", address, a.Code)
	}
}
