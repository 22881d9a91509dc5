package limit

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of counted
// attempts.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "attempts", Title: "Gezählte Versuche",
		Note:    "Was nur begrenzt oft möglich ist und deshalb gezählt wird; auch Versuche anderer, sich mit Ihrer E-Mail-Adresse anzumelden.",
		Columns: []section.Column{{Key: "kind", Label: "Was"}, {Key: "at", Label: "Zeitpunkt", Kind: section.Moment}},
		Query:   `SELECT kind, at FROM attempt WHERE person_id = $1 ORDER BY id`,
	}}
}
