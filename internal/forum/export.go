package forum

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/export/section"
)

// ExportSections returns what the export of personal data says of threads and
// posts.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "threads", Title: "Eigene Themen",
		Note: "Auch solche, die Sie im Forum nicht mehr lesen können; bei ihnen fehlen Bereich und Stand.",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/thema/%v"},
			{Key: "title", Label: "Titel"},
			{Key: "board", Label: "Bereich"},
			{Key: "organisation", Label: "Organisation"},
			{Key: "at", Label: "Eröffnet", Kind: section.Moment},
			{Key: "state", Label: "Stand"},
			{Key: "hidden", Label: "Ausgeblendet", Kind: section.Bool},
			{Key: "semi_anonymous", Label: "Ohne Namen gefragt", Kind: section.Bool},
		},
		Query: `
			SELECT t.id, t.title, CASE WHEN ` + board.ReadersSQL + ` THEN b.name ELSE '' END, COALESCE(o.name, a.words), t.created_at,
				CASE WHEN ` + board.ReadersSQL + ` THEN t.state ELSE '' END, t.hidden, t.asker_id IS NOT NULL
			FROM thread t
			JOIN board b ON b.id = t.board_id
			JOIN person p ON p.id = $1
			JOIN organisation po ON po.id = p.organisation_id
			LEFT JOIN organisation o ON o.id = t.organisation_id
			LEFT JOIN alias a ON a.id = t.alias_id
			WHERE t.author_id = $1 OR t.asker_id = $1
			ORDER BY t.id`,
	}, {
		Key: "posts", Title: "Beiträge",
		Note: "Alle Ihre Beiträge in der jetzigen Fassung, auch zurückgezogene und ausgeblendete. " +
			"Ob ein Beitrag als Lösung gilt, fehlt bei Themen, die Sie nicht mehr lesen können.",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/beitrag/%v"},
			{Key: "organisation", Label: "Organisation"},
			{Key: "at", Label: "Geschrieben", Kind: section.Moment},
			{Key: "edited", Label: "Bearbeitet", Kind: section.Moment},
			{Key: "state", Label: "Stand"},
			{Key: "hidden_reason", Label: "Grund der Ausblendung"},
			{Key: "solution", Label: "Als Lösung markiert", Kind: section.Moment},
			{Key: "semi_anonymous", Label: "Ohne Namen gefragt", Kind: section.Bool},
			{Key: "text", Label: "Text", Kind: section.Prose},
		},
		Query: `
			SELECT e.id, o.name, e.created_at, e.edited_at, e.state, e.hidden_reason, CASE WHEN ` + board.ReadersSQL + ` THEN e.solution_at END,
				e.asker_id IS NOT NULL, e.source
			FROM post e
			JOIN thread t ON t.id = e.thread_id
			JOIN board b ON b.id = t.board_id
			JOIN person p ON p.id = $1
			JOIN organisation po ON po.id = p.organisation_id
			JOIN organisation o ON o.id = COALESCE(e.organisation_id, e.asker_organisation_id)
			WHERE e.author_id = $1 OR e.asker_id = $1
			ORDER BY e.id`,
	}, pendingSection, versionsSection, mentionsSection, reportsSection, decisionsSection}
}

var pendingSection = section.Section{
	Key: "held_replies", Title: "Antworten vor der Freischaltung",
	Note: "Erste Antworten, die eine Moderation noch ansieht oder nicht freigegeben hat.",
	Columns: []section.Column{
		{Key: "thread", Label: "Thema", Kind: section.Path, Format: "/thema/%v"},
		{Key: "at", Label: "Geschrieben", Kind: section.Moment},
		{Key: "state", Label: "Stand"},
		{Key: "reason", Label: "Begründung"},
		{Key: "text", Label: "Text", Kind: section.Prose},
	},
	Query: `SELECT thread_id, written_at, state, reason, source FROM held_reply WHERE author_id = $1 ORDER BY id`,
}

var versionsSection = section.Section{
	Key: "post_versions", Title: "Frühere Fassungen Ihrer Beiträge",
	Columns: []section.Column{
		{Key: "address", Label: "Beitrag", Kind: section.Path, Format: "/beitrag/%v"},
		{Key: "number", Label: "Fassung", Kind: section.Number},
		{Key: "at", Label: "Geschrieben", Kind: section.Moment},
		{Key: "blackened", Label: "Geschwärzt", Kind: section.Moment},
		{Key: "title", Label: "Titel"},
		{Key: "text", Label: "Text", Kind: section.Prose},
	},
	Query: `
			SELECT v.post_id, v.number, v.written_at, v.blackened_at, v.title, v.source
			FROM post_version v
			JOIN post e ON e.id = v.post_id
			WHERE e.author_id = $1 OR e.asker_id = $1
			ORDER BY v.post_id, v.number`,
}

var mentionsSection = section.Section{
	Key: "mentions", Title: "Beiträge, die Sie ansprechen",
	Note: "Beiträge anderer, in denen Ihr Name hinter einem @ steht oder stand, soweit Sie sie lesen dürfen.",
	Columns: []section.Column{
		{Key: "address", Label: "Beitrag", Kind: section.Path, Format: "/beitrag/%v"},
		{Key: "at", Label: "Geschrieben", Kind: section.Moment},
	},
	Query: `
			SELECT e.id, e.created_at
			FROM mention m
			JOIN post e ON e.id = m.post_id
			JOIN thread t ON t.id = e.thread_id
			JOIN board b ON b.id = t.board_id
			JOIN person p ON p.id = m.person_id
			JOIN organisation po ON po.id = p.organisation_id
			WHERE m.person_id = $1 AND e.state = 'visible' AND ` + ReadersSQL + `
			ORDER BY e.id`,
}

var reportsSection = section.Section{
	Key: "reports", Title: "Beiträge, die Sie gemeldet haben",
	Columns: []section.Column{
		{Key: "address", Label: "Beitrag", Kind: section.Path, Format: "/beitrag/%v"},
		{Key: "at", Label: "Gemeldet", Kind: section.Moment},
		{Key: "reason", Label: "Anlass"},
		{Key: "text", Label: "Was Sie dazu schrieben", Kind: section.Prose},
		{Key: "outcome", Label: "Entscheidung"},
		{Key: "decided", Label: "Entschieden", Kind: section.Moment},
		{Key: "answer", Label: "Antwort der Moderation"},
	},
	Query: `SELECT post_id, at, reason, words, outcome, decided_at, answer FROM report WHERE person_id = $1 ORDER BY id`,
}

var decisionsSection = section.Section{
	Key: "report_decisions", Title: "Meldungen, über die Sie entschieden haben",
	Columns: []section.Column{
		{Key: "address", Label: "Beitrag", Kind: section.Path, Format: "/beitrag/%v"},
		{Key: "decided", Label: "Entschieden", Kind: section.Moment},
		{Key: "outcome", Label: "Entscheidung"},
		{Key: "answer", Label: "Ihre Antwort"},
	},
	Query: `SELECT post_id, decided_at, outcome, answer FROM report WHERE decided_by = $1 ORDER BY id`,
}
