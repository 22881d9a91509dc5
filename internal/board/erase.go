package board

import "kommunalforum/internal/db"

// EraseTx removes a person who left from all circles.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM circle_member WHERE person_id = $1`, person)
	return err
}
