package forum

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/readmark"
)

const dayMillis = 24 * 60 * 60 * 1000

// uncount takes the thread out of the figures of its board, as it stands in
// the database now; count puts it in. Every change of a listed property
// happens between the two, so the figures can never drift, and the version of the
// board tells that something changed.
func uncount(tx *db.Tx, thread int64) error { return tally(tx, thread, -1) }

func count(tx *db.Tx, thread int64) error {
	if err := refreshNewest(tx, thread); err != nil {
		return err
	}
	return tally(tx, thread, 1)
}

// refreshNewest notes which visible post of the thread is the newest one. In a mixed
// thread that may be another one than the last; what is unread there is looked up.
func refreshNewest(tx *db.Tx, thread int64) error {
	if err := tx.Queue(`UPDATE thread SET `+setNewest+` WHERE id = $1`, thread); err != nil {
		return err
	}
	return tx.Queue(`
		UPDATE thread
		SET newest_id = (SELECT MAX(`+readmark.OrderSQL+`) FROM post e WHERE e.thread_id = thread.id AND e.state = 'visible')
		WHERE id = $1 AND mixed`, thread)
}

const setNewest = `(newest_id, newest_position, newest_author_id) = (
			SELECT ` + readmark.OrderSQL + `, e.position, COALESCE(e.asker_id, e.author_id)
			FROM post e
			WHERE e.thread_id = thread.id AND e.state = 'visible'
			ORDER BY e.position DESC
			LIMIT 1)`

func tally(tx *db.Tx, thread int64, by int) error {
	if err := tallyDay(tx, thread, by); err != nil {
		return err
	}
	return tallyBoard(tx, thread, by)
}

// tallyDay changes how many threads have their newest post on the day of this one.
func tallyDay(tx *db.Tx, thread int64, by int) error {
	err := tx.Queue(`
		INSERT INTO thread_day (board_id, day, state, situation_id, threads)
		SELECT t.board_id, t.last_post_at / $3, t.state, COALESCE(t.situation_id, 0), $2
		FROM thread t
		WHERE t.id = $1 AND NOT t.pinned AND NOT t.hidden
		ON CONFLICT (board_id, day, state, situation_id) DO UPDATE SET threads = thread_day.threads + excluded.threads`, thread, by, dayMillis)
	if err != nil || by > 0 {
		return err
	}
	return tx.Queue(`
		DELETE FROM thread_day
		WHERE threads = 0
		AND board_id = (SELECT board_id FROM thread WHERE id = $1)
		AND day = (SELECT last_post_at / $2 FROM thread WHERE id = $1)`, thread, dayMillis)
}

// tallyBoard changes the number of threads on the board, dates it and tells that
// something changed.
func tallyBoard(tx *db.Tx, thread int64, by int) error {
	return tx.Queue(`
		INSERT INTO board_figures (board_id, threads, last_post_at, version)
		SELECT t.board_id, $2, t.last_post_at, 1
		FROM thread t
		WHERE t.id = $1 AND NOT t.hidden
		ON CONFLICT (board_id) DO UPDATE
		SET threads = board_figures.threads + excluded.threads, version = board_figures.version + 1,
			last_post_at = CASE WHEN excluded.last_post_at > board_figures.last_post_at THEN excluded.last_post_at
				ELSE board_figures.last_post_at END`, thread, by)
}

// change runs fn between uncount and count, and dates the board anew on which the
// thread stood before: it may have lost its newest thread.
func change(tx *db.Tx, thread int64, fn func() error) error {
	board, err := db.Scalar[int64](tx, `SELECT board_id FROM thread WHERE id = $1`, thread)
	if err != nil {
		return err
	}
	if err := uncount(tx, thread); err != nil {
		return err
	}
	if err := fn(); err != nil {
		return err
	}
	if err := count(tx, thread); err != nil {
		return err
	}
	return refreshBoard(tx, board)
}

// addReply counts a reply to the thread that was written just now. It does what stands
// between uncount and count in fewer statements: a reply changes nothing that is listed
// but the date.
func addReply(tx *db.Tx, t Thread, post int64) error {
	sameDay := t.LastPostAt.UnixMilli()/dayMillis == tx.Now.UnixMilli()/dayMillis
	if !sameDay {
		if err := tallyDay(tx, t.ID, -1); err != nil {
			return err
		}
	}
	err := tx.Queue(`
		UPDATE thread
		SET replies = replies + 1, last_post_at = $1, last_post_id = $2, `+setNewest+`
		WHERE id = $3`, tx.Now, post, t.ID)
	if err != nil {
		return err
	}
	if !sameDay {
		if err := tallyDay(tx, t.ID, 1); err != nil {
			return err
		}
	}
	return tallyBoard(tx, t.ID, 0)
}

// refreshReplies counts the replies of a thread that everybody reads who reads the
// thread, and notes the newest of them; without any, the date is that of the question.
// Called between uncount and count whenever one appears or disappears. Its cost grows
// with the replies that are withheld, not with all: posts are never deleted, so their
// positions are without gaps but where moderators took some to another thread.
func refreshReplies(tx *db.Tx, thread int64) error {
	if err := tx.Queue(refreshRepliesSQL, thread); err != nil {
		return err
	}
	return tx.Queue(refreshTransferredSQL, thread)
}

const (
	refreshRepliesSQL = `
		UPDATE thread
		SET replies = (SELECT COALESCE(MAX(e.position), 1) FROM post e WHERE e.thread_id = thread.id) - 1
				- (SELECT COUNT(*) FROM post e WHERE e.thread_id = thread.id AND e.position > 1 AND e.state <> 'visible'),
			last_post_at = COALESCE((SELECT e.created_at FROM post e WHERE ` + readableReply + ` ORDER BY e.position DESC LIMIT 1), created_at),
			last_post_id = COALESCE((SELECT e.id FROM post e WHERE ` + readableReply + ` ORDER BY e.position DESC LIMIT 1), 0)
		WHERE id = $1`
	refreshTransferredSQL = `
		UPDATE thread
		SET replies = (SELECT COUNT(*) FROM post e WHERE ` + readableReply + `),
			last_post_at = COALESCE((SELECT MAX(e.created_at) FROM post e WHERE ` + readableReply + `), created_at),
			last_post_id = COALESCE((
				SELECT e.id FROM post e WHERE ` + readableReply + ` ORDER BY e.created_at DESC, e.position DESC LIMIT 1), 0)
		WHERE id = $1 AND EXISTS (SELECT 1 FROM thread_transfer x WHERE x.from_id = thread.id OR x.to_id = thread.id)`
	readableReply = `e.thread_id = thread.id AND e.position > 1 AND e.state = 'visible'`
)

// refreshBoard notes when the newest post on a board was written that its lists show.
func refreshBoard(tx *db.Tx, board int64) error {
	return tx.Queue(`
		UPDATE board_figures
		SET last_post_at = COALESCE((
			SELECT MAX(x.at)
			FROM (
				SELECT MAX(t.last_post_at) AS at FROM thread t WHERE t.board_id = $1 AND NOT t.pinned AND NOT t.hidden
				UNION ALL
				SELECT MAX(t.last_post_at) FROM thread t WHERE t.board_id = $1 AND t.pinned AND NOT t.hidden) x), last_post_at)
		WHERE board_id = $1`, board)
}
