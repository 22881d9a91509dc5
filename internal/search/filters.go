package search

import (
	"math"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/german"
	"kommunalforum/internal/search/query"
)

// request is what the engine is asked, and what decides how far it may be relaxed.
type request struct {
	engine.Request
	isQuestion bool // a whole question, not a few keywords
	strict     bool // nothing is found that does not have all words
}

// addConditions adds the conditions of the terms to a request. Names of
// organisations and people are looked up in the database; guests cannot search for
// people. A name of nobody finds nothing, and is a problem.
func (l *lookup) addConditions(tx *db.Tx, r *request, t query.Terms, problems []query.Problem) ([]query.Problem, error) {
	r.ChooseFacet(engine.FieldKind, string(t.Kind))
	r.ChooseFacet(engine.FieldState, t.State)
	r.ChooseFacet(engine.FieldLand, t.Land)
	r.ChooseFacet(engine.FieldOrganisationKind, string(t.OrganisationKind))
	r.ChooseFacet(engine.FieldYear, t.Year)
	if t.Service != "" {
		r.Must = append(r.Must, engine.Term(engine.FieldServices, t.Service))
	}
	if t.After != "" || t.Before != "" {
		r.Must = append(r.Must, between(t.After, t.Before))
	}
	for _, p := range t.Phrases {
		if terms := phraseTerms(l.Language(), p); len(terms) > 0 {
			r.Must = append(r.Must, engine.Any(engine.Phrase(engine.FieldTitle, terms), engine.Phrase(engine.FieldBody, terms)))
		}
	}
	for _, w := range t.Excluded {
		for _, token := range l.Language().Tokens(w) {
			r.MustNot = append(r.MustNot, engine.Term(engine.FieldTitle, token.Term), engine.Term(engine.FieldBody, token.Term))
		}
	}
	if t.Board != "" {
		if b, ok := l.view.boardNamed(t.Board); ok {
			r.ChooseFacet(engine.FieldBoard, engine.IDTerm(b.ID))
		} else {
			problems = append(problems, query.Problem{Part: "themenfeld:" + t.Board, Sentence: "Einen Bereich dieses Namens gibt es nicht."})
			r.Must = append(r.Must, engine.Any())
		}
	}
	return l.addNames(tx, r, t, problems)
}

// maxNamed is how many organisations or people a name may stand for.
const maxNamed = 50

// addNames adds the conditions that name organisations and people.
func (l *lookup) addNames(tx *db.Tx, r *request, t query.Terms, problems []query.Problem) ([]query.Problem, error) {
	for _, named := range []struct {
		operator, text, field, sentence string
		find                            func(*db.Tx, account.Viewer, string, int) ([]int64, error)
	}{
		{"organisation", t.Organisation, engine.FieldOrganisation, "Eine Organisation dieses Namens schreibt hier nicht.",
			directory.OrganisationsNamedTx},
		{"von", t.Author, engine.FieldAuthor, "Ein Mitglied dieses Namens haben wir nicht gefunden.", account.PeopleNamedTx},
	} {
		if named.text == "" {
			continue
		}
		ids, err := named.find(tx, l.by, named.text, maxNamed)
		if err != nil {
			return problems, err
		}
		if len(ids) == 0 && l.by.SignedIn() { // guests must not learn which names there are
			problems = append(problems, query.Problem{Part: named.operator + ":" + named.text, Sentence: named.sentence})
		}
		var any []engine.Filter
		for _, id := range ids {
			any = append(any, engine.Term(named.field, engine.IDTerm(id)))
		}
		r.Must = append(r.Must, engine.Any(any...))
	}
	return problems, nil
}

// between returns the condition that something was written after the one day and
// before the other, both excluded, by the days of Berlin; "" for no limit.
func between(after, before catalogue.Date) engine.Filter {
	from, to := math.Inf(-1), math.Inf(1)
	if after != "" {
		from = float64(after.AddDays(1).Begin().Unix())
	}
	if before != "" {
		to = float64(before.Begin().Unix())
	}
	return engine.Written(from, to)
}

// phraseTerms returns the folded words of a phrase, with "" for stop words, which
// stand for any word. It returns none for a phrase of nothing but stop words.
func phraseTerms(l *german.Language, text string) []string {
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
	return terms
}
