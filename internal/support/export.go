package support

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of support given
// for an organisation.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "concerns", Title: "„Betrifft uns auch“",
		Note: "Wo Sie die Stimme Ihrer Organisation abgegeben haben.",
		Columns: []section.Column{
			{Key: "kind", Label: "Art"},
			{Key: "subject", Label: "Nummer", Kind: section.Number},
			{Key: "organisation", Label: "Organisation"},
			{Key: "at", Label: "Zeitpunkt", Kind: section.Moment},
		},
		Query: `
			SELECT c.subject_kind, c.subject_id, o.name, c.at
			FROM concern c
			JOIN organisation o ON o.id = c.organisation_id
			WHERE c.person_id = $1
			ORDER BY c.id`,
	}}
}
