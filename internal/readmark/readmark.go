// Package readmark owns the tables read_baseline, read_mark and read_range: up to where
// each person has read. A baseline says it for a whole board, by the order of all posts;
// a mark says it for one thread, by the positions in it; ranges say it for posts that came
// from another thread or board, of which a mark cannot.
//
// A post is read if it is at or below the baseline of its board or the mark of its
// thread; where the mark is an exception, the mark alone counts, and where a range is,
// the latest one. Threads with ranges are mixed: so is the column thread.mixed, and of
// others no range is asked. One's own posts
// and those that are hidden, withdrawn or blackened are never unread.
//
// Whatever a person reads or marks on a board raises the version of their baseline
// there, so that what was counted of it is known to be current.
//
// It promises: a mark and a baseline only move forward, except where the person
// marks posts as unread again; threads and posts that move stay for
// everybody as read as they were; the rows of a person depend on what they read
// since everything on a board was read, not on how much there is.
package readmark

import "kommunalforum/internal/db"

// StartTx lets a new account begin with everything read that is there now.
func StartTx(tx *db.Tx, person int64) error {
	head, err := HeadTx(tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO read_baseline (person_id, board_id, post_id) VALUES ($1, 0, $2)`, person, head)
	return err
}

// HeadTx returns the place of the newest post in the order of all posts, 0 before
// the first one. Posts are never deleted.
func HeadTx(tx *db.Tx) (int64, error) {
	return db.Scalar[int64](tx, `
		SELECT COALESCE(MAX(x.place), 0)
		FROM (
			SELECT MAX(id) AS place FROM post
			UNION ALL
			SELECT MAX(shown_id) FROM post WHERE shown_id IS NOT NULL) x`)
}

// CarryTx keeps a thread as read or unread for everybody as it is while it moves
// from one board to another. Called before the move. Its cost grows with the
// people who have a baseline of their own on one of the boards.
func CarryTx(tx *db.Tx, thread, from, to int64) error {
	mixed, err := db.Scalar[bool](tx, `SELECT mixed FROM thread WHERE id = $1`, thread)
	if err != nil {
		return err
	}
	if mixed {
		return StayTx(tx, Stay{From: thread, To: thread, FromBoard: from, ToBoard: to, Posts: thread,
			PostsSQL: `SELECT id, position AS former, position AS next FROM post WHERE thread_id = $1`})
	}
	_, err = tx.Exec(`
		INSERT INTO read_mark (person_id, thread_id, position, exception)
		SELECT x.person_id, $1, COALESCE((
			SELECT MAX(e.position)
			FROM post e
			WHERE e.thread_id = $1 AND `+OrderSQL+` <= x.former), 0), TRUE
		FROM (
			SELECT d.person_id, `+BaselineSQL("d.person_id", "$2")+` AS former, `+BaselineSQL("d.person_id", "$3")+` AS next
			FROM (SELECT DISTINCT person_id FROM read_baseline WHERE board_id IN ($2, $3)) d) x
		WHERE x.former <> x.next AND EXISTS (
			SELECT 1
			FROM post e
			WHERE e.thread_id = $1
			AND (`+OrderSQL+` > x.former AND `+OrderSQL+` <= x.next OR `+OrderSQL+` > x.next AND `+OrderSQL+` <= x.former))
		ON CONFLICT (person_id, thread_id) DO UPDATE
		SET position = CASE WHEN read_mark.exception OR read_mark.position > excluded.position THEN read_mark.position ELSE excluded.position END,
			exception = TRUE`, thread, from, to)
	return err
}

// EraseTx deletes what is known of a person's reading.
func EraseTx(tx *db.Tx, person int64) error {
	for _, query := range []string{
		`DELETE FROM read_range WHERE person_id = $1`,
		`DELETE FROM read_mark WHERE person_id = $1`,
		`DELETE FROM read_baseline WHERE person_id = $1`,
	} {
		if _, err := tx.Exec(query, person); err != nil {
			return err
		}
	}
	return nil
}
