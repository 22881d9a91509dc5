package inquiry

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/textfield"
)

// TakeUp („Übernehmen") runs an inquiry from eingegangen or in Prüfung to in
// Bearbeitung by whoever clicked: each step is recorded, in one act.
func (s *Inquiries) TakeUp(ctx context.Context, by account.Viewer, number string, in Basis) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		q, err := find(tx, by, number)
		if err != nil {
			return err
		}
		if done, err := q.doneBy(tx, by, ActBegin, in); done || err != nil {
			return err
		}
		first := ActExamine
		if q.State == Examining {
			first = ActAssign
		}
		if err := q.allow(by, first, in); err != nil {
			return err
		}
		if first == ActExamine {
			if err := q.move(tx, step{act: ActExamine, from: Received, to: Examining, actor: by.ID, desk: true}); err != nil {
				return err
			}
		}
		if err := setAssignee(tx, q.ID, by.ID, 0); err != nil {
			return err
		}
		if err := q.move(tx, step{act: ActAssign, from: Examining, to: Assigned, actor: by.ID, desk: true, assignee: by.ID}); err != nil {
			return err
		}
		return q.move(tx, step{act: ActBegin, from: Assigned, to: InProgress, actor: by.ID, desk: true})
	})
}

// Examine begins the examination: eingegangen to in Prüfung.
func (s *Inquiries) Examine(ctx context.Context, by account.Viewer, number string, in Basis) error {
	return s.perform(ctx, by, number, ActExamine, in, nil)
}

// AssignInput says who shall answer, and who in their absence.
type AssignInput struct {
	Basis
	Assignee   int64
	Substitute int64 // 0: nobody
}

// Assign assigns an inquiry to a programme manager, or reassigns it in any state that
// has an assignee.
func (s *Inquiries) Assign(ctx context.Context, by account.Viewer, number string, in AssignInput) error {
	return s.perform(ctx, by, number, ActAssign, in.Basis, func(tx *db.Tx, q *Inquiry) (step, error) {
		staff, err := listStaff(tx)
		if err != nil {
			return step{}, err
		}
		var c fault.Check
		c.Require(staff.has(in.Assignee), "an", "Bitte wählen Sie, wer den Vorgang bearbeitet.")
		c.Require(in.Substitute == 0 || staff.has(in.Substitute), "vertretung", "Diese Person gehört nicht zum Programmmanagement.")
		c.Require(in.Substitute == 0 || in.Substitute != in.Assignee, "vertretung", "Bitte wählen Sie für die Vertretung eine andere Person.")
		if err := c.Err(); err != nil {
			return step{}, err
		}
		return step{assignee: in.Assignee}, setAssignee(tx, q.ID, in.Assignee, in.Substitute)
	})
}

func setAssignee(tx *db.Tx, inquiry, assignee, substitute int64) error {
	_, err := tx.Exec(`UPDATE inquiry SET assignee_id = $1, substitute_id = $2 WHERE id = $3`, db.Null(assignee), db.Null(substitute), inquiry)
	return err
}

// unassign takes the inquiry from its assignee.
func unassign(tx *db.Tx, q *Inquiry) (step, error) { return step{}, setAssignee(tx, q.ID, 0, 0) }

// ReturnToExamination gives an assigned inquiry back: not competent.
func (s *Inquiries) ReturnToExamination(ctx context.Context, by account.Viewer, number string, in Basis) error {
	return s.perform(ctx, by, number, ActGiveBack, in, unassign)
}

// Begin starts the work: zugewiesen to in Bearbeitung.
func (s *Inquiries) Begin(ctx context.Context, by account.Viewer, number string, in Basis) error {
	return s.perform(ctx, by, number, ActBegin, in, nil)
}

// Decline ends an inquiry without an answer; the asking side reads the reason.
func (s *Inquiries) Decline(ctx context.Context, by account.Viewer, number string, in Basis) error {
	return s.perform(ctx, by, number, ActDecline, in, unassign)
}

// Reopen takes up a declined inquiry again, with a new term.
func (s *Inquiries) Reopen(ctx context.Context, by account.Viewer, number string, in Basis) error {
	return s.perform(ctx, by, number, ActReopen, in, func(tx *db.Tx, q *Inquiry) (step, error) {
		return step{}, s.renewTerm(tx, q)
	})
}

func (s *Inquiries) renewTerm(tx *db.Tx, q *Inquiry) error {
	due := catalogue.AddWorkingDays(q.facts.today, s.Term, q.facts.calendar)
	_, err := tx.Exec(`UPDATE inquiry SET due = $1, stopped_on = '' WHERE id = $2`, string(due), q.ID)
	return err
}

// HandOverInput says who is competent, and what the asking side is told.
type HandOverInput struct {
	Basis
	Body string // the competent body
	Note string // Abgabenachricht, Markdown; the asking side reads it
	Once string
}

// HandOver gives an inquiry to the competent body; the clock stops.
func (s *Inquiries) HandOver(ctx context.Context, by account.Viewer, number string, in HandOverInput) error {
	var c fault.Check
	textfield.Line(&c, "stelle", "Zuständige Stelle", &in.Body, 2, MaxBody)
	text := richtext.Render(ctx, &c, "text", "Abgabenachricht", in.Note, true)
	invalid := c.Err()
	return s.performOnce(ctx, by, number, ActHandOver, in.Basis, once.Form{Key: in.Once, Content: []string{number, in.Body, in.Note}},
		func(tx *db.Tx, q *Inquiry) (step, error) {
			if invalid != nil {
				return step{}, invalid
			}
			if _, err := tx.Exec(`UPDATE inquiry SET competent_body = $1 WHERE id = $2`, in.Body, q.ID); err != nil {
				return step{}, err
			}
			if err := insertMessage(tx, by, q.ID, HandOverMessage, text, in.Once); err != nil {
				return step{}, err
			}
			return unassign(tx, q)
		})
}

// TakeBack takes an inquiry back from the competent body: abgegeben to in Prüfung.
func (s *Inquiries) TakeBack(ctx context.Context, by account.Viewer, number string, in Basis) error {
	return s.perform(ctx, by, number, ActTakeBack, in, func(tx *db.Tx, q *Inquiry) (step, error) {
		_, err := tx.Exec(`UPDATE inquiry SET competent_body = '' WHERE id = $1`, q.ID)
		return step{}, err
	})
}

// SortInput says into which board an inquiry belongs.
type SortInput struct {
	Basis
	Board int64
}

// Sort moves an inquiry, and its answer, to another board. Restricted boards are
// excluded on both sides, so that nobody loses or gains access by it.
func (s *Inquiries) Sort(ctx context.Context, by account.Viewer, number string, in SortInput) error {
	can := func(q Inquiry) bool { return q.CanSort(by) }
	return s.beside(ctx, by, number, ActSort, in.Basis, can, func(tx *db.Tx, q Inquiry) error {
		b, err := board.ByIDTx(tx, by, in.Board)
		if fault.Is(err, fault.NotFound) || err == nil && b.Audience == board.Restricted {
			var c fault.Check
			c.Add("themenfeld", "Bitte wählen Sie einen Bereich, den alle Mitglieder lesen.")
			return c.Err()
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE inquiry SET board_id = $1 WHERE id = $2`, b.ID, q.ID); err != nil {
			return err
		}
		answers, err := db.Column[int64](tx, `UPDATE official_answer SET board_id = $1 WHERE inquiry_id = $2 RETURNING id`, b.ID, q.ID)
		if err != nil {
			return err
		}
		for _, id := range answers {
			if err := event.AppendTx(tx, event.AnswerSaved, id, by.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// NoteInput is a Vermerk.
type NoteInput struct {
	Text string // Markdown
	Once string
}

// Note writes a Vermerk, which only the desk ever reads.
func (s *Inquiries) Note(ctx context.Context, by account.Viewer, number string, in NoteInput) error {
	var c fault.Check
	text := richtext.Render(ctx, &c, "text", "Vermerk", in.Text, true)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		q, err := find(tx, by, number)
		if err != nil {
			return err
		}
		if !q.CanNote(by) {
			return ErrNotDesk
		}
		if err := once.ClaimTx(tx, by.ID, in.Once, number, in.Text); err != nil {
			return err
		}
		if err := c.Err(); err != nil {
			return err
		}
		if err := account.CountActivityTx(tx, by, account.Posting); err != nil {
			return err
		}
		_, err = tx.Exec(`
			INSERT INTO inquiry_note (inquiry_id, author_id, organisation_id, at, source, html, pipeline, once_key)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (author_id, once_key) DO NOTHING`,
			q.ID, by.ID, by.Organisation.ID, tx.Now, text.Source, string(text.HTML), markdown.Version, richtext.Once(in.Once))
		return err
	})
}

// SetTickler sets the date on which the desk wants to see the inquiry again, today at
// the earliest; "" removes it.
func (s *Inquiries) SetTickler(ctx context.Context, by account.Viewer, number string, date catalogue.Date, in Basis) error {
	in.Reason = date.German()
	can := func(q Inquiry) bool { return q.CanNote(by) }
	return s.beside(ctx, by, number, ActTickle, in, can, func(tx *db.Tx, q Inquiry) error {
		var c fault.Check
		c.Require(date == "" || !date.Before(q.facts.today), "datum", "Dieser Tag ist schon vorbei. Bitte wählen Sie heute oder einen späteren Tag.")
		if err := c.Err(); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE inquiry SET tickler = $1 WHERE id = $2`, string(date), q.ID)
		return err
	})
}
