package search

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/german"
)

// TestExcerptIsACutOfItsText holds whatever the text looks like.
func TestExcerptIsACutOfItsText(t *testing.T) {
	t.Parallel()
	a := builtinLanguage(t)
	pieces := []string{"Häuser", "häuser,", "Straße", "über", "ÖFEN", "\n", " ", "und", "🙂", "e\u0301", "<b>", "\u00a0", "§46", "10061",
		strings.Repeat("langeswort", 40), "haus", "\u202e", "ﬁ", "ẞ", "İstanbul", "…"}
	terms := wantedIn(a, "Haus Straße istanbul 10061 langeswort")
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		var b strings.Builder
		for range r.IntN(400) {
			b.WriteString(pieces[r.IntN(len(pieces))])
			if r.IntN(4) > 0 {
				b.WriteByte(' ')
			}
		}
		text := strings.Join(strings.Fields(b.String()), " ")
		spans := excerpt(a, text, terms)
		var got string
		for i, s := range spans {
			got += s.Text
			if !utf8.ValidString(s.Text) || (s.Text == "" && len(spans) > 1) {
				t.Fatalf("seed %d: span %q", seed, s.Text)
			}
			if s.Mark && i+1 < len(spans) && len(terms.matches(a, s.Text)) == 0 {
				t.Fatalf("seed %d: marked %q", seed, s.Text)
			}
		}
		got = strings.TrimSuffix(strings.TrimPrefix(got, "… "), " …")
		got = strings.TrimSuffix(got, "…")
		if !strings.Contains(text, got) || utf8.RuneCountInString(got) > excerptLength {
			t.Fatalf("seed %d: %d characters: %q\nof %q", seed, utf8.RuneCountInString(got), got, text)
		}
	}
}

func TestExcerptShowsTheBestCluster(t *testing.T) {
	t.Parallel()
	a := builtinLanguage(t)
	filler := strings.Repeat("Lorem ipsum dolor sit amet. ", 20)
	text := "Amsel am Anfang. " + filler + "Amsel, Drossel und Zeisig beieinander. " + filler + "Amsel Amsel Amsel."
	var marked []string
	for _, s := range excerpt(a, text, wantedIn(a, "zeisig amsel drossel")) {
		if s.Mark {
			marked = append(marked, s.Text)
		}
	}
	if got := strings.Join(marked, " "); got != "Amsel Drossel Zeisig" {
		t.Errorf("marked %q", got)
	}
}

func wantedIn(l *german.Language, text string) highlighter {
	words, _ := engine.Analyse(l, text)
	return newHighlighter(words, nil)
}

// builtinLanguage is German without the words of any forum.
func builtinLanguage(t *testing.T) *german.Language {
	t.Helper()
	e, err := NewEvalIndex(t.Context(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e.generation.Language()
}
