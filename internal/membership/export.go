package membership

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of changes of
// address, words for colleagues, invitations and address checks.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "applications", Title: "Wechsel der E-Mail-Adresse",
		Columns: []section.Column{
			{Key: "email", Label: "Neue E-Mail-Adresse"},
			{Key: "former", Label: "Bisherige"},
			{Key: "employer", Label: "Organisation in Ihren Worten"},
			{Key: "reason", Label: "Ihre Begründung"},
			{Key: "colleague", Label: "Von Ihnen genannte Adresse einer Kollegin oder eines Kollegen"},
			{Key: "state", Label: "Stand"},
			{Key: "verdict", Label: "Grund der Ablehnung"},
			{Key: "created", Label: "Beantragt", Kind: section.Moment},
			{Key: "decided", Label: "Entschieden", Kind: section.Moment},
		},
		Query: `SELECT email, former, employer, reason, colleague, state, verdict, created_at, decided_at FROM application
			WHERE person_id = $1 ORDER BY id`,
	}, {
		Key: "vouchings", Title: "Anträge anderer, für die Sie gefragt wurden",
		Note: "Nur, wann und wie Sie geantwortet haben.",
		Columns: []section.Column{
			{Key: "vouched", Label: "Bestätigt", Kind: section.Bool},
			{Key: "at", Label: "Beantragt", Kind: section.Moment},
		},
		Query: `SELECT vouched, created_at FROM application WHERE vouching_id = $1 ORDER BY id`,
	}, {
		Key: "invitations", Title: "Einladungen, die Sie verschickt haben",
		Note: "Ohne die Adressen der Eingeladenen.",
		Columns: []section.Column{
			{Key: "created", Label: "Verschickt", Kind: section.Moment},
			{Key: "accepted", Label: "Angenommen", Kind: section.Moment},
		},
		Query: `SELECT created_at, accepted_at FROM invitation WHERE inviter_id = $1 ORDER BY id`,
	}, {
		Key: "address_checks", Title: "Bestätigungen der E-Mail-Adresse",
		Columns: []section.Column{
			{Key: "reminder", Label: "Erinnerung", Kind: section.Bool},
			{Key: "at", Label: "Angefordert", Kind: section.Moment},
		},
		Query: `SELECT reminder, at FROM address_check WHERE person_id = $1 ORDER BY id`,
	}}
}
