package forum

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/support"
)

// Numbers of organisations and Länder from which a question is proposed to moderators
// for programme management; they confirm by escalating it.
const (
	ThresholdOrganisations = 5
	ThresholdStates        = 3
)

const selfAsked = "Ihre Organisation hat selbst gefragt. Deshalb betrifft sie das Thema."

// PastThreshold reports whether the question is still open and concerns enough
// organisations to be put to programme management.
func (r Reading) PastThreshold() bool {
	return r.Thread.State == Open && r.Supporters.Organisations >= ThresholdOrganisations && r.Supporters.States >= ThresholdStates
}

// Support says „Betrifft uns auch" for by's organisation. Saying it twice
// changes nothing.
func (f *Forum) Support(ctx context.Context, by account.Viewer, id int64) error {
	return f.support(ctx, by, id, func(tx *db.Tx, t Thread) error {
		_, asked, err := t.aliasFor(tx, by)
		if err != nil {
			return err
		}
		if asked || t.SemiAnonymous() && t.AskedBy(by) {
			return fault.Reject(selfAsked) // the list would name who asked
		}
		if err := support.AddTx(tx, by, t.subject()); err != nil {
			return err
		}
		return follow.AutoTx(tx, by.ID, follow.Subject{Kind: follow.Thread, ID: t.ID}, follow.Supporting)
	})
}

// Unsupport withdraws the voice of by's organisation. The asking organisation cannot.
func (f *Forum) Unsupport(ctx context.Context, by account.Viewer, id int64) error {
	return f.support(ctx, by, id, func(tx *db.Tx, t Thread) error {
		if t.AskedBy(by) {
			return fault.Reject(selfAsked)
		}
		_, err := support.RemoveTx(tx, by.Organisation.ID, t.subject())
		return err
	})
}

func (f *Forum) support(ctx context.Context, by account.Viewer, id int64, act func(*db.Tx, Thread) error) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return f.db.Write(ctx, func(tx *db.Tx) error {
		t, err := findLed(tx, by, id)
		if err != nil {
			return err
		}
		if !t.CanSupport(by) {
			return fault.Reject("Bei diesem Thema ist „Betrifft uns auch“ nicht mehr möglich.")
		}
		if err := account.CountActivityTx(tx, by, account.Supporting); err != nil {
			return err
		}
		return act(tx, t)
	})
}
