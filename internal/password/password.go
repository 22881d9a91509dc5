// Package password says which passwords are accepted, and hashes and compares
// them. It owns no table.
//
// It promises: a few hashes are computed at once, in fair turns; comparing takes
// as long without a stored password as with one; a password matches in every
// spelling that keyboards make of the same characters.
package password

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"kommunalforum/internal/fault"
)

// Lengths of salt and key in bytes.
const (
	saltLength = 16
	keyLength  = 32
)

// Lengths of passwords in characters. Any character is allowed.
const (
	MinLength = 12
	MaxLength = 256
)

// maxPasswordBytes is more than any password takes.
const MaxBytes = 4 * MaxLength

func check(password string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		return fault.Reject("Das Passwort enthält ungültige Zeichen.")
	case n < MinLength:
		return &fault.Error{Kind: fault.Invalid, Sentence: "Bitte prüfen Sie Ihre Eingaben.", Problems: []fault.Problem{{
			Field: "passwort", Sentence: fmt.Sprintf("Das Passwort braucht mindestens %d Zeichen.", MinLength)}}}
	case n > MaxLength:
		return &fault.Error{Kind: fault.Invalid, Sentence: "Bitte prüfen Sie Ihre Eingaben.", Problems: []fault.Problem{{
			Field: "passwort", Sentence: fmt.Sprintf("Das Passwort darf höchstens %d Zeichen lang sein.", MaxLength)}}}
	case tooCommon(password):
		return &fault.Error{Kind: fault.Invalid, Sentence: "Bitte prüfen Sie Ihre Eingaben.", Problems: []fault.Problem{{
			Field: "passwort", Sentence: "Dieses Passwort ist zu leicht zu erraten. Gut sind vier zufällige Wörter hintereinander."}}}
	}
	return nil
}

// hashPassword returns the PHC string of an acceptable password, in its uniform
// spelling. What others know of its owner must not be all it is made of. The
// place is whose in the queue; a full queue is fault.Unready.
func Hash(ctx context.Context, place, password string, known ...string) (string, error) {
	if len(password) > MaxBytes || !utf8.ValidString(password) {
		return "", check(password)
	}
	spelt, ok := normalise(password)
	if err := check(spelt); err != nil {
		return "", err
	}
	var c fault.Check
	c.Require(ok, "passwort", "Das Passwort enthält Zeichen, die sich nicht sicher tippen lassen.")
	c.Require(!madeOfKnown(spelt, known), "passwort", "Das Passwort darf nicht aus Ihrer E-Mail-Adresse, Ihrem Namen, Ihrer Organisation "+
		"oder dem Namen des Forums bestehen.")
	if err := c.Err(); err != nil {
		return "", err
	}
	password = spelt
	salt := make([]byte, saltLength)
	rand.Read(salt)
	key, err := derive(ctx, place, password, salt)
	if err != nil {
		return "", err
	}
	return phc(salt, key), nil
}

func phc(salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d"+normalised+"$%s$%s", argon2.Version, cost.memory, cost.passes, cost.lanes,
		b64.EncodeToString(salt), b64.EncodeToString(key))
}

// derivations counts the keys that were derived.
var derivations atomic.Int64

// Derivations returns how many passwords were hashed or compared since the program
// started: with it a test shows that answers cost the same.
func Derivations() int64 { return derivations.Load() }

func derive(ctx context.Context, place, password string, salt []byte) ([]byte, error) {
	leave, err := hashes.enter(ctx, place)
	if err != nil {
		return nil, err
	}
	defer leave()
	derivations.Add(1)
	return argon2.IDKey([]byte(password), salt, cost.passes, cost.memory, cost.lanes, keyLength), nil
}

// dummy returns what is compared with when there is no account or no password, so that
// the answer takes as long as with one.
func dummy() string { return phc(make([]byte, saltLength), make([]byte, keyLength)) }
