package inquiry

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

// The one rule of who sees how much of an inquiry q on board b. Parameters are
// always $1 to $5; seen fills them.
//
// Programme managers see all of it. Everybody else has to be admitted to the
// board. Of these the asking side sees the whole; unless the question is for
// the desk alone, so do the moderators of the board, while members see the
// outline, and the question once its answer is there. Guests see nothing.
const (
	// group joins to q all inquiries that were merged into it, and itself.
	group = `(m.id = q.id OR m.lead_id = q.id)`

	// sideSQL: by asked it, is of the asking organisation, escalated or
	// supports it; or did so with one that was merged into it.
	sideSQL = `EXISTS (
		SELECT 1
		FROM inquiry m
		WHERE ` + group + `
		AND ((NOT m.asker_left AND (m.asker_id = $2 OR m.organisation_id = $4))
			OR (m.entered_by = $2 AND m.entered_by IS DISTINCT FROM m.asker_id)
			OR EXISTS (
				SELECT 1
				FROM concern c
				WHERE c.subject_kind = 'inquiry' AND c.subject_id = m.id AND c.organisation_id = $4)))`

	// answeredSQL: members may read the answer; those of the board are meant,
	// for the others were sorted out before.
	answeredSQL = `q.state = 'answered' AND EXISTS (
		SELECT 1
		FROM official_answer oa
		JOIN answer_version x ON x.answer_id = oa.id
		WHERE oa.inquiry_id = q.id AND x.state <> 'draft' AND x.audience <> 'asker')`

	accessSQL = `CASE
		WHEN $5 THEN 3
		WHEN NOT $1 OR NOT ` + board.VisibleSQL + ` THEN 0
		WHEN ` + sideSQL + ` THEN 3
		WHEN q.desk_only THEN 0
		WHEN ` + board.ModeratesSQL + ` THEN 3
		WHEN ` + answeredSQL + ` THEN 2
		ELSE 1
	END`
)

// weightSQL counts the organisations that q concerns: those of its own voices,
// of the inquiries merged into it and of the threads they came from.
const weightSQL = `(
	SELECT COUNT(DISTINCT COALESCE(c.organisation_id, -c.alias_id))
	FROM inquiry m
	JOIN concern c ON (c.subject_kind = 'inquiry' AND c.subject_id = m.id) OR (c.subject_kind = 'thread' AND c.subject_id = m.thread_id)
	WHERE ` + group + `)`

// seen returns the arguments $1 to $5 of every query over inquiries.
func seen(by account.Viewer) []any {
	return append(board.Seen(by), by.Organisation.ID, by.Programme())
}

// query selects columns of the inquiries q that fulfil where, with the viewer's
// access and side in s. It leaves out what the viewer may not see. tail orders
// and limits. Access is computed once a row: hence MATERIALIZED.
func query(columns, where, tail string) string {
	return `
	WITH s AS MATERIALIZED (
		SELECT q.id, ` + accessSQL + ` AS access, ` + sideSQL + ` AS side
		FROM inquiry q
		JOIN board b ON b.id = q.board_id
		WHERE (` + where + `) AND ` + accessSQL + ` > 0
		` + tail + `)
	SELECT ` + columns + `
	FROM s
	JOIN inquiry q ON q.id = s.id
	JOIN board b ON b.id = q.board_id
	` + tail
}

// What only some may learn is withheld by the query itself, so that it cannot
// leak from a struct: dates and such below the whole, the desk's own from
// everybody else.
const inquiryColumns = `q.id, q.number, q.title, q.state, q.asked_at, q.changed_at, ` + weightSQL + `, s.access,
	CASE WHEN s.access = 3 THEN q.revision ELSE 0 END,
	s.access = 3 AND q.desk_only,
	CASE WHEN s.access = 3 THEN q.due ELSE '' END,
	s.access = 3 AND q.stopped_on <> '',
	CASE WHEN s.access = 3 THEN q.competent_body ELSE '' END,
	CASE WHEN s.access = 3 THEN COALESCE(q.thread_id, 0) ELSE 0 END,
	s.access = 3 AND q.asker_left,
	COALESCE(q.asker_id, 0) = $2 AND NOT q.asker_left,
	s.side,
	EXISTS (SELECT 1 FROM inquiry m WHERE m.lead_id = q.id AND m.id <> q.id)
		OR EXISTS (
			SELECT 1
			FROM concern c
			WHERE (c.organisation_id IS DISTINCT FROM q.organisation_id OR c.alias_id IS DISTINCT FROM q.alias_id)
			AND ((c.subject_kind = 'inquiry' AND c.subject_id = q.id) OR (c.subject_kind = 'thread' AND c.subject_id = q.thread_id))),
	EXISTS (SELECT 1 FROM concern c WHERE c.subject_kind = 'inquiry' AND c.subject_id = q.id AND c.organisation_id = $4)
		AND (q.asker_left OR q.organisation_id IS DISTINCT FROM $4),
	$5 AND (COALESCE(q.assignee_id, 0) = $2 OR COALESCE(q.substitute_id, 0) = $2),
	$5 AND EXISTS (` + draftSQL + `),
	$5 AND EXISTS (` + draftSQL + ` AND EXISTS (SELECT 1 FROM answer_drafter ad WHERE ad.version_id = x.id AND ad.person_id = $2)),
	CASE WHEN $5 THEN q.former_state ELSE '' END,
	CASE WHEN s.access = 3 THEN q.answered_on ELSE '' END,
	q.followed_up, q.calendar, ` + board.Columns

const draftSQL = `
	SELECT 1
	FROM official_answer oa
	JOIN answer_version x ON x.answer_id = oa.id
	WHERE oa.inquiry_id = q.id AND x.state = 'draft'`

// scanInquiry reads inquiryColumns; more are the targets of further columns.
func scanInquiry(tx *db.Tx, by account.Viewer, r db.Row, more ...any) (q Inquiry, err error) {
	q.facts.viewer, q.facts.today = by.ID, catalogue.DateOf(tx.Now)
	f := &q.facts
	targets := []any{&q.ID, &q.Number, &q.Title, &q.State, db.Instant(&q.AskedAt), db.Instant(&q.ChangedAt), &q.Weight, &q.Access,
		&q.Revision, &q.DeskOnly, &q.Due, &q.Stopped, &q.CompetentBody, &q.ThreadID, &q.AskerLeft,
		&f.asker, &f.side, &f.supported, &f.supports, &f.assignee, &f.drafted, &f.drafter, &f.former, &f.answeredOn, &f.followedUp, &f.calendar}
	boardTargets, done := board.Fields(&q.Board)
	err = r.Scan(append(append(targets, boardTargets...), more...)...)
	done()
	return q, err
}

var findQuery = query(inquiryColumns, `q.number = $6`, "")

// find returns the inquiry with the number as by sees it.
func find(tx *db.Tx, by account.Viewer, number string) (Inquiry, error) {
	return db.One(tx, func(r db.Row) (Inquiry, error) { return scanInquiry(tx, by, r) }, findQuery, append(seen(by), number)...)
}
