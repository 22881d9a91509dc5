package attachment

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

// setAside makes files that match evidence of the post that had them. The search forgets
// them.
func setAside(tx *db.Tx, where string, args ...any) error {
	_, err := tx.Exec(`DELETE FROM attachment_page WHERE attachment_id IN (SELECT id FROM attachment WHERE `+where+`)`, args...)
	if err != nil {
		return err
	}
	found, err := db.Column[int64](tx, `SELECT id FROM attachment WHERE chunks IS NOT NULL AND `+where+` ORDER BY id`, args...)
	if err != nil {
		return err
	}
	for _, id := range found {
		if err := event.AppendTx(tx, event.FileRemoved, id, 0); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE attachment SET evidence_of = post_id, post_id = NULL, chunks = NULL WHERE `+where, args...)
	return err
}

// EvidenceTx returns the files that were removed from a post and kept for the decision
// about reports of it, in the order in which they were uploaded.
func EvidenceTx(tx *db.Tx, post int64) ([]File, error) {
	return db.List(tx, scan, `SELECT `+columns+` FROM attachment a WHERE a.evidence_of = $1 ORDER BY a.id`, post)
}

// RemoveEvidenceTx removes the files that EvidenceTx returns, for good.
func RemoveEvidenceTx(tx *db.Tx, post int64) error {
	_, err := removeTx(tx, `evidence_of = $1`, post)
	return err
}
