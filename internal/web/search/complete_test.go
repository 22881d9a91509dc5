package search_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// completed asks what is offered for a line.
func completed(w *World, by, line string) (lines []string, titles string) {
	w.T.Helper()
	a := w.Get(by, "/suche/vorschlaege?q="+url.QueryEscape(line))
	var got struct {
		Lines  []string                            `json:"zeilen"`
		Titles []struct{ Art, Titel, Href string } `json:"titel"`
	}
	if err := json.Unmarshal([]byte(a.Body), &got); err != nil || a.Code != http.StatusOK || a.Header.Get("Cache-Control") != "no-store" {
		w.T.Fatalf("completing %q: %d %q %v", line, a.Code, a.Body, err)
	}
	for _, t := range got.Titles {
		titles += t.Art + " " + t.Titel + " " + t.Href + "\n"
	}
	return got.Lines, titles
}

func TestSearchFieldIsCompletedWithWhatEachMaySee(t *testing.T) {
	t.Parallel()
	w := New(t)
	searched(w, Guest, "q=Wohngled", "Meinten Sie") // the index is there, with its words
	if lines, _ := completed(w, Guest, "antrag wohng"); !slices.Contains(lines, "antrag Wohngeld") {
		t.Errorf("offered lines are %q", lines)
	}
	if _, titles := completed(w, Guest, "Wohngeld"); !strings.Contains(titles, "Leistung Wohngeld") || !strings.Contains(titles, "/leistungen/") {
		t.Errorf("offered titles are %q", titles)
	}
	w.Ask(Insider, Exclusive, "Wohngeld im engsten Kreis", "Geheim")
	searched(w, Insider, "q=engsten", "Wohngeld im engsten Kreis")
	if _, titles := completed(w, Insider, "Wohngeld"); !strings.Contains(titles, "Thema Wohngeld im engsten Kreis /thema/") {
		t.Errorf("those admitted are offered %s", titles)
	}
	for _, by := range []string{Guest, Ann} {
		if _, titles := completed(w, by, "Wohngeld"); strings.Contains(titles, "engsten") {
			t.Errorf("%q is offered %s", by, titles)
		}
	}
}

func TestCompletionsAreLimited(t *testing.T) {
	t.Parallel()
	w := New(t)
	refused := 0
	for range 100 {
		if a := w.Get(Guest, "/suche/vorschlaege?q=x"); a.Code == http.StatusTooManyRequests {
			refused++
			if a.Header.Get("Retry-After") == "" || !strings.Contains(a.Body, `"zeilen":[]`) {
				t.Fatalf("refused with %v %s", a.Header, a.Body)
			}
		}
	}
	if refused == 0 {
		t.Error("a hundred completions at once are allowed")
	}
	if a := w.Get(Ann, "/suche/vorschlaege?q=x"); a.Code != http.StatusOK {
		t.Errorf("a member pays for a guest: %d", a.Code)
	}
}
