package library

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/export/section"
)

// EraseTx puts another organisation beside the versions that the person saved, when the
// one that stood there is not to be named. Documents are common work and stay. Called by
// package usecase only.
func EraseTx(tx *db.Tx, e account.Erasure) error {
	if e.Organisation == 0 {
		return nil
	}
	if _, err := tx.Exec(`UPDATE document SET organisation_id = $1 WHERE created_by = $2`, e.Organisation, e.Person); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE document_version SET organisation_id = $1 WHERE saved_by = $2`, e.Organisation, e.Person)
	return err
}

// FindMentionsTx returns up to limit documents that hold the name or the address in any
// version or in the reason why they no longer hold. It reads all texts.
func FindMentionsTx(tx *db.Tx, t account.NameMatcher, limit int) ([]account.Mention, error) {
	phrases, _ := t.Phrases()
	return account.MentionedTx(tx, nil, t.Matches, limit, `
		WITH x AS (
			SELECT document_id AS id, title || ' ' || issuer || ' ' || reference || ' ' || news || ' ' || source AS text
			FROM document_version
			UNION ALL
			SELECT id, state_reason
			FROM document
			UNION ALL
			SELECT v.document_id, f.name || ' ' || f.alt
			FROM attachment f
			JOIN document_version v ON v.id = f.subject_id AND f.subject = 'document_version')
		SELECT x.id, d.board_id, x.text
		FROM x
		JOIN document d ON d.id = x.id
		WHERE `+db.Mentions("x.text", "$1"), phrases)
}

// ExportSections returns what the export of personal data says of documents.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "documents", Title: "Dokumente der Bibliothek, die Sie angelegt haben",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/bibliothek/%v"},
			{Key: "at", Label: "Angelegt", Kind: section.Moment},
		},
		Query: `
			SELECT id, created_at
			FROM document
			WHERE created_by = $1
			ORDER BY id`,
	}, {
		Key: "document_versions", Title: "Fassungen von Dokumenten, die Sie gespeichert haben",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/bibliothek/%v"},
			{Key: "number", Label: "Fassung", Kind: section.Number},
			{Key: "organisation", Label: "Organisation"},
			{Key: "at", Label: "Gespeichert", Kind: section.Moment},
			{Key: "title", Label: "Titel"},
			{Key: "text", Label: "Beschreibung", Kind: section.Prose},
			{Key: "news", Label: "Was neu ist"},
		},
		Query: `
			SELECT v.document_id, v.number, o.name, v.saved_at, v.title, v.source, v.news
			FROM document_version v
			JOIN organisation o ON o.id = v.organisation_id
			WHERE v.saved_by = $1
			ORDER BY v.document_id, v.number`,
	}}
}
