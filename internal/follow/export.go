package follow

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of following.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "follows", Title: "Alles, dem Sie folgen",
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
	}, {
		Key: "follows_ended", Title: "Alles, dem Sie seit Kurzem nicht mehr folgen",
		Note: "Bleibt einen Tag, damit Sie es rückgängig machen können.",
		Columns: []section.Column{
			{Key: "kind", Label: "Art"},
			{Key: "subject", Label: "Nummer", Kind: section.Number},
			{Key: "level", Label: "Stufe"},
			{Key: "ended", Label: "Beendet", Kind: section.Moment},
		},
		Query: `
			SELECT subject_kind, subject_id, level, ended_at
			FROM follow_ended
			WHERE person_id = $1
			ORDER BY ended_at, subject_kind, subject_id`,
	}, {
		Key: "follows_merged", Title: "Was Sie für Themen gewählt hatten, die zusammengeführt wurden",
		Note: "Bleibt, damit die Moderation das Zusammenführen rückgängig machen kann.",
		Columns: []section.Column{
			{Key: "level", Label: "Stufe"},
			{Key: "at", Label: "Seit", Kind: section.Moment},
		},
		Query: `SELECT level, at FROM follow_merged WHERE person_id = $1 ORDER BY transfer_id`,
	}, {
		Key: "saved_searches", Title: "Gespeicherte Suchen",
		Columns: []section.Column{
			{Key: "name", Label: "Name"},
			{Key: "query", Label: "Suche"},
			{Key: "saved", Label: "Gespeichert", Kind: section.Moment},
		},
		Query: `SELECT name, query, created_at FROM saved_search WHERE person_id = $1 ORDER BY id`,
	}}
}
