package account

import (
	"context"
	"strings"

	"kommunalforum/internal/address"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/readmark"
	"kommunalforum/internal/textfield"
)

// What follows is for package membership, which decides who comes in, under which
// address, and for whom they work. It asks no rights and opens no transaction.

// ActAdmit stands in the audit log when somebody was admitted after a look at
// their application.
const ActAdmit = "person.admit"

// Newcomer is somebody who comes in by their own doing.
type Newcomer struct {
	Email        string
	Name         string
	Function     string
	Organisation int64
	Password     string // as password.Hash returned it
}

// CheckPerson cleans a name and a function in place and notes what is wrong
// with them.
func CheckPerson(c *fault.Check, name, function *string) {
	textfield.Name(c, "name", "Name", name, 2, 80)
	textfield.Name(c, "funktion", "Funktion", function, 0, MaxJobTitle)
}

// AdmitTx makes an account for a newcomer and returns its id. The actor, who may
// be 0, stands in the audit log with the act. An address that has an account is
// fault.Conflict.
func AdmitTx(tx *db.Tx, actor int64, act string, n Newcomer) (int64, error) {
	id, err := tx.Insert(`
		INSERT INTO person (email, name, search, sort_key, function, organisation_id, password, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`, address.Clean(n.Email), n.Name, folding.Column(n.Name), folding.SortKey(n.Name), n.Function, n.Organisation,
		n.Password, tx.Now)
	if err != nil {
		return 0, err
	}
	if err := insertGrants(tx, id, []Grant{{Role: Member}}); err != nil {
		return 0, err
	}
	if err := readmark.StartTx(tx, id); err != nil {
		return 0, err
	}
	if err := audit.RecordTx(tx, actor, act, "person", id, ""); err != nil {
		return 0, err
	}
	return id, event.AppendTx(tx, event.PersonChanged, id, actor)
}

// MailboxOwnerTx returns who has an account, open or closed, under the mailbox
// base, whatever follows a plus sign in their address.
func MailboxOwnerTx(tx *db.Tx, base string) (person int64, ok bool, err error) {
	local, domain, _ := strings.Cut(base, "@")
	// A comma follows the plus sign in ASCII: the range holds all local+…
	return db.Found(db.Scalar[int64](tx, `
		SELECT id
		FROM person
		WHERE email = $1 OR (email > $2 AND email < $3 AND `+db.Like("email", "$4")+`)
		ORDER BY id
		LIMIT 1`, base, local+"+", local+",", "%@"+db.EscapeLike(domain)))
}

// PersonOfTx returns a person without the grants.
func PersonOfTx(tx *db.Tx, id int64) (Person, error) {
	return db.One(tx, scanPerson, `
		SELECT `+personColumns+`
		FROM person p
		JOIN organisation o ON o.id = p.organisation_id
		WHERE p.id = $1`, id)
}

// ChangeAddressTx gives the person another address. Links that were mailed to
// the former one die. An address that has an account is fault.Conflict.
func ChangeAddressTx(tx *db.Tx, person int64, email string) error {
	if _, err := tx.Exec(`UPDATE person SET email = $1 WHERE id = $2`, address.Clean(email), person); err != nil {
		return err
	}
	if err := credential.EndLinksTx(tx, person); err != nil {
		return err
	}
	return event.AppendTx(tx, event.PersonChanged, person, 0)
}

// MoveTx lets the person work for another organisation from now on; what they
// wrote stays with the former one. The actor stands in the audit log.
func MoveTx(tx *db.Tx, actor, person, to int64) error {
	p, err := PersonOfTx(tx, person)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE person SET organisation_id = $1 WHERE id = $2`, to, person); err != nil {
		return err
	}
	if err := moved(tx, []int64{person}, p.Organisation.Kind, to); err != nil {
		return err
	}
	return recordPerson(tx, actor, "person.move", person, "")
}

// MoveAllTx lets everybody of one organisation work for another from now on; what
// they wrote stays with the former one.
func MoveAllTx(tx *db.Tx, from, to int64) error {
	former, err := organisation.FindTx(tx, from)
	if err != nil {
		return err
	}
	people, err := db.Column[int64](tx, `UPDATE person SET organisation_id = $1 WHERE organisation_id = $2 RETURNING id`, to, from)
	if err != nil {
		return err
	}
	if err := moved(tx, people, former.Kind, to); err != nil {
		return err
	}
	for _, id := range people {
		if err := event.AppendTx(tx, event.PersonChanged, id, 0); err != nil {
			return err
		}
	}
	return nil
}

// moved notes what people can read who work for the organisation to now, and before for
// one of the kind.
func moved(tx *db.Tx, people []int64, before organisation.Kind, to int64) error {
	o, err := organisation.FindTx(tx, to)
	if err != nil {
		return err
	}
	return kindChanged(tx, people, before, o.Kind)
}

// KindChangedTx notes what the people of an organisation can read that is of another
// kind now.
func KindChangedTx(tx *db.Tx, id int64, before, now organisation.Kind) error {
	people, err := db.Column[int64](tx, `SELECT id FROM person WHERE organisation_id = $1 AND disabled_at IS NULL`, id)
	if err != nil {
		return err
	}
	return kindChanged(tx, people, before, now)
}

// Rename changes the viewer's own name and function; both stand beside
// everything they wrote.
func (a *Accounts) Rename(ctx context.Context, by Viewer, name, function string) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	var c fault.Check
	CheckPerson(&c, &name, &function)
	if err := c.Err(); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := CountActivityTx(tx, by, Editing); err != nil {
			return err
		}
		_, err := tx.Exec(`
			UPDATE person
			SET name = $1, search = $2, sort_key = $3, function = $4
			WHERE id = $5`, name, folding.Column(name), folding.SortKey(name), function, by.ID)
		if err != nil {
			return err
		}
		return event.AppendTx(tx, event.PersonChanged, by.ID, by.ID)
	})
}
