package inquiry

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// ForFAQ is what the FAQ takes over from an official answer.
type ForFAQ struct {
	AnswerID int64
	Board    board.Board
	Audience board.Release
	Thread   int64 // that the inquiry came from, 0 for none
	Question string
	Short    string
	Text     string // Markdown
	Scope    string
	Services []int64
}

// AnswerForFAQTx returns the newest version of an official answer for the FAQ,
// if by edits the FAQ of its board. An answer that no longer holds, or that was
// released to the asking side alone, is not for the FAQ.
func AnswerForFAQTx(tx *db.Tx, by account.Viewer, number string) (ForFAQ, error) {
	v, err := db.One(tx, func(r db.Row) (AnswerVersion, error) { return scanVersion(tx, r) }, `
		SELECT `+versionColumns+versionJoins+`
		WHERE `+versionSeen+` AND x.id = oa.latest_id AND oa.number = $6`, append(seen(by), number)...)
	if err != nil {
		return ForFAQ{}, err
	}
	switch {
	case !by.Edits(v.Board.ID):
		return ForFAQ{}, fault.Forbid("Nur die FAQ-Redaktion und die Moderation des Bereichs übernehmen Antworten in die häufigen Fragen.")
	case v.Outdated():
		return ForFAQ{}, fault.Reject("Diese Antwort gilt nicht mehr und lässt sich nicht übernehmen.")
	case v.Audience == ToAsker:
		return ForFAQ{}, fault.Reject("Diese Antwort ist nur für die fragende Stelle bestimmt und lässt sich nicht übernehmen.")
	}
	f := ForFAQ{AnswerID: v.AnswerID, Board: v.Board, Audience: v.Audience, Question: v.Question, Short: v.Short, Text: v.source, Scope: v.Scope}
	f.Thread, err = db.Scalar[int64](tx, `
		SELECT COALESCE(q.thread_id, 0)
		FROM official_answer oa
		JOIN inquiry q ON q.id = oa.inquiry_id
		WHERE oa.id = $1`, v.AnswerID)
	if err != nil {
		return ForFAQ{}, err
	}
	f.Services, err = db.Column[int64](tx, `
		SELECT s.service_id
		FROM official_answer oa
		JOIN inquiry_service s ON s.inquiry_id = oa.inquiry_id
		WHERE oa.id = $1
		ORDER BY s.service_id`, v.AnswerID)
	return f, err
}
