package account

import (
	"context"
	"time"

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

// seenStep is how far a session's last use must have moved before it is
// written again, so that reading a page does not write to the database.
const seenStep = 10 * time.Minute

// proof is what somebody showed to begin a session.
type proof int

const (
	byPassword proof = iota // one factor
	byBoth                  // two, or a passkey, which is both at once
)

// beginSession begins a session and returns the random value for the cookie.
// While a second factor is still to be shown it lives for PendingLife only.
func beginSession(tx *db.Tx, person int64, device string, by proof) (string, error) {
	if _, err := tx.Exec(`DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2`, tx.Now, tx.Now.Add(-IdleLife)); err != nil {
		return "", err
	}
	life, proved := AbsoluteLife, time.Time{}
	if by == byBoth {
		proved = tx.Now
	} else if held, err := factor.HeldTx(tx, person); err != nil {
		return "", err
	} else if held {
		life = PendingLife
	}
	if err := noteUse(tx, person); err != nil {
		return "", err
	}
	token, hash := secret.NewToken()
	_, err := tx.Exec(`
		INSERT INTO session (id, person_id, device, created_at, seen_at, expires_at, proved_at, fresh_at)
		VALUES ($1, $2, $3, $4, $4, $5, $6, $4)`, hash, person, device, tx.Now, tx.Now.Add(life), db.Null(proved))
	return token, err
}

// ViewerFor returns who presents the cookie's value: the guest when the
// session is unknown, ended or expired, or its account disabled. Whoever still
// owes a duty is a guest with Owing.
func (a *Accounts) ViewerFor(ctx context.Context, token string) (v Viewer, err error) {
	if token == "" {
		return Viewer{}, nil
	}
	hash := secret.Hash(token)
	var seen time.Time
	var open debts
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		found, ok, err := db.Found(db.One(tx, func(r db.Row) (v Viewer, err error) {
			fields := append([]any{&v.ID, &v.Name, &v.Email, db.Instant(&v.joined), db.Instant(&seen), db.Instant(&v.fresh), db.Instant(&v.proved)}, open.fields()...)
			return v, r.Scan(append(fields, organisationFields(&v.Organisation)...)...)
		}, `
			SELECT p.id, p.name, p.email, p.created_at, s.seen_at, s.fresh_at, s.proved_at, `+debtColumns+`, `+organisationColumns+`
			FROM session s
			JOIN person p ON p.id = s.person_id
			JOIN organisation o ON o.id = p.organisation_id
			WHERE s.id = $2 AND s.expires_at > $3 AND s.seen_at > $4 AND p.disabled_at IS NULL`,
			a.Terms, hash, tx.Now, tx.Now.Add(-IdleLife), a.dueBefore(tx)))
		if !ok || err != nil {
			return err
		}
		v = found
		v.Session = hash
		v.grants, err = grantsOf(tx, v.ID)
		open.demanded = a.demands(v)
		return err
	})
	if err != nil || v.ID == 0 {
		return Viewer{}, err
	}
	if a.db.Now(ctx).Sub(seen) > seenStep {
		err = a.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE session SET seen_at = $1 WHERE id = $2 AND seen_at < $1`, tx.Now, hash)
			return err
		})
	}
	if duty, ok := open.first(); ok {
		v = v.behind(duty)
	}
	return v, err
}

func grantsOf(tx *db.Tx, person int64) ([]Grant, error) {
	return db.List(tx, func(r db.Row) (g Grant, err error) {
		return g, r.Scan(&g.Role, db.OrZero(&g.Board))
	}, `
		SELECT role, board_id
		FROM role_grant
		WHERE person_id = $1`, person)
}

// ViewerOf returns the person as acting, without a session: for the operator's
// commands, the demo world and tests.
func (a *Accounts) ViewerOf(ctx context.Context, email string) (v Viewer, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		p, err := db.One(tx, scanPerson, `
			SELECT `+personColumns+`
			FROM person p
			JOIN organisation o ON o.id = p.organisation_id
			WHERE p.email = $1 AND p.erased_at IS NULL`, cleanEmail(email))
		if err != nil {
			return err
		}
		grants, err := grantsOf(tx, p.ID)
		v = Viewer{ID: p.ID, Name: p.Name, Email: p.Email, Organisation: p.Organisation, grants: grants, joined: p.CreatedAt, fresh: tx.Now, proved: tx.Now}
		return err
	})
	return v, err
}

// ViewerTx returns a person with their grants as far as rights go: they have no
// session and gave no proof.
func ViewerTx(tx *db.Tx, person int64) (v Viewer, err error) {
	p, err := PersonOfTx(tx, person)
	if err != nil {
		return v, err
	}
	grants, err := grantsOf(tx, person)
	return NewViewer(p.ID, p.Name, p.Organisation, grants...), err
}

// Sessions lists where the viewer is signed in, last used first.
func (a *Accounts) Sessions(ctx context.Context, by Viewer) (out []Session, err error) {
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
			WHERE person_id = $1 AND expires_at > $2 AND seen_at > $3 AND (proved_at IS NOT NULL OR NOT `+factor.HeldSQL("$1")+`)
			ORDER BY seen_at DESC`, by.ID, tx.Now, tx.Now.Add(-IdleLife))
		return err
	})
	return out, err
}

// EndSession ends one of the viewer's own sessions; ending an ended one is fine.
func (a *Accounts) EndSession(ctx context.Context, by Viewer, id string) error {
	return a.endSessions(ctx, by, `DELETE FROM session WHERE person_id = $1 AND id = $2`, id)
}

// EndOtherSessions ends all of the viewer's sessions but the present one.
func (a *Accounts) EndOtherSessions(ctx context.Context, by Viewer) error {
	return a.endSessions(ctx, by, `DELETE FROM session WHERE person_id = $1 AND id <> $2`, by.Session)
}

func (a *Accounts) endSessions(ctx context.Context, by Viewer, query, id string) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(query, by.ID, id)
		return err
	})
}

// SignOut ends the session of the cookie's value, whoever presents it.
func (a *Accounts) SignOut(ctx context.Context, token string) error {
	return a.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM session WHERE id = $1`, secret.Hash(token))
		return err
	})
}
