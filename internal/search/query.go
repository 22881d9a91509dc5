package search

import (
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/search/query"
)

// Limits of a search.
const (
	TextMost    = 200 // characters of the text; more are cut off
	WordsMost   = 20  // different words; more are ignored
	HitsPerPage = 10
	PagesMost   = 50 // further pages are not served: people narrow the search instead
)

// titleWeight is how much more a word counts in a title than in a text.
const titleWeight = 2

// cut returns what is searched for of what somebody typed.
func cut(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, " ")), " ")
	if r := []rune(text); len(r) > TextMost {
		text = strings.TrimSpace(string(r[:TextMost]))
	}
	return text
}

// words returns the different words of a text as they stand in the index;
// words that are in nearly every text are not among them. There is no syntax:
// quotes, stars and the like only separate words.
func words(a analysis.Analyzer, text string) []string {
	var out []string
	seen := map[string]bool{}
	for _, token := range a.Analyze([]byte(text)) {
		term := string(token.Term)
		if len(out) == WordsMost {
			break
		}
		if !seen[term] {
			seen[term] = true
			out = append(out, term)
		}
	}
	return out
}

// ask is a question to the index.
type ask struct {
	words  []string
	all    bool // all of the words, otherwise any of them
	view   view
	kind   Kind     // "" for all
	board  int64    // 0 for all
	except []string // ids of documents that must not be found
}

// query says what is asked in bleve's terms. Only the words score; who may find
// what is a filter within the query, so it holds for hits, totals and counts.
func (a ask) query() query.Query {
	q := bleve.NewBooleanQuery()
	q.AddMust(scored(a.words, a.all))
	filter := []query.Query{a.view.query()}
	if a.kind != "" {
		filter = append(filter, exact(fieldKind, string(a.kind)))
	}
	if a.board != 0 {
		filter = append(filter, exact(fieldBoard, strconv.FormatInt(a.board, 10)))
	}
	q.AddFilter(bleve.NewConjunctionQuery(filter...))
	for _, b := range a.view.narrowed {
		q.AddMustNot(exact(fieldBoard, strconv.FormatInt(b, 10)))
	}
	if len(a.except) > 0 {
		q.AddMustNot(bleve.NewDocIDQuery(a.except))
	}
	return q
}

// scored asks for the words, each in title or text.
func scored(words []string, all bool) query.Query {
	var parts []query.Query
	for _, w := range words {
		title := exact(fieldTitle, w)
		title.SetBoost(titleWeight)
		parts = append(parts, bleve.NewDisjunctionQuery(title, exact(fieldBody, w)))
	}
	if all {
		return bleve.NewConjunctionQuery(parts...)
	}
	return bleve.NewDisjunctionQuery(parts...)
}

func exact(field, term string) *query.TermQuery {
	q := bleve.NewTermQuery(term)
	q.SetField(field)
	return q
}
