package membership

import "kommunalforum/internal/db"

// PassOnTx transfers the domains and open invitations of an organisation to another,
// such as the municipality that it merged into.
func PassOnTx(tx *db.Tx, from, to int64) error {
	_, err := tx.Exec(`
		INSERT INTO mail_domain (name, organisation_id, subdomains, added_at)
		SELECT name, $1, subdomains, added_at
		FROM mail_domain
		WHERE organisation_id = $2
		ON CONFLICT DO NOTHING`, to, from)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM mail_domain WHERE organisation_id = $1`, from); err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE invitation
		SET organisation_id = $1
		WHERE organisation_id = $2 AND accepted_at IS NULL`, to, from)
	return err
}
