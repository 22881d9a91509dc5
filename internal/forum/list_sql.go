package forum

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

func threadDays(tx *db.Tx, board int64, filter Filter) ([]day, error) {
	type key struct {
		board, situation int64
		state            State
	}
	return db.Cached(tx, key{board, filter.Situation, filter.State}, func(tx *db.Tx) (out []day, err error) {
		err = tx.Within(rowsOfBoard(board), func() error {
			out, err = db.List(tx, func(r db.Row) (d day, err error) { return d, r.Scan(&d.number, &d.threads) }, `
				SELECT day, SUM(threads)
				FROM thread_day
				WHERE board_id = $1 AND ($2 = '' OR state = $2) AND ($3 = 0 OR situation_id = $3)
				GROUP BY day
				ORDER BY day DESC`, board, string(filter.State), filter.Situation)
			return err
		})
		return out, err
	})
}

func listRows(tx *db.Tx, by account.Viewer, board int64, filter Filter, at place) ([]Row, error) {
	// One text per filter, so that each uses its own index.
	where, args := `t.board_id = $1 AND t.last_post_at < $2 AND NOT t.pinned AND NOT t.hidden`, []any{board, at.before, RowsPerPage, at.skip}
	switch {
	case filter.State != "" && filter.Situation != 0:
		where += ` AND t.state = $5 AND t.situation_id = $6`
		args = append(args, string(filter.State), filter.Situation)
	case filter.State != "":
		where += ` AND t.state = $5`
		args = append(args, string(filter.State))
	case filter.Situation != 0:
		where += ` AND t.situation_id = $5`
		args = append(args, filter.Situation)
	}
	return db.List(tx, scanRow(by), `
		SELECT `+rowColumns+threadJoins+`
		WHERE `+where+`
		ORDER BY t.last_post_at DESC, t.last_post_id DESC
		LIMIT $3 OFFSET $4`, args...)
}

func listPinned(tx *db.Tx, by account.Viewer, board int64) ([]Row, error) {
	return db.List(tx, scanRow(by), `
		SELECT `+rowColumns+threadJoins+`
		WHERE t.board_id = $1 AND t.pinned AND NOT t.hidden
		ORDER BY t.last_post_at DESC`, board)
}

// maxHidden is how many hidden threads moderators are shown, newest first.
const maxHidden = 100

func listHidden(tx *db.Tx, by account.Viewer, board int64) ([]Row, error) {
	return db.List(tx, scanRow(by), `
		SELECT `+rowColumns+threadJoins+`
		WHERE t.board_id = $1 AND t.hidden AND t.review = '' AND t.merged_into IS NULL
		ORDER BY t.id DESC
		LIMIT $2`, board, maxHidden)
}
