package readmark

import (
	"slices"

	"kommunalforum/internal/db"
)

// Beyond maxMarks of a person, a board on which at most maxKept threads are unread
// keeps marks of those instead of marks of the ones that were read.
const (
	maxMarks = 512
	maxKept  = 100
)

// unreadThread is a thread with something unread.
type unreadThread struct {
	id        int64
	exception bool
	mixed     bool // no mark alone says what is unread
}

// CompactTx moves the baseline of a board to the newest post when the person has
// read everything there, and deletes the marks that it passes. People who read
// nearly everything get there too: see maxMarks.
func CompactTx(tx *db.Tx, person, board int64) error {
	marks, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM (SELECT 1 FROM read_mark WHERE person_id = $1 LIMIT $2) x`, person, maxMarks+1)
	if err != nil {
		return err
	}
	enough := 1
	if marks > maxMarks {
		enough = maxKept + 1
	}
	unread, err := listUnread(tx, person, board, enough)
	if err != nil || len(unread) == enough {
		return err
	}
	if slices.ContainsFunc(unread, func(t unreadThread) bool { return t.mixed }) {
		return nil
	}
	for _, t := range unread {
		if err := except(tx, person, t); err != nil {
			return err
		}
	}
	head, err := HeadTx(tx)
	if err != nil {
		return err
	}
	if len(unread) == 0 {
		return MarkBoardsTx(tx, person, []int64{board}, head)
	}
	return passMarks(tx, person, board, head)
}

// listUnread returns up to limit threads of the board that hold something unread.
func listUnread(tx *db.Tx, person, board int64, limit int) ([]unreadThread, error) {
	scan := func(r db.Row) (t unreadThread, err error) { return t, r.Scan(&t.id, &t.exception, &t.mixed) }
	baseline, err := db.Scalar[int64](tx, `SELECT `+BaselineSQL("$1", "$2"), person, board)
	if err != nil {
		return nil, err
	}
	out, err := db.List(tx, scan, `
		SELECT t.id, COALESCE(m.exception, FALSE), t.mixed
		FROM thread t
		LEFT JOIN read_mark m ON m.person_id = $1 AND m.thread_id = t.id
		WHERE t.board_id = $2 AND t.newest_id > $3 AND `+BeyondMarkSQL("$1", "$3")+`
		LIMIT $4`, person, board, baseline, limit)
	if err != nil || len(out) == limit {
		return out, err
	}
	below, err := db.List(tx, scan, `
		SELECT t.id, m.exception, t.mixed
		FROM read_mark m
		JOIN thread t ON t.id = m.thread_id
		WHERE m.person_id = $1 AND m.exception AND t.board_id = $2 AND t.newest_id <= $3 AND `+BeyondMarkSQL("$1", "$3")+`
		LIMIT $4`, person, board, baseline, limit-len(out))
	out = append(out, below...)
	if err != nil || len(out) == limit {
		return out, err
	}
	ranged, err := db.List(tx, scan, `
		SELECT t.id, FALSE, t.mixed
		FROM (`+RangedSQL("$1")+`) x
		JOIN thread t ON t.id = x.thread_id
		LEFT JOIN read_mark m ON m.person_id = $1 AND m.thread_id = t.id
		WHERE t.board_id = $2 AND t.newest_id <= $3 AND t.mixed AND NOT COALESCE(m.exception, FALSE) AND `+BeyondMarkSQL("$1", "$3")+`
		LIMIT $4`, person, board, baseline, limit-len(out))
	return append(out, ranged...), err
}

// except marks the thread as read so far, whatever the baseline becomes.
func except(tx *db.Tx, person int64, t unreadThread) error {
	if t.exception {
		return nil
	}
	_, err := tx.Exec(`
		INSERT INTO read_mark (person_id, thread_id, position, exception)
		SELECT $1, t.id, COALESCE((
			SELECT MAX(e.position)
			FROM post e
			WHERE e.thread_id = t.id AND `+OrderSQL+` <= `+BaselineSQL("$1", "t.board_id")+`), 0), TRUE
		FROM thread t
		WHERE t.id = $2
		ON CONFLICT (person_id, thread_id) DO UPDATE
		SET position = CASE WHEN read_mark.position > excluded.position THEN read_mark.position ELSE excluded.position END, exception = TRUE`,
		person, t.id)
	return err
}

// passMarks moves the baseline over everything but the exceptions.
func passMarks(tx *db.Tx, person, board, head int64) error {
	_, err := tx.Exec(`
		INSERT INTO read_baseline (person_id, board_id, post_id, version)
		VALUES ($1, $2, $3, 1)
		ON CONFLICT (person_id, board_id) DO UPDATE SET post_id = excluded.post_id, version = read_baseline.version + 1`, person, board, head)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		DELETE FROM read_mark
		WHERE person_id = $1 AND EXISTS (
			SELECT 1
			FROM thread t
			WHERE t.id = read_mark.thread_id AND t.board_id = $2
			AND (NOT read_mark.exception OR t.newest_id IS NULL OR t.newest_position <= read_mark.position))`, person, board)
	return err
}
