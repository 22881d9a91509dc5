package factor

import (
	"strconv"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
)

// noKey tells a person that the app cannot be checked, because the key that sealed
// its secret is missing. The app stays a second factor: the password alone lets
// nobody in.
const noKey = "Codes der App kann das Forum gerade nicht prüfen, weil ihm der Schlüssel dazu fehlt. Bitte benutzen Sie einen " +
	"Wiederherstellungscode oder einen Passkey, oder lassen Sie die Administration den zweiten Faktor zurücksetzen."

// place binds a sealed secret to the person: copied to another person's row it can
// no longer be opened.
func place(person int64) string { return "totp:" + strconv.FormatInt(person, 10) }

// unseal returns a secret as the app holds it. If the key is missing the error is a
// fault that says what to do instead. A secret stored before secrets were sealed is
// returned unchanged.
func unseal(v *secret.Keyring, person int64, stored string) (string, error) {
	if !secret.Sealed(stored) {
		return stored, nil
	}
	plain, err := v.Open(place(person), stored)
	if err != nil {
		return "", fault.Reject(noKey)
	}
	return plain, nil
}

// sealStep is the number of secrets read at once.
const sealStep = 500

// SealTx seals the secrets that are not sealed under the current key: those stored by
// a former version of the forum, and those under an older key. It returns how many
// it sealed, and for how many the key is missing.
func SealTx(tx *db.Tx, v *secret.Keyring) (done, lost int, err error) {
	for _, table := range []string{"totp", "totp_offer"} {
		type row struct {
			person int64
			stored string
		}
		for last := int64(0); ; {
			list, err := db.List(tx, func(r db.Row) (x row, err error) { return x, r.Scan(&x.person, &x.stored) }, `
				SELECT person_id, secret
				FROM `+table+`
				WHERE person_id > $1
				ORDER BY person_id
				LIMIT $2`, last, sealStep)
			if err != nil {
				return done, lost, err
			}
			for _, x := range list {
				last = x.person
				if v.Current(x.stored) {
					continue
				}
				plain, err := unseal(v, x.person, x.stored)
				if err != nil {
					lost++
					continue
				}
				if _, err := tx.Exec(`UPDATE `+table+` SET secret = $1 WHERE person_id = $2`, v.Seal(place(x.person), plain), x.person); err != nil {
					return done, lost, err
				}
				done++
			}
			if len(list) < sealStep {
				break
			}
		}
	}
	return done, lost, nil
}
