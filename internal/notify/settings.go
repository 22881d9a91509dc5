package notify

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/export/section"
)

// EraseSettingsTx deletes how the person wants mail about notifications.
func EraseSettingsTx(tx *db.Tx, person int64) error {
	if _, err := tx.Exec(`DELETE FROM notify_setting WHERE person_id = $1`, person); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM notify_person WHERE person_id = $1`, person)
	return err
}

// ExportSettings returns what the export of personal data says of how the person
// wants mail about notifications.
func ExportSettings() []section.Section {
	return []section.Section{{
		Key: "notification_settings", Title: "Mitteilungen per E-Mail",
		Note:    "Nur was Sie anders eingestellt haben als voreingestellt. Ohne Wert in „Wie oft“: nie.",
		Columns: []section.Column{{Key: "kind", Label: "Art"}, {Key: "rhythm", Label: "Wie oft"}},
		Query:   `SELECT kind, rhythm FROM notify_setting WHERE person_id = $1 ORDER BY kind`,
	}, {
		Key: "absence", Title: "Ihre Abwesenheit",
		Columns: []section.Column{{Key: "from", Label: "Eingetragen am"}, {Key: "until", Label: "Bis einschließlich"}},
		Query:   `SELECT absent_from, absent_until FROM notify_person WHERE person_id = $1`,
	}}
}
