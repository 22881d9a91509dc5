package search_test

import (
	"testing"

	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

// TestWhatPeopleTypedFindsWhatTheyMeant names searches that once led astray.
func TestWhatPeopleTypedFindsWhatTheyMeant(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, title := range []string{"Schriftform im Onlinedienst", "Gewerbeanmeldung ohne Betriebsstätte", "Steuerliche Anmeldung von Vereinen",
		"Reifegrad der Leistungen im Kreis", "Stufe 3 der Heizungsanlage", "Hundesteuer im Onlinedienst", "Kündigung des Vertrags",
		"Perso verloren"} {
		w.Ask(testkit.Ann, testkit.Public, title, "Wer hat damit Erfahrungen?")
	}
	w.CatchUp()
	for _, c := range []struct{ text, first, not string }{
		{"Schriftformerfordernis", "Schriftform im Onlinedienst", ""},
		{"gewerbe anmelden", "Gewerbeanmeldung ohne Betriebsstätte", ""},
		{"reifegrad 3", "Reifegrad der Leistungen im Kreis", "Stufe 3 der Heizungsanlage"},
		{"reifegrad b", "Reifegrad der Leistungen im Kreis", ""},
		{"Hundesteuer", "Hundesteuer im Onlinedienst", ""},
		{"Vertrag gekündigt", "Kündigung des Vertrags", ""},
		{"Vertrag kündigen", "Kündigung des Vertrags", ""},
		{"Personalausweis", "Perso verloren", ""},
		{"3", "Stufe 3 der Heizungsanlage", ""},
	} {
		r := w.Find(testkit.Guest, query.Form{Text: c.text})
		if len(r.Hits) == 0 || r.Hits[0].Title != c.first {
			t.Errorf("%q finds %v first, want %q", c.text, r.Hits, c.first)
		}
		for _, h := range r.Hits {
			if h.Title == c.not {
				t.Errorf("%q finds %q", c.text, h.Title)
			}
		}
	}
	services := func(text string) (titles []string) {
		for _, h := range w.Find(testkit.Guest, query.Form{Text: text, Kind: document.Service}).Hits {
			titles = append(titles, h.Title)
		}
		return titles
	}
	if found := services("gewerbe anmelden"); len(found) == 0 || found[0] != "Unternehmensanmeldung und -genehmigung" {
		t.Errorf("services for „gewerbe anmelden“ are %q", found)
	}
	for _, text := range []string{"OZG-Leistung", "Themenfeld"} {
		if r := w.Find(testkit.Guest, query.Form{Text: text, Kind: document.Service}); r.Total > 100 {
			t.Errorf("%q finds %d services", text, r.Total)
		}
	}
	if found := services("10061"); len(found) != 1 || found[0] != "Studienplatzvergabe" {
		t.Errorf("the OZG-ID finds %q", found)
	}
}

// TestCorrectWordsAreNotCorrected: a word that is merely absent is no slip.
func TestCorrectWordsAreNotCorrected(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Wer hat sich angemeldet, und wann wird abgerufen?",
		"Er meldet an, er anmeldet, und es steht in Verwaltungen "+
			"geschrieben, dass Gebühren erheben, beantragten, Fristen ablaufend und Ausweisse eingezogen werden. Zustellungen, bewilligten.")
	w.CatchUp()
	w.UpdateStatistics()
	for text, want := range map[string]string{
		"anmelden": "", "abgelaufen": "", "Ausweise": "", "erhoben": "", "bewilligen": "", "zugestellt": "", "ablaufen": "",
		"Zustellunegn": "Zustellungen", "Verwatlungen": "Verwaltungen", "Gebürhen": "Gebühren",
	} {
		if got := w.Find(testkit.Guest, query.Form{Text: text}).Suggestion; got != want {
			t.Errorf("%q suggests %q, want %q", text, got, want)
		}
	}
}
