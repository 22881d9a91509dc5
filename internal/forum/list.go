package forum

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// Row is a thread in a list.
type Row struct {
	ID         int64
	Title      string
	State      State
	Author     account.Byline
	BoardName  string
	BoardSlug  string
	Replies    int
	Supporters int // organisations that say „Betrifft uns auch", the asking one included
	CreatedAt  time.Time
	LastPostAt time.Time
	Pinned     bool
	Locked     bool
}

const rowColumns = `t.id, t.title, t.state, b.name, b.slug, t.replies, t.created_at, t.last_post_at, t.pinned, t.locked_reason IS NOT NULL,
	(SELECT COUNT(*) FROM concern c WHERE c.subject_kind = 'thread' AND c.subject_id = t.id), ` +
	account.AuthorColumns

func scanRow(by account.Viewer) func(db.Row) (Row, error) {
	return func(r db.Row) (row Row, err error) {
		fields := []any{&row.ID, &row.Title, &row.State, &row.BoardName, &row.BoardSlug, &row.Replies,
			db.Instant(&row.CreatedAt), db.Instant(&row.LastPostAt), &row.Pinned, &row.Locked, &row.Supporters}
		err = r.Scan(append(fields, account.AuthorFields(&row.Author)...)...)
		row.Author = row.Author.For(by)
		return row, err
	}
}

// Filter narrows a board's list. Zero values do not narrow.
type Filter struct {
	State     State
	Situation int64 // Lage
	Hidden    bool  // the hidden threads instead, for moderators
	Order     Order
	Page      int // from 1; beyond the last one means the last one
}

// Listing is one page of a board's list.
type Listing struct {
	Board  board.Board
	Pinned []Row // on the first page
	Rows   []Row
	Page   int
	Last   int
	Total  int // threads that match the filter, without pinned ones
}

// Board returns a page of the board's list. For a board that by cannot see it
// is fault.NotFound; for one whose threads by may not read, the list is empty
// and says nothing of how many there are.
func (f *Forum) Board(ctx context.Context, by account.Viewer, slug string, filter Filter) (out Listing, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		out.Board, err = board.FindTx(tx, by, slug)
		if err != nil || !out.Board.Readable(by) {
			return err
		}
		return tx.Within(rowsOfBoard(out.Board.ID), func() error { return out.fill(tx, by, filter) })
	})
	return out, err
}

// fill reads the page of the list.
func (l *Listing) fill(tx *db.Tx, by account.Viewer, filter Filter) (err error) {
	if filter.Hidden {
		if !l.Board.CanModerate(by) {
			return ErrNotModerator
		}
		l.Page, l.Last = 1, 1
		l.Rows, err = listHidden(tx, by, l.Board.ID)
		l.Total = len(l.Rows)
		return err
	}
	if filter.Order != ByActivity {
		return l.supported(tx, by, l.Board.ID, filter)
	}
	days, err := threadDays(tx, l.Board.ID, filter)
	if err != nil {
		return err
	}
	place := l.find(days, filter.Page)
	if l.Page == 1 && filter.State == "" && filter.Situation == 0 {
		if l.Pinned, err = listPinned(tx, by, l.Board.ID); err != nil {
			return err
		}
	}
	l.Rows, err = listRows(tx, by, l.Board.ID, filter, place)
	return err
}

// day says how many listed threads had their last post on a day.
type day struct{ number, threads int64 }

// place is where a page begins: before a moment, some threads further down.
type place struct{ before, skip int64 }

// find sets total, page and last, and returns where the page begins: on which
// day and how far into it, so that only threads of one day are skipped over.
func (l *Listing) find(days []day, page int) place {
	for _, d := range days {
		l.Total += int(d.threads)
	}
	l.Last = max(1, (l.Total+RowsPerPage-1)/RowsPerPage)
	l.Page = min(max(1, page), l.Last)
	skip := int64(l.Page-1) * RowsPerPage
	for _, d := range days {
		if skip < d.threads {
			return place{before: (d.number + 1) * dayMillis, skip: skip}
		}
		skip -= d.threads
	}
	return place{}
}

// Newest returns up to limit of the newest threads of the boards that by can read.
func (f *Forum) Newest(ctx context.Context, by account.Viewer, limit int) ([]Row, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) ([]Row, error) {
		// The newest of each board first: cheap however many threads there are. Not by a join
		// with a subquery in IN, which an engine may ask for each pair of board and thread.
		return db.List(tx, scanRow(by), `
			WITH edge AS MATERIALIZED (
				SELECT b.id, COALESCE((
					SELECT n.created_at
					FROM thread n
					WHERE n.board_id = b.id AND NOT n.hidden
					ORDER BY n.created_at DESC
					LIMIT 1 OFFSET $5), 0) AS at
				FROM board b
				WHERE `+board.VisibleSQL+`)
			SELECT `+rowColumns+threadJoins+`
			WHERE t.id IN (
				SELECT m.id
				FROM edge x
				JOIN thread m ON m.board_id = x.id AND m.created_at >= x.at AND NOT m.hidden
				ORDER BY m.created_at DESC, m.id DESC
				LIMIT $4)
			ORDER BY t.created_at DESC, t.id DESC`, append(board.Seen(by), limit, limit-1)...)
	})
}

// WithService returns up to limit of the newest threads on an OZG service that
// by can read.
func (f *Forum) WithService(ctx context.Context, by account.Viewer, service int64, limit int) ([]Row, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) ([]Row, error) {
		return db.List(tx, scanRow(by), `
			SELECT `+rowColumns+threadJoins+`
			JOIN thread_service ts ON ts.thread_id = t.id
			WHERE ts.service_id = $4 AND NOT t.hidden AND `+board.VisibleSQL+`
			ORDER BY t.id DESC
			LIMIT $5`, append(board.Seen(by), service, limit)...)
	})
}

// ServicesWithThreads returns the OZG-IDs of the services on which by can read
// a thread.
func (f *Forum) ServicesWithThreads(ctx context.Context, by account.Viewer) ([]int64, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) ([]int64, error) {
		return db.List(tx, func(r db.Row) (id int64, err error) { return id, r.Scan(&id) }, `
			SELECT s.id
			FROM service s
			WHERE EXISTS (
				SELECT 1
				FROM thread_service ts
				JOIN thread t ON t.id = ts.thread_id
				JOIN board b ON b.id = t.board_id
				WHERE ts.service_id = s.id AND NOT t.hidden AND `+board.VisibleSQL+`)`, board.Seen(by)...)
	})
}

// Figures of a board for those who may read it.
type Figures struct {
	Threads    int
	LastPostAt time.Time
}

// FiguresByBoard returns the figures of the boards that by can read, by id of
// the board.
func (f *Forum) FiguresByBoard(ctx context.Context, by account.Viewer) (map[int64]Figures, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) (map[int64]Figures, error) { return figuresByBoard(tx, by) })
}

// figuresByBoard returns the figures of the boards that by can read, by id.
func figuresByBoard(tx *db.Tx, by account.Viewer) (map[int64]Figures, error) {
	type row struct {
		board int64
		f     Figures
	}
	rows, err := db.List(tx, func(r db.Row) (x row, err error) {
		return x, r.Scan(&x.board, &x.f.Threads, db.Instant(&x.f.LastPostAt))
	}, `
		SELECT g.board_id, g.threads, g.last_post_at
		FROM board_figures g
		JOIN board b ON b.id = g.board_id
		WHERE `+board.VisibleSQL, board.Seen(by)...)
	out := make(map[int64]Figures, len(rows))
	for _, x := range rows {
		out[x.board] = x.f
	}
	return out, err
}
