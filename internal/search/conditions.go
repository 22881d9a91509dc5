package search

import (
	"math"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/search/german"
)

// clipped returns the query with all of its texts cut to what is searched for.
func (in Form) clipped() Form {
	for _, text := range []*string{&in.Text, &in.Board, &in.State, &in.Land, &in.OrganisationKind, &in.Year, &in.Organisation, &in.Service, &in.After, &in.Before} {
		*text = normalise(*text)
	}
	return in
}

// addFields adds those of the form's fields to the terms of the line; what the
// line says itself counts more.
func (in Form) addFields(t Terms, wrong []Problem) (Terms, []Problem) {
	for _, field := range []struct{ operator, value, line string }{
		{"ist", in.State, t.State}, {"land", in.Land, t.Land}, {"organisationsart", in.OrganisationKind, string(t.OrganisationKind)}, {"jahr", in.Year, t.Year},
		{"organisation", in.Organisation, t.Organisation}, {"leistung", in.Service, t.Service},
		{"nach", in.After, string(t.After)}, {"vor", in.Before, string(t.Before)},
	} {
		if field.value == "" || field.line != "" {
			continue
		}
		if sentence := operators[field.operator](&t, field.value); sentence != "" {
			wrong = append(wrong, Problem{field.value, sentence})
		}
	}
	if t.Kind == "" && in.Kind.Valid() {
		t.Kind = in.Kind
	}
	return t, wrong
}

// normalized returns the query with the facets' conditions of its line in the
// fields. The board, which the line may name in several ways, is left out.
func (in Form) normalized(t Terms) Form {
	in.Text, in.Kind, in.Board, in.Land, in.Year = t.Line, t.Kind, "", t.Land, t.Year
	in.State, in.OrganisationKind = stateWord(t.State), ""
	if t.OrganisationKind != "" {
		in.OrganisationKind = OrganisationKindWord(t.OrganisationKind)
	}
	return in
}

// scoredText is all that scores: the free words and those of the phrases.
func (t Terms) scoredText() string {
	return strings.Join(append([]string{t.Words}, t.Phrases...), " ")
}

// hasConditions reports whether there is any condition besides the words.
func (t Terms) hasConditions() bool {
	return len(t.Phrases)+len(t.Excluded) > 0 || t.Board+t.State+t.Land+t.Year+t.Organisation+t.Author+t.Service != "" || t.Kind != "" || t.OrganisationKind != "" || t.Before+t.After != ""
}

// maxNamed is how many organisations or people one name may stand for.
const maxNamed = 50

// hasConditions turns the terms' conditions into filters of the query. Whom a name
// stands for is looked up in the database, where it stands; guests cannot ask
// for people. What names nothing finds nothing, and is a problem.
func (req *request) addConditions(tx *db.Tx, by account.Viewer, l *german.Language, t Terms, wrong []Problem) ([]Problem, error) {
	add := func(field, value string) {
		if value != "" {
			req.must = append(req.must, exact(field, value))
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
			req.mustNot = append(req.mustNot, exact(fieldTitle, token.Term), exact(fieldBody, token.Term))
		}
	}
	if t.Board != "" {
		b, ok := req.view.boardNamed(t.Board)
		if !ok {
			wrong = append(wrong, Problem{"themenfeld:" + t.Board, "Einen Bereich dieses Namens gibt es nicht."})
			req.must = append(req.must, bleve.NewMatchNoneQuery())
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
			wrong = append(wrong, Problem{named.name + ":" + named.text, named.sentence})
		}
		req.must = append(req.must, anyID(named.field, ids))
	}
	return wrong, nil
}

// anyID matches documents with one of the ids; none match nothing.
func anyID(field string, ids []int64) query.Query {
	if len(ids) == 0 {
		return bleve.NewMatchNoneQuery()
	}
	var list []query.Query
	for _, id := range ids {
		list = append(list, exact(field, strconv.FormatInt(id, 10)))
	}
	return bleve.NewDisjunctionQuery(list...)
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
func between(after, before catalogue.Date) query.Query {
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
	q := bleve.NewNumericRangeQuery(&from, &to)
	q.SetField(fieldAt)
	return q
}

// phrase matches title or body with the folded words in this order; words that
// are in nearly every text may be any. Nil for a phrase of nothing but these.
func phrase(l *german.Language, text string) query.Query {
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
	return bleve.NewDisjunctionQuery(bleve.NewPhraseQuery(terms, fieldTitle), bleve.NewPhraseQuery(terms, fieldBody))
}
