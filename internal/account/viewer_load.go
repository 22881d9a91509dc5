package account

import (
	"context"
	"errors"
	"time"

	"kommunalforum/internal/address"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/secret"
)

// ViewerFor returns who presents the cookie's value: the guest when the
// session is unknown, ended or expired, or its account disabled. Whoever has
// yet to do something is a guest with Pending.
func (a *Accounts) ViewerFor(ctx context.Context, token string) (Viewer, error) {
	return a.viewerFor(ctx, token, true)
}

// ViewerForPoll is ViewerFor for a request that a page makes by itself. It does not
// count as a use of the session, which ends as if nobody had asked.
func (a *Accounts) ViewerForPoll(ctx context.Context, token string) (Viewer, error) {
	return a.viewerFor(ctx, token, false)
}

func (a *Accounts) viewerFor(ctx context.Context, token string, used bool) (v Viewer, err error) {
	if token == "" {
		return Viewer{}, nil
	}
	hash := secret.Hash(token)
	var seen time.Time
	var open openActions
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		grants, err := db.List(tx, func(r db.Row) (g Grant, err error) {
			fields := append([]any{&v.ID, &v.Name, &v.Email, db.Instant(&v.createdAt), db.Instant(&seen), db.Instant(&v.authenticatedAt),
				db.Instant(&v.secondFactorAt), db.OrZero(&g.Role), db.OrZero(&g.Board)}, open.fields()...)
			return g, r.Scan(append(fields, organisation.Fields(&v.Organisation)...)...)
		}, `
			SELECT p.id, p.name, p.email, p.created_at, s.seen_at, s.fresh_at, s.proved_at, g.role, g.board_id, `+
			openActionColumns+`, `+organisation.Columns+`
			FROM session s
			JOIN person p ON p.id = s.person_id
			JOIN organisation o ON o.id = p.organisation_id
			LEFT JOIN role_grant g ON g.person_id = p.id
			WHERE s.id = $2 AND s.expires_at > $3 AND s.seen_at > $4 AND p.disabled_at IS NULL`,
			a.Terms, hash, tx.Now, tx.Now.Add(-credential.IdleLife), a.dueBefore(tx))
		if err != nil || len(grants) == 0 {
			return err
		}
		v.Session = hash
		if grants[0].Role != "" { // there is one record of who has none
			v.grants = grants
		}
		open.required = a.RequiresMFA(v)
		return nil
	})
	if err != nil || v.ID == 0 {
		return Viewer{}, err
	}
	if used && credential.NeedsTouch(seen, a.db.Now(ctx)) {
		err = a.db.Write(ctx, func(tx *db.Tx) error {
			if err := noteVisit(tx, v.ID); err != nil {
				return err
			}
			return credential.TouchSessionTx(tx, hash)
		})
		if fault.Is(err, fault.Unready) || errors.Is(err, db.ErrHeld) {
			err = nil // who may only read reads on
		}
	}
	if action, ok := open.next(); ok {
		v = v.withPending(action)
	}
	return v, err
}

func listGrants(tx *db.Tx, person int64) ([]Grant, error) {
	return db.List(tx, scanGrant, grantsSQL+`$1`, person)
}

// grantsSQL selects the grants of the person who follows it.
const grantsSQL = `
	SELECT role, board_id
	FROM role_grant
	WHERE person_id = `

func scanGrant(r db.Row) (g Grant, err error) { return g, r.Scan(&g.Role, db.OrZero(&g.Board)) }

// ViewerOf returns the person as acting, without a session: for the operator's
// commands, the demo world and tests.
func (a *Accounts) ViewerOf(ctx context.Context, email string) (v Viewer, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		p, err := db.One(tx, scanPerson, `
			SELECT `+personColumns+`
			FROM person p
			JOIN organisation o ON o.id = p.organisation_id
			WHERE p.email = $1 AND p.erased_at IS NULL`, address.Clean(email))
		if err != nil {
			return err
		}
		grants, err := listGrants(tx, p.ID)
		v = Viewer{ID: p.ID, Name: p.Name, Email: p.Email, Organisation: p.Organisation, grants: grants, createdAt: p.CreatedAt,
			authenticatedAt: tx.Now,
			secondFactorAt:  tx.Now}
		return err
	})
	return v, err
}

// ViewerTx returns a person with their grants as far as rights go: they have no
// session and have not authenticated.
func ViewerTx(tx *db.Tx, person int64) (v Viewer, err error) {
	p, err := PersonOfTx(tx, person)
	if err != nil {
		return v, err
	}
	grants, err := listGrants(tx, person)
	return NewViewer(p.ID, p.Name, p.Organisation, grants...), err
}
