package search_test

import (
	"net/url"
	"strings"
	"testing"

	"kommunalforum/internal/library"
	. "kommunalforum/internal/testkit"
)

// TestALineThatCitesADocumentLeadsToIt: whoever may read the law is led to it, by its
// paragraph, its short name and the beginning of that; nobody else hears of it.
func TestALineThatCitesADocumentLeadsToIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	for board, laws := range map[string][]string{Members: {"OZG", "EGovG", "BT-Drs. 20/8093"}, Exclusive: {"VerschlG"}} {
		for _, law := range laws {
			_, err := w.Library.Add(w.Ctx, w.By(Mod), library.Input{Board: w.Board(board), Title: "Gesetz mit dem Namen Zaunkönig " + law,
				Issuer: "Bund", Dated: "1.2.2026", Reference: law, Link: "https://www.gesetze-im-internet.de/", Text: "Worum es geht."})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	w.IndexReady()
	const heading = `id="fundstelle"`
	cited := func(by, query string) string {
		_, after, found := strings.Cut(w.Get(by, "/suche?"+query).Body, heading)
		if !found {
			return ""
		}
		part, _, _ := strings.Cut(after, "</section>")
		return part
	}
	line := func(text string) string { return url.Values{"q": {text}}.Encode() }
	for text, law := range map[string]string{"§ 3 OZG": "OZG", "OZG § 3": "OZG", "ozg": "OZG", "egov": "EGovG", "EGovG": "EGovG",
		"BT-Drs. 20/8093": "BT-Drs. 20/8093"} {
		if got := cited(Ann, line(text)); strings.Count(got, "Zaunkönig") != 1 || !strings.Contains(got, "Zaunkönig "+law) {
			t.Errorf("%q leads to %q", text, got)
		}
		if got := cited(Guest, line(text)); got != "" {
			t.Errorf("%q tells a guest of %q", text, got)
		}
	}
	for _, text := range []string{"§ 1 VerschlG", "versch"} {
		if got := cited(Bea, line(text)); got != "" {
			t.Errorf("%q tells others of %q", text, got)
		}
		if got := cited(Mod, line(text)); text == "§ 1 VerschlG" && got == "" {
			t.Errorf("%q does not lead there who may read it", text)
		}
	}
	for _, query := range []string{line("eg"), line("Wohngeld"), line("§ 3"), line("OZG") + "&art=thema"} {
		if got := cited(Ann, query); got != "" {
			t.Errorf("%s leads to %q", query, got)
		}
	}
}
