package faq

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// EraseTx puts another organisation beside the versions that the person wrote,
// when the one that stood there is not to be named. Articles are common work
// and stay, drafts too. Called by package usecase only.
func EraseTx(tx *db.Tx, e account.Erasure) error {
	if e.Organisation == 0 {
		return nil
	}
	for _, query := range []string{
		`UPDATE faq_article SET organisation_id = $1 WHERE saved_by = $2`,
		`UPDATE faq_version SET organisation_id = $1 WHERE saved_by = $2`,
	} {
		if _, err := tx.Exec(query, e.Organisation, e.Person); err != nil {
			return err
		}
	}
	return nil
}

// FindMentionsTx returns up to limit articles that hold the name or the address in
// any version, or in the reason why it is outdated. It reads all texts.
func FindMentionsTx(tx *db.Tx, t account.NameMatcher, limit int) ([]account.Mention, error) {
	phrases, _ := t.Phrases()
	return account.MentionedTx(tx, nil, t.Matches, limit, `
		WITH x AS (
			SELECT id, title || ' ' || short || ' ' || source || ' ' || scope || ' ' || COALESCE(outdated_reason, '') AS text
			FROM faq_article
			UNION ALL
			SELECT article_id, title || ' ' || short || ' ' || source || ' ' || scope
			FROM faq_version)
		SELECT x.id, a.board_id, x.text
		FROM x
		JOIN faq_article a ON a.id = x.id
		WHERE `+db.Mentions("x.text", "$1"), phrases)
}
