package faq

import (
	"context"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/richtext"
)

// Doc is a released article as the search knows it.
type Doc struct {
	ID        int64
	Title     string
	Short     string
	Plain     string // the text without markup
	Board     int64  // 0 when the article was released beyond a restricted board
	ACL       board.ACL
	Services  []Service
	ChangedAt time.Time
	Outdated  bool
	Version   int
}

const docQuery = `
	SELECT x.id, x.title, x.short, x.source, x.audience, x.changed_at, x.state = 'outdated', x.version, b.id, b.audience
	FROM faq_article x
	JOIN board b ON b.id = x.board_id
	WHERE x.state <> 'draft'`

func scanDoc(r db.Row) (d Doc, err error) {
	var b board.Board
	var source string
	var to board.Release
	err = r.Scan(&d.ID, &d.Title, &d.Short, &source, &to, db.Instant(&d.ChangedAt), &d.Outdated, &d.Version, &b.ID, &b.Audience)
	d.ACL = b.ACLOf(to)
	if d.ACL == b.ACL() || b.Audience != board.Restricted {
		d.Board = b.ID
	}
	d.Plain = markdown.PlainText(source)
	return d, err
}

// DocsTx returns up to limit released articles with ids above after, by id.
func DocsTx(tx *db.Tx, after int64, limit int) ([]Doc, error) {
	return listDocs(tx, docQuery+`
		AND x.id > $1
		ORDER BY x.id
		LIMIT $2`, after, limit)
}

// DocsOfTx returns all released articles of a board.
func DocsOfTx(tx *db.Tx, board int64) ([]Doc, error) {
	return listDocs(tx, docQuery+`
		AND x.board_id = $1
		ORDER BY x.id`, board)
}

// DocsOfArticlesTx returns those of the articles that are released.
func DocsOfArticlesTx(tx *db.Tx, ids []int64) ([]Doc, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := db.In(1, ids)
	return listDocs(tx, docQuery+` AND x.id IN `+in, args...)
}

// FindDocTx returns a released article; drafts and deleted ones are fault.NotFound.
func FindDocTx(tx *db.Tx, id int64) (Doc, error) {
	docs, err := listDocs(tx, docQuery+` AND x.id = $1`, id)
	if err == nil && len(docs) == 0 {
		err = fault.Missing()
	}
	if err != nil {
		return Doc{}, err
	}
	return docs[0], nil
}

func listDocs(tx *db.Tx, query string, args ...any) ([]Doc, error) {
	docs, err := db.List(tx, scanDoc, query, args...)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(docs))
	for i, d := range docs {
		ids[i] = d.ID
	}
	services, err := servicesOf(tx, ids)
	for i := range docs {
		docs[i].Services = services[docs[i].ID]
	}
	return docs, err
}

// Public is an article that everybody may read, for the list of public pages.
type Public struct {
	ID        int64
	Title     string
	ChangedAt time.Time
}

// PublicPaths returns the published articles that everybody may read, by id.
func (s *Articles) PublicPaths(ctx context.Context) ([]Public, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Public, error) {
		return db.List(tx, func(r db.Row) (p Public, err error) {
			return p, r.Scan(&p.ID, &p.Title, db.Instant(&p.ChangedAt))
		}, `
			SELECT x.id, x.title, x.changed_at`+entryJoins+`
			WHERE x.state = 'published'
			AND (x.audience = 'public' OR (x.audience = 'board' AND b.audience = 'public'))
			ORDER BY x.id`)
	})
}

// Rerender renders again every article that an older pipeline rendered, and
// returns how many. Texts that the present pipeline refuses stay as they are.
func (s *Articles) Rerender(ctx context.Context) (int, error) {
	return richtext.Rerender(ctx, s.db, richtext.Column{Table: "faq_article", Source: "source", HTML: "html"})
}
