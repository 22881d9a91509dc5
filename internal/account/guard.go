package account

import (
	"time"

	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
)

// Guard says how recently somebody must have authenticated for an act, so that an
// open session is not enough for whoever finds it. All guards stand in the table
// below. The operation checks its guard in the transaction of the act, and the page
// checks it before its form, so that nobody fills in a form in vain.
type Guard struct {
	act  string
	asks requirement
}

type requirement int

const (
	// recentAuthentication asks that they authenticated within ReauthLife: with a
	// second factor if they have one (a code of the app, a passkey, a recovery code,
	// or a provider that asks for one), otherwise with the password or by signing in.
	recentAuthentication requirement = iota + 1
	// typedPassword asks for the password together with the act, and for
	// recentAuthentication too if they have a second factor or no password.
	typedPassword
)

// The table of what each act asks for. What is not in it needs the session
// alone: ending sessions and signing out, which only ever protect; the own name,
// function and profile; and what other rules decide, such as reading a forum.
var (
	// The first factor that somebody sets up is asked for the password or a new
	// sign-in; every other change for the factor that exists.
	GuardApp            = Guard{"set up or replace the app, see its secret", recentAuthentication}
	GuardRemoveApp      = Guard{"remove the app", recentAuthentication}
	GuardRecoveryCodes  = Guard{"make recovery codes, which shows them", recentAuthentication}
	GuardAddPasskey     = Guard{"add a passkey", recentAuthentication}
	GuardRenamePasskey  = Guard{"rename a passkey", recentAuthentication}
	GuardRemovePasskey  = Guard{"remove a passkey", recentAuthentication}
	GuardLinkProvider   = Guard{"link a provider of identities", recentAuthentication}
	GuardUnlinkProvider = Guard{"unlink a provider of identities", recentAuthentication}

	// The own account.
	GuardPassword = Guard{"change or choose the password", typedPassword}
	GuardAddress  = Guard{"change the address", typedPassword}
	GuardExport   = Guard{"download the own data", typedPassword}
	GuardLeave    = Guard{"leave the forum", typedPassword}

	// What opens something without signing in, for good.
	GuardFeed = Guard{"make the address of a private feed", recentAuthentication}

	// Administrators on others.
	GuardGrant        = Guard{"give a role", recentAuthentication}
	GuardRevoke       = Guard{"take a role", recentAuthentication}
	GuardSuspend      = Guard{"close an account", recentAuthentication}
	GuardReinstate    = Guard{"open a closed account", recentAuthentication}
	GuardResetFactors = Guard{"reset somebody's factors", recentAuthentication}
	GuardErase        = Guard{"erase somebody's account", recentAuthentication}
)

// ReauthLife is how long authenticating counts for guarded acts.
const ReauthLife = 15 * time.Minute

// ErrReauthRequired is the answer to a guarded act by somebody who authenticated
// too long ago, or without the second factor that they have.
var ErrReauthRequired = fault.Forbid("Bitte bestätigen Sie zuerst, dass Sie es sind.")

// RequireReauthTx returns ErrReauthRequired unless by authenticated recently enough
// for the guarded act. Call it in the transaction of the act, so that a factor that
// was just set up is asked for already. Without a session the times that the viewer
// was made with count.
func RequireReauthTx(tx *db.Tx, by Viewer, g Guard) error {
	if g.asks == 0 {
		return ErrReauthRequired // no row of the table
	}
	enrolled, err := factor.EnrolledTx(tx, by.ID)
	if err != nil {
		return err
	}
	authenticated, second := by.authenticatedAt, by.secondFactorAt
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
