// Package secret makes the random values that prove something to the forum, the
// hashes under which they are stored, and answers that betray nothing by the
// time they take. It owns no table.
package secret

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"
)

// TokenLength is that of every token in characters.
const TokenLength = 43

// NewToken returns a random value of 256 bits for a cookie or link, and the
// hash under which it is stored.
func NewToken() (token, hash string) {
	raw := make([]byte, 32)
	rand.Read(raw)
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, Hash(token)
}

// Hash returns the SHA-256 of the text in hexadecimal digits.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

const evenTime = 100 * time.Millisecond

// Evenly lets do take the same time, a tenth of a second, whatever it finds.
func Evenly(ctx context.Context, do func() error) error {
	even := time.After(evenTime)
	err := do()
	select {
	case <-even:
	case <-ctx.Done():
	}
	return err
}
