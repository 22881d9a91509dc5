package account

import "kommunalforum/internal/db"

// ActiveTx reports whether the account is open.
func ActiveTx(tx *db.Tx, person int64) (bool, error) {
	return db.Scalar[bool](tx, `SELECT disabled_at IS NULL FROM person WHERE id = $1`, person)
}

// HasPasswordTx reports whether the person has a password.
func HasPasswordTx(tx *db.Tx, person int64) (bool, error) {
	return db.Scalar[bool](tx, `SELECT password <> '' FROM person WHERE id = $1`, person)
}

// PasswordHashTx returns what is stored of the person's password, "" if they have
// none.
func PasswordHashTx(tx *db.Tx, person int64) (string, error) {
	return db.Scalar[string](tx, `SELECT password FROM person WHERE id = $1`, person)
}

// SetPasswordHashTx stores another hash of password.Hash.
func SetPasswordHashTx(tx *db.Tx, person int64, hash string) error {
	_, err := tx.Exec(`UPDATE person SET password = $1 WHERE id = $2`, hash, person)
	return err
}

// ReplacePasswordHashTx stores a better hash of the same password, unless the
// password was changed meanwhile.
func ReplacePasswordHashTx(tx *db.Tx, person int64, stored, better string) error {
	_, err := tx.Exec(`UPDATE person SET password = $1 WHERE id = $2 AND password = $3`, better, person, stored)
	return err
}
