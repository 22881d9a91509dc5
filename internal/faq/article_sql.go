package faq

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
)

// editsBoard is true for those who write articles of board b, as
// account.Viewer.Edits says. It uses $2 as board.VisibleSQL does.
const editsBoard = `EXISTS (
	SELECT 1
	FROM role_grant eg
	WHERE eg.person_id = $2
	AND ((eg.role = 'admin' AND eg.board_id IS NULL)
		OR (eg.role IN ('moderator', 'faq-editor') AND (eg.board_id IS NULL OR eg.board_id = b.id))))`

// visibleArticle is the rule of who sees an article x of board b: those it was
// released to; a draft, those who write on the board and may read it. It uses
// $1 to $3 as board.VisibleSQL does.
const visibleArticle = `((x.state <> 'draft' AND ` + board.ReleasedSQL + `)
	OR (x.state = 'draft' AND ` + editsBoard + ` AND ` + board.VisibleSQL + `))`

const entryColumns = `x.id, x.title, x.short, x.as_of, x.review_on, x.state, COALESCE(x.outdated_reason, ''), x.audience, x.changed_at,
	` + board.VisibleSQL + `, ` + board.Columns

const entryJoins = `
	FROM faq_article x
	JOIN board b ON b.id = x.board_id`

// entryFields returns the scan targets for entryColumns; the returned function
// is called after the scan. Today decides what is due.
func entryFields(e *Entry, today catalogue.Date) (targets []any, done func()) {
	boardFields, boardDone := board.Fields(&e.Board)
	targets = []any{&e.ID, &e.Title, &e.Short, &e.AsOf, &e.ReviewOn, &e.State, &e.OutdatedReason, &e.Audience, db.Instant(&e.ChangedAt), &e.admitted}
	return append(targets, boardFields...), func() {
		boardDone()
		e.Due = e.State == Published && !e.ReviewOn.After(today)
		if e.Board.Audience == board.Restricted && !e.admitted {
			// The article was released beyond its board, the board was not.
			e.Board = board.Board{}
		}
	}
}

func scanEntry(tx *db.Tx) func(db.Row) (Entry, error) {
	today := catalogue.DateOf(tx.Now)
	return func(r db.Row) (e Entry, err error) {
		targets, done := entryFields(&e, today)
		err = r.Scan(targets...)
		done()
		return e, err
	}
}

const articleColumns = entryColumns + `, x.source, x.html, x.scope, x.revision, x.version, x.saved_at, x.created_at, x.published_at, ` +
	account.BylineColumns

const articleJoins = entryJoins + `
	JOIN person p ON p.id = x.saved_by
	JOIN organisation o ON o.id = x.organisation_id`

func scanArticle(tx *db.Tx) func(db.Row) (Article, error) {
	today := catalogue.DateOf(tx.Now)
	return func(r db.Row) (a Article, err error) {
		targets, done := entryFields(&a.Entry, today)
		targets = append(targets, &a.Source, &a.HTML, &a.Scope, &a.Revision, &a.Version, db.Instant(&a.SavedAt), db.Instant(&a.CreatedAt),
			db.Instant(&a.PublishedAt))
		err = r.Scan(append(targets, account.BylineFields(&a.By)...)...)
		done()
		return a, err
	}
}

// findArticle returns an article that by may see, with its services.
func findArticle(tx *db.Tx, by account.Viewer, id int64) (Article, error) {
	a, err := db.One(tx, scanArticle(tx), `
		SELECT `+articleColumns+articleJoins+`
		WHERE x.id = $4 AND `+visibleArticle, append(board.Seen(by), id)...)
	if err != nil {
		return a, err
	}
	services, err := servicesOf(tx, []int64{id})
	a.Services = services[id]
	a.By = a.By.For(by)
	return a, err
}

// listEntries runs a query over entryColumns and adds the services of all.
func listEntries(tx *db.Tx, query string, args ...any) ([]Entry, error) {
	entries, err := db.List(tx, scanEntry(tx), query, args...)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	services, err := servicesOf(tx, ids)
	for i := range entries {
		entries[i].Services = services[entries[i].ID]
	}
	return entries, err
}

// servicesOf returns the services of each of the articles by OZG-ID.
func servicesOf(tx *db.Tx, articles []int64) (map[int64][]Service, error) {
	if len(articles) == 0 {
		return nil, nil
	}
	type row struct {
		article int64
		service Service
	}
	list, args := db.In(1, articles)
	rows, err := db.List(tx, func(r db.Row) (s row, err error) {
		return s, r.Scan(&s.article, &s.service.ID, &s.service.Name)
	}, `
		SELECT fs.article_id, s.id, s.name
		FROM faq_service fs
		JOIN service s ON s.id = fs.service_id
		WHERE fs.article_id IN `+list+`
		ORDER BY fs.article_id, s.id`, args...)
	out := map[int64][]Service{}
	for _, r := range rows {
		out[r.article] = append(out[r.article], r.service)
	}
	return out, err
}

// content is what an editor writes, checked and rendered.
type content struct {
	board    int64
	title    string
	short    string
	text     markdown.Text
	scope    string
	asOf     catalogue.Date
	reviewOn catalogue.Date
	services []int64
}

func insertArticle(tx *db.Tx, by account.Viewer, c content, audience board.Release, once string) (int64, error) {
	return tx.Insert(`
		INSERT INTO faq_article (board_id, title, short, source, html, pipeline, scope, as_of, review_on, audience, state,
			revision, version, saved_by, organisation_id, saved_at, created_by, created_at, changed_at, once_key)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft', 1, 1, $11, $12, $13, $11, $13, $13, $14)
		RETURNING id`, c.board, c.title, c.short, c.text.Source, string(c.text.HTML), c.text.Version, c.scope,
		string(c.asOf), string(c.reviewOn), string(audience), by.ID, by.Organisation.ID, tx.Now, once)
}

func updateArticle(tx *db.Tx, by account.Viewer, id int64, c content, version int) error {
	_, err := tx.Exec(`
		UPDATE faq_article
		SET board_id = $1, title = $2, short = $3, source = $4, html = $5, pipeline = $6, scope = $7, as_of = $8, review_on = $9,
			revision = revision + 1, version = $10, saved_by = $11, organisation_id = $12, saved_at = $13, changed_at = $13
		WHERE id = $14`, c.board, c.title, c.short, c.text.Source, string(c.text.HTML), c.text.Version, c.scope,
		string(c.asOf), string(c.reviewOn), version, by.ID, by.Organisation.ID, tx.Now, id)
	return err
}

func setPublished(tx *db.Tx, id int64, to board.Release) error {
	_, err := tx.Exec(`
		UPDATE faq_article
		SET state = 'published', audience = $1, published_at = COALESCE(published_at, $2), changed_at = $2
		WHERE id = $3`, string(to), tx.Now, id)
	return err
}

// keepVersion puts the present version of an article aside.
func keepVersion(tx *db.Tx, id int64) error {
	_, err := tx.Exec(`
		INSERT INTO faq_version (article_id, number, title, short, source, scope, as_of, saved_by, organisation_id, saved_at)
		SELECT id, version, title, short, source, scope, as_of, saved_by, organisation_id, saved_at
		FROM faq_article
		WHERE id = $1`, id)
	return err
}

// setServices replaces the services of an article; all of them exist.
func setServices(tx *db.Tx, id int64, services []int64) error {
	if _, err := tx.Exec(`DELETE FROM faq_service WHERE article_id = $1`, id); err != nil {
		return err
	}
	for _, s := range services {
		if _, err := tx.Exec(`INSERT INTO faq_service (article_id, service_id) VALUES ($1, $2)`, id, s); err != nil {
			return err
		}
	}
	return nil
}

// departs notes for feeds that a published article is perhaps leaving its board, one of
// its services or its audience.
func departs(tx *db.Tx, a Article) error {
	if a.State != Published {
		return nil
	}
	_, err := tx.Exec(`
		INSERT INTO faq_departure (board_id, service_id, audience, at)
		SELECT $1, service_id, $2, $3
		FROM (SELECT service_id FROM faq_service WHERE article_id = $4 UNION ALL SELECT 0) s
		WHERE TRUE
		ON CONFLICT (board_id, service_id, audience) DO UPDATE SET at = excluded.at`, a.Board.ID, string(a.Audience), tx.Now, a.ID)
	return err
}
