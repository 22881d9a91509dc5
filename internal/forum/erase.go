package forum

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/support"
)

// EraseTx puts another organisation beside what the person wrote, when the one
// that stood there is not to be named. Texts, versions and the voices of other
// threads stay; replies that were never shown go. Called by package usecase only.
func EraseTx(tx *db.Tx, e account.Erasure) error {
	if err := dropPending(tx, e.Person); err != nil {
		return err
	}
	if err := forgetCitations(tx, e.Person); err != nil {
		return err
	}
	if err := forgetAsker(tx, e.Person); err != nil {
		return err
	}
	if err := forgetReporter(tx, e.Person); err != nil {
		return err
	}
	if e.Organisation == 0 {
		return nil // the texts carry the number only, which leads to a name no more
	}
	// Those into which they were merged have their voices, too.
	threads, err := db.Column[int64](tx, `
		SELECT id FROM thread WHERE author_id = $1
		UNION
		SELECT merged_into FROM thread WHERE author_id = $1 AND merged_into IS NOT NULL
		UNION
		SELECT id FROM thread WHERE merged_into IN (SELECT merged_into FROM thread WHERE author_id = $1)`, e.Person)
	if err != nil {
		return err
	}
	if err := support.RemoveAllOfTx(tx, e.Person, support.Thread, threads); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE thread SET organisation_id = $1 WHERE author_id = $2`, e.Organisation, e.Person); err != nil {
		return err
	}
	posts, err := db.Column[int64](tx, `UPDATE post SET organisation_id = $1 WHERE author_id = $2 RETURNING id`, e.Organisation, e.Person)
	if err != nil {
		return err
	}
	for _, id := range posts {
		if err := event.AppendTx(tx, event.PostChanged, id, 0); err != nil {
			return err
		}
	}
	return nil
}

// forgetAsker deletes who asked semi-anonymously; only the alias remains.
func forgetAsker(tx *db.Tx, person int64) error {
	for _, query := range []string{
		`UPDATE thread SET newest_author_id = NULL WHERE asker_id = $1 AND newest_author_id = $1`,
		`UPDATE post SET asker_id = NULL, asker_organisation_id = NULL WHERE asker_id = $1`,
		`UPDATE thread SET asker_id = NULL WHERE asker_id = $1`,
	} {
		if _, err := tx.Exec(query, person); err != nil {
			return err
		}
	}
	return nil
}

// forgetReporter deletes who made the person's reports and in which words; that a post was
// reported for which reason, and the decision, remain.
func forgetReporter(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`UPDATE report SET person_id = NULL, organisation_id = NULL, words = '' WHERE person_id = $1`, person)
	return err
}

// dropPending deletes the person's replies that nobody but moderators saw.
func dropPending(tx *db.Tx, person int64) error {
	threads, err := db.Column[int64](tx, `DELETE FROM held_reply WHERE author_id = $1 RETURNING thread_id`, person)
	if err != nil {
		return err
	}
	for _, id := range threads {
		_, err := tx.Exec(`UPDATE thread SET held = (SELECT COUNT(*) FROM held_reply WHERE thread_id = $1) WHERE id = $1`, id)
		if err != nil {
			return err
		}
	}
	return nil
}

// FindMentionsTx returns up to limit posts that name the person in any version, in a
// reason that moderation gave or, for the first post, in the thread's title, its reasons,
// the notes of its supporters and the replies that wait there: by full name or address anywhere,
// by surname in threads where the person wrote too. It reads all texts.
func FindMentionsTx(tx *db.Tx, person int64, t account.NameMatcher, limit int) (out []account.Mention, err error) {
	exact, near := t.Phrases()
	for _, q := range []struct {
		where string
		args  []any
		names func(string) bool
	}{
		{db.Mentions("x.text", "$1"), []any{exact}, t.Matches},
		{`x.thread_id IN (SELECT thread_id FROM post WHERE author_id = $1) AND ` + db.Mentions("x.text", "$2"), []any{person, near},
			t.MatchesSurname},
	} {
		out, err = account.MentionedTx(tx, out, q.names, limit, `
			WITH x AS (
				SELECT e.id, e.thread_id, e.source AS text
				FROM post e
				UNION ALL
				SELECT v.post_id, e.thread_id, v.title || ' ' || v.source
				FROM post_version v
				JOIN post e ON e.id = v.post_id
				UNION ALL
				SELECT e.id, e.thread_id, t.title || ' ' || COALESCE(t.locked_reason, '') || ' ' || COALESCE(t.outdated_reason, '') || ' '
					|| t.review_reason
				FROM thread t
				JOIN post e ON e.thread_id = t.id AND e.position = 1
				UNION ALL
				SELECT e.id, e.thread_id, e.hidden_reason
				FROM post e
				UNION ALL
				SELECT v.post_id, e.thread_id, v.black_reason
				FROM post_version v
				JOIN post e ON e.id = v.post_id
				UNION ALL
				SELECT e.id, e.thread_id, f.name || ' ' || f.alt
				FROM attachment f
				JOIN post e ON e.id = f.post_id
				UNION ALL
				SELECT e.id, e.thread_id, c.note || ' ' || c.note_removed
				FROM concern c
				JOIN post e ON e.thread_id = c.subject_id AND e.position = 1
				WHERE c.subject_kind = 'thread'
				UNION ALL
				SELECT e.id, e.thread_id, h.source || ' ' || h.reason
				FROM held_reply h
				JOIN post e ON e.thread_id = h.thread_id AND e.position = 1)
			SELECT x.id, t.board_id, x.text
			FROM x
			JOIN thread t ON t.id = x.thread_id
			WHERE `+q.where, q.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// CountPostsTx counts the posts that a person wrote and did not withdraw.
func CountPostsTx(tx *db.Tx, person int64) (int, error) {
	return db.Scalar[int](tx, `SELECT COUNT(*) FROM post WHERE author_id = $1 AND state <> 'withdrawn'`, person)
}
