package membership

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/secret"
)

// EraseTx deletes everything about a person in the transaction that erases the
// account. It must run before the account goes, because invitations and refused
// applications hold only the address. Domains stay.
func EraseTx(tx *db.Tx, person int64) error {
	p, err := account.PersonOfTx(tx, person)
	if err != nil {
		return err
	}
	if err := endChecks(tx, person); err != nil {
		return err
	}
	for _, q := range []string{
		`DELETE FROM address_check WHERE person_id = $1`,
		`DELETE FROM joining_link WHERE purpose = 'application' AND subject_id IN (SELECT id FROM application WHERE person_id = $1)`,
		`DELETE FROM joining_link WHERE purpose = 'invitation' AND subject_id IN (SELECT id FROM invitation WHERE inviter_id = $1)`,
		`DELETE FROM application WHERE person_id = $1`,
		`DELETE FROM invitation WHERE inviter_id = $1`,
	} {
		if _, err := tx.Exec(q, person); err != nil {
			return err
		}
	}
	if err := unvouch(tx, person); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM invitation WHERE email = $1`, p.Email); err != nil {
		return err
	}
	// What the same mailbox asked for before there was an account, and in vain.
	key := secret.Hash(baseOf(p.Email))
	for _, q := range []string{
		`DELETE FROM joining_link WHERE purpose = 'application' AND subject_id IN (SELECT id FROM application WHERE key = $1)`,
		`DELETE FROM application WHERE key = $1`,
	} {
		if _, err := tx.Exec(q, key); err != nil {
			return err
		}
	}
	if err := limit.ClearTx(tx, mailTo, baseOf(p.Email)); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE application SET colleague = '' WHERE colleague = $1`, p.Email)
	return err
}
