package suggestion

import (
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/export/section"
)

// KeepDecided is how long a suggestion stays once the editors have decided.
const KeepDecided = 365 * 24 * time.Hour

// PruneTx deletes up to limit suggestions that were decided longer than KeepDecided ago,
// and returns how many.
func PruneTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM faq_suggestion
		WHERE id IN (SELECT id FROM faq_suggestion WHERE state <> 'open' AND decided_at <= $1 LIMIT $2)`, tx.Now.Add(-KeepDecided), limit)
}

// EraseTx deletes what a person who leaves suggested. Articles that were made of it stay.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM faq_suggestion WHERE person_id = $1`, person)
	return err
}

// ExportSections returns what the export of personal data says of suggestions.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "faq_suggestions", Title: "Ihre Vorschläge und Hinweise für die häufigen Fragen",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/faq/vorschlaege/%v"},
			{Key: "at", Label: "Gemacht", Kind: section.Moment},
			{Key: "organisation", Label: "Organisation"},
			{Key: "title", Label: "Frage"},
			{Key: "why", Label: "Begründung", Kind: section.Prose},
			{Key: "state", Label: "Stand"},
			{Key: "reason", Label: "Antwort der FAQ-Redaktion"},
		},
		Query: `
			SELECT s.id, s.at, o.name, s.title, s.why, s.state, s.reason
			FROM faq_suggestion s
			JOIN organisation o ON o.id = s.organisation_id
			WHERE s.person_id = $1
			ORDER BY s.id`,
	}}
}
