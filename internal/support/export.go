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
	}, {
		Key: "concern_notes", Title: "„Betrifft uns auch“: Notizen",
		Note: "Was Sie für Ihre Organisation geschrieben haben.",
		Columns: []section.Column{
			{Key: "kind", Label: "Art"},
			{Key: "subject", Label: "Nummer", Kind: section.Number},
			{Key: "organisation", Label: "Organisation"},
			{Key: "note", Label: "Notiz", Kind: section.Prose},
			{Key: "removed", Label: "Von der Moderation entfernt, weil"},
		},
		Query: `
			SELECT c.subject_kind, c.subject_id, o.name, c.note, c.note_removed
			FROM concern c
			JOIN organisation o ON o.id = c.organisation_id
			WHERE c.note_by = $1
			ORDER BY c.id`,
	}}
}
