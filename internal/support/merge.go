package support

import "kommunalforum/internal/db"

// MergeTx copies the voices for a thread to another one, into which it is merged, with
// their notes. Who has one there already keeps that one.
func MergeTx(tx *db.Tx, from, to int64) error {
	_, err := tx.Exec(`
		INSERT INTO concern (subject_kind, subject_id, organisation_id, person_id, alias_id, at, merged_from,
			note, note_by, note_revision, note_removed)
		SELECT subject_kind, CAST($2 AS BIGINT), organisation_id, person_id, alias_id, at, subject_id,
			note, note_by, note_revision, note_removed
		FROM concern
		WHERE subject_kind = 'thread' AND subject_id = $1
		ORDER BY id
		ON CONFLICT DO NOTHING`, from, to)
	return err
}

// UnmergeTx takes MergeTx back. An organisation that withdrew its voice meanwhile has none
// for either thread, except the one that asked in from, which cannot do without; what became
// of a note meanwhile holds for both.
func UnmergeTx(tx *db.Tx, from, to, asked int64) error {
	_, err := tx.Exec(`
		DELETE FROM concern
		WHERE subject_kind = 'thread' AND subject_id = $1 AND organisation_id IS NOT NULL AND organisation_id <> $3
			AND organisation_id NOT IN (
			SELECT c.organisation_id
			FROM concern c
			WHERE c.subject_kind = 'thread' AND c.subject_id = $2 AND c.organisation_id IS NOT NULL)`, from, to, asked)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE concern
		SET note = m.note, note_by = m.note_by, note_revision = m.note_revision, note_removed = m.note_removed
		FROM concern m
		WHERE concern.subject_kind = 'thread' AND concern.subject_id = $2 AND m.subject_kind = 'thread' AND m.subject_id = $1
			AND m.merged_from = $2 AND m.organisation_id = concern.organisation_id AND m.note_revision > concern.note_revision`, to, from)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM concern WHERE subject_kind = 'thread' AND subject_id = $1 AND merged_from = $2`, to, from)
	return err
}
