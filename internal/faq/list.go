package faq

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// Shown is an article with its sources, as far as the viewer may see them.
type Shown struct {
	Article
	Sources []Source
}

// Show returns an article that by may see.
func (s *Articles) Show(ctx context.Context, by account.Viewer, id int64) (out Shown, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if out.Article, err = findArticle(tx, by, id); err != nil {
			return err
		}
		if err := out.addFiles(tx); err != nil {
			return err
		}
		out.Sources, err = SourcesOfTx(tx, by, id)
		return err
	})
	return out, err
}

// Filter narrows a list. Its zero value lists what is published.
type Filter struct {
	Board   int64 // 0: all
	Service int64 // OZG-ID, 0: all
	State   State // "": published
	Before  Place // the list goes on behind this entry; zero: from the newest
	Limit   int   // entries of a page; 0: RowsPerPage
}

// Place is where a list goes on.
type Place struct {
	At time.Time
	ID int64
}

// Page is a part of a list, last changed first.
type Page struct {
	Entries []Entry
	Next    Place // where the list goes on; zero at its end
}

// List returns a page of the articles that by may see.
func (s *Articles) List(ctx context.Context, by account.Viewer, f Filter) (Page, error) {
	limit := f.Limit
	if limit == 0 {
		limit = RowsPerPage
	}
	return db.View(ctx, s.db, func(tx *db.Tx) (Page, error) { return listPage(tx, by, f, limit) })
}

// Full returns the first page of List, with texts.
func (s *Articles) Full(ctx context.Context, by account.Viewer, f Filter) ([]Article, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Article, error) {
		p, err := listPage(tx, by, f, max(f.Limit, 1))
		if err != nil || len(p.Entries) == 0 {
			return nil, err
		}
		ids := make([]int64, len(p.Entries))
		for i, e := range p.Entries {
			ids[i] = e.ID
		}
		list, args := db.In(4, ids)
		out, err := db.List(tx, scanArticle(tx), `
			SELECT `+articleColumns+articleJoins+`
			WHERE x.id IN `+list+` AND `+visibleArticle+`
			ORDER BY x.changed_at DESC, x.id DESC`, append(board.Seen(by), args...)...)
		for i, a := range out {
			out[i].By = a.By.For(by)
		}
		return out, err
	})
}

// LastDeparture returns when a published article that by could read last left a board,
// a service of it, or its readers; 0 stands for all boards and services. It is zero for
// never.
func (s *Articles) LastDeparture(ctx context.Context, by account.Viewer, boardID, service int64) (time.Time, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) (time.Time, error) {
		return db.One(tx, func(r db.Row) (t time.Time, err error) { return t, r.Scan(db.Instant(&t)) }, `
			SELECT MAX(x.at)
			FROM faq_departure x
			JOIN board b ON b.id = x.board_id
			WHERE x.service_id = $4 AND ($5 = 0 OR x.board_id = $5 AND (b.audience <> 'restricted' OR `+board.VisibleSQL+`))
			AND `+board.ReleasedSQL, append(board.Seen(by), service, boardID)...)
	})
}

// listPage returns what List returns, up to limit entries, within tx.
func listPage(tx *db.Tx, by account.Viewer, f Filter, limit int) (p Page, err error) {
	if f.State == "" {
		f.State = Published
	}
	// The board filter must not tell what was released beyond a board that by
	// may not know of.
	p.Entries, err = listEntries(tx, `
		SELECT `+entryColumns+entryJoins+`
		WHERE x.state = $4
		AND ($5 = 0 OR (x.board_id = $5 AND (b.audience <> 'restricted' OR `+board.VisibleSQL+`)))
		AND ($6 = 0 OR EXISTS (SELECT 1 FROM faq_service fs WHERE fs.article_id = x.id AND fs.service_id = $6))
		AND ($8 = 0 OR x.changed_at < $7 OR (x.changed_at = $7 AND x.id < $8))
		AND `+visibleArticle+`
		ORDER BY x.changed_at DESC, x.id DESC
		LIMIT $9`, append(board.Seen(by), string(f.State), f.Board, f.Service, f.Before.At.UnixMilli(), f.Before.ID, limit+1)...)
	if len(p.Entries) > limit {
		p.Entries = p.Entries[:limit]
		last := p.Entries[limit-1]
		p.Next = Place{At: last.ChangedAt, ID: last.ID}
	}
	return p, err
}

// Section is the part of an overview for one board.
type Section struct {
	Board  board.Board // zero for articles released beyond a board that the viewer may not know of
	Count  int
	Newest []Entry // SectionRows at most
}

// SectionRows is how many articles an overview shows for a board.
const SectionRows = 3

// ServiceCount says how many articles there are about a service.
type ServiceCount struct {
	Service
	Count int
}

// Overview is the front page of the FAQ.
type Overview struct {
	Sections []Section // in the order of the boards, only those with articles
	Services []ServiceCount
	Work     // what waits for the viewer as an editor
}

// Overview returns the published articles that by may see by board and service.
func (s *Articles) Overview(ctx context.Context, by account.Viewer) (o Overview, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if o, err = overview(tx, by); err != nil {
			return err
		}
		if !by.EditsSomewhere() {
			return nil
		}
		o.Work, err = countWork(tx, by)
		return err
	})
	return o, err
}

// overview is the part of Overview that all articles are read for.
func overview(tx *db.Tx, by account.Viewer) (Overview, error) {
	type key struct {
		person int64
		kind   organisation.Kind
		today  catalogue.Date
	}
	return db.Cached(tx, key{by.ID, by.Organisation.Kind, catalogue.DateOf(tx.Now)}, func(tx *db.Tx) (o Overview, err error) {
		if o.Sections, err = sections(tx, by); err != nil {
			return o, err
		}
		o.Services, err = serviceCounts(tx, by)
		return o, err
	})
}

// sections returns the boards of which by can read articles, with the newest ones;
// the last one is for boards that by may not know of.
func sections(tx *db.Tx, by account.Viewer) ([]Section, error) {
	counts, err := countByBoard(tx, by)
	if err != nil {
		return nil, err
	}
	newest, err := newestByBoard(tx, by)
	if err != nil {
		return nil, err
	}
	boards, err := board.ListedTx(tx, by)
	if err != nil {
		return nil, err
	}
	known := map[int64]*Section{}
	list := make([]Section, len(boards)+1)
	for i, b := range boards {
		list[i].Board = b
		known[b.ID] = &list[i]
	}
	of := func(board int64) *Section { return cmp.Or(known[board], &list[len(boards)]) }
	for _, c := range counts {
		of(c.board).Count += c.articles
	}
	for _, e := range newest {
		if s := of(e.Board.ID); len(s.Newest) < SectionRows {
			s.Newest = append(s.Newest, e)
		}
	}
	return slices.DeleteFunc(list, func(s Section) bool { return s.Count == 0 }), nil
}

// boardCount is how many articles there are on a board.
type boardCount struct {
	board    int64
	articles int
}

func countByBoard(tx *db.Tx, by account.Viewer) ([]boardCount, error) {
	return db.List(tx, func(r db.Row) (c boardCount, err error) { return c, r.Scan(&c.board, &c.articles) }, `
		SELECT x.board_id, COUNT(*)`+entryJoins+`
		WHERE x.state = 'published' AND `+visibleArticle+`
		GROUP BY x.board_id`, board.Seen(by)...)
}

// newestByBoard returns the newest articles of each board, the newest first.
func newestByBoard(tx *db.Tx, by account.Viewer) ([]Entry, error) {
	return listEntries(tx, `
		SELECT `+entryColumns+`
		FROM (
			SELECT x.id, ROW_NUMBER() OVER (PARTITION BY x.board_id ORDER BY x.changed_at DESC, x.id DESC) AS place`+entryJoins+`
			WHERE x.state = 'published' AND `+visibleArticle+`) n
		JOIN faq_article x ON x.id = n.id
		JOIN board b ON b.id = x.board_id
		WHERE n.place <= $4
		ORDER BY x.changed_at DESC, x.id DESC`, append(board.Seen(by), SectionRows)...)
}

func serviceCounts(tx *db.Tx, by account.Viewer) ([]ServiceCount, error) {
	return db.List(tx, func(r db.Row) (s ServiceCount, err error) {
		return s, r.Scan(&s.ID, &s.Name, &s.Count)
	}, `
		SELECT s.id, s.name, COUNT(*)`+entryJoins+`
		JOIN faq_service fs ON fs.article_id = x.id
		JOIN service s ON s.id = fs.service_id
		WHERE x.state = 'published' AND `+visibleArticle+`
		GROUP BY s.id, s.name, s.sort_key
		ORDER BY s.sort_key, s.id`, board.Seen(by)...)
}

// ServicesWithArticles returns the OZG-IDs of the services on which by can read
// a published article.
func (s *Articles) ServicesWithArticles(ctx context.Context, by account.Viewer) ([]int64, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]int64, error) { return ServicesWithArticlesTx(tx, by) })
}

// ServicesWithArticlesTx returns the OZG-IDs of the services on which by can read a
// published article.
func ServicesWithArticlesTx(tx *db.Tx, by account.Viewer) ([]int64, error) {
	counts, err := serviceCounts(tx, by)
	ids := make([]int64, 0, len(counts))
	for _, c := range counts {
		ids = append(ids, c.ID)
	}
	return ids, err
}

// mine is true for articles x of a board b that by writes for and may read.
const mine = editsBoard + ` AND ` + board.VisibleSQL

// due is true for articles x whose review date $4 has reached.
const due = `x.state = 'published' AND x.review_on <= $4`

func countWork(tx *db.Tx, by account.Viewer) (Work, error) {
	return db.One(tx, func(r db.Row) (w Work, err error) {
		return w, r.Scan(&w.Drafts, &w.ToReview)
	}, `
		SELECT COUNT(CASE WHEN x.state = 'draft' THEN 1 END), COUNT(CASE WHEN `+due+` THEN 1 END)`+entryJoins+`
		WHERE `+mine, append(board.Seen(by), string(catalogue.DateOf(tx.Now)))...)
}

// ToReview returns the published articles that by may edit and whose review
// date is reached, longest due first.
func (s *Articles) ToReview(ctx context.Context, by account.Viewer) (out []Entry, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = listEntries(tx, `
			SELECT `+entryColumns+entryJoins+`
			WHERE `+due+` AND `+mine+`
			ORDER BY x.review_on, x.id`, append(board.Seen(by), string(catalogue.DateOf(tx.Now)))...)
		return err
	})
	return out, err
}

// OwnDrafts returns up to limit of the drafts that by began or wrote last and may
// edit, last changed first.
func (s *Articles) OwnDrafts(ctx context.Context, by account.Viewer, limit int) ([]Entry, error) {
	if !by.EditsSomewhere() {
		return nil, nil
	}
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Entry, error) {
		return listEntries(tx, `
			SELECT `+entryColumns+entryJoins+`
			WHERE x.state = 'draft' AND (x.created_by = $2 OR x.saved_by = $2) AND `+mine+`
			ORDER BY x.changed_at DESC, x.id DESC
			LIMIT $4`, append(board.Seen(by), limit)...)
	})
}

// Work counts what waits for by as an editor.
type Work struct {
	Drafts   int
	ToReview int
}

// Work returns what waits for by as an editor; nothing for those who edit nowhere.
func (s *Articles) Work(ctx context.Context, by account.Viewer) (w Work, err error) {
	if !by.EditsSomewhere() {
		return w, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		w, err = countWork(tx, by)
		return err
	})
	return w, err
}
