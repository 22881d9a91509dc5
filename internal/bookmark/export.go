package bookmark

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of bookmarks.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "bookmarks", Title: "Merkliste",
		Note: "Beiträge, die Sie sich gemerkt haben. Davon erfährt niemand sonst.",
		Columns: []section.Column{
			{Key: "address", Label: "Beitrag", Kind: section.Path, Format: "/beitrag/%v"},
			{Key: "at", Label: "Gemerkt", Kind: section.Moment},
			{Key: "note", Label: "Notiz"},
			{Key: "remind_on", Label: "Erinnerung am"},
		},
		Query: `SELECT post_id, at, note, remind_on FROM bookmark WHERE person_id = $1 ORDER BY id`,
	}}
}
