package follow

// MutedSQL is true if the person, an SQL expression, has muted a thread t itself, not
// only what it belongs to.
func MutedSQL(person string) string {
	return `EXISTS (
		SELECT 1
		FROM follow f
		WHERE f.person_id = ` + person + ` AND f.subject_id = t.id AND f.level = 'muted' AND f.subject_kind = 'thread')`
}

// MutedVersionSQL is a row about the threads that the person, an SQL expression, has
// muted: their number n, the sum of their ids and the newest time at which one was.
// It differs whenever another thread is muted or one no more.
func MutedVersionSQL(person string) string {
	return `(
		SELECT COUNT(*) AS n, CAST(COALESCE(SUM(f.subject_id), 0) AS BIGINT) AS ids, COALESCE(MAX(f.at), 0) AS at
		FROM follow f
		WHERE f.person_id = ` + person + ` AND f.level = 'muted' AND f.subject_kind = 'thread')`
}
