package node

import (
	"errors"
	"slices"

	"kommunalforum/internal/db"
)

var (
	// ErrNoKey means that other nodes have the key under which the secrets of the
	// database are sealed, and this one made a new one.
	ErrNoKey = errors.New("this node has no key, and other nodes have one")
	// ErrOtherKey means that this node has another key than that one.
	ErrOtherKey = errors.New("this node does not have the key of the database")
)

// AgreeOnKeyTx notes the first of the keys, given by their fingerprints, as that under
// which the secrets of the database are sealed from now on. It returns ErrOtherKey if
// the key that was noted before is none of them. A new one, which was made because there
// was none in the folder, may replace a lost key; with other nodes that is ErrNoKey.
func (n *Node) AgreeOnKeyTx(tx *db.Tx, prints []string, made bool) error {
	if _, err := CheckKeyTx(tx, n.ID(), prints, made); err != nil {
		return err
	}
	if before, _, err := keyTx(tx); err != nil || before == prints[0] {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM keyring`); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO keyring (fingerprint) VALUES ($1)`, prints[0])
	return err
}

// CheckKeyTx returns the error that AgreeOnKeyTx would, and changes nothing. lost says
// that the key under which the secrets are sealed would be replaced by a new one.
func CheckKeyTx(tx *db.Tx, id string, prints []string, made bool) (lost bool, err error) {
	before, found, err := keyTx(tx)
	if err != nil || !found || slices.Contains(prints, before) {
		return false, err
	}
	if !made {
		return false, ErrOtherKey
	}
	others, err := db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM node WHERE id <> $1)`, id)
	if err == nil && others {
		err = ErrNoKey
	}
	return true, err
}

// KeepKeys tells Beat which keys this node has.
func (n *Node) KeepKeys(prints []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.prints = prints
}

// keyTx returns the fingerprint of the key that was noted last.
func keyTx(tx *db.Tx) (fingerprint string, found bool, err error) {
	return db.Found(db.Scalar[string](tx, `SELECT fingerprint FROM keyring`))
}
