package signin

import (
	"context"
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/limit"
)

// MaxAttempts is allowed within AttemptWindow: wrong passwords per address typed in, whether
// it has an account or not, per known browser, and per session of somebody who
// is signed in and types the password again.
const (
	MaxAttempts   = 10
	AttemptWindow = 15 * time.Minute
)

// MaxAccountAttempts are allowed within AttemptWindow to all sessions of an account
// together: more than to one, so that whoever sits at a stolen session does not
// lock the owner out. What guests type does not count here.
const MaxAccountAttempts = 2 * MaxAttempts

// Kinds of attempts that are counted.
const (
	signingIn       = "sign-in"
	sessionPassword = "password.session"
	accountPassword = "password.account"
	sessionCode     = "code.session"
	sessionPasskey  = "passkey.session"
	accountPasskey  = "passkey.account"
	tooManyAttempts = "Zu viele Versuche."
	maxPasskeys     = 30 // challenges for a passkey per session within AttemptWindow
	accountPasskeys = 2 * maxPasskeys
	sessionCodes    = 5 // wrong codes per session within AttemptWindow; package factor counts those of the account
	maxEmailBytes   = 254
	maxCodeBytes    = 64
)

func signInCounter(of string, person int64) limit.Counter {
	return limit.Counter{Kind: signingIn, Of: of, Person: person, Rules: []limit.Rule{{Max: MaxAttempts, Window: AttemptWindow}},
		Refusal: tooManyAttempts}
}

// passwordCounters count passwords that somebody types who is signed in.
func passwordCounters(me account.Viewer) []limit.Counter {
	return sessionCounters(me, sessionPassword, MaxAttempts, accountPassword, MaxAccountAttempts)
}

// passkeyCounters count challenges for passkeys of somebody who is known; every
// answer needs one of its own.
func passkeyCounters(me account.Viewer) []limit.Counter {
	return sessionCounters(me, sessionPasskey, maxPasskeys, accountPasskey, accountPasskeys)
}

func sessionCounters(me account.Viewer, session string, perSession int, account string, perAccount int) []limit.Counter {
	counters := []limit.Counter{{Kind: account, Of: strconv.FormatInt(me.ID, 10), Person: me.ID,
		Rules: []limit.Rule{{Max: perAccount, Window: AttemptWindow}}, Refusal: tooManyAttempts}}
	if me.Session != "" {
		counters = append(counters, limit.Counter{Kind: session, Of: me.Session, Person: me.ID,
			Rules: []limit.Rule{{Max: perSession, Window: AttemptWindow}}, Refusal: tooManyAttempts})
	}
	return counters
}

// codeCounter counts codes that are typed in a session.
func codeCounter(me account.Viewer) limit.Counter {
	return limit.Counter{Kind: sessionCode, Of: me.Session, Person: me.ID, Rules: []limit.Rule{{Max: sessionCodes, Window: AttemptWindow}},
		Refusal: "Zu viele falsche Codes."}
}

// giveBack lets an attempt not count that was not looked at, because the queue
// was full. Whoever leaves before the answer has had the attempt.
func (a *Authenticator) giveBack(ctx context.Context, t limit.Ticket, err error) error {
	if !fault.Is(err, fault.Unready) {
		return err
	}
	if back := a.db.Write(ctx, func(tx *db.Tx) error { return limit.GiveBackTx(tx, t) }); back != nil {
		return back
	}
	return err
}

// forgetFailures lets the person try again.
func forgetFailures(tx *db.Tx, person int64) error {
	email, err := db.Scalar[string](tx, `SELECT email FROM person WHERE id = $1`, person)
	if err != nil {
		return err
	}
	return limit.ClearTx(tx, signingIn, email)
}

// queuePlace names the account in the queue for password hashes.
func queuePlace(person int64) string { return "person:" + strconv.FormatInt(person, 10) }
