package support

import "kommunalforum/internal/db"

// PassOnTx transfers all voices of an organisation to another, such as its successor.
// Where that one has a voice already, its own stays.
func PassOnTx(tx *db.Tx, from, to int64) error {
	_, err := tx.Exec(`
		INSERT INTO concern (subject_kind, subject_id, organisation_id, person_id, at, merged_from, note, note_by, note_revision, note_removed)
		SELECT subject_kind, subject_id, $1, person_id, at, merged_from, note, note_by, note_revision, note_removed
		FROM concern
		WHERE organisation_id = $2
		ON CONFLICT DO NOTHING`, to, from)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM concern WHERE organisation_id = $1`, from)
	return err
}
