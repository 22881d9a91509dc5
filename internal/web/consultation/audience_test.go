package consultation_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// openFor opens a consultation on the public board, whose positions are shown after the end.
func openFor(t *testing.T, w *World, guests bool) int64 {
	t.Helper()
	id := w.Consultation(Mod, Public)
	if err := w.Consulted.Open(w.Ctx, w.By(Mod), id, consultation.Opening{LastDay: w.Today(10).German(), Disclosure: consultation.AfterEnd,
		Guests: guests, Revision: 2}); err != nil {
		t.Fatal(err)
	}
	return id
}

func lacks(t *testing.T, what, body string, words ...string) {
	t.Helper()
	for _, word := range words {
		if strings.Contains(body, word) {
			t.Errorf("%s: %q is there", what, word)
		}
	}
}

// TestWhoSeesPositionsIsSaid to those who write, to those who see them early and to guests.
func TestWhoSeesPositionsIsSaid(t *testing.T) {
	t.Parallel()
	w := New(t)
	const circle = "die Moderation des Bereichs, das Programmmanagement und die Administration"
	for guests, readers := range map[bool]string{true: "danach alle, auch ohne Anmeldung im Netz", false: "danach alle Mitglieder, die"} {
		id := openFor(t, w, guests)
		w.TakePosition(Ann, id, consultation.Choice{Section: 1, Stance: consultation.Agree})
		base := fmt.Sprintf("/beteiligungen/%d-entwurf-einer-richtlinie", id)
		contains(t, "the head", w.Get(Ann, base).Body, circle, readers)
		contains(t, "the form", w.Get(Ann, base+"/stellungnahme").Body, circle, readers)
		lacks(t, "a reader's table", w.Get(Bea, base+"/stellungnahmen").Body, "Sie sehen sie, weil")
		for who, why := range map[string]string{Mod: "diesen Bereich moderieren", Prog: "zum Programmmanagement", Boss: "zur Administration"} {
			contains(t, who, w.Get(who, base+"/stellungnahmen").Body, "Sie sehen die Stellungnahmen, andere nicht", "weil Sie "+why)
		}
	}
}

// TestGuestsLearnWhyPositionsAreNotShown: with a way to sign in where that helps, and no
// empty filters and tables.
func TestGuestsLearnWhyPositionsAreNotShown(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, guests := range []bool{true, false} {
		id := openFor(t, w, guests)
		w.TakePosition(Ann, id, consultation.Choice{Section: 1, Stance: consultation.Agree})
		table := fmt.Sprintf("/beteiligungen/%d/stellungnahmen", id)
		for _, ended := range []bool{false, true} {
			if ended {
				if err := w.Consulted.Close(w.Ctx, w.By(Mod), id, 3, "Alle haben sich geäußert"); err != nil {
					t.Fatal(err)
				}
			}
			page, export := w.Get(Guest, table), w.Get(Guest, table+".csv")
			switch {
			case guests && ended:
				contains(t, "the table", page.Body, "Stellungnahmen eingrenzen", "1 Organisation")
				lacks(t, "the table", page.Body, "nicht zu sehen")
			case guests:
				contains(t, "the table", page.Body, "sobald die Beteiligung beendet ist, auch ohne Anmeldung")
			default:
				contains(t, "the table", page.Body, "Stellungnahmen lesen nur Mitglieder", "/anmelden?")
				lacks(t, "the table", page.Body, "noch nicht zu sehen")
			}
			if guests && ended {
				if export.Code != http.StatusOK {
					t.Errorf("the export: %d", export.Code)
				}
				continue
			}
			lacks(t, "the table", page.Body, "Stellungnahmen eingrenzen")
			if export.Code != http.StatusSeeOther || export.Location() != table {
				t.Errorf("the export: %d to %q", export.Code, export.Location())
			}
		}
	}
}

// TestReopeningSaysThatPositionsWereShown, on the page for good, and not where nothing was
// shown: an extension in time, or positions that are shown at once.
func TestReopeningSaysThatPositionsWereShown(t *testing.T) {
	t.Parallel()
	w := New(t)
	began := w.DB.Now(w.Ctx)
	reads := func(id int64) string {
		return w.Get(Ann, fmt.Sprintf("/beteiligungen/%d-entwurf-einer-richtlinie", id)).Body
	}
	extend := func(id int64, days, revision int) {
		t.Helper()
		w.Ctx = db.At(w.Ctx, began.AddDate(0, 0, days))
		if err := w.Consulted.Extend(w.Ctx, w.By(Mod), id, revision, w.Today(20).German(), "Es fehlen noch einige"); err != nil {
			t.Fatal(err)
		}
	}
	day := func(days int) string { return catalogue.DateOf(began.AddDate(0, 0, days)).German() }
	id, inTime, open := openFor(t, w, true), openFor(t, w, true), w.OpenConsultation(Mod, Members, consultation.AtOnce)
	extend(inTime, 2, 3)
	extend(id, 13, 3)
	extend(open, 13, 3)
	said := "Stellungnahmen waren vom " + day(11) + " bis " + day(13) + " für alle sichtbar, auch ohne Anmeldung"
	contains(t, "the page", reads(id), said)
	lacks(t, "one that was extended in time", reads(inTime), "Stellungnahmen waren")
	lacks(t, "one that shows at once", reads(open), "Stellungnahmen waren")
	w.Ctx = db.At(w.Ctx, began.AddDate(0, 0, 14))
	if err := w.Consulted.Close(w.Ctx, w.By(Mod), id, 4, "Alle haben sich geäußert"); err != nil {
		t.Fatal(err)
	}
	w.Ctx = db.At(w.Ctx, began.AddDate(0, 0, 14).Add(time.Minute))
	if err := w.Consulted.Withdraw(w.Ctx, w.By(Mod), id, 5, "Ein neuer Entwurf kommt"); err != nil {
		t.Fatal(err)
	}
	contains(t, "the page", reads(id), said, "Stellungnahmen waren am "+day(14))
}
