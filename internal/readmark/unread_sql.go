package readmark

import "strconv"

// OrderSQL is the place of a post e in the order of all posts.
const OrderSQL = `COALESCE(e.shown_id, e.id)`

// BaselineSQL is the baseline of a person on a board; both are SQL expressions.
func BaselineSQL(person, board string) string {
	return `COALESCE(
		(SELECT own.post_id FROM read_baseline own WHERE own.person_id = ` + person + ` AND own.board_id = ` + board + `),
		(SELECT every.post_id FROM read_baseline every WHERE every.person_id = ` + person + ` AND every.board_id = 0),
		0)`
}

// PostUnreadSQL is true if the post e of a thread t is unread for the person, where
// m is their mark (a left join) and baseline theirs on the board. Both parameters
// are SQL expressions. In a mixed thread ranges decide first.
func PostUnreadSQL(person, baseline string) string {
	return `e.state = 'visible' AND COALESCE(e.asker_id, e.author_id, 0) <> ` + person + `
		AND CASE WHEN t.mixed THEN ` + beyondSQL(person, "e.thread_id", "e.position", "m", baseline) + `
			ELSE e.position > COALESCE(m.position, 0) AND (COALESCE(m.exception, FALSE) OR ` + OrderSQL + ` > ` + baseline + `) END`
}

// BeyondMarkSQL is true if something unread stands beyond the mark m in a thread t
// whose newest post is above the baseline, whose mark is an exception, or which is mixed.
func BeyondMarkSQL(person, baseline string) string {
	return `NOT t.hidden AND ` + ShownBeyondMarkSQL(person, baseline)
}

// ShownBeyondMarkSQL is BeyondMarkSQL for a thread t that is known not to be hidden.
func ShownBeyondMarkSQL(person, baseline string) string {
	return `(t.mixed OR COALESCE(m.position, 0) < t.newest_position)
		AND (NOT t.mixed AND COALESCE(t.newest_author_id, 0) <> ` + person + ` OR EXISTS (
		SELECT 1
		FROM post e
		WHERE e.thread_id = t.id AND (t.mixed OR e.position > COALESCE(m.position, 0)) AND ` + PostUnreadSQL(person, baseline) + `))`
}

// RangedSQL selects the threads, as thread_id, in which ranges of the person leave
// something unread that mark and baseline may not tell of.
func RangedSQL(person string) string {
	return `SELECT DISTINCT r.thread_id FROM read_range r WHERE r.person_id = ` + person + ` AND r.read_to < ` + strconv.FormatInt(forever, 10)
}
