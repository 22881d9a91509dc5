package account

import (
	"context"

	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// CanSuspend reports whether by may close the account or open it again: an
// administrator, and never for themselves.
func (p Person) CanSuspend(by Viewer) bool { return by.Admin() && p.ID != by.ID }

// Suspend closes an account and ends its sessions and links at once. What the
// person wrote stays. Administrators only, not for themselves; recorded in the
// audit log.
func (a *Accounts) Suspend(ctx context.Context, by Viewer, person int64, reason string) error {
	return a.suspend(ctx, by, GuardSuspend, person, reason, func(tx *db.Tx, p Person, reason string) error {
		if p.Disabled() {
			return fault.Reject("Das Konto ist schon gesperrt.")
		}
		if err := disable(tx, by.ID, p.ID, reason); err != nil {
			return err
		}
		return requireAdmin(tx)
	})
}

// Reinstate opens a closed account again; the person signs in with the former
// password. Administrators only; recorded in the audit log.
func (a *Accounts) Reinstate(ctx context.Context, by Viewer, person int64, reason string) error {
	return a.suspend(ctx, by, GuardReinstate, person, reason, func(tx *db.Tx, p Person, reason string) error {
		if !p.Disabled() {
			return fault.Reject("Das Konto ist nicht gesperrt.")
		}
		if _, err := tx.Exec(`UPDATE person SET disabled_at = NULL WHERE id = $1`, p.ID); err != nil {
			return err
		}
		return recordPerson(tx, by.ID, "person.enable", p.ID, reason)
	})
}

func (a *Accounts) suspend(ctx context.Context, by Viewer, g Guard, person int64, reason string, act func(*db.Tx, Person, string) error) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	CheckReason(&c, &reason)
	if err := c.Err(); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := RequireReauthTx(tx, by, g); err != nil {
			return err
		}
		p, err := findPerson(tx, person)
		if err != nil {
			return err
		}
		if !p.CanSuspend(by) {
			return fault.Reject("Das eigene Konto lässt sich nicht sperren. Das übernimmt eine andere Person der Administration.")
		}
		return act(tx, p, reason)
	})
}

// disable closes an account that may be closed already.
func disable(tx *db.Tx, actor, person int64, reason string) error {
	if _, err := tx.Exec(`UPDATE person SET disabled_at = COALESCE(disabled_at, $1) WHERE id = $2`, tx.Now, person); err != nil {
		return err
	}
	if err := credential.RevokeAllTx(tx, person, ""); err != nil {
		return err
	}
	return recordPerson(tx, actor, "person.disable", person, reason)
}
