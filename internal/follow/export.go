package follow

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of following.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "follows", Title: "Wem und was Sie folgen",
		Note: "Auch, was Sie stumm geschaltet oder ausgenommen haben.",
		Columns: []section.Column{
			{Key: "kind", Label: "Art"},
			{Key: "subject", Label: "Nummer", Kind: section.Number},
			{Key: "level", Label: "Stufe"},
			{Key: "at", Label: "Seit", Kind: section.Moment},
		},
		Query: `
			SELECT subject_kind, subject_id, level, at
			FROM follow
			WHERE person_id = $1
			ORDER BY at, subject_kind, subject_id`,
	}, {
		Key: "follow_setting", Title: "Wann Sie von selbst folgen",
		Columns: []section.Column{
			{Key: "asking", Label: "Beim Fragen", Kind: section.Bool},
			{Key: "replying", Label: "Beim Antworten", Kind: section.Bool},
			{Key: "supporting", Label: "Bei „Betrifft uns auch“", Kind: section.Bool},
		},
		Query: `SELECT asking, replying, supporting FROM follow_setting WHERE person_id = $1`,
	}}
}
