package glossary

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEveryEntryIsExplainedInGerman(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, e := range Entries() {
		if n := utf8.RuneCountInString(e.Text); n < 15 || n > 300 || !strings.HasSuffix(e.Text, ".") {
			t.Errorf("%s: %q", e.Term, e.Text)
		}
		if seen[e.Term] || e.Term == "" || slices.Contains(e.Names, "") {
			t.Errorf("%q twice, or without a name", e.Term)
		}
		seen[e.Term] = true
	}
	for _, term := range []string{"OZG", "EfA", "FIM", "LeiKa", "FITConnect", "DVDV", "BundID", "XÖV", "Rückfrage", "Betrifft uns auch"} {
		if !seen[term] {
			t.Errorf("%s is missing", term)
		}
	}
	if len(seen) < 80 {
		t.Errorf("only %d entries", len(seen))
	}
}

func TestEntriesAreFoundByAnyOfTheirNames(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{"onlinezugangsgesetz": "OZG", "XOEV": "XÖV", "verwaltungsdiensteverzeichnis": "DVDV",
		"Einer für Alle": "EfA"} {
		if !slices.ContainsFunc(Find(words), func(e Entry) bool { return e.Term == want }) {
			t.Errorf("%q does not find %s", words, want)
		}
	}
	if len(Find("kommt nirgends vor")) != 0 || len(Find("")) != len(Entries()) {
		t.Error("what is found does not hang on the words")
	}
}
