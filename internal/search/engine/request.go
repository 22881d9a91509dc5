package engine

import (
	"maps"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
)

// Request says what is searched for, and for whom. By default any of the words is
// enough.
type Request struct {
	Words       []Word
	AllWords    bool              // all required words must be there
	MinWords    int               // or at least as many of them
	WholeWords  bool              // MinWords counts words with all of their parts only
	NoExpansion bool              // words that the index knows are not expanded by similar ones
	Year        int               // the current one
	Scope       Scope             // what the viewer may read
	Facets      map[string]string // the value that a field must have
	Must        []Filter          // further conditions
	MustNot     []Filter          // conditions that must not hold
	Newest      bool              // the newest first instead of the best
	Exclude     []string          // ids of documents that must not be found or counted
	Only        []string          // ids of the documents among which is searched, nil for all
}

// Scope is what a viewer may read.
type Scope struct {
	ACLs     []board.ACL
	Narrowed []int64 // boards of which nothing may be found for now
}

// filter returns the condition that the viewer may read a document: a handful of
// terms, because each of them costs.
func (s Scope) filter() Filter {
	var acls []Filter
	for _, acl := range s.ACLs {
		acls = append(acls, Term(fieldACL, string(acl)))
	}
	return Any(acls...)
}

// ChooseFacet narrows the request to a value of a field; "" changes nothing.
func (r *Request) ChooseFacet(field, value string) {
	if value == "" {
		return
	}
	r.Facets = maps.Clone(r.Facets)
	if r.Facets == nil {
		r.Facets = map[string]string{}
	}
	r.Facets[field] = value
}

// WithoutFacet returns the request with any value of the field.
func (r Request) WithoutFacet(field string) Request {
	r.Facets = maps.Clone(r.Facets)
	delete(r.Facets, field)
	return r
}

// WithoutFacets returns the request without any facet chosen.
func (r Request) WithoutFacets() Request {
	r.Facets = nil
	return r
}

// facetFilter returns the condition that a field has the value of a facet. A thread is
// its question, its replies and their files; what has files is these, too.
func facetFilter(field, value string) Filter {
	if field != FieldKind {
		return Term(field, value)
	}
	kinds := []Filter{Term(field, value)}
	for _, part := range document.Kind(value).Parts() {
		kinds = append(kinds, Term(field, string(part)))
	}
	return Any(kinds...)
}
