package search_test

import (
	"testing"

	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

func TestSuggestionPutsMisspeltWordsRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Die Müllgebührenbremse in Äppelstadt", "Der Kanarienvogel singt.")
	w.Ask(testkit.Ann, testkit.Members, "Der Zeisigzüchterverein", "Nur für Mitglieder")
	w.CatchUp()
	w.UpdateStatistics()
	for _, c := range []struct{ by, text, want string }{
		{testkit.Guest, "Kanarienvgoel", "Kanarienvogel"},
		{testkit.Guest, "wo singt der kanarienvögel?", ""},
		{testkit.Guest, "wo singt der kanarinvogel?", "wo singt der Kanarienvogel?"},
		{testkit.Guest, "Aeppelstdat singt", "Äppelstadt singt"},
		{testkit.Guest, "Kanarienvogel", ""},
		{testkit.Guest, "Kanarienvogels", ""},
		{testkit.Guest, "Unsinnswort", ""},
		{testkit.Guest, "Äpelstadt Kanrienvogel", "Äppelstadt Kanarienvogel"},
		{testkit.Guest, "Zeisigzüchterverien", ""},
		{testkit.Ann, "Zeisigzüchterverien", "Zeisigzüchterverein"},
	} {
		if got := w.Find(c.by, query.Form{Text: c.text}).Suggestion; got != c.want {
			t.Errorf("%q suggests %q to %q, want %q", c.text, got, c.by, c.want)
		}
	}
}
