package factor

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// MaxPasskeys is the maximum number of passkeys per person.
const MaxPasskeys = 20

// Passkey is an authenticator with which somebody signs in.
type Passkey struct {
	ID        int64
	Name      string
	CreatedAt time.Time
	UsedAt    time.Time // zero: never
}

func passkeysOf(tx *db.Tx, person int64) ([]Passkey, error) {
	return db.List(tx, func(r db.Row) (p Passkey, err error) {
		return p, r.Scan(&p.ID, &p.Name, db.Instant(&p.CreatedAt), db.Instant(&p.UsedAt))
	}, `
		SELECT id, name, created_at, used_at
		FROM passkey
		WHERE person_id = $1
		ORDER BY id`, person)
}

// RenamePasskeyTx renames one of the person's passkeys.
func RenamePasskeyTx(tx *db.Tx, person, id int64, name string) error {
	name, err := passkeyName(name)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE passkey SET name = $1 WHERE id = $2 AND person_id = $3`, name, id, person)
	if err == nil && n == 0 {
		err = fault.Missing()
	}
	return err
}

func passkeyName(name string) (string, error) {
	var c fault.Check
	textfield.Line(&c, "name", "Name", &name, 1, 60)
	return name, c.Err()
}

// RemovePasskeyTx removes one of the person's passkeys.
func RemovePasskeyTx(tx *db.Tx, person, id int64) error {
	n, err := tx.Exec(`DELETE FROM passkey WHERE id = $1 AND person_id = $2`, id, person)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Missing()
	}
	if err := note(tx, person, PasskeyRemoved); err != nil {
		return err
	}
	return dropOrphanCodes(tx, person)
}

// owner is a person as WebAuthn sees them.
type owner struct {
	id          int64
	handle      []byte // random
	email, name string // shown by the authenticator
	keys        []webauthn.Credential
}

func (o owner) WebAuthnID() []byte                         { return o.handle }
func (o owner) WebAuthnName() string                       { return o.email }
func (o owner) WebAuthnDisplayName() string                { return o.name }
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

// ownerOf loads the person with their passkeys; handle is "" for somebody who
// never had one.
func ownerOf(tx *db.Tx, person int64) (o owner, err error) {
	o.id = person
	handle, _, err := db.Found(db.Scalar[string](tx, `SELECT handle FROM passkey_user WHERE person_id = $1`, person))
	if err != nil {
		return o, err
	}
	if o.handle, err = base64.RawURLEncoding.DecodeString(handle); err != nil {
		return o, fmt.Errorf("handle of a person: %w", err)
	}
	o.keys, err = db.List(tx, func(r db.Row) (k webauthn.Credential, err error) {
		var record string
		if err := r.Scan(&record); err != nil {
			return k, err
		}
		return k, json.Unmarshal([]byte(record), &k)
	}, `SELECT record FROM passkey WHERE person_id = $1 ORDER BY id`, person)
	return o, err
}

func credentialID(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// insertPasskey stores a new passkey. One that is already stored, for anybody, is
// fault.Conflict.
func insertPasskey(tx *db.Tx, person int64, name string, k *webauthn.Credential) error {
	record, err := json.Marshal(k)
	if err != nil {
		return fmt.Errorf("passkey: %w", err)
	}
	_, err = tx.Insert(`
		INSERT INTO passkey (person_id, credential_id, name, record, created_at)
		VALUES ($1, $2, $3, $4, $5)
		RETURNING id`, person, credentialID(k.ID), name, string(record), tx.Now)
	if err != nil {
		return err
	}
	return note(tx, person, PasskeyAdded)
}

// markUsed stores the new signature counter of a passkey.
func markUsed(tx *db.Tx, person int64, k *webauthn.Credential) error {
	record, err := json.Marshal(k)
	if err != nil {
		return fmt.Errorf("passkey: %w", err)
	}
	_, err = tx.Exec(`
		UPDATE passkey
		SET record = $1, used_at = $2
		WHERE credential_id = $3 AND person_id = $4`, string(record), tx.Now, credentialID(k.ID), person)
	return err
}
