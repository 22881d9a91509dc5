package unread

import (
	"context"
	"maps"
	"slices"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/readmark"
)

// MaxCounted is the highest number of unread threads that is counted on a board:
// it means as many or more.
const MaxCounted = 100

// maxPassed is the highest number of threads with posts above the baseline that a
// count looks at on a board; see readmark.CompactTx for why so many are never read.
const maxPassed = 1000

// versionsSQL lists the boards that the viewer sees with what changes whenever their
// counts may.
var versionsSQL = `
	SELECT b.id, COALESCE(g.version, 0), COALESCE(o.version, 0), muted.n, muted.ids, muted.at
	FROM ` + follow.MutedVersionSQL("$2") + ` muted
	CROSS JOIN board b
	LEFT JOIN board_figures g ON g.board_id = b.id
	LEFT JOIN read_baseline o ON o.person_id = $2 AND o.board_id = b.id
	WHERE ($4 = 0 OR b.id = $4) AND ` + board.VisibleSQL

// andHeardSQL leaves out what the person $1 has muted; nothing where they muted nothing,
// because a page counts thousands of threads.
func andHeardSQL(muted bool) string {
	if !muted {
		return ``
	}
	return ` AND NOT ` + follow.MutedSQL("$1")
}

// countSQL counts the threads on boards, a list of ids, that have something unread above
// the baseline of the person $1: $2 at most, and among the newest $3.
func countSQL(boards string, muted bool) string {
	return `
	SELECT x.id, (
		SELECT COUNT(*)
		FROM (
			SELECT 1
			FROM (
				SELECT t.id, t.newest_position, t.newest_author_id, t.mixed
				FROM thread t
				WHERE t.board_id = x.id AND NOT t.hidden AND t.newest_id > x.baseline
				ORDER BY t.newest_id DESC
				LIMIT $3) t
			LEFT JOIN read_mark m ON m.person_id = $1 AND m.thread_id = t.id
			WHERE ` + readmark.ShownBeyondMarkSQL("$1", "x.baseline") + andHeardSQL(muted) + `
			LIMIT $2) y)
	FROM (
		SELECT b.id, ` + readmark.BaselineSQL("$1", "b.id") + ` AS baseline
		FROM board b
		WHERE b.id IN ` + boards + `) x`
}

// exceptionSQL counts the threads on boards that have something unread below the
// baseline. SQLite keeps the order of a CROSS JOIN: few marks first, not many threads.
func exceptionSQL(boards string, muted bool) string {
	baseline := readmark.BaselineSQL("$1", "t.board_id")
	return `
	SELECT t.board_id, COUNT(*)
	FROM read_mark m
	CROSS JOIN thread t
	WHERE m.person_id = $1 AND m.exception AND m.exception = TRUE AND t.id = m.thread_id AND t.board_id IN ` + boards + `
	AND t.newest_id <= ` + baseline + ` AND ` + readmark.BeyondMarkSQL("$1", baseline) + andHeardSQL(muted) + `
	GROUP BY t.board_id`
}

// rangedSQL counts the threads on boards that have something unread below the baseline
// because posts came from elsewhere.
func rangedSQL(boards string, muted bool) string {
	baseline := readmark.BaselineSQL("$1", "t.board_id")
	return `
	SELECT t.board_id, COUNT(*)
	FROM (` + readmark.RangedSQL("$1") + `) x
	JOIN thread t ON t.id = x.thread_id
	LEFT JOIN read_mark m ON m.person_id = $1 AND m.thread_id = t.id
	WHERE t.mixed AND t.board_id IN ` + boards + ` AND NOT COALESCE(m.exception, FALSE)
	AND t.newest_id <= ` + baseline + ` AND ` + readmark.BeyondMarkSQL("$1", baseline) + andHeardSQL(muted) + `
	GROUP BY t.board_id`
}

// Boards returns how many threads with something unread each board has that by may
// read, by its id: MaxCounted at most. Boards without are left out. Guests have read
// everything.
func (u *Unread) Boards(ctx context.Context, by account.Viewer) (map[int64]int, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	noted := u.Pending(ctx, by.ID)
	return db.View(ctx, u.db, func(tx *db.Tx) (map[int64]int, error) { return u.countBoards(tx, by, 0, noted) })
}

// Board returns the count of one board, see Boards.
func (u *Unread) Board(ctx context.Context, by account.Viewer, id int64) (int, error) {
	if !by.SignedIn() {
		return 0, nil
	}
	noted := u.Pending(ctx, by.ID)
	counts, err := db.View(ctx, u.db, func(tx *db.Tx) (map[int64]int, error) { return u.countBoards(tx, by, id, noted) })
	return counts[id], err
}

// countBoards counts what is unread on the board with the id, or on all for 0.
func (u *Unread) countBoards(tx *db.Tx, by account.Viewer, id int64, noted map[int64]int) (map[int64]int, error) {
	boards, err := listVersions(tx, by, id)
	if err != nil {
		return nil, err
	}
	// Rounded up, so that not every page that is read asks for more.
	limit := MaxCounted + (len(noted)+31)/32*32
	out, stale := u.counts.current(by.ID, boards, limit)
	if len(stale) > 0 {
		anew, err := countAnew(tx, by.ID, stale, limit)
		if err != nil {
			return nil, err
		}
		u.counts.keep(by.ID, stale, anew, limit)
		maps.Copy(out, anew)
	}
	if err := subtract(tx, by, noted, out); err != nil {
		return nil, err
	}
	for id, n := range out {
		out[id] = min(n, MaxCounted)
	}
	maps.DeleteFunc(out, func(_ int64, n int) bool { return n == 0 })
	return out, nil
}

// listVersions returns the boards that by may read with what the counts of by hang on.
func listVersions(tx *db.Tx, by account.Viewer, id int64) ([]boardVersion, error) {
	return db.List(tx, func(r db.Row) (b boardVersion, err error) {
		return b, r.Scan(&b.board, &b.at.board, &b.at.read, &b.at.muted, &b.at.mutedIDs, &b.at.mutedAt)
	}, versionsSQL, append(board.Seen(by), id)...)
}

// countAnew counts what is unread on the boards, one at least, by the written marks:
// exactly below the limit, and above it no less than that.
func countAnew(tx *db.Tx, person int64, boards []boardVersion, limit int) (map[int64]int, error) {
	type figure struct {
		board int64
		count int
	}
	scan := func(r db.Row) (f figure, err error) { return f, r.Scan(&f.board, &f.count) }
	ids := make([]int64, len(boards))
	for i, b := range boards {
		ids[i] = b.board
	}
	muted := boards[0].at.muted > 0
	in, args := db.In(4, ids)
	above, err := db.List(tx, scan, countSQL(in, muted), append([]any{person, limit, maxPassed}, args...)...)
	if err != nil {
		return nil, err
	}
	in, args = db.In(2, ids)
	below, err := db.List(tx, scan, exceptionSQL(in, muted), append([]any{person}, args...)...)
	if err != nil {
		return nil, err
	}
	ranged, err := db.List(tx, scan, rangedSQL(in, muted), append([]any{person}, args...)...)
	if err != nil {
		return nil, err
	}
	out := make(map[int64]int, len(boards))
	for _, f := range slices.Concat(above, below, ranged) {
		out[f.board] += f.count
	}
	return out, nil
}

// subtract takes out of the counts what is read and not written yet.
func subtract(tx *db.Tx, by account.Viewer, noted, out map[int64]int) error {
	if len(noted) == 0 || len(out) == 0 {
		return nil
	}
	rows, err := listUnseen(tx, by, slices.Collect(maps.Keys(noted)))
	for _, r := range rows {
		if _, counted := out[r.board]; counted && !r.unread(noted[r.thread]) {
			out[r.board]--
		}
	}
	return err
}
