package inquiry

import (
	"fmt"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
)

// versionColumns selects a version x of an answer oa to an inquiry q on board b.
const versionColumns = `x.id, oa.id, oa.number, x.version, x.state, x.question, x.short, x.source, x.html, x.body, x.valid_from, x.valid_until,
	x.legal_basis, x.scope, x.audience, x.released_at, x.withdrawn_at, x.withdrawn_why,
	EXISTS (SELECT 1 FROM answer_version n WHERE n.answer_id = oa.id AND n.version > x.version AND n.state <> 'draft'), ` + board.Columns

const versionJoins = `
	FROM answer_version x
	JOIN official_answer oa ON oa.id = x.answer_id
	JOIN inquiry q ON q.id = oa.inquiry_id
	JOIN board b ON b.id = oa.board_id`

// versionSeen is the rule of who may read a released version x: those it was
// released to, the asking side while it is admitted to the board, and the desk.
// Parameters as in seen.
const versionSeen = `x.state <> 'draft' AND (` + board.ReleasedSQL + ` OR $5 OR ($1 AND ` + board.VisibleSQL + ` AND ` + sideSQL + `))`

func scanVersion(tx *db.Tx, r db.Row) (v AnswerVersion, err error) {
	targets := []any{&v.id, &v.AnswerID, &v.Number, &v.Version, &v.State, &v.Question, &v.Short, &v.source, &v.HTML, &v.Body, &v.ValidFrom,
		&v.ValidUntil,
		&v.LegalBasis, &v.Scope, &v.Audience, db.Instant(&v.ReleasedAt), db.Instant(&v.WithdrawnAt), &v.WithdrawnWhy, &v.Superseded}
	boardTargets, done := board.Fields(&v.Board)
	err = r.Scan(append(targets, boardTargets...)...)
	done()
	v.Expired = v.ValidUntil != "" && v.ValidUntil.Before(catalogue.DateOf(tx.Now))
	return v, err
}

// shown returns the version as readers get it: without its source, and without
// the restricted board that it was released beyond, whose name is not for all.
func (v AnswerVersion) shown() AnswerVersion {
	v.source = ""
	if v.Board.Audience == board.Restricted && v.Audience != board.ToBoard {
		v.Board = board.Board{}
	}
	return v
}

func listVersions(tx *db.Tx, by account.Viewer, where, tail string, args ...any) ([]AnswerVersion, error) {
	return db.List(tx, func(r db.Row) (AnswerVersion, error) {
		v, err := scanVersion(tx, r)
		return v.shown(), err
	}, `
	SELECT `+versionColumns+versionJoins+`
	WHERE `+versionSeen+` AND `+where+`
	`+tail, append(seen(by), args...)...)
}

// Which version of an inquiry's answer findVersion returns.
const (
	isDraft  = `x.state = 'draft'`
	isLatest = `x.id = oa.latest_id`
)

// findVersion returns a version of an inquiry's answer for the desk, with its
// source.
func findVersion(tx *db.Tx, inquiry int64, which string) (AnswerVersion, error) {
	return db.One(tx, func(r db.Row) (AnswerVersion, error) { return scanVersion(tx, r) }, `
		SELECT `+versionColumns+versionJoins+`
		WHERE oa.inquiry_id = $1 AND `+which, inquiry)
}

// putDraft writes the draft of the next version, creating answer and version
// when they are first needed, and notes by as a drafter.
func (q *Inquiry) putDraft(tx *db.Tx, by account.Viewer, ready ReadyAnswer) (AnswerVersion, error) {
	in := ready.in
	files, err := draftFiles(tx, by, q.ID, ready)
	if err != nil {
		return AnswerVersion{}, err
	}
	in.Audience = releaseOn(q.Board, in.Audience)
	if in.Audience == "" {
		in.Audience = q.Audiences()[0]
	}
	version, err := draftID(tx, *q)
	if err != nil {
		return AnswerVersion{}, err
	}
	_, err = tx.Exec(`
		UPDATE answer_version
		SET question = $1, short = $2, source = $3, html = $4, pipeline = $5, body = $6, valid_from = $7, valid_until = $8,
			legal_basis = $9, scope = $10, audience = $11, saved_at = $12, once_key = $13
		WHERE id = $14`,
		in.Question, in.Short, ready.text.Source, string(ready.text.HTML), markdown.Version, in.Body, string(in.ValidFrom), string(in.ValidUntil),
		in.LegalBasis, in.Scope, string(in.Audience), tx.Now, in.Once, version)
	if err != nil {
		return AnswerVersion{}, fmt.Errorf("save draft: %w", err)
	}
	_, err = tx.Exec(`INSERT INTO answer_drafter (version_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, version, by.ID)
	if err != nil {
		return AnswerVersion{}, err
	}
	v, err := findVersion(tx, q.ID, isDraft)
	if err != nil {
		return v, err
	}
	return v, files.SetTx(tx, by.ID, ofAnswer(v.AnswerID), v.Version)
}

// draftID returns the id of the draft version, creating an empty one if there
// is none.
func draftID(tx *db.Tx, q Inquiry) (int64, error) {
	_, err := tx.Exec(`
		INSERT INTO official_answer (inquiry_id, number, board_id, expiry_noticed)
		VALUES ($1, $2, $3, FALSE)
		ON CONFLICT (inquiry_id) DO NOTHING`, q.ID, q.Number, q.Board.ID)
	if err != nil {
		return 0, err
	}
	answer, err := db.Scalar[int64](tx, `SELECT id FROM official_answer WHERE inquiry_id = $1`, q.ID)
	if err != nil {
		return 0, err
	}
	id, found, err := db.Found(db.Scalar[int64](tx, `SELECT id FROM answer_version WHERE answer_id = $1 AND state = 'draft'`, answer))
	if found || err != nil {
		return id, err
	}
	return tx.Insert(`
		INSERT INTO answer_version (answer_id, version, state, question, short, source, html, pipeline, body, valid_from, valid_until,
			legal_basis, scope, audience, saved_at, withdrawn_why, once_key)
		SELECT $1, COALESCE(MAX(version), 0) + 1, 'draft', '', '', '', '', $2, '', '', '', '', '', 'board', $3, '', ''
		FROM answer_version
		WHERE answer_id = $1
		RETURNING id`, answer, markdown.Version, tx.Now)
}

// AnswerVersionTx returns the released version of an official answer with this id, as
// by may read it.
func AnswerVersionTx(tx *db.Tx, by account.Viewer, version int64) (AnswerVersion, error) {
	return firstVersion(listVersions(tx, by, `x.id = $6`, "", version))
}

// AnswerToTx returns the newest released version of the answer to an inquiry that by
// may read.
func AnswerToTx(tx *db.Tx, by account.Viewer, inquiry int64) (AnswerVersion, error) {
	return firstVersion(listVersions(tx, by, `oa.inquiry_id = $6`, `ORDER BY x.version DESC LIMIT 1`, inquiry))
}

func firstVersion(list []AnswerVersion, err error) (AnswerVersion, error) {
	if err == nil && len(list) == 0 {
		err = fault.Missing()
	}
	if err != nil {
		return AnswerVersion{}, err
	}
	return list[0], nil
}
