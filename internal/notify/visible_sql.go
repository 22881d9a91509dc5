package notify

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/suggestion"
)

// VisibleSQL is the one rule of whether a person p of an organisation po may see a
// notification n: whoever may see its place, and in a thread the post itself unless
// it is about what moderation did with it or is yet to do. What is left to do in a role is seen by
// those who have the role, as long as it is left to do; what became of a report by
// whoever made it; that a report or a first post waits about which nobody may decide, by
// administrators, who learn the name of the board alone. That somebody lost sight of a
// thread or board is seen by those who could read it before and still cannot. The rule
// is asked when the row is made, in every read, and when something leaves.
var VisibleSQL = `(CASE n.place_kind
	WHEN 'thread' THEN EXISTS (
			SELECT 1
			FROM thread t
			JOIN board b ON b.id = t.board_id
			WHERE t.id = n.place_id AND ` + forum.ReadersSQL + `
			AND (n.kind <> 'review' OR (` + board.ModeratorsSQL + ` AND ` + waitsSQL + `))
			AND (n.kind <> 'report' OR ` + reportedSQL + `))
		AND (n.item_id = 0 OR n.kind IN ('measure', 'review', 'report') OR EXISTS (
			SELECT 1
			FROM post e
			WHERE e.id = n.item_id AND e.state = 'visible'))
	WHEN 'inquiry' THEN EXISTS (
		SELECT 1
		FROM inquiry q
		JOIN board b ON b.id = q.board_id
		WHERE q.id = n.place_id AND CASE n.kind
			WHEN 'desk.new' THEN ` + inquiry.DeskSQL + `
			WHEN 'desk.assigned' THEN ` + inquiry.DeskSQL + `
			WHEN 'followed.inquiry' THEN ` + inquiry.ReadersSQL + `
			ELSE ` + inquiry.SideSQL + `
		END)
	WHEN 'answer' THEN EXISTS (
		SELECT 1
		FROM answer_version x
		JOIN official_answer oa ON oa.id = x.answer_id
		JOIN inquiry q ON q.id = oa.inquiry_id
		JOIN board b ON b.id = oa.board_id
		WHERE x.id = n.item_id AND ` + inquiry.AnswerReadersSQL + `)
	WHEN 'article' THEN EXISTS (
		SELECT 1
		FROM faq_article x
		JOIN board b ON b.id = x.board_id
		WHERE x.id = n.place_id AND CASE n.kind
			WHEN 'followed.article' THEN ` + faq.ReadersSQL + `
			WHEN 'followed.search' THEN ` + faq.ReadersSQL + `
			WHEN 'suggestion.decided' THEN ` + faq.ReadersSQL + `
			ELSE ` + faq.EditorsSQL + `
		END)
	WHEN 'suggestion' THEN EXISTS (
		SELECT 1
		FROM faq_suggestion s
		WHERE s.id = n.place_id AND CASE n.kind
			WHEN 'suggestion' THEN s.state = 'open' AND ` + suggestion.EditorsSQL + `
			ELSE s.person_id = p.id
		END)
	WHEN 'service' THEN p.disabled_at IS NULL AND CASE n.kind
		WHEN 'measure' THEN EXISTS (SELECT 1 FROM reuse_removal x WHERE x.id = n.item_id AND x.organisation_id = p.organisation_id)
		ELSE EXISTS (
			SELECT 1
			FROM reuse x
			WHERE x.id = n.item_id AND x.service_id = n.place_id AND (n.kind <> 'reuse.due' OR x.organisation_id = p.organisation_id))
		END
	WHEN 'consultation' THEN EXISTS (
		SELECT 1
		FROM consultation c
		JOIN board b ON b.id = c.board_id
		WHERE c.id = n.place_id AND c.state <> 'draft' AND ` + consultation.ReadersSQL + `)
	WHEN 'board' THEN ` + seesBoardSQL + `
	WHEN 'report' THEN EXISTS (
		SELECT 1
		FROM report r
		WHERE r.id = n.place_id AND r.person_id = p.id AND r.outcome <> '' AND p.disabled_at IS NULL)
	WHEN 'unattended' THEN p.disabled_at IS NULL AND EXISTS (
			SELECT 1
			FROM role_grant ag
			WHERE ag.person_id = p.id AND ag.role = 'admin' AND ag.board_id IS NULL)
		AND CASE n.kind
			WHEN 'review' THEN EXISTS (SELECT 1 FROM board b WHERE b.id = n.place_id AND ` + forum.UnreviewableSQL("n.item_id") + `)
			ELSE EXISTS (
				SELECT 1
				FROM post e
				JOIN thread t ON t.id = e.thread_id
				JOIN board b ON b.id = t.board_id
				JOIN report r ON r.post_id = e.id AND r.outcome = ''
				WHERE e.id = n.item_id AND b.id = n.place_id AND ` + forum.UndecidableSQL + `)
		END
	WHEN 'lost.thread' THEN NOT ` + seesLedSQL + ` AND EXISTS (
		SELECT 1
		FROM thread_move m
		WHERE m.event_id = n.item_id AND m.thread_id = n.place_id AND ` + forum.FormerReadersSQL + `)
	WHEN 'lost.board' THEN NOT ` + seesBoardSQL + ` AND EXISTS (
		SELECT 1
		FROM board_narrowing m
		WHERE m.event_id = n.item_id AND m.board_id = n.place_id AND ` + board.FormerReadersSQL + `)
	WHEN 'lost.boards' THEN EXISTS (
		SELECT 1
		FROM board_barred bb
		JOIN board b ON b.id = bb.board_id
		WHERE bb.first_id = n.place_id AND bb.person_id = p.id AND ` + barredStillSQL + `)
	ELSE FALSE
END)`

// barredStillSQL is true for the board b that a row bb of board_barred says the person
// could no longer read, as long as they cannot.
var barredStillSQL = `NOT ` + board.ReadersSQL + ` AND ` + account.BarredSQL

// seesLedSQL and seesBoardSQL are true if the person may read the board that the place of
// the notification n names, or the thread to which that leads.
var (
	seesLedSQL = `EXISTS (
		SELECT 1
		FROM thread t
		JOIN board b ON b.id = t.board_id
		WHERE t.id = ` + forum.LedToSQL("n.place_id") + ` AND ` + forum.ReadersSQL + `)`
	seesBoardSQL = `EXISTS (
		SELECT 1
		FROM board b
		WHERE b.id = n.place_id AND ` + board.ReadersSQL + `)`
)

// waitsSQL is true while the first question of a thread t, or the first reply n is
// about, waits for review.
const waitsSQL = `CASE n.item_id
	WHEN 0 THEN t.review = 'waiting'
	ELSE EXISTS (SELECT 1 FROM held_reply h WHERE h.id = n.item_id AND h.state = 'waiting')
END`

// reportedSQL is true while a report is open of the post on a board b that n is about, for
// those who decide about it.
var reportedSQL = `EXISTS (
	SELECT 1
	FROM post e
	JOIN report r ON r.post_id = e.id
	WHERE e.id = n.item_id AND r.outcome = '' AND ` + forum.DecidersSQL + `)`

// searchSQL joins to notifications n the saved search s by which they were found.
const searchSQL = `
	LEFT JOIN saved_search s ON n.via_kind = 'search' AND s.id = n.via_id AND s.person_id = n.person_id`

// peopleSQL joins to notifications n the person p and their organisation po, as
// VisibleSQL wants them.
const peopleSQL = `
	JOIN person p ON p.id = n.person_id
	JOIN organisation po ON po.id = p.organisation_id`
