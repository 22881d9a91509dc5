package inquiry

import (
	"slices"

	"kommunalforum/internal/export/section"
)

// ExportSections returns what the export of personal data says of inquiries,
// work on them and official answers.
func ExportSections() []section.Section {
	return slices.Concat(askedSections(), deskSections(), writtenSections())
}

// askedSections returns the inquiries and messages that a person wrote.
func askedSections() []section.Section {
	return []section.Section{{
		Key: "inquiries", Title: "Fragen an das Programmmanagement",
		Note: "Fragen, die Sie gestellt oder weitergegeben haben. Die Antworten darauf stehen im Forum.",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/fragen-an-das-programmmanagement/%v"},
			{Key: "organisation", Label: "Organisation"},
			{Key: "at", Label: "Gestellt", Kind: section.Moment},
			{Key: "state", Label: "Stand"},
			{Key: "asked_by_you", Label: "Von Ihnen gestellt", Kind: section.Bool},
			{Key: "entered_by_you", Label: "Von Ihnen eingegeben", Kind: section.Bool},
			{Key: "title", Label: "Frage"},
			{Key: "text", Label: "Text", Kind: section.Prose},
			{Key: "background", Label: "Hintergrund", Kind: section.Prose},
		},
		Query: `
			SELECT q.number, COALESCE(o.name, a.words), q.asked_at, q.state, COALESCE(q.asker_id, 0) = $1, q.entered_by = $1,
				q.title, q.source, q.background
			FROM inquiry q
			LEFT JOIN organisation o ON o.id = q.organisation_id
			LEFT JOIN alias a ON a.id = q.alias_id
			WHERE q.asker_id = $1 OR q.entered_by = $1
			ORDER BY q.id`,
	}, {
		Key: "inquiry_messages", Title: "Nachrichten zu Vorgängen",
		Columns: []section.Column{
			{Key: "address", Label: "Vorgang", Kind: section.Path, Format: "/fragen-an-das-programmmanagement/%v"},
			{Key: "kind", Label: "Art"},
			{Key: "at", Label: "Geschrieben", Kind: section.Moment},
			{Key: "text", Label: "Text", Kind: section.Prose},
		},
		Query: `
			SELECT q.number, m.kind, m.at, m.source
			FROM inquiry_message m
			JOIN inquiry q ON q.id = m.inquiry_id
			WHERE m.author_id = $1
			ORDER BY m.id`,
	}}
}

// deskSections returns what a person was assigned and did at the desk.
func deskSections() []section.Section {
	return []section.Section{{
		Key: "inquiry_work", Title: "Vorgänge, die Ihnen zugewiesen sind",
		Columns: []section.Column{
			{Key: "number", Label: "Vorgang"},
			{Key: "state", Label: "Stand"},
			{Key: "assignee", Label: "In Bearbeitung bei Ihnen", Kind: section.Bool},
			{Key: "substitute", Label: "Vertretung", Kind: section.Bool},
		},
		Query: `
			SELECT number, state, COALESCE(assignee_id = $1, FALSE), COALESCE(substitute_id = $1, FALSE)
			FROM inquiry
			WHERE assignee_id = $1 OR substitute_id = $1
			ORDER BY id`,
	}, {
		Key: "inquiry_steps", Title: "Schritte in Vorgängen",
		Note: "Was Sie getan haben und was Ihnen zugewiesen wurde, ohne die Begründungen anderer.",
		Columns: []section.Column{
			{Key: "number", Label: "Vorgang"},
			{Key: "at", Label: "Zeitpunkt", Kind: section.Moment},
			{Key: "act", Label: "Schritt"},
			{Key: "by_you", Label: "Von Ihnen", Kind: section.Bool},
			{Key: "assigned_to_you", Label: "Ihnen zugewiesen", Kind: section.Bool},
			{Key: "reason", Label: "Ihre Begründung"},
		},
		Query: `
			SELECT q.number, i.at, i.act, COALESCE(i.actor_id = $1, FALSE), COALESCE(i.assignee_id = $1, FALSE),
				CASE WHEN i.actor_id = $1 THEN i.reason ELSE '' END
			FROM inquiry_step i
			JOIN inquiry q ON q.id = i.inquiry_id
			WHERE i.actor_id = $1 OR i.assignee_id = $1
			ORDER BY i.id`,
	}}
}

// writtenSections returns the notes and official answers that a person wrote at the desk.
func writtenSections() []section.Section {
	return []section.Section{{
		Key: "inquiry_notes", Title: "Interne Vermerke",
		Note: "Wann und zu welchem Vorgang Sie einen Vermerk geschrieben haben. Der Wortlaut gehört zur Akte des " +
			"Programmmanagements und enthält oft Angaben über andere (Art.\u00a015 Abs.\u00a04 DSGVO); solange Sie die Rolle haben, " +
			"lesen Sie ihn dort.",
		Columns: []section.Column{{Key: "number", Label: "Vorgang"}, {Key: "at", Label: "Geschrieben", Kind: section.Moment}},
		Query: `
			SELECT q.number, n.at
			FROM inquiry_note n
			JOIN inquiry q ON q.id = n.inquiry_id
			WHERE n.author_id = $1
			ORDER BY n.id`,
	}, {
		Key: "official_answers", Title: "Offizielle Antworten",
		Note: "An welchen Fassungen Sie mitgeschrieben, welche Sie freigegeben oder zurückgezogen haben. Die Antworten selbst sind " +
			"solche der Stelle.",
		Columns: []section.Column{
			{Key: "number", Label: "Vorgang"},
			{Key: "version", Label: "Fassung", Kind: section.Number},
			{Key: "drafted", Label: "Mitgeschrieben", Kind: section.Bool},
			{Key: "released", Label: "Von Ihnen freigegeben", Kind: section.Moment},
			{Key: "withdrawn", Label: "Von Ihnen zurückgezogen", Kind: section.Moment},
		},
		Query: `
			SELECT oa.number, v.version, EXISTS (SELECT 1 FROM answer_drafter d WHERE d.version_id = v.id AND d.person_id = $1),
				CASE WHEN v.released_by = $1 THEN v.released_at END, CASE WHEN v.withdrawn_by = $1 THEN v.withdrawn_at END
			FROM answer_version v
			JOIN official_answer oa ON oa.id = v.answer_id
			WHERE v.released_by = $1 OR v.withdrawn_by = $1 OR v.id IN (SELECT version_id FROM answer_drafter WHERE person_id = $1)
			ORDER BY v.id`,
	}}
}
