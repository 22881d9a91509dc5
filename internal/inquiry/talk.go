package inquiry

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/support"
)

// MessageKind tells what the desk and the asking side write to each other.
type MessageKind string

const (
	QuestionMessage MessageKind = "question" // Rückfrage of the desk
	ResponseMessage MessageKind = "response"
	FollowUpMessage MessageKind = "follow-up" // Nachfrage of the asker
	HandOverMessage MessageKind = "hand-over" // Abgabenachricht of the desk
)

// German names the kind on pages.
func (k MessageKind) German() string {
	switch k {
	case QuestionMessage:
		return "Rückfrage"
	case ResponseMessage:
		return "Rückmeldung"
	case FollowUpMessage:
		return "Nachfrage"
	}
	return "Abgabenachricht"
}

// Desk reports whether programme management wrote it.
func (k MessageKind) Desk() bool { return k == QuestionMessage || k == HandOverMessage }

// MessageInput is what the asking side writes.
type MessageInput struct {
	Text string // Markdown
	Once string
}

// AskBackInput is a Rückfrage.
type AskBackInput struct {
	Basis
	Text string // Markdown
	Once string
}

// AskBack puts a Rückfrage to the asking side; the clock stops.
func (s *Inquiries) AskBack(ctx context.Context, by account.Viewer, number string, in AskBackInput) error {
	var c fault.Check
	text := richtext.Render(ctx, &c, "text", "Rückfrage", in.Text, true)
	invalid := c.Err()
	return s.performOnce(ctx, by, number, ActAskBack, in.Basis, once.Form{Key: in.Once, Content: []string{number, in.Text}},
		func(tx *db.Tx, q *Inquiry) (step, error) {
			if invalid != nil {
				return step{}, invalid
			}
			_, err := tx.Exec(`UPDATE inquiry SET asked_back_on = $1, reminded_on = '' WHERE id = $2`, string(q.facts.today), q.ID)
			if err != nil {
				return step{}, err
			}
			return step{}, insertMessage(tx, by, q.ID, QuestionMessage, text, in.Once)
		})
}

// Respond answers the Rückfrage; the clock goes on. Anyone of the asking
// organisation, the escalating moderator and supporters may.
func (s *Inquiries) Respond(ctx context.Context, by account.Viewer, number string, in MessageInput) error {
	return s.write(ctx, by, number, ActRespond, ResponseMessage, "Rückmeldung", in, func(tx *db.Tx, q *Inquiry) error {
		_, err := tx.Exec(`UPDATE inquiry SET asked_back_on = '', reminded_on = '' WHERE id = $1`, q.ID)
		return err
	})
}

// FollowUp is the asker's Nachfrage: once, within ten working days of the
// answer. It leads to the next version of the answer, with a new term.
func (s *Inquiries) FollowUp(ctx context.Context, by account.Viewer, number string, in MessageInput) error {
	return s.write(ctx, by, number, ActFollowUp, FollowUpMessage, "Nachfrage", in, func(tx *db.Tx, q *Inquiry) error {
		if _, err := tx.Exec(`UPDATE inquiry SET followed_up = TRUE WHERE id = $1`, q.ID); err != nil {
			return err
		}
		return s.renewTerm(tx, q)
	})
}

// Revise begins the next version of the answer on the desk's own account, with
// a new term; the asking side reads the reason.
func (s *Inquiries) Revise(ctx context.Context, by account.Viewer, number string, in Basis) error {
	return s.perform(ctx, by, number, ActRevise, in, func(tx *db.Tx, q *Inquiry) (step, error) {
		return step{}, s.renewTerm(tx, q)
	})
}

// write is an act of the asking side that consists of a message.
func (s *Inquiries) write(ctx context.Context, by account.Viewer, number string, act Act, kind MessageKind, label string, in MessageInput,
	do func(*db.Tx, *Inquiry) error) error {
	var c fault.Check
	text := richtext.Render(ctx, &c, "text", label, in.Text, true)
	invalid := c.Err()
	return s.db.Write(ctx, func(tx *db.Tx) error {
		q, err := find(tx, by, number)
		if err != nil {
			return err
		}
		if again, err := saidBefore(tx, by, once.Form{Key: in.Once, Content: []string{number, in.Text}}); again || err != nil {
			return err
		}
		if err := q.person(by, act); err != nil {
			return err
		}
		if err := q.moment(act); err != nil {
			return err
		}
		if invalid != nil {
			return invalid
		}
		if err := account.CountActivityTx(tx, by, account.Posting); err != nil {
			return err
		}
		if err := do(tx, &q); err != nil {
			return err
		}
		if err := insertMessage(tx, by, q.ID, kind, text, in.Once); err != nil {
			return err
		}
		t, _ := transition(q.State, act, "")
		return q.move(tx, step{act: act, from: q.State, to: t.To, actor: by.ID})
	})
}

func insertMessage(tx *db.Tx, by account.Viewer, inquiry int64, kind MessageKind, text markdown.Text, key string) error {
	_, err := tx.Exec(`
		INSERT INTO inquiry_message (inquiry_id, kind, author_id, organisation_id, at, source, html, pipeline, once_key)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		inquiry, string(kind), by.ID, by.Organisation.ID, tx.Now, text.Source, string(text.HTML), markdown.Version, richtext.Once(key))
	return err
}

// Withdraw withdraws the question. If others support it only the asker leaves, and the
// question stays; left is true then.
func (s *Inquiries) Withdraw(ctx context.Context, by account.Viewer, number string) (left bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		q, err := find(tx, by, number)
		if err != nil {
			return err
		}
		if done, err := q.doneBy(tx, by, ActWithdraw, Basis{}); done || err != nil {
			return err
		}
		if err := q.person(by, ActWithdraw); err != nil {
			return err
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		if left = q.facts.supported && q.State.Open(); left {
			return q.leave(tx, by)
		}
		if err := q.moment(ActWithdraw); err != nil {
			return err
		}
		return q.move(tx, step{act: ActWithdraw, from: q.State, to: Withdrawn, actor: by.ID})
	})
	return left && err == nil, err
}

// leave takes the asker and the asking organisation's voice from the question.
func (q *Inquiry) leave(tx *db.Tx, by account.Viewer) error {
	if _, err := tx.Exec(`UPDATE inquiry SET asker_left = TRUE WHERE id = $1`, q.ID); err != nil {
		return err
	}
	organisation, err := db.Scalar[int64](tx, `SELECT organisation_id FROM inquiry WHERE id = $1`, q.ID)
	if err != nil {
		return err
	}
	if _, err := support.RemoveTx(tx, organisation, q.subject()); err != nil {
		return err
	}
	return q.touch(tx, step{act: ActLeave, actor: by.ID})
}

func (q Inquiry) subject() support.Subject {
	return support.Subject{Kind: support.Inquiry, ID: q.ID}
}

// RestOverdue reminds of each Rückfrage that has waited long enough, and lets the
// inquiry rest if the reminder did not help. A worker should call it at least once a
// day.
func (s *Inquiries) RestOverdue(ctx context.Context) (reminded, rested int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		reminded, rested = 0, 0
		waiting, err := listWaiting(tx)
		if err != nil {
			return err
		}
		for _, w := range waiting {
			today, since := w.facts.today, func(d catalogue.Date) int {
				return catalogue.WorkingDaysBetween(d, w.facts.today, w.facts.calendar)
			}
			switch {
			case w.remindedOn == "" && since(w.askedBackOn) >= s.RemindAfter:
				if _, err := tx.Exec(`UPDATE inquiry SET reminded_on = $1 WHERE id = $2`, string(today), w.ID); err != nil {
					return err
				}
				if err := w.touch(tx, step{act: ActRemind}); err != nil {
					return err
				}
				reminded++
			case w.remindedOn != "" && since(w.remindedOn) >= s.RestAfter-s.RemindAfter:
				if err := w.move(tx, step{act: ActRest, from: AskedBack, to: Resting}); err != nil {
					return err
				}
				rested++
			}
		}
		return nil
	})
	return reminded, rested, err
}

// waiting is an inquiry in Rückfrage, as the system sees it.
type waiting struct {
	Inquiry
	askedBackOn, remindedOn catalogue.Date
}

func listWaiting(tx *db.Tx) ([]waiting, error) {
	return db.List(tx, func(r db.Row) (w waiting, err error) {
		w.State, w.facts.today = AskedBack, catalogue.DateOf(tx.Now)
		return w, r.Scan(&w.ID, &w.facts.calendar, &w.askedBackOn, &w.remindedOn)
	}, `
		SELECT id, calendar, asked_back_on, reminded_on
		FROM inquiry
		WHERE state = 'asked-back'
		ORDER BY id`)
}
