package account

import (
	"fmt"
	"time"

	"kommunalforum/internal/db"
)

// AddressLife is how long it counts that an address reached its person.
const AddressLife = 365 * 24 * time.Hour

// AddressDueSQL is when the address of a person p must be confirmed again, in
// Unix milliseconds.
var AddressDueSQL = fmt.Sprintf(`COALESCE(p.address_due, p.created_at + %d)`, AddressLife.Milliseconds())

// dueBefore is the moment before which an address must have been due to be
// confirmed now. Without mail nobody could confirm one, so that none is due.
func (a *Accounts) dueBefore(tx *db.Tx) time.Time {
	if !a.ByMail {
		return time.UnixMilli(-1)
	}
	return tx.Now
}

// ConfirmAddressTx notes that a mail to the person's address has reached them.
func ConfirmAddressTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`
		UPDATE person
		SET address_due = $1, address_doubted_at = NULL
		WHERE id = $2`, tx.Now.Add(AddressLife), person)
	return err
}

// DoubtAddressTx notes that a mail server does not know the mailbox of the
// person: from now on they have to confirm their address or change it.
func DoubtAddressTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`
		UPDATE person
		SET address_due = $1, address_doubted_at = COALESCE(address_doubted_at, $1)
		WHERE id = $2 AND disabled_at IS NULL`, tx.Now, person)
	return err
}

// AddressStateTx returns until when the person's address counts as confirmed,
// and when it was doubted; zero: not.
func AddressStateTx(tx *db.Tx, person int64) (due, doubted time.Time, err error) {
	_, err = db.One(tx, func(r db.Row) (struct{}, error) {
		return struct{}{}, r.Scan(db.Instant(&due), db.Instant(&doubted))
	}, `
		SELECT `+AddressDueSQL+`, p.address_doubted_at
		FROM person p
		WHERE p.id = $1`, person)
	return due, doubted, err
}
