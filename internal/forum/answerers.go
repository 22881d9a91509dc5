package forum

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/alias"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// maxAnswerers is how many of those who answered a page of a long thread names.
const maxAnswerers = 12

// Answerers are the organisations and aliases that answered in a thread.
type Answerers struct {
	List  []Answerer // those with the most replies
	Total int
}

// Answerer is an organisation or an alias, never a person.
type Answerer struct {
	Byline  account.Byline
	Replies int // that everybody reads who reads the thread
}

// listAnswerers reads who answered in a thread from an index alone, without its posts.
func listAnswerers(tx *db.Tx, thread int64) (out Answerers, err error) {
	out.List, err = db.List(tx, func(r db.Row) (a Answerer, err error) {
		fields := append([]any{&a.Replies, &out.Total}, organisation.Fields(&a.Byline.Organisation)...)
		return a, r.Scan(append(fields, alias.Fields(&a.Byline.Alias)...)...)
	}, answerersSQL, thread, maxAnswerers)
	return out, err
}

// No range of positions, as the index has none: a planner would take the one over positions
// and read all posts.
const answerersSQL = `
	SELECT g.replies, g.total, ` + organisation.OuterColumns + `, ` + alias.Columns + `
	FROM (
		SELECT e.organisation_id, e.alias_id, COUNT(*) AS replies, COUNT(*) OVER () AS total
		FROM post e
		WHERE e.thread_id = $1 AND e.state = 'visible' AND e.position <> 1
		GROUP BY e.organisation_id, e.alias_id
		ORDER BY COUNT(*) DESC, e.organisation_id NULLS LAST, e.alias_id NULLS LAST
		LIMIT $2) g
	LEFT JOIN organisation o ON o.id = g.organisation_id
	LEFT JOIN alias a ON a.id = g.alias_id
	ORDER BY g.replies DESC, g.organisation_id NULLS LAST, g.alias_id NULLS LAST`
