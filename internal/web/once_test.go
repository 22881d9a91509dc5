package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestSecondSendingWithOtherTextIsNotDropped sends each form that carries a key
// twice alike, and then once more with another text: the first two lead to one
// result, the third comes back with its text, and under its new key is accepted.
func TestSecondSendingWithOtherTextIsNotDropped(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	number := w.Inquire(Ann, Public)
	question := Form("titel", "Wie löst man das am besten?", "text", "Erster Text", "bereich", Public, "leistungen", "", "gesehen",
		"ja", "aktion", "senden")
	inquiry := Form("titel", "Wie löst man das am besten?", "text", "Erster Text", "gesehen", "ja", "aktion", "senden")
	for _, f := range []struct {
		name, by, path string
		fields         url.Values
		count          string
	}{
		{"reply", Bea, fmt.Sprintf("/thema/%d/antworten", thread), Form("text", "Erster Text"), "SELECT COUNT(*) FROM post"},
		{"thread", Bea, "/fragen", question, "SELECT COUNT(*) FROM thread"},
		{"inquiry", Bea, "/fragen-an-das-programmmanagement/neu", inquiry, "SELECT COUNT(*) FROM inquiry"},
		{"article", Mod, "/faq/neu", Form("titel", "Was kostet das alles?", "text", "Erster Text", "kurzantwort", "Kurz", "bereich", Public),
			"SELECT COUNT(*) FROM faq_article"},
		{"note", Prog, "/schreibtisch/" + number + "/vermerk", Form("text", "Erster Text"), "SELECT COUNT(*) FROM inquiry_note"},
	} {
		t.Run(f.name, func(t *testing.T) {
			before := rows(t, w, f.count)
			f.fields.Set("einmal", "KEY-"+f.name)
			first, second := w.Post(f.by, f.path, f.fields), w.Post(f.by, f.path, f.fields)
			if first.Code != http.StatusSeeOther || second.Location() != first.Location() {
				t.Fatalf("first %d %s, second %d %s", first.Code, first.Location(), second.Code, second.Location())
			}
			other := maps.Clone(f.fields)
			other.Set("text", typedText)
			third := w.Post(f.by, f.path, other)
			if third.Code != http.StatusUnprocessableEntity || !strings.Contains(third.Body, typedHTML) ||
				!strings.Contains(third.Body, "schon etwas abgeschickt") {
				t.Fatalf("other text: %d %s, shown %v", third.Code, third.Location(), strings.Contains(third.Body, typedHTML))
			}
			if n := rows(t, w, f.count); n != before+1 {
				t.Errorf("%d stored, want 1", n-before)
			}
			for _, again := range formsOf(t, third.Body) {
				if again.action == f.path {
					other.Set("einmal", again.fields.Get("einmal"))
				}
			}
			if a := w.Post(f.by, f.path, other); a.Code != http.StatusSeeOther || a.Location() == first.Location() && f.name != "note" {
				t.Errorf("under the new key: %d %s", a.Code, a.Location())
			}
			if n := rows(t, w, f.count); n != before+2 {
				t.Errorf("%d stored, want 2", n-before)
			}
		})
	}
}
