package search

import (
	"cmp"
	"slices"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/templates"
	pages "kommunalforum/templates/search"
)

// stateTexts say the words of ist: on pages.
var stateTexts = map[string]string{"offen": "offen", "beantwortet": "beantwortet", "offiziell": "offiziell beantwortet", "überholt": "überholt"}

// sortText says the word of organisationsart: on pages.
func sortText(word string) string {
	for _, kind := range organisation.Kinds {
		if query.OrganisationKindWord(kind) == word {
			return kind.German()
		}
	}
	return word
}

func same(value string) string { return value }

// kindTabs leads to the hits of each kind, and to all. Without counts it leads
// to all kinds.
func kindTabs(found search.Result) []templates.Tab {
	in := found.Normalized
	counts := found.Facets.Kinds
	all := templates.Tab{Href: of(in, func(q *query.Form) { q.Kind = "" }), Text: "Alle", Current: in.Kind == ""}
	if !found.Counted && found.Searched {
		all.Count = -1
		for _, k := range []document.Kind{document.Answer, document.Article, document.Library, document.Thread,
			document.Consultation, document.Service} {
			counts = append(counts, search.KindCount{Kind: k, Count: -1})
		}
	}
	if len(counts) == 0 {
		return nil
	}
	tabs := []templates.Tab{all}
	for _, k := range counts {
		if k.Count > 0 {
			tabs[0].Count += k.Count
		}
		tabs = append(tabs, templates.Tab{Href: of(in, func(q *query.Form) { q.Kind = k.Kind }), Text: kindPlurals[k.Kind],
			Count: k.Count, Current: in.Kind == k.Kind})
	}
	return tabs
}

// facetsOf are the choices beside the hits. A value that is chosen leads to the
// search without it. A choice between one value and nothing is none.
func facetsOf(found search.Result) (out []pages.Facet) {
	in := found.Normalized
	add := func(title string, values []templates.Tab, chosen, ordered bool) {
		if !ordered { // what is shown without unfolding: the chosen one, and the most frequent
			slices.SortStableFunc(values, func(a, b templates.Tab) int {
				switch {
				case a.Current:
					return -1
				case b.Current:
					return 1
				}
				return cmp.Compare(b.Count, a.Count)
			})
		}
		if len(values) > 1 || chosen && len(values) > 0 {
			out = append(out, pages.Facet{Title: title, Values: values})
		}
	}
	var boards []templates.Tab
	for _, b := range found.Facets.Boards {
		boards = append(boards, facetValue(in, b.Board.Name, b.Board.Slug, b.Count, func(q *query.Form) *string { return &q.Board }))
	}
	add("Bereich", boards, in.Board != "", false)
	for _, f := range []struct {
		title   string
		ordered bool // the values have an order of their own
		counts  []search.ValueCount
		text    func(string) string
		field   func(*query.Form) *string
	}{
		{"Zustand", true, found.Facets.States, func(v string) string { return stateTexts[v] }, func(q *query.Form) *string { return &q.State }},
		{"Land", false, found.Facets.Lands, same, func(q *query.Form) *string { return &q.Land }},
		{"Art der Organisation", false, found.Facets.OrganisationKinds, sortText, func(q *query.Form) *string { return &q.OrganisationKind }},
		{"Jahr", true, found.Facets.Years, same, func(q *query.Form) *string { return &q.Year }},
	} {
		var values []templates.Tab
		for _, c := range f.counts {
			values = append(values, facetValue(in, f.text(c.Value), c.Value, c.Count, f.field))
		}
		add(f.title, values, *f.field(&in) != "", f.ordered)
	}
	return out
}

func facetValue(in query.Form, text, value string, count int, field func(*query.Form) *string) templates.Tab {
	current := *field(&in) == value
	if current {
		value = ""
	}
	return templates.Tab{Href: of(in, func(q *query.Form) { *field(q) = value }), Text: text, Count: count, Current: current}
}

// chosenOf are the conditions of the search outside its text, each with a link
// that takes it back.
func chosenOf(found search.Result) (out []pages.Chosen) {
	in := found.Normalized
	add := func(name, text string, field func(*query.Form) *string) {
		if *field(&in) != "" {
			out = append(out, pages.Chosen{Name: name, Value: text, Href: of(in, func(q *query.Form) { *field(q) = "" })})
		}
	}
	if in.Kind != in.Kind.Listed() { // the others are shown by the tabs
		out = append(out, pages.Chosen{Name: "Art", Value: kindPlurals[in.Kind], Href: of(in, func(q *query.Form) { q.Kind = "" })})
	}
	board := in.Board
	for _, b := range found.Boards {
		if b.Slug == in.Board {
			board = b.Name
		}
	}
	add("Bereich", board, func(q *query.Form) *string { return &q.Board })
	add("Zustand", stateTexts[in.State], func(q *query.Form) *string { return &q.State })
	add("Land", in.Land, func(q *query.Form) *string { return &q.Land })
	add("Art der Organisation", sortText(in.OrganisationKind), func(q *query.Form) *string { return &q.OrganisationKind })
	add("Jahr", in.Year, func(q *query.Form) *string { return &q.Year })
	add("Organisation", in.Organisation, func(q *query.Form) *string { return &q.Organisation })
	add("OZG-Leistung", in.Service, func(q *query.Form) *string { return &q.Service })
	add("Nach dem", dayText(in.After), func(q *query.Form) *string { return &q.After })
	add("Vor dem", dayText(in.Before), func(q *query.Form) *string { return &q.Before })
	return out
}

// dayText writes a day as people do; anything else stays as typed.
func dayText(value string) string {
	if d, err := catalogue.ParseDate(value); err == nil && d != "" {
		return d.German()
	}
	return value
}

// conditionsOf fills the form that narrows the search.
func conditionsOf(found search.Result) pages.Conditions {
	in := found.Normalized
	out := pages.Conditions{Kind: query.KindWord(in.Kind), Board: in.Board, State: in.State, Land: in.Land, Sort: in.OrganisationKind, Year: in.Year,
		Organisation: in.Organisation, Service: in.Service, After: dayText(in.After), Before: dayText(in.Before), Newest: in.Newest}
	all := templates.Option{Text: "alle"}
	out.Kinds, out.Boards, out.Sorts = []templates.Option{all}, []templates.Option{all}, []templates.Option{all}
	for _, k := range document.Kinds {
		out.Kinds = append(out.Kinds, templates.Option{Value: query.KindWord(k), Text: kindPlurals[k]})
	}
	for _, b := range found.Boards {
		out.Boards = append(out.Boards, templates.Option{Value: b.Slug, Text: b.Name})
	}
	for _, k := range organisation.Kinds {
		out.Sorts = append(out.Sorts, templates.Option{Value: query.OrganisationKindWord(k), Text: k.German()})
	}
	return out
}
