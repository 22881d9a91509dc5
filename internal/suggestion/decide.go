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

// ErrDecided is returned for a decision about what somebody has decided.
var ErrDecided = fault.Of(fault.Conflict, "Über diesen Vorschlag ist schon entschieden.")

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
		return s, ErrDecided
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

// ReopenTx opens the suggestions again of which the article was made, before its draft
// is deleted.
func ReopenTx(tx *db.Tx, article int64) error {
	_, err := tx.Exec(`
		UPDATE faq_suggestion
		SET state = 'open', article_id = NULL, decided_at = NULL
		WHERE article_id = $1`, article)
	return err
}

// Decline says why a suggestion is not followed; who made it reads the reason. Recorded
// in the audit log.
func (s *Suggestions) Decline(ctx context.Context, by account.Viewer, id int64, reason string) error {
	var c fault.Check
	textfield.Line(&c, "grund", "Grund", &reason, faq.MinReason, faq.MaxReason)
	return s.decide(ctx, by, id, Declined, reason, func(tx *db.Tx, _ Suggestion) error {
		if err := c.Err(); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "faq.decline", "suggestion", id, reason)
	})
}

// Settle says that what a hint told was looked into.
func (s *Suggestions) Settle(ctx context.Context, by account.Viewer, id int64) error {
	return s.decide(ctx, by, id, Settled, "", func(_ *db.Tx, x Suggestion) error {
		if !x.Hint() {
			return fault.Reject("Ein Vorschlag wird in einen Entwurf übernommen oder abgelehnt.")
		}
		return nil
	})
}

// decide runs a decision of an editor: permitted, still open, act, event.
func (s *Suggestions) decide(ctx context.Context, by account.Viewer, id int64, to State, reason string, act func(*db.Tx, Suggestion) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		x, err := TakeableTx(tx, by, id)
		if err != nil {
			return err
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		if err := act(tx, x); err != nil {
			return err
		}
		_, err = tx.Exec(`
			UPDATE faq_suggestion
			SET state = $1, reason = $2, decided_at = $3
			WHERE id = $4`, string(to), reason, tx.Now, id)
		if err != nil {
			return err
		}
		return event.AppendTx(tx, event.SuggestionDecided, id, by.ID)
	})
}
