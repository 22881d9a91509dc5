package readmark

import "kommunalforum/internal/db"

// Stay says which posts move and stay for everybody as read or unread as they are.
type Stay struct {
	From, To           int64  // threads
	FromBoard, ToBoard int64  // on which they are
	PostsSQL           string // selects id, former and next position of the posts; its one parameter is $1
	Posts              int64  // the parameter
}

// forever is a place behind all posts.
const forever = int64(1) << 62

// StayTx keeps posts as read or unread for everybody as they are while they move from one
// thread to another, or their thread to another board. Called before the move. It writes
// ranges only for those for whom something would be different. Its cost grows with the
// people who have marks in the threads, or baselines of their own on two boards, and with
// the posts.
func StayTx(tx *db.Tx, s Stay) error {
	act, err := db.Scalar[int64](tx, `SELECT COALESCE(MAX(act), 0) + 1 FROM read_range WHERE thread_id = $1`, s.To)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO read_range (person_id, thread_id, act, first, last, read_to)
		SELECT y.person_id, CAST($3 AS BIGINT), CAST($6 AS BIGINT), MIN(y.next), MAX(y.next),
			CASE WHEN y.unread THEN 0 ELSE CAST($7 AS BIGINT) END
		FROM (
			SELECT z.person_id, z.next, z.unread, z.next - ROW_NUMBER() OVER (PARTITION BY z.person_id, z.unread ORDER BY z.next) AS run
			FROM (
				SELECT p.person_id, x.next,
					`+beyondSQL("p.person_id", "$2", "x.former", "f", BaselineSQL("p.person_id", "$4"))+` AS unread,
					`+beyondSQL("p.person_id", "$3", "x.next", "m", BaselineSQL("p.person_id", "$5"))+` AS otherwise
				FROM (
					SELECT person_id FROM read_mark WHERE thread_id IN ($2, $3)
					UNION
					SELECT person_id FROM read_range WHERE thread_id IN ($2, $3)
					UNION
					SELECT person_id FROM read_baseline WHERE CAST($4 AS BIGINT) <> CAST($5 AS BIGINT) AND board_id IN ($4, $5)) p
				CROSS JOIN (`+s.PostsSQL+`) x
				JOIN post e ON e.id = x.id
				LEFT JOIN read_mark f ON f.person_id = p.person_id AND f.thread_id = $2
				LEFT JOIN read_mark m ON m.person_id = p.person_id AND m.thread_id = $3) z
			WHERE z.unread <> z.otherwise) y
		GROUP BY y.person_id, y.unread, y.run`, s.Posts, s.From, s.To, s.FromBoard, s.ToBoard, act, forever)
	return err
}

// beyondSQL is true if a post e at a position of a thread is beyond what the person has
// read there, whose mark is joined under the name.
func beyondSQL(person, thread, position, mark, baseline string) string {
	return `COALESCE((
		SELECT ` + OrderSQL + ` > r.read_to
		FROM read_range r
		WHERE r.person_id = ` + person + ` AND r.thread_id = ` + thread + ` AND ` + position + ` BETWEEN r.first AND r.last
		ORDER BY r.act DESC
		LIMIT 1),
		` + position + ` > COALESCE(` + mark + `.position, 0) AND (COALESCE(` + mark + `.exception, FALSE) OR ` + OrderSQL + ` > ` + baseline + `))`
}

// ForgetRangesTx deletes the ranges between two positions of a thread that no post stands
// at any more.
func ForgetRangesTx(tx *db.Tx, thread int64, first, last int) error {
	_, err := tx.Exec(`DELETE FROM read_range WHERE thread_id = $1 AND first >= $2 AND last <= $3`, thread, first, last)
	return err
}

// CutTx takes marks back to the last position of a thread whose last posts went away, so
// that posts which are written there next are unread.
func CutTx(tx *db.Tx, thread int64, last int) error {
	_, err := tx.Exec(`UPDATE read_mark SET position = $1 WHERE thread_id = $2 AND position > $1`, last, thread)
	return err
}

// passRanges takes everything up to a position as read, and reports whether a range said
// otherwise of something.
func passRanges(tx *db.Tx, s Seen) (bool, error) {
	gone, err := tx.Exec(`DELETE FROM read_range WHERE person_id = $1 AND thread_id = $2 AND last <= $3`, s.Person, s.Thread, s.Position)
	if err != nil {
		return false, err
	}
	cut, err := tx.Exec(`
		UPDATE read_range
		SET first = $3 + 1
		WHERE person_id = $1 AND thread_id = $2 AND first <= $3`, s.Person, s.Thread, s.Position)
	return gone+cut > 0, err
}
