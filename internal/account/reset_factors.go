package account

import (
	"context"

	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// ResetFactors takes every second factor from somebody who lost them, ends
// their sessions, and tells them. Administrators only, not for themselves;
// recorded in the audit log.
func (a *Accounts) ResetFactors(ctx context.Context, by Viewer, person int64, reason string) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	c.Require(person != by.ID, "", "Den eigenen zweiten Faktor ändern Sie unter „Mein Konto“.")
	CheckReason(&c, &reason)
	if err := c.Err(); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := RequireReauthTx(tx, by, GuardResetFactors); err != nil {
			return err
		}
		if _, err := findPerson(tx, person); err != nil {
			return err
		}
		return resetFactors(tx, by.ID, person, reason)
	})
}

// ResetFactorsOf is ResetFactors by the operator.
func (a *Accounts) ResetFactorsOf(ctx context.Context, email, reason string) error {
	var c fault.Check
	textfield.Line(&c, "grund", "Grund", &reason, 0, maxReason)
	if err := c.Err(); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		id, err := PersonByEmailTx(tx, email)
		if err != nil {
			return err
		}
		return resetFactors(tx, 0, id, reason)
	})
}

func resetFactors(tx *db.Tx, actor, person int64, reason string) error {
	if err := factor.ResetTx(tx, person); err != nil {
		return err
	}
	if err := credential.RevokeAllTx(tx, person, ""); err != nil {
		return err
	}
	return recordPerson(tx, actor, "person.factors", person, reason)
}

// CanResetFactors reports whether by may take the person's factors away.
func (p Person) CanResetFactors(by Viewer) bool { return by.Admin() && p.ID != by.ID }
