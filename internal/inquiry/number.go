package inquiry

import (
	"context"

	"kommunalforum/internal/db"
)

// Numbers returns the file numbers of inquiries by id, for lists that know ids
// only. It asks for no permission.
func (s *Inquiries) Numbers(ctx context.Context, ids []int64) (map[int64]string, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) (map[int64]string, error) { return numbersOf(tx, ids) })
}

// numbersOf returns the file numbers of inquiries by id: for the audit log,
// which knows ids only.
func numbersOf(tx *db.Tx, ids []int64) (map[int64]string, error) {
	type numbered struct {
		id     int64
		number string
	}
	in, args := db.In(1, ids)
	all, err := db.List(tx, func(r db.Row) (n numbered, err error) { return n, r.Scan(&n.id, &n.number) }, `
		SELECT id, number
		FROM inquiry
		WHERE id IN `+in, args...)
	out := make(map[int64]string, len(all))
	for _, n := range all {
		out[n.id] = n.number
	}
	return out, err
}
