package search

import "kommunalforum/internal/search/query"

// What tests see of the search besides its interface.

func (s *Search) Kept() map[query.Form]Result { return s.kept.found }

func ForgetTexts(r *Result) { r.Hits, r.Services = withoutTexts(r.Hits), withoutTexts(r.Services) }
