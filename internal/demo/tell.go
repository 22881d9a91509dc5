package demo

import (
	"context"
	"maps"
	"slices"

	"kommunalforum/internal/db"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/readmark"
)

// unreadSince is for how long nobody in the demo world has looked into the forum.
const unreadSince = 5 * day

// tell tells everybody of what happened, as if they had read all of it but the last
// days, and every mail had left.
func (l *loader) tell(ctx context.Context) error {
	if err := l.Notify.CatchUp(ctx); err != nil {
		return err
	}
	since := l.now.Add(-unreadSince)
	return l.DB.Write(ctx, func(tx *db.Tx) error {
		last, err := db.Scalar[int64](tx, `SELECT COALESCE(MAX(id), 0) FROM post WHERE created_at < $1`, since)
		if err != nil {
			return err
		}
		boards := slices.Sorted(maps.Values(l.boards))
		for _, p := range l.people {
			if err := readmark.MarkBoardsTx(tx, p.ID, boards, last); err != nil {
				return err
			}
		}
		return notify.QuietTx(tx, since)
	})
}
