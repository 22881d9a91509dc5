package account

import (
	"context"
	"strings"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

// PeoplePerPage is how many accounts People returns at most.
const PeoplePerPage = 50

// PeopleFilter narrows the list of accounts. Zero values do not narrow.
type PeopleFilter struct {
	Text     string // part of the name, the e-mail address or the organisation
	Role     Role   // enrolled anywhere
	Disabled bool   // only closed accounts
	After    int64  // the last person of the page before
}

// People returns a page of accounts by name, with their grants, and whether
// there are more. Administrators only.
func (a *Accounts) People(ctx context.Context, by Viewer, f PeopleFilter) (list []Person, more bool, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return nil, false, err
	}
	address := "%" + db.EscapeLike(strings.ToLower(f.Text)) + "%"
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanPerson, `
			SELECT `+personColumns+`
			FROM person p
			JOIN organisation o ON o.id = p.organisation_id
			WHERE ($1 = 0 OR (p.sort_key, p.id) > (SELECT l.sort_key, l.id FROM person l WHERE l.id = $1))
			AND ($2 = '' OR `+db.Like("p.search", "$3")+` OR `+db.Like("o.search", "$3")+` OR `+db.Like("p.email", "$4")+`)
			AND ($5 = '' OR EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id AND g.role = $5))
			AND (NOT $6 OR p.disabled_at IS NOT NULL)
			AND p.erased_at IS NULL
			ORDER BY p.sort_key, p.id
			LIMIT $7`, f.After, f.Text, db.Containing(f.Text), address, string(f.Role), f.Disabled, PeoplePerPage+1)
		if err != nil {
			return err
		}
		if more = len(list) > PeoplePerPage; more {
			list = list[:PeoplePerPage]
		}
		return addGrants(tx, list)
	})
	return list, more, err
}

// Person returns an account with its grants. Administrators only.
func (a *Accounts) Person(ctx context.Context, by Viewer, id int64) (Person, error) {
	if err := by.MustBeAdmin(); err != nil {
		return Person{}, err
	}
	return a.person(ctx, id)
}

// Own returns the viewer's own account with its grants.
func (a *Accounts) Own(ctx context.Context, by Viewer) (Person, error) {
	if err := by.MustBeMember(); err != nil {
		return Person{}, err
	}
	return a.person(ctx, by.ID)
}

func (a *Accounts) person(ctx context.Context, id int64) (p Person, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		p, err = findPerson(tx, id)
		return err
	})
	return p, err
}

// ChangeFunctionTx sets what somebody does in their organisation; it was
// checked with textfield.Name.
func ChangeFunctionTx(tx *db.Tx, by Viewer, function string) error {
	n, err := tx.Exec(`UPDATE person SET function = $1 WHERE id = $2 AND function <> $1`, function, by.ID)
	if err != nil || n == 0 {
		return err
	}
	return event.AppendTx(tx, event.PersonChanged, by.ID, by.ID)
}

// findPerson loads a person with the grants; of an erased one nothing is left.
func findPerson(tx *db.Tx, id int64) (Person, error) {
	p, err := db.One(tx, scanPerson, `
		SELECT `+personColumns+`
		FROM person p
		JOIN organisation o ON o.id = p.organisation_id
		WHERE p.id = $1 AND p.erased_at IS NULL`, id)
	if err != nil {
		return Person{}, err
	}
	one := []Person{p}
	err = addGrants(tx, one)
	return one[0], err
}

// addGrants fills the grants of all people in one query: those for the whole
// site first, then by board.
func addGrants(tx *db.Tx, list []Person) error {
	ids := make([]int64, len(list))
	place := make(map[int64]int, len(list))
	for i, p := range list {
		ids[i], place[p.ID] = p.ID, i
	}
	type row struct {
		person int64
		grant  Grant
	}
	in, args := db.In(1, ids)
	all, err := db.List(tx, func(r db.Row) (h row, err error) {
		return h, r.Scan(&h.person, &h.grant.Role, db.OrZero(&h.grant.Board))
	}, `
		SELECT person_id, role, board_id
		FROM role_grant
		WHERE person_id IN `+in+`
		ORDER BY COALESCE(board_id, 0), role`, args...)
	for _, h := range all {
		p := &list[place[h.person]]
		p.Grants = append(p.Grants, h.grant)
	}
	return err
}

// Census counts accounts for the overview of administrators.
type Census struct {
	Active   int
	Disabled int
}

// Census counts the accounts.
func (a *Accounts) Census(ctx context.Context) (Census, error) {
	return db.View(ctx, a.db, CensusTx)
}

// CensusTx counts the accounts.
func CensusTx(tx *db.Tx) (Census, error) {
	return db.One(tx, func(r db.Row) (c Census, err error) { return c, r.Scan(&c.Active, &c.Disabled) }, `
		SELECT COALESCE(SUM(CASE WHEN disabled_at IS NULL THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END), 0)
		FROM person p
		WHERE p.erased_at IS NULL`)
}
