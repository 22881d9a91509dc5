package board

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of roles and groups,
// and of what the person can no longer read without them.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "roles", Title: "Rollen",
		Note: "Bereiche, die Sie nicht lesen dürfen, sind nicht genannt.",
		Columns: []section.Column{
			{Key: "role", Label: "Rolle"},
			{Key: "board", Label: "Bereich"},
			{Key: "granted", Label: "Seit", Kind: section.Moment},
		},
		Query: `
			SELECT g.role, CASE WHEN ` + ReadersSQL + ` THEN b.name ELSE '' END, g.granted_at
			FROM role_grant g
			JOIN person p ON p.id = g.person_id
			JOIN organisation po ON po.id = p.organisation_id
			LEFT JOIN board b ON b.id = g.board_id
			WHERE g.person_id = $1
			ORDER BY g.id`,
	}, {
		Key: "circles", Title: "Gruppen",
		Columns: []section.Column{{Key: "name", Label: "Gruppe"}},
		Query: `
			SELECT c.name
			FROM circle_member m
			JOIN circle c ON c.id = m.circle_id
			WHERE m.person_id = $1
			ORDER BY c.sort_key, c.id`,
	}, {
		Key: "barred", Title: "Bereiche, die Sie nicht mehr lesen können",
		Note: "Wann das so kam, weil Sie eine Gruppe, eine Organisation oder eine Rolle verlassen haben. Die Bereiche sind nur genannt, wenn " +
			"Sie sie wieder lesen können.",
		Columns: []section.Column{{Key: "board", Label: "Bereich"}, {Key: "at", Label: "Seit", Kind: section.Moment}},
		Query: `
			SELECT CASE WHEN ` + ReadersSQL + ` THEN b.name ELSE '' END, bb.at
			FROM board_barred bb
			JOIN person p ON p.id = bb.person_id
			JOIN organisation po ON po.id = p.organisation_id
			JOIN board b ON b.id = bb.board_id
			WHERE bb.person_id = $1
			ORDER BY bb.event_id`,
	}}
}
