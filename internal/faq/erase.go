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

// Mention is an article that may name somebody.
type Mention struct{ Article, Board int64 }

// FindMentionsTx returns up to limit articles that hold the name or the address in
// any version, or in the reason why it is outdated. It reads all texts.
func FindMentionsTx(tx *db.Tx, t account.Traces, limit int) (out []Mention, err error) {
	type candidate struct {
		Mention
		text string
	}
	phrases, _ := t.Phrases()
	list, err := db.List(tx, func(r db.Row) (c candidate, err error) { return c, r.Scan(&c.Article, &c.Board, &c.text) }, `
		WITH x AS (
			SELECT id, title || ' ' || short || ' ' || source || ' ' || scope || ' ' || COALESCE(outdated_reason, '') AS text
			FROM faq_article
			UNION ALL
			SELECT article_id, title || ' ' || short || ' ' || source || ' ' || scope
			FROM faq_version)
		SELECT x.id, a.board_id, x.text
		FROM x
		JOIN faq_article a ON a.id = x.id
		WHERE `+db.Mentions("x.text", "$1")+`
		LIMIT 2000`, phrases)
	known := map[int64]bool{}
	for _, c := range list {
		if !known[c.Article] && len(out) < limit && t.In(c.text) {
			known[c.Article] = true
			out = append(out, c.Mention)
		}
	}
	return out, err
}
