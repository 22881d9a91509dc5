package support

import "kommunalforum/internal/db"

// MergeTx copies the voices for a thread to another one, into which it is merged. Who has
// one there already keeps that one.
func MergeTx(tx *db.Tx, from, to int64) error {
	_, err := tx.Exec(`
		INSERT INTO concern (subject_kind, subject_id, organisation_id, person_id, alias_id, at, merged_from)
		SELECT subject_kind, CAST($2 AS BIGINT), organisation_id, person_id, alias_id, at, subject_id
		FROM concern
		WHERE subject_kind = 'thread' AND subject_id = $1
		ORDER BY id
		ON CONFLICT DO NOTHING`, from, to)
	return err
}

// UnmergeTx takes MergeTx back. An organisation that withdrew its voice meanwhile has none
// for either thread.
func UnmergeTx(tx *db.Tx, from, to int64) error {
	_, err := tx.Exec(`
		DELETE FROM concern
		WHERE subject_kind = 'thread' AND subject_id = $1 AND organisation_id IS NOT NULL AND organisation_id NOT IN (
			SELECT c.organisation_id
			FROM concern c
			WHERE c.subject_kind = 'thread' AND c.subject_id = $2 AND c.organisation_id IS NOT NULL)`, from, to)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM concern WHERE subject_kind = 'thread' AND subject_id = $1 AND merged_from = $2`, to, from)
	return err
}
