package forum

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// Order is by what a board's list is sorted.
type Order string

// All orders. Of threads that are equal in it, the one with the newest post comes first.
const (
	ByActivity    Order = ""            // newest post first
	BySupporters  Order = "supporters"  // how many organisations it concerns
	ByInhabitants Order = "inhabitants" // for how many people these stand; who is counted by several counts for each
)

// supported lists the threads of a board, pinned ones among them, by whom they concern.
func (l *Listing) supported(tx *db.Tx, by account.Viewer, board int64, filter Filter) error {
	ids, err := supportedIDs(tx, board, filter)
	if err != nil {
		return err
	}
	l.Total = len(ids)
	l.Last = max(1, (l.Total+RowsPerPage-1)/RowsPerPage)
	l.Page = min(max(1, filter.Page), l.Last)
	from := (l.Page - 1) * RowsPerPage
	ids = ids[from:min(from+RowsPerPage, len(ids))]
	list, args := db.In(1, ids)
	rows, err := db.List(tx, scanRow(by), `
		SELECT `+rowColumns+threadJoins+`
		WHERE t.id IN `+list, args...)
	found := make(map[int64]Row, len(rows))
	for _, r := range rows {
		found[r.ID] = r
	}
	for _, id := range ids {
		if r, ok := found[id]; ok {
			l.Rows = append(l.Rows, r)
		}
	}
	return err
}

// supportedIDs are the threads that pass the filter, in its order. They are remembered
// until something of it changes, since all pages of the list need them.
func supportedIDs(tx *db.Tx, board int64, filter Filter) ([]int64, error) {
	type key struct {
		board, situation int64
		state            State
		order            Order
	}
	most := `COUNT(c.id)`
	if filter.Order == ByInhabitants {
		most = `COALESCE(SUM(CASE WHEN o.kind IN ('municipality', 'district', 'association-of-municipalities') THEN o.population ELSE 0 END), 0)`
	}
	return db.Cached(tx, key{board, filter.Situation, filter.State, filter.Order}, func(tx *db.Tx) (ids []int64, err error) {
		err = tx.Within(rowsOfBoard(board), func() error {
			ids, err = db.Column[int64](tx, `
				SELECT t.id
				FROM thread t
				LEFT JOIN concern c ON c.subject_kind = 'thread' AND c.subject_id = t.id
				LEFT JOIN organisation o ON o.id = c.organisation_id
				WHERE t.board_id = $1 AND NOT t.hidden AND ($2 = '' OR t.state = $2) AND ($3 = 0 OR t.situation_id = $3)
				GROUP BY t.id, t.last_post_at
				ORDER BY `+most+` DESC, t.last_post_at DESC, t.id DESC`, board, string(filter.State), filter.Situation)
			return err
		})
		return ids, err
	})
}
