package outbox

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of mails to the
// person.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "mails", Title: "E-Mails an Sie",
		Note: "Art und Zeitpunkt; Text und Adresse sind nicht gespeichert.",
		Columns: []section.Column{
			{Key: "kind", Label: "Art"},
			{Key: "state", Label: "Stand"},
			{Key: "created", Label: "Angelegt", Kind: section.Moment},
			{Key: "sent", Label: "Verschickt", Kind: section.Moment},
		},
		Query: `SELECT kind, state, created_at, sent_at FROM outbox WHERE person_id = $1 ORDER BY id`,
	}}
}
