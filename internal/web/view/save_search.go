package view

import (
	"slices"
	"strings"

	"kommunalforum/internal/search/query"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/search"
)

// SaveSearch returns the form that saves a search, without its order and page, under a
// name.
func SaveSearch(in query.Form, name string) pages.Save {
	in.Newest = false
	s := pages.Save{Action: path.SaveSearch, List: path.SavedSearches, Name: name}
	for name, values := range in.Values() {
		s.Fields = append(s.Fields, templates.Link{Href: name, Text: values[0]})
	}
	slices.SortFunc(s.Fields, func(a, b templates.Link) int { return strings.Compare(a.Href, b.Href) })
	return s
}
