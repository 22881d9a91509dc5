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
	"fmt"
	"strings"
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
	if err := mustBeFreeTx(tx, counters); err != nil {
		return nil, err
	}
	ticket := make(Ticket, 0, len(counters))
	for _, c := range counters {
		id, err := tx.Insert(insertSQL+` RETURNING id`, c.row(tx.Now)...)
		if err != nil {
			return nil, err
		}
		ticket = append(ticket, id)
	}
	return ticket, nil
}

// CountTx is TakeTx for attempts that nobody gives back.
func CountTx(tx *db.Tx, counters ...Counter) error {
	if err := mustBeFreeTx(tx, counters); err != nil {
		return err
	}
	for _, c := range counters {
		if err := tx.Queue(insertSQL, c.row(tx.Now)...); err != nil {
			return err
		}
	}
	return nil
}

const insertSQL = `
	INSERT INTO attempt (kind, key, person_id, at, until)
	VALUES ($1, $2, $3, $4, $5)`

// row returns an attempt for insertSQL.
func (c Counter) row(now time.Time) []any {
	return []any{c.Kind, key(c.Kind, c.Of), db.Null(c.Person), now, now.Add(c.longest())}
}

// mustBeFreeTx returns fault.TooMany if one of the counters is used up, with the time
// after which none of its rules forbids the next attempt. All of them are one query.
func mustBeFreeTx(tx *db.Tx, counters []Counter) error {
	if err := pruneTx(tx); err != nil {
		return err
	}
	var columns []string
	var args, fields []any
	var last [][]time.Time // by counter and rule: the attempt that has to be over for the next one
	for i, c := range counters {
		last = append(last, make([]time.Time, len(c.Rules)))
		for j, r := range c.Rules {
			args = append(args, key(c.Kind, c.Of), r.Max-1)
			columns = append(columns,
				fmt.Sprintf(`(SELECT at FROM attempt WHERE key = $%d ORDER BY at DESC LIMIT 1 OFFSET $%d)`, len(args)-1, len(args)))
			fields = append(fields, db.Instant(&last[i][j]))
		}
	}
	_, err := db.One(tx, func(r db.Row) (none struct{}, err error) { return none, r.Scan(fields...) },
		`SELECT `+strings.Join(columns, `, `), args...)
	if err != nil {
		return err
	}
	for i, c := range counters {
		if wait := c.wait(tx.Now, last[i]); wait > 0 {
			return fault.RateLimited(wait, c.Refusal)
		}
	}
	return nil
}

// wait returns how long the next attempt has to wait, 0 if it is allowed now. last holds
// for each rule its Max-th last attempt, zero if there were fewer.
func (c Counter) wait(now time.Time, last []time.Time) (longest time.Duration) {
	for i, r := range c.Rules {
		if !last[i].IsZero() {
			longest = max(longest, last[i].Add(r.Window).Sub(now))
		}
	}
	return longest
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
	return tx.Exec(pruneSQL, tx.Now, limit)
}

const pruneSQL = `
	DELETE FROM attempt
	WHERE id IN (SELECT id FROM attempt WHERE until <= $1 LIMIT $2)`

// pruned is how many expired attempts each new one deletes, so that the table does
// not grow between prunings.
const pruned = 50

func pruneTx(tx *db.Tx) error { return tx.Queue(pruneSQL, tx.Now, pruned) }

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
