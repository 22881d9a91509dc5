package reuse_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kommunalforum/internal/reuse"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

func TestScripts(t *testing.T) { Scripts(t) }

// TestExportIsATableThatComputesNothing: no cell begins like a formula, and none names a
// person.
func TestExportIsATableThatComputesNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.EnterReuse(Ann, 10061, reuse.Input{Product: `=HYPERLINK("http://boese.example";"Klick")`, Provider: "+49", Operator: "@SUMME", Contact: true,
		Notes: reuse.Notes{Experience: "-2; \"zwei\"\nZeilen"}})
	a := w.Get(Bea, "/leistungen/10061/nachnutzung/export")
	if a.Code != http.StatusOK || a.Header.Get("Content-Type") != "text/csv; charset=utf-8" ||
		!strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment;") {
		t.Fatalf("the export is %d %v", a.Code, a.Header)
	}
	body, marked := strings.CutPrefix(a.Body, "\ufeff")
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || !marked || len(rows) != 2 {
		t.Fatalf("the table is %q, %v", body, err)
	}
	if strings.Contains(body, "Anna") {
		t.Error("the table names somebody")
	}
	for i, cell := range rows[1] {
		if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
			t.Errorf("%s is %q", rows[0][i], cell)
		}
	}
}

func TestBothTextsOfAnEntryAreShownWhenAColleagueWasFaster(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.EnterReuse(Ann, 10061, reuse.Input{Product: "Dienst", Notes: reuse.Notes{Experience: "Der jetzige Stand"}})
	edit, remove := fmt.Sprintf("/nachnutzung/%d/bearbeiten", id), fmt.Sprintf("/nachnutzung/%d/loeschen", id)
	mine := url.Values{"umsetzung": {"beendet"}, "produkt": {"Dienst"}, "erfahrung": {"Mein Text"}, "fassung": {"0"}}
	a := w.Do(Ann, http.MethodPost, edit, mine)
	if a.Code != http.StatusConflict || !strings.Contains(a.Body, "Der jetzige Stand") || !strings.Contains(a.Body, "Mein Text") {
		t.Fatalf("an old form: %d", a.Code)
	}
	mine.Set("fassung", "1")
	if a := w.Do(Ann, http.MethodPost, edit, mine); a.Code != http.StatusSeeOther {
		t.Fatalf("what was shown: %d", a.Code)
	}
	if a := w.Do(Mod, http.MethodPost, remove, url.Values{"fassung": {"2"}}); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("moderation without a reason: %d", a.Code)
	}
	for click := range 2 {
		a := w.Do(Mod, http.MethodPost, remove, url.Values{"fassung": {"2"}, "grund": {"Werbung"}})
		if a.Code != http.StatusSeeOther {
			t.Errorf("click %d: %d", click, a.Code)
		}
	}
}
