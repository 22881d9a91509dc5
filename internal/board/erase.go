package board

import "kommunalforum/internal/db"

// EraseIn takes somebody who left out of all circles. Called by package
// usecase only.
func EraseIn(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM circle_member WHERE person_id = $1`, person)
	return err
}
