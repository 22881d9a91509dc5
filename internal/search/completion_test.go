package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search"
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
		{"zw", "", ""}, {"", "", ""}, {"  ", "", ""}, {"zwergzebus ", "", ""}, {"land:zwergz", "", ""}, {"*?", "", ""}, {"zwergzx", "", ""},
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
