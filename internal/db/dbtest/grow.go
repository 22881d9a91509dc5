package dbtest

import "kommunalforum/internal/db"

// GrowTx makes thousands of people, threads, posts and all that hangs on them in the
// database of a world on a server, in which there is a thread, and has them analysed.
func GrowTx(tx *db.Tx) error {
	for _, statement := range growth {
		if _, err := tx.Exec(statement); err != nil {
			return err
		}
	}
	return nil
}

// growth makes rows from those that are there. Like them they break no rule.
var growth = []string{`
	INSERT INTO person (email, name, function, organisation_id, password, created_at)
	SELECT 'p' || i || '@viele.example', 'Person ' || i, '', (SELECT MIN(organisation_id) FROM person), '', 0
	FROM generate_series(1, 1000) i`, `
	INSERT INTO thread (board_id, title, state, author_id, organisation_id, created_at, last_post_at, last_post_id, replies, pinned, hidden,
		once_key, newest_id, newest_position, newest_author_id)
	SELECT b.id, 'Thema ' || i, CASE WHEN i % 3 = 0 THEN 'open' ELSE 'answered' END, t.author_id, t.organisation_id, i, i, 1000000 + i, 3, FALSE,
		FALSE, 'grown' || i, 1000000 + i, 4, t.author_id
	FROM (SELECT * FROM thread LIMIT 1) t
	CROSS JOIN generate_series(1, 8000) i
	JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM board) b ON b.n = i % (SELECT COUNT(*) FROM board)`, `
	INSERT INTO post (thread_id, position, author_id, organisation_id, source, html, pipeline, revision, version, version_at, created_at, state,
		once_key)
	SELECT t.id, n, t.author_id, t.organisation_id, 'x', 'x', 1, 1, 1, 0, t.created_at + n,
		CASE WHEN n = 3 AND t.id % 50 = 0 THEN 'hidden' ELSE 'visible' END, 'grown' || t.id || '-' || n
	FROM thread t
	CROSS JOIN generate_series(1, 4) n
	WHERE t.once_key LIKE 'grown%'`, `
	INSERT INTO thread_service (thread_id, service_id)
	SELECT t.id, s.id
	FROM thread t
	JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM service) s ON s.n = t.id % (SELECT COUNT(*) FROM service)
	WHERE t.once_key LIKE 'grown%'`, `
	INSERT INTO follow (person_id, subject_kind, subject_id, level, at)
	SELECT p.id, 'board', b.id, CASE WHEN (p.id + b.id) % 40 = 0 THEN 'muted' ELSE 'all' END, 0
	FROM person p
	CROSS JOIN board b
	WHERE p.name LIKE 'Person %'
	UNION ALL
	SELECT p.id, 'thread', t.id, CASE WHEN t.id % 40 = 0 THEN 'muted' ELSE 'all' END, 0
	FROM person p
	JOIN thread t ON t.id % 400 = p.id % 400
	WHERE p.name LIKE 'Person %'`, `
	INSERT INTO notification (person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, at, read_at, delivery, due_at, mail_id,
		digest_id)
	SELECT p.id, 'reply', 'post.added', 'thread', t.id, 0, 2, '', 0, t.id, CASE WHEN t.id % 20 <> 0 THEN t.id END,
		CASE WHEN t.id % 100 = 1 THEN 'now' WHEN t.id % 100 = 2 THEN 'daily' WHEN t.id % 100 = 3 THEN 'weekly' ELSE 'done' END,
		CASE WHEN t.id % 100 = 1 THEN t.id END, CASE WHEN t.id % 10 = 4 THEN t.id END, CASE WHEN t.id % 10 = 5 THEN t.id END
	FROM person p
	JOIN thread t ON t.id % 250 = p.id % 250
	WHERE p.name LIKE 'Person %'`, `
	INSERT INTO read_mark (person_id, thread_id, position, exception)
	SELECT p.id, t.id, 2, t.id % 100 = 0
	FROM person p
	JOIN thread t ON t.id % 200 = p.id % 200
	WHERE p.name LIKE 'Person %'
	UNION ALL
	SELECT (SELECT author_id FROM thread WHERE once_key = 'grown1'), t.id, 2, t.id % 100 = 0
	FROM thread t
	WHERE t.once_key LIKE 'grown%'`,
	`ANALYZE`,
}
