package account

import (
	"time"

	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
)

// Guard is what an act asks for besides the right to do it, so that an open
// session is not enough for whoever finds it. Guards exist in the table below
// only; the operation asks for its guard in the act's own transaction, and the
// routes ask beforehand, so that nobody fills in a form in vain.
type Guard struct {
	act  string
	asks assurance
}

type assurance int

const (
	// recentProof asks for a proof within ReauthLife: a second factor of who has
	// one (a code of the app, a passkey, a recovery code, or a provider that asks
	// for one), otherwise the password or a new sign-in.
	recentProof assurance = iota + 1
	// typedPassword asks for the password together with the act, and of who has a
	// second factor for a recent proof too. Who has no password gives recentProof.
	typedPassword
)

// The table of what each act asks for. What is not in it needs the session
// alone: ending sessions and signing out, which only ever protect; the own name,
// function and profile; and what other rules decide, such as reading a forum.
var (
	// The first factor that somebody sets up is asked for the password or a new
	// sign-in; every other change for the factor that exists.
	GuardApp            = Guard{"set up or replace the app, see its secret", recentProof}
	GuardRemoveApp      = Guard{"remove the app", recentProof}
	GuardRecoveryCodes  = Guard{"make recovery codes, which shows them", recentProof}
	GuardAddPasskey     = Guard{"add a passkey", recentProof}
	GuardRenamePasskey  = Guard{"rename a passkey", recentProof}
	GuardRemovePasskey  = Guard{"remove a passkey", recentProof}
	GuardLinkProvider   = Guard{"link a provider of identities", recentProof}
	GuardUnlinkProvider = Guard{"unlink a provider of identities", recentProof}

	// The own account.
	GuardPassword = Guard{"change or choose the password", typedPassword}
	GuardAddress  = Guard{"change the address", typedPassword}
	GuardExport   = Guard{"download the own data", typedPassword}
	GuardLeave    = Guard{"leave the forum", typedPassword}

	// Administrators on others.
	GuardGrant        = Guard{"give a role", recentProof}
	GuardRevoke       = Guard{"take a role", recentProof}
	GuardSuspend      = Guard{"close an account", recentProof}
	GuardReinstate    = Guard{"open a closed account", recentProof}
	GuardResetFactors = Guard{"reset somebody's factors", recentProof}
	GuardErase        = Guard{"erase somebody's account", recentProof}
)

// ReauthLife is how long a proof counts for guarded acts.
const ReauthLife = 15 * time.Minute

// ErrReauthRequired is the answer to a guarded act by somebody whose proof that
// it is them is too old, or less than what they could show.
var ErrReauthRequired = fault.Forbid("Bitte bestätigen Sie zuerst, dass Sie es sind.")

// RequireTx refuses the guarded act with ErrReauthRequired unless by gave a
// proof lately. It belongs into the transaction of the act: a factor that was
// set up a moment ago is asked for already. Who acts without a session does so
// with the proofs that the viewer was made with.
func RequireTx(tx *db.Tx, by Viewer, g Guard) error {
	if g.asks == 0 {
		return ErrReauthRequired // no row of the table
	}
	enrolled, err := factor.HeldTx(tx, by.ID)
	if err != nil {
		return err
	}
	authenticated, second := by.fresh, by.proved
	if by.Session != "" {
		if authenticated, second, err = credential.SessionTimesTx(tx, by.ID, by.Session); fault.Is(err, fault.NotFound) {
			return ErrReauthRequired // it ended meanwhile
		}
		if err != nil {
			return err
		}
	}
	if enrolled {
		authenticated = second
	}
	if tx.Now.Sub(authenticated) >= ReauthLife {
		return ErrReauthRequired
	}
	return nil
}

// NeedsPassword reports whether the act asks for the password together with it.
func (g Guard) NeedsPassword() bool { return g.asks == typedPassword }
