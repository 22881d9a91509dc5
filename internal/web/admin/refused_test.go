package admin_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestWhatABoardCannotBeIsSaidBeforeItsConsequences: nobody confirms the loss of access by
// a choice that there is not.
func TestWhatABoardCannotBeIsSaidBeforeItsConsequences(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Ann, Members, "Wer trägt die Betriebskosten?", "Das fragen wir uns")
	path := "/verwaltung/bereiche/" + Members
	for wrong, fields := range map[string][]string{
		"Bitte wählen Sie, wer den Bereich lesen darf.": {"sichtbar", "niemand", "grund", "Vertraulich"},
		"Diese Art von Organisation gibt es nicht":      {"sichtbar", "restricted", "arten", "verein", "grund", "Vertraulich"},
		"Bitte füllen Sie „Grund“ aus.":                 {"sichtbar", "restricted", "arten", "fitko"},
		"Diese Gruppe gibt es nicht mehr.":              {"sichtbar", "restricted", "gruppen", "alle", "grund", "Vertraulich", "verlust", "ja"},
	} {
		a := w.Post(Boss, path, Form(fields...))
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, wrong) || strings.Contains(a.Body, "hier gefragt oder geantwortet") {
			t.Errorf("%s: %d", wrong, a.Code)
		}
	}
}

// TestOrganisationForSomebodyAdmittedMeanwhileComesBack unless it is the one for which
// they were.
func TestOrganisationForSomebodyAdmittedMeanwhileComesBack(t *testing.T) {
	t.Parallel()
	w := New(t)
	at := fmt.Sprintf("/verwaltung/aufnahmen/%d/aufnehmen", w.Waits("neu@unbekannt.example", "Neue Person", "Landkreis Irgendwo"))
	if a := w.Post(Mod, at, Form("organisation", "FITKO")); a.Location() != "/verwaltung/aufnahmen?hinweis=aufgenommen" {
		t.Fatal(a.Code, a.Location())
	}
	for _, who := range []string{Mod, OtherMod} {
		if a := w.Post(who, at, Form("organisation", "FITKO")); a.Location() != "/verwaltung/aufnahmen?hinweis=schon-entschieden" {
			t.Errorf("%s decides the same: %d %s", who, a.Code, a.Location())
		}
	}
	if body := w.Get(Mod, "/verwaltung/aufnahmen?hinweis=schon-entschieden").Body; !strings.Contains(body, "kern-alert--info") ||
		strings.Contains(body, "Erfolg: ") {
		t.Error("what changed nothing is called a success")
	}
	a := w.Post(OtherMod, at, Form("organisation", "Stadt Musterstadt"))
	if a.Code != http.StatusConflict || !strings.Contains(a.Body, "Stadt Musterstadt") || !strings.Contains(a.Body, "schon entschieden") {
		t.Errorf("another organisation: %d", a.Code)
	}
	if a := w.Post(Ann, at, Form("organisation", "Stadt Musterstadt")); a.Code != http.StatusForbidden {
		t.Errorf("a member: %d", a.Code)
	}
}
