package unread

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/export/section"
)

// ExportSections returns what the export of personal data says of reading.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "read_baselines", Title: "Gelesene Bereiche",
		Note: "Bis zu welchem Beitrag alles als gelesen gilt. Bereiche, die Sie nicht mehr lesen dürfen, sind nicht genannt.",
		Columns: []section.Column{
			{Key: "board", Label: "Bereich"},
			{Key: "post", Label: "Bis zum Beitrag", Kind: section.Number},
		},
		Query: `
			SELECT CASE WHEN b.id IS NULL THEN 'alle übrigen' WHEN ` + board.ReadersSQL + ` THEN b.name ELSE '' END, r.post_id
			FROM read_baseline r
			JOIN person p ON p.id = r.person_id
			JOIN organisation po ON po.id = p.organisation_id
			LEFT JOIN board b ON b.id = r.board_id
			WHERE r.person_id = $1
			ORDER BY r.board_id`,
	}, {
		Key: "read_marks", Title: "Gelesene Themen",
		Note: "Bis wohin Sie Themen gelesen haben, in denen danach Neues kam oder kommen kann.",
		Columns: []section.Column{
			{Key: "thread", Label: "Thema", Kind: section.Path, Format: "/thema/%v"},
			{Key: "position", Label: "Bis zum wievielten Beitrag", Kind: section.Number},
			{Key: "reset", Label: "Wieder als ungelesen markiert", Kind: section.Moment},
		},
		Query: `SELECT thread_id, position, reset_at FROM read_mark WHERE person_id = $1 ORDER BY thread_id`,
	}, {
		Key: "read_ranges", Title: "Gelesene Beiträge in verschobenen Themen",
		Note: "Was die Moderation zusammenführt oder verschiebt, bleibt für Sie so gelesen oder ungelesen, wie es war.",
		Columns: []section.Column{
			{Key: "thread", Label: "Thema", Kind: section.Path, Format: "/thema/%v"},
			{Key: "first", Label: "Vom wievielten Beitrag", Kind: section.Number},
			{Key: "last", Label: "Bis zum wievielten Beitrag", Kind: section.Number},
			{Key: "read", Label: "Gelesen", Kind: section.Bool},
		},
		Query: `
			SELECT thread_id, first, last, read_to > 0
			FROM read_range
			WHERE person_id = $1
			ORDER BY thread_id, act, first`,
	}}
}
