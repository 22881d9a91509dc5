package reuse

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// columns of an entry x of an organisation o, with contact p and keeper k.
const columns = `x.id, x.service_id, x.stage, x.product, x.provider, x.operator, x.since, x.cost, x.experience, x.financing, x.integration,
	x.operation, x.interfaces, x.assistance, x.mailbox, x.confirmed_at, x.revision, ` + organisation.InhabitantsSQL + `, ` + organisation.Columns + `,
	COALESCE(p.id, 0), COALESCE(p.name, ''), COALESCE(p.function, ''), COALESCE(k.id, 0), COALESCE(k.name, ''), COALESCE(k.function, '')`

// joins leave out a contact and a keeper who no longer belong to the organisation.
const joins = `
	FROM reuse x
	JOIN organisation o ON o.id = x.organisation_id
	LEFT JOIN person p ON p.id = x.contact_id AND p.organisation_id = x.organisation_id AND p.disabled_at IS NULL
	LEFT JOIN person k ON k.id = x.keeper_id AND k.organisation_id = x.organisation_id AND k.disabled_at IS NULL`

func scan(tx *db.Tx) func(db.Row) (Entry, error) {
	return func(r db.Row) (e Entry, err error) {
		n := &e.Notes
		fields := []any{&e.ID, &e.Service, &e.Stage, &e.Product, &e.Provider, &e.Operator, &e.Since, &e.Cost, &n.Experience, &n.Financing,
			&n.Integration, &n.Operation, &n.Interfaces, &n.Assistance, &e.Mailbox, db.Instant(&e.ConfirmedAt), &e.Revision, &e.Inhabitants}
		fields = append(fields, organisation.Fields(&e.Organisation)...)
		fields = append(fields, &e.Contact.PersonID, &e.Contact.Name, &e.Contact.Function, &e.Keeper.PersonID, &e.Keeper.Name, &e.Keeper.Function)
		err = r.Scan(fields...)
		e.Contact.Organisation, e.Keeper.Organisation = e.Organisation, e.Organisation
		e.Age = ageOf(tx.Now, e.ConfirmedAt)
		if !e.Organisation.Kind.HasInhabitants() {
			e.Inhabitants = 0
		}
		return e, err
	}
}

// findEntry returns an entry; fault.NotFound if there is none.
func findEntry(tx *db.Tx, id int64) (Entry, error) {
	return db.One(tx, scan(tx), `SELECT `+columns+joins+` WHERE x.id = $1`, id)
}

func findByKey(tx *db.Tx, organisation, service int64, key string) (Entry, error) {
	return db.One(tx, scan(tx), `SELECT `+columns+joins+`
		WHERE x.service_id = $1 AND x.organisation_id = $2 AND x.product_key = $3`, service, organisation, key)
}

// mustExist is fault.NotFound if there is no such service.
func mustExist(tx *db.Tx, service int64) error {
	_, err := db.Scalar[int64](tx, `SELECT id FROM service WHERE id = $1`, service)
	return err
}

// moderates reports whether by moderates the board of the service's Themenfeld.
func moderates(tx *db.Tx, by account.Viewer, service int64) (bool, error) {
	boards, err := db.Column[int64](tx, `
		SELECT b.id
		FROM board b
		JOIN service s ON s.subject_area_id = b.subject_area_id
		WHERE s.id = $1`, service)
	for _, b := range boards {
		if by.Moderates(b) {
			return true, err
		}
	}
	return by.Admin(), err
}

func insertEntry(tx *db.Tx, by account.Viewer, service int64, x checked) (int64, error) {
	contact := int64(0)
	if x.Contact {
		contact = by.ID
	}
	n := x.Notes
	return tx.Insert(`
		INSERT INTO reuse (service_id, organisation_id, stage, product, provider, product_key, operator, since, cost, experience, financing,
			integration, operation, interfaces, assistance, mailbox, contact_id, keeper_id, created_at, confirmed_at, reminded, revision)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19, FALSE, 1)
		RETURNING id`, service, by.Organisation.ID, string(x.Stage), x.Product, x.Provider, x.key, x.Operator, string(x.since), string(x.Cost),
		n.Experience, n.Financing, n.Integration, n.Operation, n.Interfaces, n.Assistance, x.Mailbox, db.Null(contact), by.ID, tx.Now)
}

func updateEntry(tx *db.Tx, by account.Viewer, e Entry, x checked) error {
	contact := e.Contact.PersonID
	switch {
	case x.Contact:
		contact = by.ID
	case x.Release || contact == by.ID:
		contact = 0
	}
	n := x.Notes
	_, err := tx.Exec(`
		UPDATE reuse
		SET stage = $1, product = $2, provider = $3, product_key = $4, operator = $5, since = $6, cost = $7, experience = $8, financing = $9,
			integration = $10, operation = $11, interfaces = $12, assistance = $13, mailbox = $14, contact_id = $15, keeper_id = $16,
			confirmed_at = $17, reminded = FALSE, revision = revision + 1
		WHERE id = $18`, string(x.Stage), x.Product, x.Provider, x.key, x.Operator, string(x.since), string(x.Cost), n.Experience, n.Financing,
		n.Integration, n.Operation, n.Interfaces, n.Assistance, x.Mailbox, db.Null(contact), by.ID, tx.Now, e.ID)
	return err
}

func insertStep(tx *db.Tx, entry int64, act string, stage Stage, person int64) error {
	_, err := tx.Exec(`
		INSERT INTO reuse_step (reuse_id, act, stage, person_id, at)
		VALUES ($1, $2, $3, $4, $5)`, entry, act, string(stage), person, tx.Now)
	return err
}

// deleteEntries deletes entries with their histories.
func deleteEntries(tx *db.Tx, ids []int64) error {
	list, args := db.In(1, ids)
	if _, err := tx.Exec(`DELETE FROM reuse_step WHERE reuse_id IN `+list, args...); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM reuse WHERE id IN `+list, args...)
	return err
}
