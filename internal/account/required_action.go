package account

import (
	"context"

	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
)

// Duty is what somebody who signed in owes before the forum opens to them.
type Duty string

// Every duty there is, in the order in which they are asked for.
const (
	ProveFactor    Duty = "prove"   // show the second factor that they have
	EnrolFactor    Duty = "enrol"   // set up the second factor that their role demands
	AgreeToTerms   Duty = "terms"   // agree to the terms of use in force
	ConfirmAddress Duty = "address" // show that mails to the address still arrive
)

// Owing is somebody who signed in and still owes a duty.
type Owing struct {
	Duty Duty
	As   Viewer // who they are once the duty is done; only its own operations may use it
}

// Owing returns what the viewer owes; ok is false for guests and for members
// who owe nothing. Whoever owes a duty is a guest to every operation but those
// of the duty, so that a forgotten check fails closed.
func (v Viewer) Owing() (o Owing, ok bool) {
	if v.owing == nil {
		return Owing{}, false
	}
	return *v.owing, true
}

// debts is what the query of a session found open.
type debts struct {
	terms    bool
	address  bool
	held     bool // a second factor
	proved   bool // in this session
	demanded bool // a second factor, by a role
}

// debtColumns needs the version of the terms as $1 and as $5 the moment before
// which addresses must have been due; no address is due before the year 1970.
var debtColumns = `($1 <> '' AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.person_id = p.id AND c.version = $1)), ` +
	AddressDueSQL + ` <= $5, ` + factor.HeldSQL("p.id") + `, s.proved_at IS NOT NULL`

func (d *debts) fields() []any { return []any{&d.terms, &d.address, &d.held, &d.proved} }

// first returns the duty that is to be done next.
func (d debts) first() (Duty, bool) {
	switch {
	case d.held && !d.proved:
		return ProveFactor, true
	case d.demanded && !d.held && !d.proved:
		return EnrolFactor, true
	case d.terms:
		return AgreeToTerms, true
	case d.address:
		return ConfirmAddress, true
	}
	return "", false
}

// behind returns the viewer as they appear while the duty is open.
func (v Viewer) behind(d Duty) Viewer {
	return Viewer{Session: v.Session, owing: &Owing{Duty: d, As: v}}
}

// Agree records that the viewer, who owes it, agrees to this version of the
// terms of use. A version that is no longer in force is fault.Conflict.
func (a *Accounts) Agree(ctx context.Context, by Viewer, version string) error {
	o, _ := by.Owing()
	if o.Duty != AgreeToTerms {
		return fault.Forbid("Bitte melden Sie sich an. Wer den Nutzungsbedingungen schon zugestimmt hat, braucht es nicht noch einmal zu tun.")
	}
	if version != a.Terms {
		return fault.Of(fault.Conflict, "Die Nutzungsbedingungen wurden gerade geändert. Bitte lesen Sie die neue Fassung.")
	}
	return a.db.Write(ctx, func(tx *db.Tx) error { return AgreeTx(tx, o.As.ID, version) })
}

// AgreeTx records the consent within the transaction of whoever makes an
// account; agreeing twice changes nothing.
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
		for _, r := range a.Demanding {
			if g.Role == r {
				return true
			}
		}
	}
	return false
}
