package draft

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of drafts.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "drafts", Title: "Entwürfe",
		Note: "Was Sie in Formulare geschrieben und noch nicht abgeschickt haben. Davon erfährt niemand sonst. Die Felder stehen so " +
			"hier, wie ein Browser sie sendet.",
		Columns: []section.Column{
			{Key: "path", Label: "Formular"},
			{Key: "saved_at", Label: "Gespeichert", Kind: section.Moment},
			{Key: "fields", Label: "Felder"},
		},
		Query: `SELECT path, kept_at, fields FROM interrupted_form WHERE person_id = $1 ORDER BY id`,
	}}
}
