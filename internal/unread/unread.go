// Package unread says what a person has not read yet. What pages show is noted in
// memory and written every few seconds; the rows belong to package readmark.
//
// It promises: every answer counts what is noted on this node and not written yet, so
// nothing turns unread again in between, and another node knows of it a moment later; a
// crash loses at most that, which is then unread once more; what the person may not see
// or has muted is never counted; no read costs more the more posts there are.
package unread

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/readmark"
)

// Limits of what is noted in memory.
const (
	writeEvery = 5 * time.Second
	writeGap   = 100 * time.Millisecond // between writes that follow at once, see ShareSoon
	maxOfOne   = 200                    // threads of one person
	maxInAll   = 20_000                 // threads of all people
	perWrite   = 500                    // threads in one transaction
	keepWrites = time.Minute            // longer than a page takes, see written
)

// Unread notes what people read and says what they have not.
type Unread struct {
	db   *db.DB
	log  *slog.Logger
	soon bool          // see ShareSoon
	full chan struct{} // wakes Run before its time

	writing sync.Mutex // held by Write

	mu      sync.Mutex
	noted   map[int64]map[int64]mark // by person and thread
	count   int
	written []written // in order of time

	counts counts
}

// mark is a position that somebody saw.
type mark struct {
	position int
	at       time.Time
}

// written are marks that a transaction wrote, which was over at an instant. A page whose
// snapshot is older does not see them in the database.
type written struct {
	over time.Time
	seen []readmark.Seen
}

// New returns the reading states kept in d.
func New(d *db.DB, log *slog.Logger) *Unread {
	return &Unread{db: d, log: log, full: make(chan struct{}, 1), noted: map[int64]map[int64]mark{}}
}

// Note notes that a page showed by the posts of a thread up to a position. Beyond the
// limits of memory it forgets: then the posts are unread once more.
func (u *Unread) Note(ctx context.Context, by account.Viewer, thread int64, position int) {
	if !by.SignedIn() || position < 1 {
		return
	}
	now := u.db.Now(ctx)
	u.mu.Lock()
	defer u.mu.Unlock()
	own := u.noted[by.ID]
	former, known := own[thread]
	if known && former.position > position {
		return
	}
	if !known {
		if u.count >= maxInAll/2 || len(own) >= maxOfOne/2 {
			u.wake()
		}
		if u.count >= maxInAll || len(own) >= maxOfOne {
			return
		}
		u.count++
	}
	if own == nil {
		own = map[int64]mark{}
		u.noted[by.ID] = own
	}
	own[thread] = mark{position, now}
	if u.soon {
		u.wake()
	}
}

func (u *Unread) wake() {
	select {
	case u.full <- struct{}{}:
	default:
	}
}

// Pending returns up to which position the person has read threads, as far as Reads of ctx
// do not find that in the database: it is not written yet, or was since their snapshot.
func (u *Unread) Pending(ctx context.Context, person int64) map[int64]int {
	u.mu.Lock()
	defer u.mu.Unlock()
	out := make(map[int64]int, len(u.noted[person]))
	for thread, m := range u.noted[person] {
		out[thread] = m.position
	}
	for _, w := range slices.Backward(u.written) {
		if !db.MayMiss(ctx, w.over) {
			break
		}
		for _, s := range w.seen {
			if s.Person == person {
				out[s.Thread] = max(out[s.Thread], s.Position)
			}
		}
	}
	return out
}

// settle drops what was written from what is noted, in one step with keeping it for the
// pages that were begun before.
func (u *Unread) settle(seen []readmark.Seen) {
	u.mu.Lock()
	defer u.mu.Unlock()
	now := time.Now()
	u.written = slices.DeleteFunc(u.written, func(w written) bool { return now.Sub(w.over) > keepWrites })
	u.written = append(u.written, written{now, seen})
	for _, s := range seen {
		u.drop(s.Person, s.Thread, mark{s.Position, s.At})
	}
}

// forget drops what was noted of a thread.
func (u *Unread) forget(person, thread int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.drop(person, thread, u.noted[person][thread])
}

// drop drops the mark unless a newer one was noted meanwhile.
func (u *Unread) drop(person, thread int64, old mark) {
	own := u.noted[person]
	if m, ok := own[thread]; !ok || m != old {
		return
	}
	u.count--
	if delete(own, thread); len(own) == 0 {
		delete(u.noted, person)
	}
}

// some returns up to limit of what was noted.
func (u *Unread) some(limit int) (out []readmark.Seen) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for person, own := range u.noted {
		for thread, m := range own {
			if len(out) == limit {
				return out
			}
			out = append(out, readmark.Seen{Person: person, Thread: thread, Position: m.position, At: m.at})
		}
	}
	return out
}

// ShareSoon makes Run write at once, ten times a second at most: the next request of a
// person may go to another node, which does not know what is noted here. Call it before
// Run.
func (u *Unread) ShareSoon() { u.soon = true }

// Run writes what is noted every few seconds until ctx ends.
func (u *Unread) Run(ctx context.Context) {
	tick := time.NewTicker(writeEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-u.full:
		}
		if err := u.Write(ctx); err != nil && ctx.Err() == nil {
			u.log.Error("reading states were not written, they are kept for the next time", "err", err)
		}
		if u.soon {
			select {
			case <-ctx.Done():
				return
			case <-time.After(writeGap):
			}
		}
	}
}

// Write writes what is noted now. After an error it stays noted.
func (u *Unread) Write(ctx context.Context) error {
	u.writing.Lock()
	defer u.writing.Unlock()
	for {
		seen := u.some(perWrite)
		if len(seen) == 0 {
			return nil
		}
		if err := u.db.Write(ctx, func(tx *db.Tx) error { return advance(tx, seen) }); err != nil {
			return err
		}
		u.settle(seen)
	}
}

// advance writes marks, settles what people were told about the posts, and moves the
// baselines of the boards on which they stand.
func advance(tx *db.Tx, seen []readmark.Seen) error {
	type place struct{ person, board int64 }
	touched := map[place]bool{}
	for _, s := range seen {
		upto, moved, err := readmark.AdvanceTx(tx, s)
		if err != nil {
			return err
		}
		if err := notify.SettleTx(tx, s.Person, s.Thread, upto, s.At); err != nil {
			return err
		}
		if !moved {
			continue
		}
		board, err := db.Scalar[int64](tx, `SELECT board_id FROM thread WHERE id = $1`, s.Thread)
		if err != nil {
			return err
		}
		touched[place{s.Person, board}] = true
	}
	for p := range touched {
		if err := readmark.CompactTx(tx, p.person, p.board); err != nil {
			return err
		}
	}
	return nil
}
