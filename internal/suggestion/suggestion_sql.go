package suggestion

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/richtext"
)

// sourceSQL is true for the people p of an organisation po who may read what a
// suggestion s is about, and for whom the rule holds as well, which may ask for its
// board b. A post that others see no longer is read by those who moderate the board.
func sourceSQL(rule string) string {
	return `(CASE s.kind
	WHEN 'post' THEN EXISTS (
		SELECT 1
		FROM post e
		JOIN thread t ON t.id = e.thread_id
		JOIN board b ON b.id = t.board_id
		WHERE e.id = s.subject_id AND (` + shownSQL + ` AND ` + forum.ReadersSQL + ` OR ` + board.ModeratorsSQL + `) AND ` + rule + `)
	WHEN 'answer' THEN EXISTS (
		SELECT 1
		FROM official_answer oa
		JOIN answer_version x ON x.id = oa.latest_id
		JOIN inquiry q ON q.id = oa.inquiry_id
		JOIN board b ON b.id = oa.board_id
		WHERE oa.id = s.subject_id AND ` + inquiry.AnswerReadersSQL + ` AND ` + rule + `)
	ELSE EXISTS (
		SELECT 1
		FROM faq_article x
		JOIN board b ON b.id = x.board_id
		WHERE x.id = s.subject_id AND x.state <> 'draft' AND ` + faq.ReadersSQL + ` AND ` + rule + `)
END)`
}

// shownSQL is true for a post e of a thread t that is neither hidden, withdrawn nor
// blackened.
const shownSQL = `(e.state = 'visible' AND NOT t.hidden)`

// EditorsSQL is true for the people p of an organisation po who may decide about a
// suggestion s: the editors of the board of what it is about who may read it.
var EditorsSQL = sourceSQL(faq.WritersSQL)

// RestrictedSQL is true for a suggestion s whose words may not leave by mail: what it is
// about stands on a restricted board, or is no longer there.
const RestrictedSQL = `COALESCE(CASE s.kind
	WHEN 'post' THEN (
		SELECT b.audience = 'restricted'
		FROM post e
		JOIN thread t ON t.id = e.thread_id
		JOIN board b ON b.id = t.board_id
		WHERE e.id = s.subject_id)
	WHEN 'answer' THEN (
		SELECT x.audience = 'asker' OR (x.audience = 'board' AND b.audience = 'restricted')
		FROM official_answer oa
		JOIN answer_version x ON x.id = oa.latest_id
		JOIN board b ON b.id = oa.board_id
		WHERE oa.id = s.subject_id)
	ELSE (
		SELECT x.audience = 'board' AND b.audience = 'restricted'
		FROM faq_article x
		JOIN board b ON b.id = x.board_id
		WHERE x.id = s.subject_id)
END, TRUE)`

// viewerSQL asks a rule for people p of one person, whose id is $1.
func viewerSQL(rule string) string {
	return `EXISTS (
		SELECT 1
		FROM person p
		JOIN organisation po ON po.id = p.organisation_id
		WHERE p.id = $1 AND ` + rule + `)`
}

// sourceJoins joins to a suggestion s what it is about.
const sourceJoins = `
	LEFT JOIN post e ON s.kind = 'post' AND e.id = s.subject_id
	LEFT JOIN thread t ON t.id = e.thread_id
	LEFT JOIN official_answer oa ON s.kind = 'answer' AND oa.id = s.subject_id
	LEFT JOIN answer_version v ON v.id = oa.latest_id
	LEFT JOIN faq_article x ON s.kind = 'article' AND x.id = s.subject_id
	LEFT JOIN board b ON b.id = COALESCE(t.board_id, oa.board_id, x.board_id)`

const sourceTitle = `COALESCE(t.title, v.question, x.title, '')`

// fitsSQL is true for a thing that still holds: a post that is shown, an official answer for members that was
// neither withdrawn nor replaced, a published article.
const fitsSQL = `CASE s.kind
	WHEN 'post' THEN ` + shownSQL + `
	WHEN 'answer' THEN v.state = 'released' AND v.audience <> 'asker'
	ELSE x.state = 'published'
END`

// findSource returns what by may read and suggest, with their own suggestion of it.
func findSource(tx *db.Tx, by account.Viewer, x Subject) (Source, error) {
	out, fits := Source{Subject: x}, false
	_, err := db.One(tx, func(r db.Row) (Source, error) {
		return out, r.Scan(&out.Title, &out.Number, &fits, &out.SuggestID)
	}, `
		SELECT `+sourceTitle+`, COALESCE(oa.number, ''), `+fitsSQL+`, COALESCE((
			SELECT MAX(own.id)
			FROM faq_suggestion own
			WHERE own.kind = s.kind AND own.subject_id = s.subject_id AND own.person_id = $1 AND own.state IN ('open', 'taken')), 0)
		FROM (SELECT CAST($2 AS TEXT) AS kind, CAST($3 AS BIGINT) AS subject_id) s`+sourceJoins+`
		WHERE `+viewerSQL(sourceSQL("TRUE")), by.ID, string(x.Kind), x.ID)
	if err == nil && !fits {
		err = fault.Reject("Das gilt nicht mehr oder ist nicht für alle bestimmt, die die häufigen Fragen lesen.")
	}
	return out, err
}

// columns of a suggestion s by p of o; the viewer is $1.
var columns = `s.id, s.kind, s.subject_id, s.title, s.why, s.state, s.reason, s.at, s.person_id = $1,
	CASE WHEN ` + viewerSQL(`EXISTS (
		SELECT 1
		FROM faq_article x
		JOIN board b ON b.id = x.board_id
		WHERE x.id = s.article_id AND `+faq.ReadersSQL+`)`) + ` THEN s.article_id END,
	` + viewerSQL(EditorsSQL) + `, ` + viewerSQL(sourceSQL("TRUE")) + `,
	` + sourceTitle + `, COALESCE(oa.number, ''), COALESCE(b.name, ''), s.kind = 'post' AND NOT ` + shownSQL + `, ` + account.BylineColumns

const joins = `
	FROM faq_suggestion s
	JOIN person p ON p.id = s.person_id
	JOIN organisation o ON o.id = s.organisation_id` + sourceJoins

func scan(by account.Viewer) func(db.Row) (Suggestion, error) {
	return func(r db.Row) (s Suggestion, err error) {
		readable := false
		fields := []any{&s.ID, &s.Source.Kind, &s.Source.ID, &s.Title, &s.Why, &s.State, &s.Reason, db.Instant(&s.At), &s.own,
			db.OrZero(&s.Article), &s.edits, &readable, &s.Source.Title, &s.Source.Number, &s.Source.Board, &s.Gone}
		err = r.Scan(append(fields, account.BylineFields(&s.By)...)...)
		s.By = s.By.For(by)
		if !s.edits {
			s.Source.Board = ""
		}
		if !readable {
			s.Source = Source{Subject: s.Source.Subject}
		}
		return s, err
	}
}

// find returns a suggestion that by made or may decide about.
func find(tx *db.Tx, by account.Viewer, id int64) (Suggestion, error) {
	return db.One(tx, scan(by), `
		SELECT `+columns+joins+`
		WHERE s.id = $2 AND (s.person_id = $1 OR `+viewerSQL(EditorsSQL)+`)`, by.ID, id)
}

// same returns the suggestion that there is, if the input says the same.
func same(tx *db.Tx, id int64, in Input) (int64, error) {
	known, err := db.One(tx, func(r db.Row) (x Input, err error) { return x, r.Scan(&x.Title, &x.Why) }, `
		SELECT title, why
		FROM faq_suggestion
		WHERE id = $1`, id)
	if err == nil && (known.Why != in.Why || known.Title != in.Title && in.Kind != Article) {
		err = errKnown
	}
	return id, err
}

func insert(tx *db.Tx, by account.Viewer, in Input) (int64, error) {
	id, err := tx.Insert(`
		INSERT INTO faq_suggestion (kind, subject_id, person_id, organisation_id, title, why, state, reason, at, once_key)
		VALUES ($1, $2, $3, $4, $5, $6, 'open', '', $7, $8)
		RETURNING id`, string(in.Kind), in.ID, by.ID, by.Organisation.ID, in.Title, in.Why, tx.Now, richtext.Once(in.Once))
	if err != nil {
		return 0, err
	}
	return id, event.AppendTx(tx, event.SuggestionMade, id, by.ID)
}
