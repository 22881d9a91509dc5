package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

func (w *world) complete(by, line string) search.Completion {
	w.T.Helper()
	c, err := w.OwnSearch.Complete(w.Ctx, w.By(by), line)
	w.Must(err)
	return c
}

func titles(c search.Completion) string {
	var out []string
	for _, h := range c.Titles {
		out = append(out, string(h.Kind)+" "+h.Title)
	}
	return strings.Join(out, "; ")
}

func TestLinesAndTitlesAreCompleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Zwergzebuhaltung im Außenbereich", "Die Zwergzebuherde wächst.")
	w.Ask(testkit.Ann, testkit.Public, "Welche Regeln gelten für Zwergzebus?", "Text")
	w.Article(testkit.Public, "Zwergzebus kurz erklärt", "Text", board.ToPublic)
	w.CatchUp()
	w.UpdateStatistics()
	for _, c := range []struct {
		line, lines, titles string
	}{
		{"zwergz", "Zwergzebuhaltung Zwergzebuherde Zwergzebus",
			"article Zwergzebus kurz erklärt; thread Zwergzebuhaltung im Außenbereich; thread Welche Regeln gelten für Zwergzebus?"},
		{"Regeln Zwergzebus", "Regeln Zwergzebus", "thread Welche Regeln gelten für Zwergzebus?"},
		{"im aussenb", "im Außenbereich", "thread Zwergzebuhaltung im Außenbereich"},
		{`"zwergzebuha`, `"Zwergzebuhaltung`, "thread Zwergzebuhaltung im Außenbereich"},
		{"zwergzeub", "Zwergzebuhaltung Zwergzebuherde Zwergzebus",
			"article Zwergzebus kurz erklärt; thread Welche Regeln gelten für Zwergzebus?"}, {"qz", "", ""}, {"", "", ""}, {"  ", "", ""},
		{"zwergzebus ", "", ""}, {"land:zwergz", "", ""}, {"*?", "", ""}, {"zzzzzx", "", ""},
		{strings.Repeat("a", 5000), "", ""}, {strings.Repeat("zwergz ", 500) + "zwergz", "", ""},
	} {
		got := w.complete(testkit.Guest, c.line)
		lines := slices.Sorted(slices.Values(got.Lines))
		if strings.Join(lines, " ") != c.lines || titles(got) != c.titles {
			t.Errorf("%.30q: %q and %q, want %q and %q", c.line, lines, titles(got), c.lines, c.titles)
		}
	}
}

// TestNothingUnseenIsCompleted: neither words nor titles of what somebody may
// not see are offered, whether the index has heard of it or not.
func TestNothingUnseenIsCompleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	words := canariesOf(w, func(n int) string { return "kanarie" + string(rune('a'+n/10)) + string(rune('a'+n%10)) + "vogel" })
	w.CatchUp()
	w.UpdateStatistics()
	for _, by := range []string{testkit.Guest, testkit.Ann, testkit.Mod, testkit.OtherMod, testkit.Insider} {
		for word, who := range words {
			got := w.complete(by, word[:len(word)-4])
			seen := fmt.Sprintf("%v %s", got.Lines, titles(got))
			if may := contains(who, by); strings.Contains(seen, word) != may {
				t.Errorf("%q is offered %s for %q: %s", by, word, word[:len(word)-4], seen)
			}
			for other, who := range words {
				if strings.Contains(seen, other) && !contains(who, by) {
					t.Errorf("%q is offered %s for %q", by, other, word)
				}
			}
		}
	}
	thread := w.Ask(testkit.Ann, testkit.Public, "Geheimniskrämerei im Amt", "Text")
	w.CatchUp()
	w.UpdateStatistics()
	if got := w.complete(testkit.Guest, "geheimnisk"); len(got.Lines) != 1 || len(got.Titles) != 1 {
		t.Fatalf("before: %+v", got)
	}
	w.Must(w.Forum.Hide(w.Ctx, w.By(testkit.Mod), w.Question(thread), "gehört nicht hierher"))
	if got := w.complete(testkit.Guest, "geheimnisk"); len(got.Lines)+len(got.Titles) != 0 {
		t.Errorf("what is hidden is offered until the index hears of it: %+v", got)
	}
}

// TestTermsOfTheFieldAreCompleted: short ones too, several words as one, and only what
// somebody finds.
func TestTermsOfTheFieldAreCompleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Künstliche Intelligenz im Amt", "Wer nutzt FIT-Connect?")
	w.Ask(testkit.Ann, testkit.Public, "Die Gewerbeanmeldung online", "Nach dem Prinzip Einer für Alle, auch bei i-Kfz.")
	w.Ask(testkit.Insider, testkit.Exclusive, "Erfahrungen mit der XPlanung", "Nur im engen Kreis")
	w.CatchUp()
	w.UpdateStatistics()
	for _, c := range []struct{ by, line, want string }{
		{testkit.Guest, "ki", "KI"}, {testkit.Guest, "FIT-C", "FIT-Connect"}, {testkit.Guest, "fitc", "FIT-Connect"}, {testkit.Guest, "i-k", "i-Kfz"},
		{testkit.Guest, "gewerbe an", "Gewerbeanmeldung"}, {testkit.Guest, "einer für", "Einer für Alle"},
		{testkit.Guest, "Amt künstliche In", "Amt Künstliche Intelligenz"}, {testkit.Guest, "gewerbeanml", "Gewerbeanmeldung"},
		{testkit.Guest, "knöll", "Knöllchen"}, {testkit.Guest, "xpl", ""}, {testkit.Ann, "xpl", ""}, {testkit.Insider, "xpl", "XPlanung"},
		{testkit.Guest, "govd", ""}, // nobody has written of it
	} {
		got := w.complete(c.by, c.line)
		if c.want == "" && len(got.Lines) > 0 || c.want != "" && (len(got.Lines) == 0 || !strings.EqualFold(got.Lines[0], c.want)) {
			t.Errorf("%q is completed to %q for %q, want %q first", c.line, got.Lines, c.by, c.want)
		}
		for _, line := range got.Lines {
			if r := w.Find(c.by, query.Form{Text: line}); r.Total == 0 || r.AnyWord {
				t.Errorf("%q is offered to %q, but finds nothing", line, c.by)
			}
		}
	}
	if got := w.complete(testkit.Guest, "gewerbe an"); !strings.Contains(titles(got), "thread Die Gewerbeanmeldung online") {
		t.Errorf("titles are %s", titles(got))
	}
}
