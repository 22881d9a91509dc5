package board

import "kommunalforum/internal/db"

// EraseTx takes somebody who left out of all circles. Called by package
// usecase only.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM circle_member WHERE person_id = $1`, person)
	return err
}
