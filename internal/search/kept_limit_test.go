package search

import (
	"strings"
	"testing"

	"kommunalforum/internal/search/query"
)

func TestKeptAnswersAreBounded(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("Wohngeld ", 30)
	long := Result{Hits: []Hit{{Title: "Wohngeld", Excerpt: []Span{{Text: text[:100]}, {Text: text[100:]}}, text: strings.Repeat(text, 100)}}}
	var a keptAnswers
	thrown := 0
	for n := range 3 * maxAnswers / answerBytes {
		before := a.bytes
		a.keep(moment{}, query.Form{Page: n}, long)
		if a.bytes > maxAnswers {
			t.Fatalf("%d bytes are kept", a.bytes)
		}
		if a.bytes < before {
			thrown++
		}
		if r, ok := a.find(moment{}, query.Form{Page: n}); !ok || r.Hits[0].text != "" || r.Hits[0].Excerpt[1].Text != text[100:] {
			t.Fatalf("answer %d is kept as %+v", n, r)
		}
	}
	if thrown == 0 {
		t.Error("answers are never thrown away")
	}
	if _, ok := a.find(moment{version: 1}, query.Form{Page: 1}); ok {
		t.Error("an answer is kept after a commit")
	}
}

// TestKeptAnswersCountTheirQuestions asks with fields as long as they may be.
func TestKeptAnswersCountTheirQuestions(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ü", 300)
	form := query.Form{Text: long, Kind: "unbekannt", Board: long, Organisation: long, Service: long, After: long}.Clipped()
	if form.Kind != "" || form.Size() != 5*2*query.MaxLength {
		t.Errorf("the form has %d bytes, kind %q", form.Size(), form.Kind)
	}
	if got := sizeOf(form, Result{}) - sizeOf(query.Form{}, Result{}); got != form.Size() {
		t.Errorf("the question counts %d bytes of %d", got, form.Size())
	}
}
