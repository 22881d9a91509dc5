package search_test

import (
	"fmt"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/testkit"
)

func TestTwinsHaveManyOfTheWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	thread := w.Ask(testkit.Ann, testkit.Public, "Wer trägt die Betriebskosten für Wohngeld online?", "Wir fragen uns das.")
	w.Reply(testkit.Bea, thread, "Betriebskosten Wohngeld online bezahlen wir selbst.")
	w.Ask(testkit.Ann, testkit.Public, "Kanarienvogel im Rathaus", "Wer füttert ihn?")
	w.Article(testkit.Public, "Wohngeld online: Kosten und Betriebskosten", "Text", board.ToPublic)
	w.Answer(testkit.Public, "Wer zahlt die Betriebskosten?", "Alles zum Wohngeld", board.ToPublic)
	w.Ask(testkit.Insider, testkit.Exclusive, "Betriebskosten Wohngeld online intern", "Geheim")
	w.CatchUp()
	similar := func(by, title string, kinds ...document.Kind) string {
		found, err := w.OwnSearch.Similar(w.Ctx, w.By(by), title, 5, kinds...)
		w.Must(err)
		var out []string
		for _, f := range found {
			out = append(out, fmt.Sprintf("%s %v", f.Kind, f.Close))
			if (f.Kind == document.Article || f.Kind == document.Answer) && f.Short == "" {
				t.Errorf("%s has no short answer", f.Title)
			}
			if by != testkit.Insider && strings.Contains(f.Title, "intern") {
				t.Errorf("%q is shown %s", by, f.Title)
			}
		}
		return strings.Join(out, ", ")
	}
	all := []document.Kind{document.Answer, document.Article, document.Thread}
	for _, c := range []struct {
		title string
		kinds []document.Kind
		want  string
	}{
		{"Betriebskosten Wohngeld online", all, "article true, thread true, answer false"},
		{"Betriebskosten Wohngeld online: wer bezahlt Lizenzen und Schnittstellen?", all, "article false"},
		{"Betriebskosten Wohngeld online", []document.Kind{document.Answer}, "answer false"},
		{"Onlinewohngeld Betriebskosten", all, "article true, answer false, thread true"},
		{"Betriebskostenwohngeldkarte Wohngeldschnittstelle", all, "answer false, article false, thread false"},
		{"Zeisig", all, ""},
		{"", all, ""}, {"wer und was?", []document.Kind{document.Answer}, ""}, {strings.Repeat("wort ", 3000), all, ""},
	} {
		if got := similar(testkit.Ann, c.title, c.kinds...); got != c.want {
			t.Errorf("%.60s: %s, want %s", c.title, got, c.want)
		}
	}
	if got := similar(testkit.Insider, "Betriebskosten Wohngeld online", document.Thread); got != "thread true, thread true" {
		t.Errorf("those admitted see %s", got)
	}
}
