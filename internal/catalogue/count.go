package catalogue

import "kommunalforum/internal/db"

// Counts are how much the catalogue holds.
type Counts struct {
	Services       int
	Municipalities int
	Districts      int
}

// count counts what the catalogue lists at present.
func count(tx *db.Tx) (Counts, error) {
	return db.One(tx, func(r db.Row) (c Counts, err error) {
		return c, r.Scan(&c.Services, &c.Municipalities, &c.Districts)
	}, `
		SELECT
			(SELECT COUNT(*) FROM service WHERE listed),
			(SELECT COUNT(*) FROM municipality WHERE listed),
			(SELECT COUNT(*) FROM district WHERE listed)`)
}
