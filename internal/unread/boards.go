package unread

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/readmark"
)

// MaxCounted is the highest number of unread threads that is counted on a board:
// it means as many or more.
const MaxCounted = 100

// maxPassed is the highest number of threads with posts above the baseline that a
// count looks at on a board; see readmark.CompactTx for why so many are never read.
const maxPassed = 1000

var countSQL = `
	SELECT x.id, (
		SELECT COUNT(*)
		FROM (
			SELECT 1
			FROM (
				SELECT t.id, t.hidden, t.newest_id, t.newest_position, t.newest_author_id
				FROM thread t
				WHERE t.board_id = x.id AND NOT t.hidden AND t.newest_id > x.baseline
				ORDER BY t.newest_id DESC
				LIMIT $5) t
			LEFT JOIN read_mark m ON m.person_id = $2 AND m.thread_id = t.id
			WHERE ` + readmark.BeyondMarkSQL("$2", "x.baseline") + `
			LIMIT $4) y)
	FROM (
		SELECT b.id, ` + readmark.BaselineSQL("$2", "b.id") + ` AS baseline
		FROM board b
		WHERE ($6 = 0 OR b.id = $6) AND ` + board.VisibleSQL + `) x`

var exceptionSQL = `
	SELECT t.board_id, COUNT(*)
	FROM read_mark m
	JOIN thread t ON t.id = m.thread_id
	JOIN board b ON b.id = t.board_id
	WHERE m.person_id = $2 AND m.exception AND m.exception = TRUE AND t.newest_id <= ` + baselineOfThread + `
	AND ` + readmark.BeyondMarkSQL("$2", baselineOfThread) + ` AND ($4 = 0 OR t.board_id = $4) AND ` + board.VisibleSQL + `
	GROUP BY t.board_id`

// Boards returns how many threads with something unread each board has that by may
// read, by its id: MaxCounted at most. Boards without are left out. Guests have read
// everything.
func (u *Unread) Boards(ctx context.Context, by account.Viewer) (map[int64]int, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	noted := u.Pending(by.ID)
	return db.View(ctx, u.db, func(tx *db.Tx) (map[int64]int, error) { return countBoards(tx, by, 0, noted) })
}

// Board returns the count of one board, see Boards.
func (u *Unread) Board(ctx context.Context, by account.Viewer, id int64) (int, error) {
	if !by.SignedIn() {
		return 0, nil
	}
	noted := u.Pending(by.ID)
	counts, err := db.View(ctx, u.db, func(tx *db.Tx) (map[int64]int, error) { return countBoards(tx, by, id, noted) })
	return counts[id], err
}

// countBoards counts what is unread on the board with the id, or on all for 0.
func countBoards(tx *db.Tx, by account.Viewer, id int64, noted map[int64]int) (map[int64]int, error) {
	type figure struct {
		board int64
		count int
	}
	scan := func(r db.Row) (f figure, err error) { return f, r.Scan(&f.board, &f.count) }
	above, err := db.List(tx, scan, countSQL, append(board.Seen(by), MaxCounted+len(noted), maxPassed, id)...)
	if err != nil {
		return nil, err
	}
	below, err := db.List(tx, scan, exceptionSQL, append(board.Seen(by), id)...)
	if err != nil {
		return nil, err
	}
	out := map[int64]int{}
	for _, f := range append(above, below...) {
		if f.count > 0 {
			out[f.board] += f.count
		}
	}
	if err := subtract(tx, by, noted, out); err != nil {
		return nil, err
	}
	for id, n := range out {
		out[id] = min(n, MaxCounted)
	}
	return out, nil
}

// subtract takes out of the counts what is read and not written yet.
func subtract(tx *db.Tx, by account.Viewer, noted map[int64]int, out map[int64]int) error {
	if len(noted) == 0 {
		return nil
	}
	threads := make([]int64, 0, len(noted))
	for id := range noted {
		threads = append(threads, id)
	}
	rows, err := listStates(tx, by, threads)
	for _, r := range rows {
		if !r.unread(0) || r.unread(noted[r.thread]) {
			continue
		}
		if out[r.board]--; out[r.board] == 0 {
			delete(out, r.board)
		}
	}
	return err
}
