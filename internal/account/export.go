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
		},
		Query: `
			SELECT p.id, p.name, p.email, p.function, o.name, p.created_at, p.password <> '', p.disabled_at, p.used_at, p.address_due,
				p.address_doubted_at
			FROM person p
			JOIN organisation o ON o.id = p.organisation_id
			WHERE p.id = $1`,
	}}
}

// ExportIdentities returns what the export of personal data says of linked
// accounts at other providers.
func ExportIdentities() []section.Section {
	return []section.Section{{
		Key: "identities", Title: "Anmeldung über andere Anbieter",
		Columns: []section.Column{
			{Key: "provider", Label: "Anbieter"},
			{Key: "subject", Label: "Ihre Kennung dort"},
			{Key: "linked", Label: "Verbunden", Kind: section.Moment},
			{Key: "used", Label: "Zuletzt benutzt", Kind: section.Moment},
		},
		Query: `SELECT provider, subject, linked_at, used_at FROM linked_identity WHERE person_id = $1 ORDER BY linked_at`,
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

// ExportSessions returns what the export of personal data says of sessions and
// known browsers.
func ExportSessions() []section.Section {
	return []section.Section{{
		Key: "sessions", Title: "Sitzungen",
		Note: "Wo Sie angemeldet sind. IP-Adressen sind nicht gespeichert.",
		Columns: []section.Column{
			{Key: "device", Label: "Gerät"},
			{Key: "begun", Label: "Begonnen", Kind: section.Moment},
			{Key: "seen", Label: "Zuletzt benutzt", Kind: section.Moment},
			{Key: "expires", Label: "Endet spätestens", Kind: section.Moment},
		},
		Query: `SELECT device, created_at, seen_at, expires_at FROM session WHERE person_id = $1 ORDER BY created_at`,
	}, {
		Key: "devices", Title: "Bekannte Browser",
		Note:    "Browser, in denen Sie sich schon einmal angemeldet haben; gespeichert ist nur ein Prüfwert ihres Cookies.",
		Columns: []section.Column{{Key: "used", Label: "Zuletzt benutzt", Kind: section.Moment}},
		Query:   `SELECT used_at FROM known_device WHERE person_id = $1 ORDER BY used_at`,
	}}
}

// ExportLinks returns what the export of personal data says of links to set a
// password and requests for them.
func ExportLinks() []section.Section {
	return []section.Section{{
		Key: "links", Title: "Links zum Wählen eines Passworts",
		Note:    "Nur, bis wann sie gelten; die Links selbst sind nicht gespeichert.",
		Columns: []section.Column{{Key: "purpose", Label: "Zweck"}, {Key: "expires", Label: "Gilt bis", Kind: section.Moment}},
		Query:   `SELECT purpose, expires_at FROM one_time_link WHERE person_id = $1 ORDER BY expires_at`,
	}, {
		Key: "password_requests", Title: "Anforderungen eines neuen Passworts",
		Columns: []section.Column{{Key: "at", Label: "Angefordert", Kind: section.Moment}},
		Query:   `SELECT at FROM reset_request WHERE key = $1 ORDER BY at`, ByAddress: true,
	}}
}
