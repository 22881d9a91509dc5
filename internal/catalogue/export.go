package catalogue

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of uploaded
// registers of municipalities.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "registers", Title: "Gemeindeverzeichnisse, die Sie hochgeladen haben",
		Columns: []section.Column{
			{Key: "as_of", Label: "Gebietsstand"},
			{Key: "at", Label: "Hochgeladen", Kind: section.Moment},
			{Key: "applied", Label: "Übernommen", Kind: section.Moment},
		},
		Query: `SELECT as_of, at, applied_at FROM register WHERE person_id = $1 ORDER BY id`,
	}}
}
