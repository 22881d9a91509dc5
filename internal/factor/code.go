package factor

import (
	"strings"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
)

// Limits on wrong codes. An app's code is one of a million, of which three are right
// at any moment: with these limits somebody who knows the password already guesses
// one on average every 16,000 days.
const (
	MaxTries       = 5
	TriesWindow    = 15 * time.Minute
	TriesADay      = 20
	triesDayWindow = 24 * time.Hour
)

const tooManyCodes = "Zu viele falsche Codes."

// UseCodeTx checks a code of the person's app, or a recovery code, and uses it up:
// of any number of attempts with the same code exactly one succeeds. A wrong code is
// counted, so the caller must commit even if ok is false. Beyond the limit every
// code is fault.TooMany.
func UseCodeTx(tx *db.Tx, v *secret.Keyring, person int64, code string) (ok bool, err error) {
	if _, err := tx.Exec(`DELETE FROM factor_failure WHERE at <= $1`, tx.Now.Add(-triesDayWindow)); err != nil {
		return false, err
	}
	lately, err := waitAfter(tx, person, MaxTries, TriesWindow)
	if err != nil {
		return false, err
	}
	today, err := waitAfter(tx, person, TriesADay, triesDayWindow)
	if err != nil {
		return false, err
	}
	if wait := max(lately, today); wait > 0 {
		return false, fault.RateLimited(wait, tooManyCodes)
	}
	code = plainCode(code)
	if isAppCode(code) {
		ok, err = useAppCode(tx, v, person, code)
	} else {
		ok, err = useRecoveryCode(tx, person, code)
	}
	if err != nil || ok {
		return ok, err
	}
	last, err := waitAfter(tx, person, MaxTries-1, TriesWindow)
	if err != nil {
		return false, err
	}
	if last > 0 {
		if err := note(tx, person, Refused); err != nil {
			return false, err
		}
	}
	_, err = tx.Exec(`INSERT INTO factor_failure (person_id, at) VALUES ($1, $2)`, person, tx.Now)
	return false, err
}

// waitAfter returns how long the person has to wait if there were most wrong codes
// within the window, 0 if there were fewer.
func waitAfter(tx *db.Tx, person int64, most int, window time.Duration) (time.Duration, error) {
	return db.Wait(tx, window, `
		SELECT at
		FROM factor_failure
		WHERE person_id = $1
		ORDER BY at DESC
		LIMIT 1 OFFSET $2`, person, most-1)
}

// plainCode removes the separators with which people group codes, and replaces
// digits that recovery codes do not contain by the letters they resemble.
func plainCode(code string) string {
	code = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '\t', '\u00a0', '\u2009', '\u202f':
			return -1
		}
		return r
	}, code)
	return strings.ToUpper(code)
}

func isAppCode(code string) bool {
	return len(code) == codeDigits && strings.Trim(code, "0123456789") == ""
}
