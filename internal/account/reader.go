package account

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/organisation"
)

// readerActions selects the openActions that do not depend on a session. $2 is the
// version of the terms, $3 the moment before which addresses must have been due.
var readerActions = `($2 <> '' AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.person_id = p.id AND c.version = $2)), ` +
	AddressDueSQL + ` <= $3, ` + factor.EnrolledSQL("p.id") + `, TRUE`

// ReaderTx returns who reads what leaves the site without a session, such as mail
// and feeds, with the rights of this moment. ok is false if nothing may leave for
// the person: the account is closed or unknown, or they would be asked for
// something before they could read it after signing in.
func (a *Accounts) ReaderTx(tx *db.Tx, person int64) (v Viewer, ok bool, err error) {
	var open openActions
	v, ok, err = db.Found(db.One(tx, func(r db.Row) (v Viewer, err error) {
		fields := append([]any{&v.ID, &v.Name, &v.Email, db.Instant(&v.createdAt)}, open.fields()...)
		return v, r.Scan(append(fields, organisation.Fields(&v.Organisation)...)...)
	}, `
		SELECT p.id, p.name, p.email, p.created_at, `+readerActions+`, `+organisation.Columns+`
		FROM person p
		JOIN organisation o ON o.id = p.organisation_id
		WHERE p.id = $1 AND p.disabled_at IS NULL AND p.erased_at IS NULL`, person, a.Terms, a.dueBefore(tx)))
	if err != nil || !ok {
		return Viewer{}, false, err
	}
	if v.grants, err = listGrants(tx, person); err != nil {
		return Viewer{}, false, err
	}
	open.verified = open.enrolled
	open.required = a.RequiresMFA(v)
	if _, pending := open.next(); pending {
		return Viewer{}, false, nil
	}
	return v, true, nil
}
