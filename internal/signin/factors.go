package signin

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/limit"
)

// enrolling returns who may look after their own factors: members, and those
// who owe it to set one up.
func enrolling(by account.Viewer) (account.Viewer, error) {
	if o, ok := by.Owing(); ok && o.Duty == account.EnrolFactor {
		return o.As, nil
	}
	return by, by.MustBeMember()
}

// changing runs a guarded change of how the viewer signs in.
func (a *Authenticator) changing(ctx context.Context, by account.Viewer, g account.Guard, change func(*db.Tx, account.Viewer) error) error {
	me, err := enrolling(by)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.RequireTx(tx, me, g); err != nil {
			return err
		}
		return change(tx, me)
	})
}

// Factors is what somebody has set up to prove who they are.
type Factors struct {
	factor.Summary
	Demanded bool // by one of their roles
	Passkeys bool // are possible here
	Password bool // they have one
}

// Factors returns what the viewer has set up.
func (a *Authenticator) Factors(ctx context.Context, by account.Viewer) (f Factors, err error) {
	me, err := enrolling(by)
	if err != nil {
		return f, err
	}
	f.Demanded, f.Passkeys = a.accounts.RequiresMFA(me), a.Passkeys != nil
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		if f.Summary, err = factor.SummaryOfTx(tx, a.Keyring, me.ID); err != nil {
			return err
		}
		f.Password, err = account.HasPasswordTx(tx, me.ID)
		return err
	})
	return f, err
}

// Ways returns by what somebody who owes a second factor can prove who they are.
func (a *Authenticator) Ways(ctx context.Context, by account.Viewer) (f Factors, err error) {
	o, ok := by.Owing()
	if !ok || o.Duty != account.ProveFactor {
		return f, fault.Forbid(noSecondStep)
	}
	f.Passkeys = a.Passkeys != nil
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		f.Summary, err = factor.SummaryOfTx(tx, a.Keyring, o.As.ID)
		return err
	})
	return f, err
}

// OfferApp draws a secret for the viewer's app.
func (a *Authenticator) OfferApp(ctx context.Context, by account.Viewer) error {
	return a.changing(ctx, by, account.GuardApp, func(tx *db.Tx, me account.Viewer) error { return factor.OfferTx(tx, a.Keyring, me.ID) })
}

// AppOffer returns the open offer of the viewer, to be shown by the app under
// the issuer's name; none is fault.NotFound.
func (a *Authenticator) AppOffer(ctx context.Context, by account.Viewer, issuer string) (o factor.Offer, err error) {
	me, err := enrolling(by)
	if err != nil {
		return o, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		if err := account.RequireTx(tx, me, account.GuardApp); err != nil {
			return err
		}
		o, err = factor.OfferOfTx(tx, a.Keyring, me.ID, issuer, me.Email)
		return err
	})
	return o, err
}

// ConfirmApp takes the offered secret into use; the present session needs no
// further proof, all others do. Too many wrong codes are fault.TooMany.
func (a *Authenticator) ConfirmApp(ctx context.Context, by account.Viewer, code string) error {
	var ticket limit.Ticket
	err := a.changing(ctx, by, account.GuardApp, func(tx *db.Tx, me account.Viewer) (err error) {
		ticket, err = limit.TakeTx(tx, codeCounter(me))
		return err
	})
	if err != nil {
		return err
	}
	return a.changing(ctx, by, account.GuardApp, func(tx *db.Tx, me account.Viewer) error {
		if err := factor.ConfirmTx(tx, a.Keyring, me.ID, code); err != nil {
			return err
		}
		if err := limit.GiveBackTx(tx, ticket); err != nil {
			return err
		}
		return credential.MarkSecondFactorTx(tx, me.Session)
	})
}

// RemoveApp takes the viewer's app out of use.
func (a *Authenticator) RemoveApp(ctx context.Context, by account.Viewer) error {
	return a.changing(ctx, by, account.GuardRemoveApp, func(tx *db.Tx, me account.Viewer) error {
		if err := factor.RemoveAppTx(tx, me.ID); err != nil {
			return err
		}
		return a.oneStays(tx, me)
	})
}

// oneStays refuses to leave somebody without a factor whose role demands one.
func (a *Authenticator) oneStays(tx *db.Tx, me account.Viewer) error {
	held, err := factor.HeldTx(tx, me.ID)
	if err == nil && !held && a.accounts.RequiresMFA(me) {
		return fault.Reject("Ihre Rolle verlangt einen zweiten Faktor. Bitte richten Sie zuerst einen anderen ein.")
	}
	return err
}

// MakeCodes returns new recovery codes, which cannot be shown again; older ones
// die. Without a second factor there is nothing to recover: fault.Invalid.
func (a *Authenticator) MakeCodes(ctx context.Context, by account.Viewer) (codes []string, err error) {
	err = a.changing(ctx, by, account.GuardRecoveryCodes, func(tx *db.Tx, me account.Viewer) error {
		held, err := factor.HeldTx(tx, me.ID)
		if err != nil {
			return err
		}
		if !held {
			return fault.Reject("Wiederherstellungscodes gibt es zu einer Authentifizierungs-App oder einem Passkey. Bitte richten Sie " +
				"zuerst eines davon ein.")
		}
		codes, err = factor.MakeCodesTx(tx, me.ID)
		return err
	})
	return codes, err
}

// FactorsOf returns what somebody has set up. Administrators only.
func (a *Authenticator) FactorsOf(ctx context.Context, by account.Viewer, person int64) (f Factors, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return f, err
	}
	f.Passkeys = a.Passkeys != nil
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		f.Summary, err = factor.SummaryOfTx(tx, a.Keyring, person)
		return err
	})
	return f, err
}
