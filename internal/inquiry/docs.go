package inquiry

import (
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
)

// AnswerDocument is an official answer for the search index: its newest
// released version.
type AnswerDocument struct {
	ID         int64 // of the answer
	Number     string
	Version    int
	Title      string
	Short      string
	Text       string // plain
	Body       string // answering body
	LegalBasis string
	Scope      string
	ACL        board.ACL
	Board      int64
	At         time.Time
	Services   []int64
	Outdated   bool // withdrawn, or its validity has ended; still to be found
}

const docColumns = `oa.id, oa.number, x.version, x.question, x.short, x.source, x.body, x.legal_basis, x.scope, x.audience,
	b.id, b.audience, x.released_at, x.state = 'withdrawn', x.valid_until`

// docJoins leaves out what only the asking side may read: it is not searched.
const docJoins = `
	FROM official_answer oa
	JOIN answer_version x ON x.id = oa.latest_id AND x.audience <> 'asker'
	JOIN board b ON b.id = oa.board_id`

func scanDoc(tx *db.Tx) func(db.Row) (AnswerDocument, error) {
	today := catalogue.DateOf(tx.Now)
	return func(r db.Row) (d AnswerDocument, err error) {
		var b board.Board
		var audience board.Release
		var source string
		var until catalogue.Date
		err = r.Scan(&d.ID, &d.Number, &d.Version, &d.Title, &d.Short, &source, &d.Body, &d.LegalBasis, &d.Scope, &audience,
			&b.ID, &b.Audience, db.Instant(&d.At), &d.Outdated, &until)
		d.Text = markdown.PlainText(source)
		d.Board, d.ACL = b.ID, b.ACLOf(audience)
		d.Outdated = d.Outdated || until != "" && until.Before(today)
		return d, err
	}
}

// AnswerDocsTx returns up to limit documents beyond the answer's id, by id: for
// rebuilding the index.
func AnswerDocsTx(tx *db.Tx, after int64, limit int) ([]AnswerDocument, error) {
	docs, err := db.List(tx, scanDoc(tx), `SELECT `+docColumns+docJoins+` WHERE oa.id > $1 ORDER BY oa.id LIMIT $2`, after, limit)
	if err != nil {
		return nil, err
	}
	return docs, addServices(tx, docs)
}

// AnswerDocTx returns the document of an answer; fault.NotFound when it is not,
// or no longer, to be found.
func AnswerDocTx(tx *db.Tx, id int64) (AnswerDocument, error) {
	d, err := db.One(tx, scanDoc(tx), `SELECT `+docColumns+docJoins+` WHERE oa.id = $1`, id)
	if err != nil {
		return d, err
	}
	docs := []AnswerDocument{d}
	err = addServices(tx, docs)
	return docs[0], err
}

func addServices(tx *db.Tx, docs []AnswerDocument) error {
	place := map[int64]int{}
	var ids []int64
	for i, d := range docs {
		place[d.ID] = i
		ids = append(ids, d.ID)
	}
	type tag struct{ answer, service int64 }
	list, args := db.In(1, ids)
	tags, err := db.List(tx, func(r db.Row) (t tag, err error) { return t, r.Scan(&t.answer, &t.service) }, `
		SELECT oa.id, s.service_id
		FROM official_answer oa
		JOIN inquiry_service s ON s.inquiry_id = oa.inquiry_id
		WHERE oa.id IN `+list+`
		ORDER BY oa.id, s.service_id`, args...)
	for _, t := range tags {
		d := &docs[place[t.answer]]
		d.Services = append(d.Services, t.service)
	}
	return err
}

// AnswerDocsOfTx returns the documents of those of the answers that are to be found.
func AnswerDocsOfTx(tx *db.Tx, ids []int64) ([]AnswerDocument, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := db.In(1, ids)
	docs, err := db.List(tx, scanDoc(tx), `SELECT `+docColumns+docJoins+` WHERE oa.id IN `+in, args...)
	if err != nil || len(docs) == 0 {
		return nil, err
	}
	return docs, addServices(tx, docs)
}

// AnswersOfBoardAfterTx returns up to limit ids of a board's answers beyond an
// id: for re-indexing when the board changed.
func AnswersOfBoardAfterTx(tx *db.Tx, b, after int64, limit int) ([]int64, error) {
	return db.Column[int64](tx, `SELECT id FROM official_answer WHERE board_id = $1 AND id > $2 ORDER BY id LIMIT $3`, b, after, limit)
}
