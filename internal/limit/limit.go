// Package limit owns the table attempt: recent attempts by people, sessions,
// browsers and mailboxes at what they may do only so often.
//
// It promises: an attempt is counted in the transaction that checks whether it is
// allowed, so a limit also holds for many concurrent attempts and across
// processes; the database holds only a hash of whose attempts they are, and the
// account id if there is one; nothing is kept longer than it counts.
package limit

import (
	"context"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
)

// Rule allows at most Max attempts within any period of length Window.
type Rule struct {
	Max    int
	Window time.Duration
}

// Counter counts attempts of one kind by one subject.
type Counter struct {
	Kind    string // what is counted, such as "sign-in"
	Of      string // whose attempts, such as an address or a session id; stored as a hash
	Person  int64  // the account concerned, 0 for none; erasing it deletes the attempts
	Rules   []Rule // all of them apply
	Refusal string // German sentence for an attempt beyond the limit
}

// Ticket is a counted attempt, which can be given back.
type Ticket []int64

// TakeTx counts one attempt with every counter. If one of them is used up it counts
// nothing and returns fault.TooMany with the time until the next attempt is
// possible.
func TakeTx(tx *db.Tx, counters ...Counter) (Ticket, error) {
	if err := pruneTx(tx); err != nil {
		return nil, err
	}
	for _, c := range counters {
		wait, err := c.waitTx(tx)
		if err != nil {
			return nil, err
		}
		if wait > 0 {
			return nil, fault.RateLimited(wait, c.Refusal)
		}
	}
	ticket := make(Ticket, 0, len(counters))
	for _, c := range counters {
		id, err := tx.Insert(`
			INSERT INTO attempt (kind, key, person_id, at, until)
			VALUES ($1, $2, $3, $4, $5)
			RETURNING id`, c.Kind, key(c.Kind, c.Of), db.Null(c.Person), tx.Now, tx.Now.Add(c.longest()))
		if err != nil {
			return nil, err
		}
		ticket = append(ticket, id)
	}
	return ticket, nil
}

// waitTx returns how long the next attempt has to wait, 0 if it is allowed now.
func (c Counter) waitTx(tx *db.Tx) (longest time.Duration, err error) {
	for _, r := range c.Rules {
		wait, err := db.Wait(tx, r.Window, `
			SELECT at
			FROM attempt
			WHERE key = $1
			ORDER BY at DESC
			LIMIT 1 OFFSET $2`, key(c.Kind, c.Of), r.Max-1)
		if err != nil {
			return 0, err
		}
		longest = max(longest, wait)
	}
	return longest, nil
}

func (c Counter) longest() (window time.Duration) {
	for _, r := range c.Rules {
		window = max(window, r.Window)
	}
	return window
}

// GiveBackTx uncounts the attempts of the ticket.
func GiveBackTx(tx *db.Tx, t Ticket) error {
	list, args := db.In(1, t)
	_, err := tx.Exec(`DELETE FROM attempt WHERE id IN `+list, args...)
	return err
}

// ClearTx deletes all attempts of the kind by the subject.
func ClearTx(tx *db.Tx, kind, of string) error {
	_, err := tx.Exec(`DELETE FROM attempt WHERE key = $1`, key(kind, of))
	return err
}

// EraseTx deletes all attempts of an account.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM attempt WHERE person_id = $1`, person)
	return err
}

// PruneTx deletes up to limit attempts that no longer count and returns how many.
func PruneTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM attempt
		WHERE id IN (SELECT id FROM attempt WHERE until <= $1 LIMIT $2)`, tx.Now, limit)
}

// pruned is how many expired attempts each new one deletes, so that the table does
// not grow between prunings.
const pruned = 50

func pruneTx(tx *db.Tx) error {
	_, err := PruneTx(tx, pruned)
	return err
}

// key returns a hash of fixed length for the subject.
func key(kind, of string) string { return secret.Hash(kind + "\n" + of)[:32] }

type unlimitedKey struct{}

// Unlimited returns a context that lifts the limits on what members do: for the
// demo world, for filling a forum with invented texts, and for measuring. Attempts
// at passwords and codes stay limited. No request can ask for it; only the
// operator's --no-member-limits can.
func Unlimited(ctx context.Context) context.Context {
	return context.WithValue(ctx, unlimitedKey{}, true)
}

// IsUnlimited reports whether ctx was derived from Unlimited.
func IsUnlimited(ctx context.Context) bool { return ctx.Value(unlimitedKey{}) != nil }
