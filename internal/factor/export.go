package factor

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of second
// factors.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "second_factors", Title: "Authentifizierungs-App",
		Columns: []section.Column{
			{Key: "created", Label: "Eingerichtet", Kind: section.Moment},
			{Key: "used", Label: "Zuletzt benutzt", Kind: section.Moment},
		},
		Query: `SELECT created_at, used_at FROM totp WHERE person_id = $1`,
	}, {
		Key: "passkeys", Title: "Passkeys",
		Columns: []section.Column{
			{Key: "name", Label: "Name"},
			{Key: "created", Label: "Eingerichtet", Kind: section.Moment},
			{Key: "used", Label: "Zuletzt benutzt", Kind: section.Moment},
		},
		Query: `SELECT name, created_at, used_at FROM passkey WHERE person_id = $1 ORDER BY id`,
	}, {
		Key: "recovery_codes", Title: "Wiederherstellungscodes",
		Note:    "Nur, ob und wann sie benutzt wurden; die Codes selbst sind nicht gespeichert.",
		Columns: []section.Column{{Key: "used", Label: "Benutzt", Kind: section.Moment}},
		Query:   `SELECT used_at FROM recovery_code WHERE person_id = $1 ORDER BY used_at NULLS FIRST`,
	}, {
		Key: "failed_codes", Title: "Falsche Codes",
		Columns: []section.Column{{Key: "at", Label: "Zeitpunkt", Kind: section.Moment}},
		Query:   `SELECT at FROM factor_failure WHERE person_id = $1 ORDER BY at`,
	}, {
		Key: "factor_changes", Title: "Änderungen am zweiten Faktor",
		Columns: []section.Column{{Key: "what", Label: "Was"}, {Key: "at", Label: "Zeitpunkt", Kind: section.Moment}},
		Query:   `SELECT what, at FROM factor_change WHERE person_id = $1 ORDER BY id`,
	}}
}
