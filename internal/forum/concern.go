package forum

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/support"
)

// From this many organisations of this many Länder on, a question is proposed to
// the moderators for programme management; they confirm by escalating it.
const (
	ThresholdOrganisations = 5
	ThresholdStates        = 3
)

const selfAsked = "Ihre Organisation hat selbst gefragt. Deshalb betrifft sie das Thema."

// PastThreshold reports whether so many are concerned that the question, still
// open, is one for programme management.
func (r Reading) PastThreshold() bool {
	return r.Thread.State == Open && r.Voices.Organisations >= ThresholdOrganisations && r.Voices.States >= ThresholdStates
}

// Concern says „Betrifft uns auch" for by's organisation. Saying it twice
// changes nothing.
func (f *Forum) Concern(ctx context.Context, by account.Viewer, id int64) error {
	return f.voice(ctx, by, id, func(tx *db.Tx, t Thread) error {
		if t.Disguised() && t.AskedBy(by) {
			return fault.Refuse(selfAsked) // the list would name who asked
		}
		_, err := support.RaiseIn(tx, by, t.subject())
		return err
	})
}

// Unconcern takes the voice of by's organisation back. Who asked is concerned.
func (f *Forum) Unconcern(ctx context.Context, by account.Viewer, id int64) error {
	return f.voice(ctx, by, id, func(tx *db.Tx, t Thread) error {
		if t.AskedBy(by) {
			return fault.Refuse(selfAsked)
		}
		_, err := support.LowerIn(tx, by.Organisation.ID, t.subject())
		return err
	})
}

func (f *Forum) voice(ctx context.Context, by account.Viewer, id int64, act func(*db.Tx, Thread) error) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return f.db.Write(ctx, func(tx *db.Tx) error {
		t, err := findThread(tx, by, id)
		if err != nil {
			return err
		}
		if !t.CanConcern(by) {
			return fault.Refuse("Bei diesem Thema ist „Betrifft uns auch“ nicht mehr möglich.")
		}
		if err := account.TakeTx(tx, by, account.Supporting); err != nil {
			return err
		}
		return act(tx, t)
	})
}
