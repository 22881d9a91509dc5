package inquiry

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/support"
)

// Support says „Betrifft uns auch" for by's organisation, which sees the whole
// inquiry from then on. Saying it twice changes nothing.
func (s *Inquiries) Support(ctx context.Context, by account.Viewer, number string) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		q, err := find(tx, by, number)
		if err != nil {
			return err
		}
		if by.Programme() {
			return fault.Forbid("Das Programmmanagement beantwortet die Fragen; unterstützen können sie andere.")
		}
		if q.facts.side {
			return nil // has a say already
		}
		if !q.CanSupport(by) {
			return fault.Reject("Der Vorgang ist „" + q.State.German() + "“. „Betrifft uns auch“ ist nicht mehr möglich.")
		}
		if err := account.CountActivityTx(tx, by, account.Supporting); err != nil {
			return err
		}
		if err := support.AddTx(tx, by, q.subject()); err != nil {
			return err
		}
		if err := follow.AutoTx(tx, by.ID, follow.Subject{Kind: follow.Inquiry, ID: q.ID}, follow.Supporting); err != nil {
			return err
		}
		return event.AppendTx(tx, event.InquirySaved, q.ID, by.ID)
	})
}

// Unsupport withdraws the voice of by's organisation. The asking organisation withdraws
// its question instead.
func (s *Inquiries) Unsupport(ctx context.Context, by account.Viewer, number string) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		q, err := find(tx, by, number)
		if err != nil {
			return err
		}
		asks, err := db.Scalar[bool](tx, `
			SELECT COALESCE(organisation_id, 0) = $2 AND NOT asker_left
			FROM inquiry
			WHERE id = $1`, q.ID, by.Organisation.ID)
		if err != nil {
			return err
		}
		if asks {
			return fault.Reject("Ihre Organisation hat die Frage selbst gestellt. Wer sie gestellt hat, kann sie zurückziehen.")
		}
		if err := account.CountActivityTx(tx, by, account.Supporting); err != nil {
			return err
		}
		removed, err := support.RemoveTx(tx, by.Organisation.ID, q.subject())
		if err != nil || !removed {
			return err
		}
		return event.AppendTx(tx, event.InquirySaved, q.ID, by.ID)
	})
}
