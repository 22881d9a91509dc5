package inquiry

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/support"
)

// ActImport is recorded in the audit log for each batch of imported inquiries.
const ActImport = "inquiry.import"

// Imported is an inquiry that is written as a whole: from another system, or
// by a generator of load. It is received; in progress when it has an assignee;
// answered when it has an answer too.
type Imported struct {
	AskInput   // without Once
	Board      board.Board
	By         account.Viewer
	At         time.Time
	Assignee   account.Viewer // a programme manager, the guest for none
	Answer     *AnswerInput
	AnsweredAt time.Time
}

// Import writes a batch of inquiries with their history and answers in one
// transaction. It checks no rights and appends no events: the operator acts, and the
// search index is rebuilt afterwards. The batch is recorded in the audit log.
func (s *Inquiries) Import(ctx context.Context, b audit.Batch, inquiries []Imported) error {
	entries, answers := make([]Entry, len(inquiries)), make([]ReadyAnswer, len(inquiries))
	for i, q := range inquiries {
		var err error
		if entries[i], err = s.Prepare(ctx, q.AskInput); err != nil {
			return fmt.Errorf("import %q: %w", q.Title, err)
		}
		if q.Answer != nil {
			answers[i] = PrepareAnswer(ctx, *q.Answer, false)
			if err := answers[i].invalid; err != nil {
				return fmt.Errorf("import answer to %q: %w", q.Title, err)
			}
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for i, q := range inquiries {
			if err := importInquiry(tx, q, entries[i], answers[i]); err != nil {
				return fmt.Errorf("import %q: %w", q.Title, err)
			}
		}
		return audit.RecordBatchTx(tx, ActImport, b)
	})
}

func importInquiry(tx *db.Tx, in Imported, e Entry, answer ReadyAnswer) error {
	now := tx.Now
	defer func() { tx.Now = now }()
	tx.Now = in.At
	asker := account.Byline{PersonID: in.By.ID, Organisation: in.By.Organisation}
	e.in.Once = richtext.Once("")
	id, number, err := insertInquiry(tx, in.By, e, Origin{Board: in.Board, Asker: asker})
	if err != nil {
		return err
	}
	if err := tag(tx, id, in.Services); err != nil {
		return err
	}
	if err := support.AddTx(tx, in.By, support.Subject{Kind: support.Inquiry, ID: id}); err != nil {
		return err
	}
	if _, err := insertStep(tx, id, step{act: ActEnter, to: Received, actor: in.By.ID}); err != nil {
		return err
	}
	if !in.Assignee.SignedIn() {
		return nil
	}
	q := Inquiry{ID: id, Number: number, Board: in.Board, DeskOnly: in.DeskOnly}
	return q.importWork(tx, in, answer)
}

// importWork writes what the desk has done with the inquiry.
func (q *Inquiry) importWork(tx *db.Tx, in Imported, answer ReadyAnswer) error {
	by := in.Assignee
	steps := []step{
		{act: ActExamine, from: Received, to: Examining},
		{act: ActAssign, from: Examining, to: Assigned, assignee: by.ID},
		{act: ActBegin, from: Assigned, to: InProgress},
	}
	answered := ""
	if in.Answer != nil {
		tx.Now = in.AnsweredAt
		answered = string(catalogue.DateOf(tx.Now))
		v, err := q.putDraft(tx, by, answer)
		if err != nil {
			return err
		}
		if err := setReleased(tx, by, v); err != nil {
			return err
		}
		steps = append(steps, step{act: ActAnswer, from: InProgress, to: Answered})
	}
	for _, s := range steps {
		s.actor, s.desk = by.ID, true
		if _, err := insertStep(tx, q.ID, s); err != nil {
			return err
		}
	}
	if err := setAssignee(tx, q.ID, by.ID, 0); err != nil {
		return err
	}
	_, err := tx.Exec(`
		UPDATE inquiry
		SET state = $1, answered_on = $2, changed_at = $3, revision = revision + $4
		WHERE id = $5`, string(steps[len(steps)-1].to), answered, tx.Now, len(steps), q.ID)
	return err
}
