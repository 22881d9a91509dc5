package search

import (
	"kommunalforum/internal/search/document"
	"maps"
)

// request is a question to the index.
type request struct {
	words       []word
	allWords    bool // allWords of the words that matter, otherwise any of them
	minWords    int  // or at least so many of them
	wholeWords  bool // words these with all of their parts, not only some
	noExpansion bool // words that the index knows are not widened by others
	year        int  // that it is
	// isQuestion says that this is a whole question, not a few words.
	isQuestion bool
	view       view
	facets     map[string]string // the value that a facet's field must have
	must       []Filter          // further conditions
	mustNot    []Filter          // and what must not hold
	newest     bool              // rankByDate first instead of the best
	exclude    []string          // docIDs of documents that must not be found
}

// facetFilter matches what has the value of a facet. A thread is its question and its
// replies.
func facetFilter(field, value string) Filter {
	if field == fieldKind && value == string(document.Thread) {
		return Any(Term(field, value), Term(field, string(document.Reply)))
	}
	return Term(field, value)
}

// chooseFacet narrows the question to a value of a facet; "" does nothing.
func (req *request) chooseFacet(field, value string) {
	if value == "" {
		return
	}
	req.facets = maps.Clone(req.facets)
	if req.facets == nil {
		req.facets = map[string]string{}
	}
	req.facets[field] = value
}

// withoutFacet returns the same question with any value of the facet.
func (req request) withoutFacet(field string) request {
	req.facets = maps.Clone(req.facets)
	delete(req.facets, field)
	return req
}

// withoutFacets returns the same question without any facet chosen.
func (req request) withoutFacets() request {
	req.facets = nil
	return req
}

// enough is how many texts with all the words are an answer; with fewer, those
// with some of the words are shown as well. Who types a few words wants them
// allWords, if there is such a text; hardly a text has all the words of a question.
func (req request) enough() int {
	if req.isQuestion {
		return enoughHits
	}
	return 1
}

const enoughHits = 20 // for a question
