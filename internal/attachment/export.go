package attachment

import "kommunalforum/internal/export/section"

// ExportSections returns what the export of personal data says of attachments.
func (s *Attachments) ExportSections() []section.Section {
	return []section.Section{{
		Key: "attachments", Title: "Anhänge",
		Note: "Dateien, die Sie hochgeladen haben. Sie liegen daneben im Ordner anhaenge, mit ihrer Nummer vor dem Namen.",
		Columns: []section.Column{
			{Key: "number", Label: "Nummer", Kind: section.Number},
			{Key: "name", Label: "Name"},
			{Key: "media_type", Label: "Art"},
			{Key: "size", Label: "Größe in Bytes", Kind: section.Number},
			{Key: "alt", Label: "Was zu sehen ist"},
			{Key: "post", Label: "Beitrag", Kind: section.Path, Format: "/beitrag/%v"},
			{Key: "subject", Label: "Gehört sonst zu"},
			{Key: "subject_id", Label: "Nummer davon", Kind: section.Number},
			{Key: "at", Label: "Hochgeladen", Kind: section.Moment},
		},
		Query: `
			SELECT id, name, media_type, size, alt, post_id,
				CASE subject
					WHEN 'document_version' THEN 'Fassung eines Dokuments der Bibliothek'
					WHEN 'faq_article' THEN 'FAQ-Artikel'
					WHEN 'official_answer' THEN 'Offizielle Antwort'
					WHEN 'inquiry' THEN 'Frage an das Programmmanagement'
					WHEN 'evidence' THEN 'Beitrag, aus dem sie entfernt wurde'
					ELSE subject
				END, subject_id, created_at
			FROM attachment
			WHERE person_id = $1 AND sha256 <> ''
			ORDER BY id`,
		FilesQuery: `
			SELECT 'anhaenge/' || CAST(id AS TEXT) || '-' || name, sha256
			FROM attachment
			WHERE person_id = $1 AND sha256 <> ''
			ORDER BY id`,
		Open: s.open,
	}}
}
