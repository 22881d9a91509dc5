package faq

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of articles and
// their versions.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "faq_articles", Title: "Häufige Fragen, die Sie angelegt oder zuletzt gespeichert haben",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/faq/%v"},
			{Key: "title", Label: "Frage"},
			{Key: "state", Label: "Stand"},
			{Key: "created_by_you", Label: "Von Ihnen angelegt", Kind: section.Bool},
			{Key: "created", Label: "Angelegt", Kind: section.Moment},
			{Key: "saved_by_you", Label: "Zuletzt von Ihnen gespeichert", Kind: section.Bool},
			{Key: "saved", Label: "Zuletzt gespeichert", Kind: section.Moment},
		},
		Query: `
			SELECT id, title, state, created_by = $1, created_at, saved_by = $1, saved_at
			FROM faq_article
			WHERE created_by = $1 OR saved_by = $1
			ORDER BY id`,
	}, {
		Key: "faq_texts", Title: "Fassungen häufiger Fragen, die Sie geschrieben haben",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/faq/%v"},
			{Key: "number", Label: "Fassung", Kind: section.Number},
			{Key: "organisation", Label: "Organisation"},
			{Key: "at", Label: "Gespeichert", Kind: section.Moment},
			{Key: "title", Label: "Frage"},
			{Key: "short", Label: "Kurzantwort"},
			{Key: "text", Label: "Text", Kind: section.Prose},
		},
		Query: `
			SELECT x.id, x.number, o.name, x.saved_at, x.title, x.short, x.source
			FROM (
				SELECT id, version AS number, organisation_id, saved_at, title, short, source
				FROM faq_article
				WHERE saved_by = $1
				UNION ALL
				SELECT article_id, number, organisation_id, saved_at, title, short, source
				FROM faq_version
				WHERE saved_by = $1) x
			JOIN organisation o ON o.id = x.organisation_id
			ORDER BY x.id, x.number`,
	}}
}
