package signin

import "kommunalforum/internal/export/section"

// ExportIdentities returns what the export of personal data says of linked
// accounts at other providers.
func ExportIdentities() []section.Section {
	return []section.Section{{
		Key: "identities", Title: "Anmeldung über andere Anbieter",
		Columns: []section.Column{
			{Key: "provider", Label: "Anbieter"},
			{Key: "subject", Label: "Ihre Kennung dort"},
			{Key: "linked", Label: "Verbunden", Kind: section.Moment},
			{Key: "used", Label: "Zuletzt benutzt", Kind: section.Moment},
		},
		Query: `SELECT provider, subject, linked_at, used_at FROM linked_identity WHERE person_id = $1 ORDER BY linked_at`,
	}}
}
