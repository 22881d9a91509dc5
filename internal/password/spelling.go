package password

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"
)

// normalised marks a stored password whose hash was made of the uniform spelling.
const normalised = ",n=1"

// normalise returns a password in the one spelling that all keyboards lead to
// (RFC 8265, OpaqueString); ok is false when it holds what no password may.
func normalise(password string) (spelt string, ok bool) {
	spelt, err := precis.OpaqueString.String(password)
	if err != nil {
		return password, false
	}
	return spelt, true
}

// passwordMatches compares in constant time, at the place in the queue. It
// derives one key, and another one for a password that was not typed in the
// normalised spelling, whatever is stored: those set before the spelling was made
// normalised match as they were typed then. With better, the stored password
// should be replaced by it.
func Matches(ctx context.Context, place, stored, password string) (ok bool, better string, err error) {
	known := stored != ""
	if !known {
		stored = dummy()
	}
	parts := strings.Split(stored, "$")
	if len(parts) != 6 {
		return false, "", fmt.Errorf("stored password is no PHC string")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, "", fmt.Errorf("stored password: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, "", fmt.Errorf("stored password: %w", err)
	}
	if utf8.RuneCountInString(password) > MaxLength {
		password = "" // never hash what nobody can have chosen
	}
	spelt, _ := normalise(password)
	key, err := derive(ctx, place, spelt, salt)
	if err != nil {
		return false, "", err
	}
	old := !strings.HasSuffix(parts[3], normalised)
	if known && subtle.ConstantTimeCompare(key, want) == 1 {
		if old {
			parts[3] += normalised
			better = strings.Join(parts, "$")
		}
		ok = true
	}
	if spelt == password {
		return ok, better, nil
	}
	typed, err := derive(ctx, place, password, salt)
	if err != nil {
		return false, "", err
	}
	if known && old && !ok && subtle.ConstantTimeCompare(typed, want) == 1 {
		return true, phc(salt, key), nil
	}
	return ok, better, nil
}
