package profile

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/export/section"
)

// ExportSections returns what the export of personal data says of the profile.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "profile", Title: "Profil",
		Columns: []section.Column{
			{Key: "about", Label: "Über mich", Kind: section.Prose},
			{Key: "phone", Label: "Telefon"},
			{Key: "email_shown", Label: "E-Mail-Adresse für Mitglieder sichtbar", Kind: section.Bool},
			{Key: "changed", Label: "Geändert", Kind: section.Moment},
		},
		Query: `SELECT source, phone, show_email, changed_at FROM profile WHERE id = $1`,
	}, {
		Key: "profile_boards", Title: "Bereiche, in denen Sie sich auskennen",
		Note:    "Bereiche, die Sie nicht mehr lesen dürfen, sind nicht genannt.",
		Columns: []section.Column{{Key: "board", Label: "Bereich"}},
		Query: `
			SELECT CASE WHEN ` + board.ReadersSQL + ` THEN b.name ELSE '' END
			FROM profile_board x
			JOIN board b ON b.id = x.board_id
			JOIN person p ON p.id = x.person_id
			JOIN organisation po ON po.id = p.organisation_id
			WHERE x.person_id = $1
			ORDER BY b.position`,
	}, {
		Key: "profile_services", Title: "Leistungen, mit denen Sie sich auskennen",
		Columns: []section.Column{{Key: "number", Label: "OZG-Leistung", Kind: section.Number}, {Key: "name", Label: "Name"}},
		Query: `
			SELECT s.id, s.name
			FROM profile_service x
			JOIN service s ON s.id = x.service_id
			WHERE x.person_id = $1
			ORDER BY s.id`,
	}, {
		Key: "portrait", Title: "Bild",
		Note:    "Das Bild selbst liegt daneben als portrait.jpg.",
		Columns: []section.Column{{Key: "at", Label: "Hochgeladen", Kind: section.Moment}},
		Query:   `SELECT at FROM portrait WHERE person_id = $1`,
		File:    "portrait.jpg", FileQuery: `SELECT picture FROM portrait WHERE person_id = $1`,
	}}
}
