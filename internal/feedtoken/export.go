package feedtoken

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of private feeds.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "feeds", Title: "Feeds",
		Note: "Für welche Feeds Sie eine persönliche Adresse erstellt haben. Die Adressen selbst kennt das Forum nicht.",
		Columns: []section.Column{
			{Key: "kind", Label: "Art"},
			{Key: "subject", Label: "Nummer", Kind: section.Number},
			{Key: "created_at", Label: "Erstellt", Kind: section.Moment},
			{Key: "used_at", Label: "Zuletzt abgerufen", Kind: section.Moment},
		},
		Query: `
			SELECT subject_kind, subject_id, created_at, used_at
			FROM feed_token
			WHERE person_id = $1
			ORDER BY id`,
	}}
}
