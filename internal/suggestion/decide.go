package suggestion

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// TakeableTx returns a suggestion that by may take over now. One about which somebody
// has decided is fault.Conflict. Called by package usecase only, as TakeTx and ReopenTx.
func TakeableTx(tx *db.Tx, by account.Viewer, id int64) (Suggestion, error) {
	s, err := find(tx, by, id)
	switch {
	case err != nil:
		return s, err
	case !s.edits:
		return s, faq.ErrNotEditor
	case s.State != Open:
		return s, fault.Of(fault.Conflict, "Jemand anderes hat "+s.decision()+".")
	}
	return s, nil
}

// TakeTx notes that an article was begun of the subjects: all open suggestions of them
// are taken.
func TakeTx(tx *db.Tx, article int64, subjects ...Subject) error {
	for _, x := range subjects {
		_, err := tx.Exec(`
			UPDATE faq_suggestion
			SET state = 'taken', article_id = $1, decided_at = $2
			WHERE state = 'open' AND kind = $3 AND subject_id = $4`, article, tx.Now, string(x.Kind), x.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// CheckAnswer cleans what who made a suggestion shall read when it is taken over; it may
// be empty.
func (s Suggestion) CheckAnswer(words *string) error { return s.checkWords(Taken, words) }

// AnswerTx keeps what who made an open suggestion shall read.
func AnswerTx(tx *db.Tx, id int64, words string) error {
	_, err := tx.Exec(`UPDATE faq_suggestion SET reason = $1 WHERE id = $2 AND state = 'open'`, words, id)
	return err
}

// ReopenTx opens the suggestions again of which the article was made, before its draft
// is deleted.
func ReopenTx(tx *db.Tx, article int64) error {
	_, err := tx.Exec(`
		UPDATE faq_suggestion
		SET state = 'open', article_id = NULL, decided_at = NULL, reason = ''
		WHERE article_id = $1`, article)
	return err
}

// Decline says why a suggestion is not followed; who made it reads the reason. Recorded
// in the audit log.
func (s *Suggestions) Decline(ctx context.Context, by account.Viewer, id int64, reason string) error {
	return s.decide(ctx, by, id, Declined, reason, ActDecline)
}

// Settle says that what a hint told was looked into; who gave it reads the answer, which
// may be empty. Recorded in the audit log.
func (s *Suggestions) Settle(ctx context.Context, by account.Viewer, id int64, answer string) error {
	return s.decide(ctx, by, id, Settled, answer, ActSettle)
}

// Acts in the audit log.
const (
	ActDecline = "faq.decline"
	ActSettle  = "faq.settle"
)

// checkWords cleans what who made the suggestion shall read.
func (s Suggestion) checkWords(to State, words *string) error {
	var c fault.Check
	label, least := "Grund", faq.MinReason
	if s.Hint() || to == Taken {
		label = "Antwort"
	}
	if to != Declined {
		least = 0
	}
	textfield.Line(&c, "grund", label, words, least, faq.MaxReason)
	return c.Err()
}

// decide runs a decision of an editor: permitted, still open, words, record, event.
func (s *Suggestions) decide(ctx context.Context, by account.Viewer, id int64, to State, words, act string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		x, err := TakeableTx(tx, by, id)
		if err != nil {
			return err
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		if to == Settled && !x.Hint() {
			return fault.Reject("Ein Vorschlag wird in einen Entwurf übernommen oder abgelehnt.")
		}
		text := words // a write may run again
		if err := x.checkWords(to, &text); err != nil {
			return err
		}
		if err := audit.RecordTx(tx, by.ID, act, "suggestion", id, text); err != nil {
			return err
		}
		_, err = tx.Exec(`
			UPDATE faq_suggestion
			SET state = $1, reason = $2, decided_at = $3
			WHERE id = $4`, string(to), text, tx.Now, id)
		if err != nil {
			return err
		}
		return event.AppendTx(tx, event.SuggestionDecided, id, by.ID)
	})
}
