package forum

import (
	"math"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// hasLevelSQL is true if the viewer $2 has one of the levels, in quotes, for the board of
// a thread t, one of its services or the organisation that asked.
func hasLevelSQL(levels string) string {
	return `EXISTS (
		SELECT 1
		FROM follow o
		WHERE o.person_id = $2 AND o.level IN (` + levels + `) AND (
			o.subject_kind = 'board' AND o.subject_id = t.board_id
			OR o.subject_kind = 'organisation' AND o.subject_id = t.organisation_id AND t.asker_id IS NULL
			OR o.subject_kind = 'service' AND o.subject_id IN (SELECT ts.service_id FROM thread_service ts WHERE ts.thread_id = t.id)))`
}

// ConcernsTx reports whether by may hear of a thread without a level for it: because
// they have one for its board, one of its services or the organisation that asked, or
// because they wrote in it or said „Betrifft uns auch“.
func ConcernsTx(tx *db.Tx, by account.Viewer, thread int64) (bool, error) {
	return db.Scalar[bool](tx, concernsSQL, thread, by.ID, by.Organisation.ID)
}

var concernsSQL = `
	SELECT EXISTS (
		SELECT 1
		FROM thread t
		WHERE t.id = $1 AND (` + hasLevelSQL(`'all', 'threads', 'official', 'muted'`) + `
			OR EXISTS (SELECT 1 FROM concern c WHERE c.subject_kind = 'thread' AND c.subject_id = t.id AND c.organisation_id = $3)
			OR EXISTS (SELECT 1 FROM post e WHERE e.thread_id = t.id AND (e.author_id = $2 OR e.asker_id = $2))))`

// partSQL is the part of what is new to which a thread t belongs, whose newest post is
// e: as package follow says it of a level for the thread, and of levels around it.
// $4 is since when it is new. An own newest post does not hide what others wrote
// before it.
var partSQL = `CASE
	WHEN e.id IS NULL OR e.created_at < $4 OR NOT ` + othersWroteSQL(">= $4") + ` THEN 'none'
	ELSE CASE (SELECT f.level FROM follow f WHERE f.person_id = $2 AND f.subject_kind = 'thread' AND f.subject_id = t.id)
		WHEN 'all' THEN 'followed'
		WHEN 'muted' THEN 'none'
		WHEN 'official' THEN 'rest'
		WHEN 'none' THEN 'rest'
		ELSE CASE
			WHEN ` + hasLevelSQL(`'muted'`) + ` THEN 'none'
			WHEN ` + hasLevelSQL(`'all'`) + ` OR t.created_at >= $4 AND ` + hasLevelSQL(`'threads'`) + ` THEN 'followed'
			ELSE 'rest'
		END
	END
END`

// listActive returns up to limit threads with posts since the moment, after the turn,
// with the part to which each belongs.
func listActive(tx *db.Tx, by account.Viewer, since time.Time, after Turn, limit int) ([]activeThread, error) {
	if after == (Turn{}) {
		after.At = math.MaxInt64
	}
	// The newest of each board first: cheap however many threads there are.
	return db.List(tx, func(r db.Row) (t activeThread, err error) { return t, r.Scan(&t.At, &t.Thread, &t.part) }, `
		SELECT t.last_post_at, t.id, `+partSQL+`
		FROM thread t
		LEFT JOIN post e ON e.thread_id = t.id AND e.position = t.newest_position
		WHERE t.id IN (
			SELECT n.id
			FROM board b
			JOIN thread n ON n.id IN (
				SELECT x.id
				FROM thread x
				WHERE x.board_id = b.id AND NOT x.pinned AND NOT x.hidden AND x.last_post_at >= $4 AND x.last_post_at <= $5
				ORDER BY x.last_post_at DESC
				LIMIT $7)
			WHERE `+board.VisibleSQL+`
			UNION ALL
			SELECT n.id
			FROM board b
			JOIN thread n ON n.board_id = b.id AND n.pinned AND NOT n.hidden AND n.last_post_at >= $4
			WHERE `+board.VisibleSQL+`)
		AND (t.last_post_at < $5 OR t.last_post_at = $5 AND t.id < $6)
		ORDER BY t.last_post_at DESC, t.id DESC
		LIMIT $7`, append(board.Seen(by), since, after.At, after.Thread, limit)...)
}
