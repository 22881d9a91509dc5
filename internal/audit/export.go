package audit

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of acts on the
// account and by the person.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "measures_about", Title: "Maßnahmen zu Ihrem Konto",
		Note: "Was zu Ihrem Konto im Protokoll steht. Wer gehandelt hat, steht nur dabei, wenn Sie es selbst waren.",
		Columns: []section.Column{
			{Key: "at", Label: "Zeitpunkt", Kind: section.Moment},
			{Key: "act", Label: "Maßnahme"},
			{Key: "reason", Label: "Grund"},
			{Key: "by_you", Label: "Von Ihnen", Kind: section.Bool},
		},
		Query: `
			SELECT at, act, reason, COALESCE(actor_id = $1, FALSE)
			FROM audit
			WHERE subject = 'person' AND subject_id = $1
			ORDER BY id`,
	}, {
		Key: "measures_by", Title: "Maßnahmen, die Sie getroffen haben",
		Note: "Ohne die Personen, die sie betrafen.",
		Columns: []section.Column{
			{Key: "at", Label: "Zeitpunkt", Kind: section.Moment},
			{Key: "act", Label: "Maßnahme"},
			{Key: "subject", Label: "Wozu"},
		},
		Query: `
			SELECT at, act, subject
			FROM audit
			WHERE actor_id = $1 AND NOT (subject = 'person' AND subject_id = $1)
			ORDER BY id`,
	}}
}
