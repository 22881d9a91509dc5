package faq

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// SourceKind is what an article was taken from.
type SourceKind string

const (
	FromThread SourceKind = "thread"
	FromPost   SourceKind = "post"
	FromAnswer SourceKind = "answer" // an official answer
)

// Source is a thing that an article was taken from. Whether it is still to be
// seen, its own package knows.
type Source struct {
	Kind     SourceKind
	ID       int64
	Thread   int64         // in which it stands; 0 for an answer without one
	Board    int64         // when it was taken
	Audience board.Release // when it was taken; of threads and posts board.ToBoard
}

func scanSource(r db.Row) (s Source, err error) {
	return s, r.Scan(&s.Kind, &s.ID, db.OrZero(&s.Thread), &s.Board, &s.Audience)
}

const sourceColumns = `x.kind, x.subject_id, x.thread_id, x.board_id, x.audience`

func insertSource(tx *db.Tx, article int64, s Source) error {
	_, err := tx.Exec(`
		INSERT INTO faq_source (article_id, kind, subject_id, thread_id, board_id, audience)
		VALUES ($1, $2, $3, $4, $5, $6)`, article, string(s.Kind), s.ID, db.Null(s.Thread), s.Board, string(s.Audience))
	return err
}

// sourcesOf returns all sources of an article, seen or not.
func sourcesOf(tx *db.Tx, article int64) ([]Source, error) {
	return db.List(tx, scanSource, `
		SELECT `+sourceColumns+`
		FROM faq_source x
		WHERE x.article_id = $1`, article)
}

// SourcesOfTx returns the sources of an article that stand where by may read.
func SourcesOfTx(tx *db.Tx, by account.Viewer, article int64) ([]Source, error) {
	return db.List(tx, scanSource, `
		SELECT `+sourceColumns+`
		FROM faq_source x
		JOIN board b ON b.id = x.board_id
		WHERE x.article_id = $4 AND `+board.ReleasedSQL+`
		ORDER BY x.kind DESC, x.subject_id`, append(board.Seen(by), article)...)
}

// reachOf returns who can read each of the sources.
func reachOf(tx *db.Tx, sources []Source) ([]board.ACL, error) {
	if len(sources) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(sources))
	for i, s := range sources {
		ids[i] = s.Board
	}
	list, args := db.In(1, ids)
	rows, err := db.List(tx, func(r db.Row) (b board.Board, err error) { return b, r.Scan(&b.ID, &b.Audience) }, `
		SELECT id, audience
		FROM board
		WHERE id IN `+list, args...)
	boards := map[int64]board.Board{}
	for _, b := range rows {
		boards[b.ID] = b
	}
	out := make([]board.ACL, len(sources))
	for i, s := range sources {
		out[i] = boards[s.Board].ACLOf(s.Audience)
	}
	return out, err
}

// ForThread returns the articles that by may see and that were taken from a
// thread, a post in it or an official answer to it, newest first.
func (s *Articles) ForThread(ctx context.Context, by account.Viewer, thread int64) ([]Entry, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Entry, error) {
		return listEntries(tx, `
			SELECT `+entryColumns+entryJoins+`
			WHERE x.id IN (SELECT s.article_id FROM faq_source s WHERE s.thread_id = $4) AND `+visibleArticle+`
			ORDER BY x.changed_at DESC, x.id DESC`, append(board.Seen(by), thread)...)
	})
}

// DraftFromTx returns the newest draft that was taken from a thing and that by
// may edit, 0 when there is none.
func DraftFromTx(tx *db.Tx, by account.Viewer, kind SourceKind, id int64) (int64, error) {
	draft, _, err := db.Found(db.Scalar[int64](tx, `
		SELECT x.id
		FROM faq_source s
		JOIN faq_article x ON x.id = s.article_id
		JOIN board b ON b.id = x.board_id
		WHERE s.kind = $4 AND s.subject_id = $5 AND x.state = 'draft' AND `+visibleArticle+`
		ORDER BY x.id DESC`, append(board.Seen(by), string(kind), id)...))
	return draft, err
}
