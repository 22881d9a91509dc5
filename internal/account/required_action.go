package account

import (
	"context"

	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
)

// RequiredAction is what somebody who signed in has to do before the forum opens to
// them.
type RequiredAction string

// Every required action, in the order in which they are asked for.
const (
	VerifySecondFactor RequiredAction = "prove"   // show the second factor that they have
	EnrolSecondFactor  RequiredAction = "enrol"   // set up the second factor that their role requires
	AgreeToTerms       RequiredAction = "terms"   // agree to the terms of use in force
	CheckAddress       RequiredAction = "address" // show that mails to the address still arrive
)

// Pending is somebody who signed in and has yet to do something.
type Pending struct {
	Action RequiredAction
	As     Viewer // who they are once it is done; only the operations of the action may use it
}

// Pending returns what the viewer has yet to do; ok is false for guests and for
// members who are done. While an action is pending the viewer is a guest to every
// operation but those of the action, so that a forgotten check fails closed.
func (v Viewer) Pending() (o Pending, ok bool) {
	if v.pending == nil {
		return Pending{}, false
	}
	return *v.pending, true
}

// openActions is what the query of a session says about required actions.
type openActions struct {
	terms    bool
	address  bool
	enrolled bool // a second factor
	verified bool // in this session
	required bool // a second factor is, by a role
}

// openActionColumns selects openActions. $1 is the version of the terms, $5 the
// moment before which addresses must have been due; none is due before 1970.
var openActionColumns = `($1 <> '' AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.person_id = p.id AND c.version = $1)), ` +
	AddressDueSQL + ` <= $5, ` + factor.EnrolledSQL("p.id") + `, s.proved_at IS NOT NULL`

func (a *openActions) fields() []any { return []any{&a.terms, &a.address, &a.enrolled, &a.verified} }

// next returns the action that is asked for next.
func (a openActions) next() (RequiredAction, bool) {
	switch {
	case a.enrolled && !a.verified:
		return VerifySecondFactor, true
	case a.required && !a.enrolled && !a.verified:
		return EnrolSecondFactor, true
	case a.terms:
		return AgreeToTerms, true
	case a.address:
		return CheckAddress, true
	}
	return "", false
}

// withPending returns the viewer as they appear while the action is pending.
func (v Viewer) withPending(action RequiredAction) Viewer {
	return Viewer{Session: v.Session, pending: &Pending{Action: action, As: v}}
}

// Agree records that the viewer, for whom it is pending, agrees to this version of
// the terms of use. A version that is no longer in force is fault.Conflict.
func (a *Accounts) Agree(ctx context.Context, by Viewer, version string) error {
	o, _ := by.Pending()
	if o.Action != AgreeToTerms {
		return fault.Forbid("Bitte melden Sie sich an. Wer den Nutzungsbedingungen schon zugestimmt hat, braucht es nicht noch einmal zu tun.")
	}
	if version != a.Terms {
		return fault.Of(fault.Conflict, "Die Nutzungsbedingungen wurden gerade geändert. Bitte lesen Sie die neue Fassung.")
	}
	return a.db.Write(ctx, func(tx *db.Tx) error { return AgreeTx(tx, o.As.ID, version) })
}

// AgreeTx records the consent of a person. Agreeing twice changes nothing.
func AgreeTx(tx *db.Tx, person int64, version string) error {
	_, err := tx.Exec(`
		INSERT INTO consent (person_id, version, at)
		VALUES ($1, $2, $3)
		ON CONFLICT DO NOTHING`, person, version, tx.Now)
	return err
}

// RequiresMFA reports whether a role of the viewer requires a second factor.
func (a *Accounts) RequiresMFA(v Viewer) bool {
	for _, g := range v.grants {
		for _, r := range a.RequireMFA {
			if g.Role == r {
				return true
			}
		}
	}
	return false
}
