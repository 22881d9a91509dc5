package signin

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/address"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/secret"
)

// Session is a place where somebody is signed in.
type Session struct {
	ID      string // hash of the cookie's value; harmless to show
	Device  string
	Created time.Time
	Seen    time.Time
	Present bool // the one that asks
}

// Sessions lists where the viewer is signed in, last used first.
func (a *Authenticator) Sessions(ctx context.Context, by account.Viewer) (out []Session, err error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		out, err = db.List(tx, func(r db.Row) (s Session, err error) {
			err = r.Scan(&s.ID, &s.Device, db.Instant(&s.Created), db.Instant(&s.Seen))
			s.Present = s.ID == by.Session
			return s, err
		}, `
			SELECT id, device, created_at, seen_at
			FROM session
			WHERE person_id = $1 AND expires_at > $2 AND seen_at > $3 AND (proved_at IS NOT NULL OR NOT `+factor.EnrolledSQL("$1")+`)
			ORDER BY seen_at DESC`, by.ID, tx.Now, tx.Now.Add(-credential.IdleLife))
		return err
	})
	return out, err
}

// EndSession ends one of the viewer's own sessions; ending an ended one is fine.
func (a *Authenticator) EndSession(ctx context.Context, by account.Viewer, id string) error {
	return a.endSessions(ctx, by, func(tx *db.Tx) error {
		_, _, err := db.Found(credential.EndSessionTx(tx, by.ID, id))
		return err
	})
}

// EndOtherSessions ends all of the viewer's sessions but the present one.
func (a *Authenticator) EndOtherSessions(ctx context.Context, by account.Viewer) error {
	return a.endSessions(ctx, by, func(tx *db.Tx) error { return credential.EndSessionsTx(tx, by.ID, by.Session) })
}

func (a *Authenticator) endSessions(ctx context.Context, by account.Viewer, end func(*db.Tx) error) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return a.db.Write(ctx, end)
}

// KnowsDevice reports whether the account of the address lately signed in in
// the browser that holds the token.
func (a *Authenticator) KnowsDevice(ctx context.Context, email, token string) (known bool, err error) {
	if len(token) != secret.TokenLength || len(email) > maxEmailBytes {
		return false, nil
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		known, err = credential.KnowsDeviceTx(tx, address.Clean(email), token)
		return err
	})
	return known, err
}

// RememberDevice makes the browser known for who signed in completely there,
// and returns the value for its cookie: the old one, or a new one where there
// was none.
func (a *Authenticator) RememberDevice(ctx context.Context, by account.Viewer, old string) (token string, err error) {
	if o, ok := by.Pending(); ok {
		by = o.As
		if o.Action == account.VerifySecondFactor {
			return "", nil // half a sign-in says nothing
		}
	}
	if by.ID == 0 {
		return "", nil
	}
	if token = old; len(token) != secret.TokenLength {
		token, _ = secret.NewToken()
	}
	return token, a.db.Write(ctx, func(tx *db.Tx) error { return credential.RememberDeviceTx(tx, by.ID, by.Email, token) })
}
