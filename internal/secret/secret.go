// Package secret creates random tokens and the hashes under which they are
// stored, seals secrets for the database, and makes answers take the same time
// whatever they find. It owns no table.
package secret

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"
)

// TokenLength is the length of every token, in characters.
const TokenLength = 43

const tokenBytes = 32

// NewToken returns a random 256-bit value for a cookie or link, and the hash to
// store in its place.
func NewToken() (token, hash string) {
	raw := make([]byte, tokenBytes)
	rand.Read(raw)
	return tokenOf(raw)
}

func tokenOf(raw []byte) (token, hash string) {
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, Hash(token)
}

// Hash returns the SHA-256 of the text in hexadecimal.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

const evenTime = 100 * time.Millisecond

// Evenly runs do and returns after a tenth of a second, so that its duration does
// not reveal what it found.
func Evenly(ctx context.Context, do func() error) error {
	even := time.After(evenTime)
	err := do()
	select {
	case <-even:
	case <-ctx.Done():
	}
	return err
}
