package notify

import (
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/export/section"
)

// How long notifications are kept.
const (
	KeepRead = 90 * 24 * time.Hour  // after they were read
	KeepAll  = 365 * 24 * time.Hour // read or not
)

// PruneTx deletes up to limit notifications that served their time and returns how
// many they were, and what could not be told for KeepRead.
func PruneTx(tx *db.Tx, limit int) (int64, error) {
	if _, err := tx.Exec(`DELETE FROM fanout WHERE at < $1`, tx.Now.Add(-KeepRead)); err != nil {
		return 0, err
	}
	return tx.Exec(`
		DELETE FROM notification
		WHERE id IN (
			SELECT id FROM (SELECT id, at FROM notification ORDER BY id LIMIT $3) oldest WHERE at < $1
			UNION
			SELECT id FROM (SELECT id FROM notification WHERE read_at < $2 ORDER BY read_at LIMIT $3) seen)`,
		tx.Now.Add(-KeepAll), tx.Now.Add(-KeepRead), limit)
}

// QuietTx marks what people were told before since as read, and owes nobody a mail. It
// is for the demo world, whose past nobody lived through.
func QuietTx(tx *db.Tx, since time.Time) error {
	if _, err := tx.Exec(`UPDATE notification SET read_at = at WHERE at < $1 AND read_at IS NULL`, since); err != nil {
		return err
	}
	_, err := OweNothingTx(tx)
	return err
}

// OweNothingTx owes nobody a mail about what they were told up to now, and returns of how
// many notifications. It is for a forum that was restored: the mails may have left after
// the backup was made. People find the notifications in the forum.
func OweNothingTx(tx *db.Tx) (int64, error) {
	return tx.Exec(`UPDATE notification SET delivery = 'done', due_at = NULL WHERE delivery NOT IN ('', 'done')`)
}

// EraseTx deletes what the person was told, and how they want to be told.
func EraseTx(tx *db.Tx, person int64) error {
	if _, err := tx.Exec(`DELETE FROM notification WHERE person_id = $1`, person); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE fanout SET actor_id = NULL WHERE actor_id = $1`, person); err != nil {
		return err
	}
	if err := EraseDigestsTx(tx, person); err != nil {
		return err
	}
	return EraseSettingsTx(tx, person)
}

// ExportSections returns what the export of personal data says of notifications.
func ExportSections() []section.Section {
	return append([]section.Section{{
		Key: "notifications", Title: "Mitteilungen",
		Note: "Was Ihnen mitgeteilt wurde, ohne die Texte anderer.",
		Columns: []section.Column{
			{Key: "at", Label: "Am", Kind: section.Moment},
			{Key: "kind", Label: "Art"},
			{Key: "act", Label: "Anlass"},
			{Key: "place", Label: "Worum es geht"},
			{Key: "number", Label: "Nummer", Kind: section.Number},
			{Key: "read", Label: "Gelesen", Kind: section.Moment},
			{Key: "mail", Label: "E-Mail"},
		},
		Query: `
			SELECT at, kind, act, place_kind, place_id, read_at, delivery
			FROM notification
			WHERE person_id = $1
			ORDER BY id`,
	}}, ExportSettings()...)
}
