package credential

import (
	"time"

	"kommunalforum/internal/address"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
)

// purpose is what a one-time link is good for, and for nothing else.
type purpose string

const (
	forChoice purpose = "choose" // choosing a password; handed out by the operator
	forReset  purpose = "reset"  // choosing a password; mailed to who asked for it
)

// LinkLife is how long a one-time link works that the operator hands out.
const LinkLife = 72 * time.Hour

// NewLinkTx makes a one-time link with which the person chooses a password, and
// returns its token. It is handed out by the operator; all older links die.
func NewLinkTx(tx *db.Tx, person int64) (token string, err error) {
	if err := EndLinksTx(tx, person); err != nil {
		return "", err
	}
	return insertLink(tx, person, forChoice, 0, tx.Now.Add(LinkLife))
}

func insertLink(tx *db.Tx, person int64, what purpose, request int64, until time.Time) (string, error) {
	token, hash := secret.NewToken()
	_, err := tx.Exec(`
		INSERT INTO one_time_link (id, person_id, expires_at, purpose, request_id)
		VALUES ($1, $2, $3, $4, $5)`, hash, person, until, string(what), db.Null(request))
	return token, err
}

// LinkOwnerTx returns whose one-time link the token is. One that was used, that
// was replaced or that has expired is fault.Gone.
func LinkOwnerTx(tx *db.Tx, token string) (person int64, err error) {
	person, found, err := db.Found(db.Scalar[int64](tx, `
		SELECT person_id
		FROM one_time_link
		WHERE id = $1 AND expires_at > $2 AND purpose IN ($3, $4)`, secret.Hash(token), tx.Now, string(forChoice), string(forReset)))
	if err == nil && !found {
		err = fault.Of(fault.Gone, "Er wurde schon benutzt, durch einen neueren ersetzt oder ist abgelaufen. Bitte fordern Sie einen neuen an.")
	}
	return person, err
}

// EndLinksTx kills all links of the person, and those that are about to be
// mailed. Links that have expired go with them.
func EndLinksTx(tx *db.Tx, person int64) error {
	if _, err := tx.Exec(`UPDATE reset_request SET person_id = NULL WHERE person_id = $1`, person); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM one_time_link WHERE person_id = $1 OR expires_at < $2`, person, tx.Now)
	return err
}

// PruneLinksTx deletes up to limit one-time links that no longer work and
// returns how many.
func PruneLinksTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM one_time_link
		WHERE id IN (SELECT id FROM one_time_link WHERE expires_at <= $1 LIMIT $2)`, tx.Now, limit)
}

// RevokeAllTx ends every session of the person but keep, every link, and what
// is known of their browsers.
func RevokeAllTx(tx *db.Tx, person int64, keep string) error {
	if err := EndSessionsTx(tx, person, keep); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM known_device WHERE person_id = $1`, person); err != nil {
		return err
	}
	return EndLinksTx(tx, person)
}

// EraseCredentialsTx removes all that is known here of a person whose account is erased,
// and of their address.
func EraseTx(tx *db.Tx, person int64, email string) error {
	for _, query := range []string{
		`DELETE FROM session WHERE person_id = $1`,
		`DELETE FROM one_time_link WHERE person_id = $1`,
		`DELETE FROM reset_request WHERE person_id = $1`,
		`DELETE FROM known_device WHERE person_id = $1`,
	} {
		if _, err := tx.Exec(query, person); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`DELETE FROM reset_request WHERE key = $1`, AddressKey(email))
	return err
}

// AddressKey is the hash under which requests with an address are counted.
func AddressKey(email string) string { return secret.Hash(address.Clean(email)) }
