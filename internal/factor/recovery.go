package factor

import (
	"crypto/rand"
	"strconv"
	"strings"

	"kommunalforum/internal/db"
	"kommunalforum/internal/secret"
)

// Recovery codes made at once; each of sixteen letters and digits, 80 bits.
const (
	codesAtOnce = 10
	codeLetters = 16
)

// MakeCodesTx gives the person new recovery codes and returns them, to be shown only
// once. All older ones become invalid.
func MakeCodesTx(tx *db.Tx, person int64) ([]string, error) {
	if _, err := tx.Exec(`DELETE FROM recovery_code WHERE person_id = $1`, person); err != nil {
		return nil, err
	}
	codes := make([]string, codesAtOnce)
	for i := range codes {
		code := rand.Text()[:codeLetters]
		_, err := tx.Exec(`INSERT INTO recovery_code (id, person_id) VALUES ($1, $2)`, codeHash(person, code), person)
		if err != nil {
			return nil, err
		}
		codes[i] = grouped(strings.ToLower(code))
	}
	return codes, note(tx, person, CodesMade)
}

// codeHash needs no slow hash: nobody guesses 80 bits.
func codeHash(person int64, code string) string {
	return secret.Hash(strconv.FormatInt(person, 10) + ":" + code)
}

func useRecoveryCode(tx *db.Tx, person int64, code string) (bool, error) {
	n, err := tx.Exec(`
		UPDATE recovery_code
		SET used_at = $1
		WHERE id = $2 AND person_id = $3 AND used_at IS NULL`, tx.Now, codeHash(person, lookalikes.Replace(code)), person)
	if err != nil || n == 0 {
		return false, err
	}
	return true, note(tx, person, CodeUsed)
}

// lookalikes are digits that no code has, and the letters they are taken for.
var lookalikes = strings.NewReplacer("0", "O", "1", "L", "8", "B")

func codesLeft(tx *db.Tx, person int64) (int, error) {
	return db.Scalar[int](tx, `SELECT COUNT(*) FROM recovery_code WHERE person_id = $1 AND used_at IS NULL`, person)
}

// grouped splits a code into groups of four, which are easier to copy.
func grouped(code string) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}
