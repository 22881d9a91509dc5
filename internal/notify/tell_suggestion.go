package notify

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/suggestion"
)

// Acts of notifications that are no kinds of events: that a hint was given, and what
// editors decided about a suggestion or hint.
const (
	ActHinted       = "hint.made"
	ActDeclined     = "suggestion.declined"
	ActHintDeclined = "hint.declined"
	ActSettled      = "suggestion.settled"
)

func suggestionPlace(id int64) target { return target{place: Place{Kind: Suggestion, ID: id}} }

// tellSuggestionMade tells those who may decide about a suggestion: the editors of the
// board who may read what it is about, administrators if there are none.
func tellSuggestionMade(tx *db.Tx, e event.Event) ([]story, error) {
	people, err := db.Column[int64](tx, `
		SELECT DISTINCT p.id
		FROM faq_suggestion s
		JOIN role_grant rg ON rg.role IN ('faq-editor', 'moderator')
		JOIN person p ON p.id = rg.person_id
		JOIN organisation po ON po.id = p.organisation_id
		WHERE s.id = $1 AND s.state = 'open' AND `+suggestion.EditorsSQL, e.Subject)
	if err == nil && len(people) == 0 {
		people, err = administrators(tx)
	}
	if err != nil {
		return nil, err
	}
	hint, _, err := db.Found(db.Scalar[bool](tx, `SELECT kind = 'article' FROM faq_suggestion WHERE id = $1`, e.Subject))
	told := audience{kind: Suggested, people: people}
	if hint {
		told.act = ActHinted
	}
	return []story{{about: suggestionPlace(e.Subject), direct: []audience{told}}}, err
}

// tellSuggestionDecided tells who made a suggestion that it was declined, or that what a
// hint says was looked into.
func tellSuggestionDecided(tx *db.Tx, e event.Event) ([]story, error) {
	type outcome struct {
		person int64
		state  suggestion.State
		hint   bool
	}
	o, found, err := db.Found(db.One(tx, func(r db.Row) (o outcome, err error) { return o, r.Scan(&o.person, &o.state, &o.hint) }, `
		SELECT person_id, state, kind = 'article'
		FROM faq_suggestion
		WHERE id = $1`, e.Subject))
	if err != nil || !found {
		return nil, err
	}
	act := ActDeclined
	switch {
	case o.state == suggestion.Settled:
		act = ActSettled
	case o.hint:
		act = ActHintDeclined
	}
	return []story{{about: suggestionPlace(e.Subject), direct: []audience{{kind: SuggestionDecided, act: act, people: []int64{o.person}}}}}, nil
}

// suggesters returns who suggested what an article was made of.
func suggesters(tx *db.Tx, article int64) ([]int64, error) {
	return db.Column[int64](tx, `SELECT DISTINCT person_id FROM faq_suggestion WHERE article_id = $1 ORDER BY person_id`, article)
}
