package account

import (
	"fmt"

	"kommunalforum/internal/audit"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/job"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/outbox"
)

// FormerMember is the name that stands beside the texts of people whose account was
// erased. It is stored where their name was, so that no page can forget it.
const FormerMember = "Ehemaliges Mitglied"

// Erasure is what the owners of texts need to know of an erased account.
type Erasure struct {
	Person int64
	// Organisation takes the place of the one that stands beside the person's
	// texts; 0 when that one stays.
	Organisation int64
}

// EraseTx erases an account within tx: name, address, function, password,
// second factors, sessions, links, roles, consents and mails go, the audit log names the person no more;
// what is left is the number. Texts are not touched. It refuses to leave the
// site without an administrator, unless the system acts (actor 0). Called by
// package usecase only.
func EraseTx(tx *db.Tx, actor, person int64, keepOrganisation bool, reason string) (Erasure, error) {
	p, err := findPerson(tx, person)
	if err != nil {
		return Erasure{}, err
	}
	traces := newNameMatcher(p)
	e := Erasure{Person: person}
	if !keepOrganisation {
		if e.Organisation, err = organisation.UnnamedTx(tx); err != nil {
			return e, err
		}
	}
	if err := eraseRows(tx, p); err != nil {
		return e, err
	}
	if err := eraseName(tx, e); err != nil {
		return e, err
	}
	if actor != 0 { // the system erases again whoever had left: an operator can appoint somebody
		if err := requireAdmin(tx); err != nil {
			return e, err
		}
	}
	if err := audit.EraseTx(tx, person, e.Organisation, traces.Redact); err != nil {
		return e, err
	}
	if err := audit.RecordTx(tx, actor, "person.erase", "person", person, traces.Redact(reason)); err != nil {
		return e, err
	}
	if err := job.RequestTx(tx, job.Scrub); err != nil {
		return e, err
	}
	return e, event.AppendTx(tx, event.PersonChanged, person, 0)
}

// eraseRows deletes what is kept of a person beside their own row.
func eraseRows(tx *db.Tx, p Person) error {
	if err := credential.EraseTx(tx, p.ID, p.Email); err != nil {
		return err
	}
	for _, query := range []string{
		`DELETE FROM role_grant WHERE person_id = $1`,
		`DELETE FROM consent WHERE person_id = $1`,
		`DELETE FROM board_barred WHERE person_id = $1`,
	} {
		if _, err := tx.Exec(query, p.ID); err != nil {
			return err
		}
	}
	for _, erase := range []func(*db.Tx, int64) error{limit.EraseTx, factor.EraseTx, outbox.EraseTx} {
		if err := erase(tx, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// eraseName leaves a former member of the person's row.
func eraseName(tx *db.Tx, e Erasure) error {
	_, err := tx.Exec(`
		UPDATE person
		SET email = $1, name = $2, search = $6, sort_key = $7, function = '', password = '', organisation_id = COALESCE($3, organisation_id),
			address_due = NULL, address_doubted_at = NULL, used_at = NULL, seen_at = NULL, seen_before = NULL,
			disabled_at = COALESCE(disabled_at, $4), erased_at = $4
		WHERE id = $5`, erasedAddress(e.Person), FormerMember, db.Null(e.Organisation), tx.Now, e.Person,
		folding.Column(FormerMember), folding.SortKey(FormerMember))
	return err
}

// erasedAddress is what stands in the column of the address, which must not be
// taken twice. It is no address, and nobody can sign in with it.
func erasedAddress(person int64) string { return fmt.Sprintf("erased:%d", person) }

// CanErase reports whether by may erase the account of somebody else; one's own
// is left by oneself.
func (p Person) CanErase(by Viewer) bool { return by.Admin() && p.ID != by.ID }

// CheckErase refuses whoever may not erase the person's account, cleans the reason
// in place, and refuses one that cannot be.
func CheckErase(by Viewer, person int64, reason *string) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	if !(Person{ID: person}).CanErase(by) {
		return fault.Reject("Das eigene Konto verlassen Sie unter „Mein Konto“.")
	}
	var c fault.Check
	CheckReason(&c, reason)
	return c.Err()
}

// LastAdminTx reports whether the site would be without an active administrator
// if the person left.
func LastAdminTx(tx *db.Tx, person int64) (bool, error) {
	return db.Scalar[bool](tx, `
		SELECT EXISTS (SELECT 1 FROM role_grant WHERE person_id = $1 AND role = 'admin' AND board_id IS NULL)
		AND NOT EXISTS (
			SELECT 1
			FROM role_grant g
			JOIN person p ON p.id = g.person_id
			WHERE g.role = 'admin' AND g.board_id IS NULL AND p.disabled_at IS NULL AND p.id <> $1)`, person)
}
