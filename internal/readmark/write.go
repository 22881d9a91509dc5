package readmark

import (
	"time"

	"kommunalforum/internal/db"
)

// Seen says that a person had the posts of a thread before them, up to a position.
type Seen struct {
	Person, Thread int64
	Position       int
	At             time.Time
}

// AdvanceTx moves the mark forward and returns up to which position s counts, and
// whether the mark moved. It does not if the person has read that far, has no account
// any more, or has marked posts of the thread as unread since then; those s counts not.
func AdvanceTx(tx *db.Tx, s Seen) (upto int, moved bool, err error) {
	// The posts may have moved to another thread since they were seen.
	last, err := db.Scalar[int](tx, `SELECT COALESCE(MAX(position), 0) FROM post WHERE thread_id = $1`, s.Thread)
	if err != nil || last == 0 {
		return s.Position, false, err
	}
	s.Position = min(s.Position, last)
	n, err := tx.Exec(`
		INSERT INTO read_mark (person_id, thread_id, position, exception)
		SELECT p.id, t.id, $3, FALSE
		FROM person p, thread t
		WHERE p.id = $1 AND p.erased_at IS NULL AND t.id = $2
		AND (t.newest_id > `+BaselineSQL("$1", "t.board_id")+`
			OR EXISTS (SELECT 1 FROM read_mark m WHERE m.person_id = $1 AND m.thread_id = $2)
			OR EXISTS ( -- it was hidden meanwhile, and may be shown again
				SELECT 1
				FROM post e
				WHERE e.thread_id = $2 AND e.position = $3 AND `+OrderSQL+` > `+BaselineSQL("$1", "t.board_id")+`))
		ON CONFLICT (person_id, thread_id) DO UPDATE
		SET position = excluded.position
		WHERE read_mark.position < excluded.position AND (read_mark.reset_at IS NULL OR read_mark.reset_at <= $4)`,
		s.Person, s.Thread, s.Position, s.At)
	if err != nil {
		return s.Position, false, err
	}
	if n > 0 {
		if _, err := passRanges(tx, s); err != nil {
			return s.Position, true, err
		}
		return s.Position, true, touch(tx, s.Person, s.Thread)
	}
	reset, found, err := db.Found(db.Scalar[int](tx, `
		SELECT position
		FROM read_mark
		WHERE person_id = $1 AND thread_id = $2 AND reset_at > $3`, s.Person, s.Thread, s.At))
	if found || err != nil {
		return min(reset, s.Position), false, err
	}
	if moved, err = passRanges(tx, s); err != nil || !moved {
		return s.Position, false, err
	}
	return s.Position, true, touch(tx, s.Person, s.Thread)
}

// ResetTx marks the posts of a thread as unread from a position on. What was seen
// before and is not written yet no longer counts.
func ResetTx(tx *db.Tx, person, thread int64, position int) error {
	_, err := tx.Exec(`
		INSERT INTO read_mark (person_id, thread_id, position, exception, reset_at)
		VALUES ($1, $2, $3, TRUE, $4)
		ON CONFLICT (person_id, thread_id) DO UPDATE
		SET position = excluded.position, exception = TRUE, reset_at = excluded.reset_at`, person, thread, position-1, tx.Now)
	if err != nil {
		return err
	}
	if err := tx.Queue(`DELETE FROM read_range WHERE person_id = $1 AND thread_id = $2`, person, thread); err != nil {
		return err
	}
	return touch(tx, person, thread)
}

// touch raises the version of the person's baseline on the board of a thread, which
// stays where it is.
func touch(tx *db.Tx, person, thread int64) error {
	_, err := tx.Exec(`
		INSERT INTO read_baseline (person_id, board_id, post_id, version)
		SELECT $1, t.board_id, `+BaselineSQL("$1", "t.board_id")+`, 1
		FROM thread t
		WHERE t.id = $2
		ON CONFLICT (person_id, board_id) DO UPDATE SET version = read_baseline.version + 1`, person, thread)
	return err
}

// MarkBoardsTx marks everything on the boards as read up to a post, by the order of
// all posts. What came later stays unread.
func MarkBoardsTx(tx *db.Tx, person int64, boards []int64, upto int64) error {
	for _, board := range boards {
		_, err := tx.Exec(`
			INSERT INTO read_baseline (person_id, board_id, post_id, version)
			SELECT $1, $2, CASE WHEN $3 > x.baseline THEN $3 ELSE x.baseline END, 1
			FROM (SELECT `+BaselineSQL("$1", "$2")+` AS baseline) x
			WHERE TRUE
			ON CONFLICT (person_id, board_id) DO UPDATE SET post_id = excluded.post_id, version = read_baseline.version + 1`, person, board, upto)
		if err != nil {
			return err
		}
	}
	in, ids := db.In(3, boards)
	args := append([]any{person, upto}, ids...)
	_, err := tx.Exec(`
		DELETE FROM read_mark
		WHERE person_id = $1 AND EXISTS (
			SELECT 1
			FROM thread t
			WHERE t.id = read_mark.thread_id AND t.board_id IN `+in+`
			AND (t.newest_id IS NULL OR t.newest_id <= $2))`, args...)
	if err != nil {
		return err
	}
	err = tx.Queue(`
		DELETE FROM read_range
		WHERE person_id = $1 AND EXISTS (
			SELECT 1
			FROM thread t
			WHERE t.id = read_range.thread_id AND t.board_id IN `+in+`
			AND (t.newest_id IS NULL OR t.newest_id <= $2))`, args...)
	if err != nil {
		return err
	}
	err = tx.Queue(`
		UPDATE read_range
		SET read_to = $2
		WHERE person_id = $1 AND read_to < $2 AND thread_id IN (SELECT t.id FROM thread t WHERE t.board_id IN `+in+`)`, args...)
	if err != nil {
		return err
	}
	// Above a baseline that has just been reached, an exception has nothing to except.
	_, err = tx.Exec(`
		UPDATE read_mark
		SET exception = FALSE
		WHERE person_id = $1 AND exception AND EXISTS (
			SELECT 1
			FROM thread t
			WHERE t.id = read_mark.thread_id AND t.board_id IN `+in+` AND $2 = `+BaselineSQL("$1", "t.board_id")+`)`, args...)
	return err
}
