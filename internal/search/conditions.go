package search

import (
	"math"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/search/german"
	"kommunalforum/internal/search/query"
)

// maxNamed is how many organisations or people one name may stand for.
const maxNamed = 50

// HasConditions turns the terms' conditions into filters of the query. Whom a name
// stands for is looked up in the database, where it stands; guests cannot ask
// for people. What names nothing finds nothing, and is a problem.
func (req *request) addConditions(tx *db.Tx, by account.Viewer, l *german.Language, t query.Terms, wrong []query.Problem) ([]query.Problem, error) {
	add := func(field, value string) {
		if value != "" {
			req.must = append(req.must, Term(field, value))
		}
	}
	req.chooseFacet(fieldKind, string(t.Kind))
	req.chooseFacet(fieldState, t.State)
	req.chooseFacet(fieldLand, t.Land)
	req.chooseFacet(fieldOrganisationKind, string(t.OrganisationKind))
	req.chooseFacet(fieldYear, t.Year)
	add(fieldServices, t.Service)
	if q := between(t.After, t.Before); q != nil {
		req.must = append(req.must, q)
	}
	for _, p := range t.Phrases {
		if q := phrase(l, p); q != nil {
			req.must = append(req.must, q)
		}
	}
	for _, w := range t.Excluded {
		for _, token := range l.Tokens(w) {
			req.mustNot = append(req.mustNot, Term(fieldTitle, token.Term), Term(fieldBody, token.Term))
		}
	}
	if t.Board != "" {
		b, ok := req.view.boardNamed(t.Board)
		if !ok {
			wrong = append(wrong, query.Problem{Part: "themenfeld:" + t.Board, Sentence: "Einen Bereich dieses Namens gibt es nicht."})
			req.must = append(req.must, Any())
		}
		if ok {
			req.chooseFacet(fieldBoard, boardTerm(b.ID))
		}
	}
	for _, named := range []struct {
		name, text, field, sentence string
		find                        func(*db.Tx, account.Viewer, string, int) ([]int64, error)
	}{
		{"organisation", t.Organisation, fieldOrganisation, "Eine Organisation dieses Namens schreibt hier nicht.", account.OrganisationsNamedTx},
		{"von", t.Author, fieldAuthor, "Ein Mitglied dieses Namens haben wir nicht gefunden.", account.PeopleNamedTx},
	} {
		if named.text == "" {
			continue
		}
		ids, err := named.find(tx, by, named.text, maxNamed)
		if err != nil {
			return wrong, err
		}
		if len(ids) == 0 && by.SignedIn() { // guests must not learn which names there are
			wrong = append(wrong, query.Problem{Part: named.name + ":" + named.text, Sentence: named.sentence})
		}
		req.must = append(req.must, anyID(named.field, ids))
	}
	return wrong, nil
}

// anyID matches documents with one of the ids; none match nothing.
func anyID(field string, ids []int64) Filter {
	if len(ids) == 0 {
		return Any()
	}
	var list []Filter
	for _, id := range ids {
		list = append(list, Term(field, strconv.FormatInt(id, 10)))
	}
	return Any(list...)
}

// boardNamed returns the board that the viewer may know of by its slug or name.
func (v view) boardNamed(text string) (board.Board, bool) {
	for _, b := range v.boards {
		if strings.EqualFold(b.Slug, text) || folding.Text(b.Name) == folding.Text(text) {
			return b, true
		}
	}
	return board.Board{}, false
}

// writtenBetween matches what was written after the one day and before the other, both
// excluded, by the days of Berlin; nil without either.
func between(after, before catalogue.Date) Filter {
	if after == "" && before == "" {
		return nil
	}
	from, to := math.Inf(-1), math.Inf(1)
	if after != "" {
		from = float64(after.AddDays(1).Begin().Unix())
	}
	if before != "" {
		to = float64(before.Begin().Unix())
	}
	return Written(from, to)
}

// phrase matches title or body with the folded words in this order; words that
// are in nearly every text may be any. Nil for a phrase of nothing but these.
func phrase(l *german.Language, text string) Filter {
	var terms []string
	for _, t := range l.Tokens(text) {
		if t.Kind != german.Single {
			continue
		}
		for len(terms) < t.From {
			terms = append(terms, "")
		}
		if len(terms) == t.From {
			term := t.Term
			if t.Stop {
				term = ""
			}
			terms = append(terms, term)
		}
	}
	for len(terms) > 0 && terms[0] == "" {
		terms = terms[1:]
	}
	for len(terms) > 0 && terms[len(terms)-1] == "" {
		terms = terms[:len(terms)-1]
	}
	if len(terms) == 0 {
		return nil
	}
	return Any(Phrase(fieldTitle, terms), Phrase(fieldBody, terms))
}
