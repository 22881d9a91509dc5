package organisation

import "kommunalforum/internal/db"

// NamesTx returns the names of those of the organisations that have a page.
func NamesTx(tx *db.Tx, ids []int64) ([]Organisation, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, args := db.In(1, ids)
	return listWhere(tx, `o.id IN `+list+` AND `+NamedSQL, args...)
}
