// Package saved tells people of new hits of the searches that they saved and follow.
// It owns no table: how far each search was told stands in package follow.
//
// It promises: a hit is told once, because the position of the search moves in the
// transaction of the notifications; what somebody may find is asked with their rights
// of that moment; all searches together take a small part of one processor, however
// many there are; and one that fails is tried again later and holds up no other.
package saved

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/query"
)

const (
	// rhythm is how often new hits are looked for.
	rhythm = 5 * time.Minute
	// batch is how many searches are read at once.
	batch = 200
	// share is how many times as long as a search took the worker rests after it.
	share = 4
	// MaxHits is of how many hits one look tells; the search itself finds all.
	MaxHits = 20
)

// Watcher looks for new hits.
type Watcher struct {
	db       *db.DB
	accounts *account.Accounts
	search   *search.Search
	rest     func(context.Context, time.Duration) // after a search that took so long
}

// New returns a watcher of the searches stored in d.
func New(d *db.DB, accounts *account.Accounts, s *search.Search) *Watcher {
	return &Watcher{db: d, accounts: accounts, search: s, rest: func(ctx context.Context, took time.Duration) { sleep(ctx, share*took) }}
}

// Run looks for new hits until ctx ends.
func (w *Watcher) Run(ctx context.Context, log *slog.Logger) {
	for ctx.Err() == nil {
		if _, err := w.Look(ctx); err != nil && ctx.Err() == nil {
			log.Error("looking for new hits of saved searches failed, will retry", "error", err)
		}
		sleep(ctx, rhythm)
	}
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Look tells of all new hits once and returns how many searches it looked at. What is
// left when it is interrupted comes with the next call.
func (w *Watcher) Look(ctx context.Context) (looked int, err error) {
	upto, ok, err := w.search.Reached()
	if err != nil || !ok {
		return 0, err
	}
	var last news
	var failed error
	for {
		var due []follow.DueSearch
		err := w.db.Read(ctx, func(tx *db.Tx) (err error) {
			due, err = follow.DueSearchesTx(tx, upto, batch)
			return err
		})
		if err != nil || len(due) == 0 {
			return looked, errors.Join(failed, err)
		}
		for len(due) > 0 { // the searches that begin at the same event
			same := 1
			for same < len(due) && due[same].Event == due[0].Event {
				same++
			}
			if last.to == 0 || last.from != due[0].Event {
				if last, err = w.newsAfter(ctx, due[0].Event, upto); err != nil {
					return looked, err
				}
			}
			some, err := w.tellAll(ctx, due[:same], last)
			failed = errors.Join(failed, some)
			if err != nil {
				return looked, errors.Join(failed, err)
			}
			looked += same
			due = due[same:]
		}
	}
}

// tellAll tells of the news those searches that find any, and advances all but those
// that failed, which are put off.
func (w *Watcher) tellAll(ctx context.Context, due []follow.DueSearch, n news) (failed, err error) {
	var nothing []int64
	for _, s := range due {
		any, err := w.tellOne(ctx, s, n)
		switch {
		case ctx.Err() != nil:
			return failed, ctx.Err()
		case err != nil:
			failed = errors.Join(failed, fmt.Errorf("saved search %d: %w", s.ID, err))
			if err := w.postpone(ctx, s); err != nil {
				return failed, err
			}
		case !any:
			nothing = append(nothing, s.ID)
		}
	}
	if len(nothing) == 0 {
		return failed, nil
	}
	return failed, w.db.Write(ctx, func(tx *db.Tx) error {
		_, err := follow.AdvanceTx(tx, n.from, n.to, nothing...)
		return err
	})
}

// tellOne tells of the news that the search finds, if any.
func (w *Watcher) tellOne(ctx context.Context, s follow.DueSearch, n news) (any bool, err error) {
	err = fault.Guard(func() error {
		found, err := w.find(ctx, s, n)
		if any = len(found) > 0; err != nil || !any {
			return err
		}
		if err = w.tell(ctx, s, n.to, found); errors.Is(err, errAdvanced) {
			err = nil
		}
		return err
	})
	return any, err
}

// postpone puts a search off that failed.
func (w *Watcher) postpone(ctx context.Context, s follow.DueSearch) error {
	return w.db.Write(ctx, func(tx *db.Tx) error { return follow.PostponeTx(tx, s, tx.Now.Add(notify.Pause(s.Tries+1))) })
}

// find returns the news that the search finds for its owner as they are now. Nobody
// is told of threads and inquiries that they muted or left out.
func (w *Watcher) find(ctx context.Context, s follow.DueSearch, n news) (found []notify.Added, err error) {
	if len(n.docs) == 0 {
		return nil, nil
	}
	var by account.Viewer
	var ok bool
	err = w.db.Read(ctx, func(tx *db.Tx) error {
		by, ok, err = w.accounts.ReaderTx(tx, s.Person)
		return err
	})
	if err != nil || !ok {
		return nil, err
	}
	begun := time.Now()
	ids, err := w.search.Among(ctx, by, query.FormOfSaved(s.Query), n.others(s.Person), MaxHits)
	w.rest(ctx, time.Since(begun))
	for _, id := range ids {
		hit := n.docs[id]
		hit.Kind, hit.Via = notify.FollowedSearch, follow.Subject{Kind: follow.Search, ID: s.ID}
		found = append(found, hit)
	}
	return found, err
}

// errAdvanced is returned when somebody else has told of the news, or the search is no
// more.
var errAdvanced = errors.New("saved search was advanced by somebody else")

// tell makes the notifications and advances the search in one transaction.
func (w *Watcher) tell(ctx context.Context, s follow.DueSearch, to int64, found []notify.Added) error {
	return w.db.Write(ctx, func(tx *db.Tx) error {
		advanced, err := follow.AdvanceTx(tx, s.Event, to, s.ID)
		if err != nil {
			return err
		}
		if advanced == 0 {
			return errAdvanced
		}
		places := make([]follow.Subject, len(found))
		for i, hit := range found {
			places[i] = follow.Subject{Kind: follow.Kind(hit.Place.Kind), ID: hit.Place.ID}
		}
		levels, err := follow.LevelsTx(tx, s.Person, places...)
		if err != nil {
			return err
		}
		for i, hit := range found {
			if l := levels[places[i]]; l == follow.None || l == follow.Muted {
				continue
			}
			if err := notify.AddTx(tx, s.Person, hit); err != nil {
				return err
			}
		}
		return nil
	})
}
