package page

import (
	"net/url"

	"kommunalforum/internal/fault"
)

// maxFieldBytes bounds the fields that are hashed, compared or counted: nobody
// types more, and what is longer is refused before it costs anything. Texts have
// limits of their own, which say how much is too much.
var maxFieldBytes = map[string]int{
	"email":    320,
	"kollege":  320,
	"passwort": 1024, // four bytes for each of password.MaxLength characters
	"bisher":   1024,
	"nochmal":  1024,
	"code":     64,
	"ersatz":   64,
	"einmal":   256,
	"antwort":  32 << 10, // what a passkey says
}

// checkLengths rejects a form with a field that is longer than anybody types.
func checkLengths(form url.Values) error {
	for name, limit := range maxFieldBytes {
		for _, value := range form[name] {
			if len(value) > limit {
				return fault.Reject("Eine Eingabe ist länger, als sie sein kann. Bitte prüfen Sie Ihre Eingaben.")
			}
		}
	}
	return nil
}
