package query_test

import (
	"testing"

	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
)

func TestFormsComeBackFromTheirAddress(t *testing.T) {
	t.Parallel()
	whole := query.Form{Text: `wohngeld & "heizung" -gas`, Board: "bauen-wohnen", State: "offen", Land: "Hessen", OrganisationKind: "kommune",
		Year: "2026", Organisation: "Stadt Kiel", Service: "10061", After: "01.01.2026", Before: "01.12.2026", Newest: true}
	for _, kind := range append([]document.Kind{""}, document.Kinds...) {
		whole.Kind = kind
		if got := query.FormOf(whole.Values()); got != whole {
			t.Errorf("%+v came back as %+v", whole, got)
		}
		saved := whole
		saved.Newest = false
		whole.Page = 7
		if got := query.FormOfSaved(whole.Saved()); got != saved {
			t.Errorf("%+v was saved as %+v", whole, got)
		}
		whole.Page = 0
	}
	for _, nothing := range []query.Form{{}, {Newest: true, Page: 3}, {Text: "  \t"}, {Kind: "unknown"}} {
		if got := nothing.Saved(); got != "" {
			t.Errorf("%+v was saved as %q", nothing, got)
		}
	}
	if got := query.FormOfSaved("%zz;q=a&art=unsinn"); got.Kind != "" {
		t.Errorf("what cannot be read narrows: %+v", got)
	}
}
