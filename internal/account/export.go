package account

import "kommunalforum/internal/export/section"

// ExportPerson returns what the export of personal data says of the account
// itself.
func ExportPerson() []section.Section {
	return []section.Section{{
		Key: "account", Title: "Konto",
		Note: "Ihre Angaben zur Person. Vom Passwort ist nur ein Prüfwert gespeichert, der niemandem nützt und hier fehlt.",
		Columns: []section.Column{
			{Key: "number", Label: "Nummer des Kontos", Kind: section.Number},
			{Key: "name", Label: "Name"},
			{Key: "email", Label: "E-Mail-Adresse"},
			{Key: "function", Label: "Funktion"},
			{Key: "organisation", Label: "Organisation"},
			{Key: "created", Label: "Mitglied seit", Kind: section.Moment},
			{Key: "password_set", Label: "Passwort gesetzt", Kind: section.Bool},
			{Key: "disabled", Label: "Gesperrt seit", Kind: section.Moment},
			{Key: "used_since", Label: "In Benutzung seit", Kind: section.Moment},
			{Key: "address_due", Label: "E-Mail-Adresse wieder zu bestätigen bis", Kind: section.Moment},
			{Key: "address_doubted", Label: "E-Mail-Adresse nicht erreichbar seit", Kind: section.Moment},
			{Key: "seen", Label: "Zuletzt hier", Kind: section.Moment},
			{Key: "seen_before", Label: "Davor zuletzt hier", Kind: section.Moment},
		},
		Query: `
			SELECT p.id, p.name, p.email, p.function, o.name, p.created_at, p.password <> '', p.disabled_at, p.used_at, p.address_due,
				p.address_doubted_at, p.seen_at, p.seen_before
			FROM person p
			JOIN organisation o ON o.id = p.organisation_id
			WHERE p.id = $1`,
	}}
}

// ExportConsents returns what the export of personal data says of consents to
// the terms of use.
func ExportConsents() []section.Section {
	return []section.Section{{
		Key: "consents", Title: "Zustimmungen zu den Nutzungsbedingungen",
		Columns: []section.Column{{Key: "version", Label: "Fassung"}, {Key: "at", Label: "Zugestimmt", Kind: section.Moment}},
		Query:   `SELECT version, at FROM consent WHERE person_id = $1 ORDER BY at`,
	}}
}
