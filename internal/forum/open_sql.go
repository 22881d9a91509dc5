package forum

import (
	"slices"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/mention"
	"kommunalforum/internal/richtext"
)

func insertThread(tx *db.Tx, by writer, board int64, in Question) (int64, error) {
	return tx.Insert(`
		INSERT INTO thread (board_id, title, state, author_id, organisation_id, alias_id, created_at, last_post_at, last_post_id, replies,
			pinned, hidden, once_key, asker_id)
		VALUES ($1, $2, 'open', $3, $4, $5, $6, $6, 0, 0, FALSE, FALSE, $7, $8)
		RETURNING id`, board, in.Title, db.Null(by.as.PersonID), db.Null(by.as.Organisation.ID), db.Null(by.as.Alias.ID), tx.Now,
		richtext.Once(in.Once), db.Null(by.asker))
}

// insertPost inserts a post and notes whom it mentions and what it cites.
func insertPost(tx *db.Tx, by writer, thread int64, position int, text markdown.Text, once string) (int64, error) {
	a, err := address(tx, by.self(), text)
	if err != nil {
		return 0, err
	}
	id, err := tx.Insert(`
		INSERT INTO post (thread_id, position, author_id, organisation_id, alias_id, source, html, pipeline, revision, version, version_at,
			created_at, state, once_key, asker_id, asker_organisation_id, mentions)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, 1, $9, $9, 'visible', $10, $11, $12, $13)
		RETURNING id`, thread, position, db.Null(by.as.PersonID), db.Null(by.as.Organisation.ID), db.Null(by.as.Alias.ID),
		a.Source, string(a.HTML), a.Version, tx.Now, once, db.Null(by.asker), db.Null(by.askerOrganisation), a.words)
	if err == nil {
		err = cite(tx, id, a.HTML)
	}
	if err != nil || len(a.found.People) == 0 {
		return id, err
	}
	_, err = mention.SaveTx(tx, id, a.found.People)
	return id, err
}

// setReplies is addReply for replies that were written together; called before count.
func setReplies(tx *db.Tx, thread, lastPost int64, replies int) error {
	_, err := tx.Exec(`
		UPDATE thread
		SET replies = $1, last_post_at = $2, last_post_id = $3
		WHERE id = $4`, replies, tx.Now, lastPost, thread)
	return err
}

// tag replaces the services of a thread. The Lage follows from the first of
// them that belongs to the board's Themenfeld.
func tag(tx *db.Tx, thread int64, services []int64) error {
	if err := tx.Queue(`DELETE FROM thread_service WHERE thread_id = $1`, thread); err != nil {
		return err
	}
	if len(services) > 0 {
		in, args := db.In(2, services)
		known, err := db.Column[int64](tx, `
			INSERT INTO thread_service (thread_id, service_id)
			SELECT $1, id FROM service WHERE id IN `+in+`
			RETURNING service_id`, append([]any{thread}, args...)...)
		if err != nil {
			return err
		}
		for _, s := range services {
			if !slices.Contains(known, s) {
				var c fault.Check
				c.Add("leistungen", "Eine OZG-Leistung mit der Nummer %d gibt es nicht.", s)
				return c.Err()
			}
		}
	}
	return situate(tx, thread)
}

// situate sets the thread's Lage from its services; called between uncount and
// count, or before the first count.
func situate(tx *db.Tx, thread int64) error {
	return tx.Queue(`
		UPDATE thread
		SET situation_id = (
			SELECT MIN(s.situation_id)
			FROM thread_service ts
			JOIN service s ON s.id = ts.service_id
			JOIN board b ON b.id = thread.board_id AND b.subject_area_id = s.subject_area_id
			WHERE ts.thread_id = thread.id)
		WHERE id = $1`, thread)
}
