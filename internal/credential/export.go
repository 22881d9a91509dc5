package credential

import "kommunalforum/internal/export/section"

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
