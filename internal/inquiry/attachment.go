package inquiry

import (
	"slices"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// MayReadTx says whether by may read a file of an inquiry or of an official answer now:
// whoever may read the question, or a version of the answer that has the file. Any other
// is missing. Called by package usecase only.
func MayReadTx(tx *db.Tx, by account.Viewer, file attachment.File) error {
	if file.Subject.Kind == attachment.Inquiry {
		q, err := db.One(tx, func(r db.Row) (Inquiry, error) { return scanInquiry(tx, by, r) },
			query(inquiryColumns, `q.id = $6`, ""), append(seen(by), file.Subject.ID)...)
		if err == nil && q.Access < Question {
			err = fault.Missing()
		}
		return err
	}
	if by.Programme() {
		return nil // drafts, too
	}
	versions, err := db.Column[int](tx, `
		SELECT x.version`+versionJoins+`
		WHERE `+versionSeen+` AND oa.id = $6`, append(seen(by), file.Subject.ID)...)
	if err == nil && !slices.ContainsFunc(versions, file.In) {
		err = fault.Missing()
	}
	return err
}

func ofAnswer(id int64) attachment.Subject {
	return attachment.Subject{Kind: attachment.Answer, ID: id}
}

// addFiles adds their files to versions of answers, in one query.
func addFiles(tx *db.Tx, lists ...[]AnswerVersion) error {
	var ids []int64
	for _, list := range lists {
		for _, v := range list {
			ids = append(ids, v.AnswerID)
		}
	}
	files, err := attachment.Answer.OfTx(tx, ids)
	for _, list := range lists {
		for i, v := range list {
			list[i].Files = attachment.Of(files[v.AnswerID], v.Version)
		}
	}
	return err
}

// draftFiles returns the files that the next version of the answer to an inquiry is to
// have: uploads of by, and files of the answer.
func draftFiles(tx *db.Tx, by account.Viewer, inquiry int64, ready ReadyAnswer) (attachment.Chosen, error) {
	if len(ready.in.Files) == 0 {
		return nil, nil
	}
	type next struct {
		answer  int64
		version int
	}
	n, _, err := db.Found(db.One(tx, func(r db.Row) (n next, err error) { return n, r.Scan(&n.answer, &n.version) }, `
		SELECT oa.id, COALESCE(MAX(CASE WHEN x.state = 'draft' THEN x.version ELSE x.version + 1 END), 1)
		FROM official_answer oa
		LEFT JOIN answer_version x ON x.answer_id = oa.id
		WHERE oa.inquiry_id = $1
		GROUP BY oa.id`, inquiry))
	if err != nil {
		return nil, err
	}
	return attachment.ChosenForTx(tx, by.ID, ofAnswer(n.answer), n.version, ready.in.Files)
}
