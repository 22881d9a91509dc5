package search

import (
	"maps"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// ask is a question to the index.
type ask struct {
	words []word
	all   bool // all of the words that matter, otherwise any of them
	least int  // or at least so many of them
	whole bool // of these with all of their parts, not only some
	plain bool // words that the index knows are not widened by others
	year  int  // that it is
	// question says that this is a whole question, not a few words.
	question bool
	view     view
	chosen   map[string]string // the value that a facet's field must have
	only     []query.Query     // further conditions
	never    []query.Query     // and what must not hold
	newest   bool              // newest first instead of the best
	except   []string          // ids of documents that must not be found
}

// chosen matches what has the value of a facet. A thread is its question and its
// replies.
func chosen(field, value string) query.Query {
	if field == fieldKind && value == string(Thread) {
		return bleve.NewDisjunctionQuery(exact(field, value), exact(field, string(Reply)))
	}
	return exact(field, value)
}

// choose narrows the question to a value of a facet; "" does nothing.
func (a *ask) choose(field, value string) {
	if value == "" {
		return
	}
	a.chosen = maps.Clone(a.chosen)
	if a.chosen == nil {
		a.chosen = map[string]string{}
	}
	a.chosen[field] = value
}

// without returns the same question with any value of the facet.
func (a ask) without(field string) ask {
	a.chosen = maps.Clone(a.chosen)
	delete(a.chosen, field)
	return a
}

// wide returns the same question without any facet chosen.
func (a ask) wide() ask {
	a.chosen = nil
	return a
}

// enough is how many texts with all the words are an answer; with fewer, those
// with some of the words are shown as well. Who types a few words wants them
// all, if there is such a text; hardly a text has all the words of a question.
func (a ask) enough() int {
	if a.question {
		return enoughHits
	}
	return 1
}

const enoughHits = 20 // for a question

func exact(field, term string) *query.TermQuery {
	q := bleve.NewTermQuery(term)
	q.SetField(field)
	return q
}
