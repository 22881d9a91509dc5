package attachment

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

// SetAsideTx takes those files from a reported post that are not among the chosen, and
// keeps them as evidence. The search forgets them.
func (c Chosen) SetAsideTx(tx *db.Tx, post int64) error {
	others, args := c.others(Subject{Post, post})
	_, err := tx.Exec(`DELETE FROM attachment_page WHERE attachment_id IN (SELECT id FROM attachment WHERE `+others+`)`, args...)
	if err != nil {
		return err
	}
	found, err := db.Column[int64](tx, `SELECT id FROM attachment WHERE chunks IS NOT NULL AND `+others+` ORDER BY id`, args...)
	if err != nil {
		return err
	}
	for _, id := range found {
		if err := event.AppendTx(tx, event.FileRemoved, id, 0); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`
		UPDATE attachment
		SET subject = 'evidence', subject_id = post_id, post_id = NULL, chunks = NULL
		WHERE `+others, args...)
	return err
}
