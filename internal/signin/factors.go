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

// factorOwner returns who may look after their own factors: members, and those
// who have yet to set one up.
func factorOwner(by account.Viewer) (account.Viewer, error) {
	if o, ok := by.Pending(); ok && o.Action == account.EnrolSecondFactor {
		return o.As, nil
	}
	return by, by.MustBeMember()
}

// guarded runs a guarded change of how the viewer signs in.
func (a *Authenticator) guarded(ctx context.Context, by account.Viewer, g account.Guard, change func(*db.Tx, account.Viewer) error) error {
	me, err := factorOwner(by)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.RequireReauthTx(tx, me, g); err != nil {
			return err
		}
		return change(tx, me)
	})
}

// Factors is what somebody has set up to sign in with.
type Factors struct {
	factor.Summary
	Required bool // by one of their roles
	Passkeys bool // are possible here
	Password bool // they have one
}

// Factors returns what the viewer has set up.
func (a *Authenticator) Factors(ctx context.Context, by account.Viewer) (f Factors, err error) {
	me, err := factorOwner(by)
	if err != nil {
		return f, err
	}
	f.Required, f.Passkeys = a.accounts.RequiresMFA(me), a.Passkeys != nil
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		if f.Summary, err = factor.SummaryOfTx(tx, a.Keyring, me.ID); err != nil {
			return err
		}
		f.Password, err = account.HasPasswordTx(tx, me.ID)
		return err
	})
	return f, err
}

// SecondFactors returns the second factors of somebody who has yet to show one.
func (a *Authenticator) SecondFactors(ctx context.Context, by account.Viewer) (f Factors, err error) {
	o, ok := by.Pending()
	if !ok || o.Action != account.VerifySecondFactor {
		return f, fault.Forbid(signInFirst)
	}
	f.Passkeys = a.Passkeys != nil
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		f.Summary, err = factor.SummaryOfTx(tx, a.Keyring, o.As.ID)
		return err
	})
	return f, err
}

// BeginApp draws a secret for the viewer's app.
func (a *Authenticator) BeginApp(ctx context.Context, by account.Viewer) error {
	return a.guarded(ctx, by, account.GuardApp, func(tx *db.Tx, me account.Viewer) error { return factor.OfferTx(tx, a.Keyring, me.ID) })
}

// AppOffer returns the open offer of the viewer, to be shown by the app under
// the issuer's name; none is fault.NotFound.
func (a *Authenticator) AppOffer(ctx context.Context, by account.Viewer, issuer string) (o factor.Offer, err error) {
	me, err := factorOwner(by)
	if err != nil {
		return o, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		if err := account.RequireReauthTx(tx, me, account.GuardApp); err != nil {
			return err
		}
		o, err = factor.OfferOfTx(tx, a.Keyring, me.ID, issuer, me.Email)
		return err
	})
	return o, err
}

// EnableApp takes the offered secret into use; the present session needs no
// second factor until it ends, all others do. Too many wrong codes are fault.TooMany.
func (a *Authenticator) EnableApp(ctx context.Context, by account.Viewer, code string) error {
	var ticket limit.Ticket
	err := a.guarded(ctx, by, account.GuardApp, func(tx *db.Tx, me account.Viewer) (err error) {
		ticket, err = limit.TakeTx(tx, codeCounter(me))
		return err
	})
	if err != nil {
		return err
	}
	return a.guarded(ctx, by, account.GuardApp, func(tx *db.Tx, me account.Viewer) error {
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
	return a.guarded(ctx, by, account.GuardRemoveApp, func(tx *db.Tx, me account.Viewer) error {
		if err := factor.RemoveAppTx(tx, me.ID); err != nil {
			return err
		}
		return a.keepSecondFactor(tx, me)
	})
}

// keepSecondFactor refuses to leave somebody without a factor whose role demands one.
func (a *Authenticator) keepSecondFactor(tx *db.Tx, me account.Viewer) error {
	enrolled, err := factor.EnrolledTx(tx, me.ID)
	if err == nil && !enrolled && a.accounts.RequiresMFA(me) {
		return fault.Reject("Ihre Rolle verlangt einen zweiten Faktor. Bitte richten Sie zuerst einen anderen ein.")
	}
	return err
}

// MakeCodes returns new recovery codes, which cannot be shown again; older ones
// die. Without a second factor there is nothing to recover: fault.Invalid.
func (a *Authenticator) MakeCodes(ctx context.Context, by account.Viewer) (codes []string, err error) {
	err = a.guarded(ctx, by, account.GuardRecoveryCodes, func(tx *db.Tx, me account.Viewer) error {
		enrolled, err := factor.EnrolledTx(tx, me.ID)
		if err != nil {
			return err
		}
		if !enrolled {
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
