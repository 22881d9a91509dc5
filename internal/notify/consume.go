package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/mention"
)

const (
	consumer = "notify"
	// budget is how long one transaction of the consumer goes on to begin events, so
	// that nobody who writes waits long.
	budget = 10 * time.Millisecond
	// atOnce is the number of followers who are told in the transaction of the event;
	// the others follow in turns.
	atOnce = 50
	// chunkSize is the number of people in one statement.
	chunkSize = 256
)

// Consumer follows the event log. The cursor moves in the transaction of the rows, so
// that nobody is told twice and nothing is left out, whatever crashes. An event that
// cannot be told of is left to Run, in the same transaction, and holds up no other.
func (n *Notifications) Consumer(log *slog.Logger) event.Consumer {
	var passed atomic.Int64 // beyond the stored cursor only over events that tell nothing
	return event.Consumer{
		Name: consumer,
		Cursor: func(ctx context.Context) (int64, error) {
			stored, err := db.View(ctx, n.db, cursorTx)
			return max(stored, passed.Load()), err
		},
		Handle: func(ctx context.Context, events []event.Event) error {
			for len(events) > 0 {
				next := slices.IndexFunc(events, tells)
				if next < 0 {
					break
				}
				done, err := n.handleSome(ctx, log, events[next:])
				if err != nil {
					return err
				}
				passed.Store(events[next+done-1].ID)
				events = events[next+done:]
			}
			if len(events) > 0 {
				passed.Store(events[len(events)-1].ID)
			}
			return nil
		},
	}
}

// tells reports whether an event has anything to tell.
func tells(e event.Event) bool { return tellers[e.Kind] != nil }

func cursorTx(tx *db.Tx) (int64, error) {
	return db.Scalar[int64](tx, `SELECT event_id FROM cursor WHERE consumer = $1`, consumer)
}

// handleSome handles the first of the events in one transaction and returns how many
// they were. When one of them fails, it begins again and sets that one aside.
func (n *Notifications) handleSome(ctx context.Context, log *slog.Logger, events []event.Event) (done int, err error) {
	aside := map[int64]bool{}
	for {
		err = n.db.Write(ctx, func(tx *db.Tx) (err error) {
			done, err = n.handle(tx, events, aside)
			return err
		})
		var failed untold
		if !errors.As(err, &failed) || ctx.Err() != nil || aside[failed.ID] {
			return done, err
		}
		log.Error("telling of an event failed, will retry later", "event", failed.ID, "kind", failed.Kind, "error", failed.cause)
		aside[failed.ID] = true
	}
}

// untold is the error that an event could not be told of.
type untold struct {
	event.Event
	cause error
}

func (u untold) Error() string { return fmt.Sprintf("event %d (%s): %v", u.ID, u.Kind, u.cause) }
func (u untold) Unwrap() error { return u.cause }

// handle tells of as many events as fit the budget, one at least, moves the cursor past
// them and returns how many they were. It passes over those that the cursor, read in
// the same transaction, has passed already, and sets those aside that are in aside. An
// error of one of them is untold.
func (n *Notifications) handle(tx *db.Tx, events []event.Event, aside map[int64]bool) (done int, err error) {
	cursor, err := cursorTx(tx)
	if err != nil {
		return 0, err
	}
	for begin := time.Now(); done < len(events) && (done == 0 || time.Since(begin) < budget); done++ {
		if e := events[done]; e.ID > cursor {
			work := func() error { return n.tell(tx, e) }
			if aside[e.ID] {
				work = func() error { return setAside(tx, e) }
			}
			if err := fault.Guard(work); err != nil {
				return 0, untold{e, err}
			}
		}
	}
	_, err = tx.Exec(`UPDATE cursor SET event_id = $1 WHERE consumer = $2 AND event_id < $1`, events[done-1].ID, consumer)
	return done, err
}

// tell makes the rows of an event: those of people who hear directly, or are looked for
// elsewhere, of all its stories, because these reasons are the stronger ones; then those
// of the first followers. The other followers are left to Run.
func (n *Notifications) tell(tx *db.Tx, e event.Event) error {
	if !tells(e) {
		return nil
	}
	stories, err := n.stories(tx, e)
	if err != nil {
		return err
	}
	for part, s := range stories {
		err := s.tellDirect(tx, e)
		if err == nil && s.searched != nil {
			err = s.tellSome(tx, e, part)
		}
		if err != nil {
			return err
		}
	}
	for part, s := range stories {
		if s.searched != nil || !s.more() {
			continue
		}
		if err := s.tellSome(tx, e, part); err != nil {
			return err
		}
	}
	return nil
}

// tellSome tells the first of those who do not hear directly.
func (s story) tellSome(tx *db.Tx, e event.Event, part int) error {
	last, more, err := s.tellMore(tx, e, 0, atOnce)
	if err == nil && more {
		err = queueFanout(tx, e, part, last)
	}
	return err
}

// tellDirect tells the people who hear without following, the strongest reason first.
func (s story) tellDirect(tx *db.Tx, e event.Event) error {
	if s.mentioning != 0 {
		mentioned, err := mention.TakeNewTx(tx, s.mentioning)
		if err != nil {
			return err
		}
		s.direct = append([]audience{{kind: Mention, people: mentioned}}, s.direct...)
	}
	var all []int64
	for _, a := range s.direct {
		all = append(all, a.people...)
	}
	if len(all) == 0 {
		return nil
	}
	hears := map[int64]follow.Hears{}
	if len(s.subjects) > 0 {
		var err error
		if hears, err = follow.HearsTx(tx, e.At, all, s.subjects...); err != nil {
			return err
		}
	}
	for _, a := range s.direct {
		people := slices.DeleteFunc(slices.Clone(a.people), func(p int64) bool {
			h, known := hears[p]
			return p == e.Actor || known && !a.kind.heard(h)
		})
		if err := insert(tx, e, a.kind, a.act, s.about, follow.Subject{}, people); err != nil {
			return err
		}
	}
	return nil
}

// tellMore tells a batch of the others beyond the person after, and returns how far it
// came and whether there may be more.
func (s story) tellMore(tx *db.Tx, e event.Event, after int64, limit int) (last int64, more bool, err error) {
	if s.searched == nil {
		return s.tellFollowers(tx, e, after, limit)
	}
	found, last, more, err := s.searched(tx, after, limit)
	for _, a := range found {
		if err == nil {
			err = insert(tx, e, a.kind, a.act, s.about, a.via, a.people)
		}
	}
	return last, more, err
}

// tellFollowers tells a batch of the followers beyond the person after, and returns how
// far it came and whether there may be more.
func (s story) tellFollowers(tx *db.Tx, e event.Event, after int64, limit int) (last int64, more bool, err error) {
	list, more, err := follow.FollowersTx(tx, e.At, after, limit, s.subjects...)
	if err != nil || len(list) == 0 {
		return after, false, err
	}
	because := map[follow.Subject][]int64{}
	for _, f := range list {
		if f.Person != e.Actor && f.Person != s.author && s.followed.heard(f.Hears) {
			via := f.Via(s.followed.level)
			because[via] = append(because[via], f.Person)
		}
	}
	for _, via := range s.subjects {
		if err := insert(tx, e, s.followed.kind, s.followed.act, s.followed.about, via, because[via]); err != nil {
			return 0, false, err
		}
	}
	return list[len(list)-1].Person, more, nil
}

// heard reports whether a follower with the levels h hears of it.
func (f following) heard(h follow.Hears) bool {
	switch f.level {
	case follow.All:
		return h.All
	case follow.Threads:
		return h.Threads
	}
	return h.Official
}

// insert makes a row for each of the people who may see what it is about and whom the
// event told nothing yet.
func insert(tx *db.Tx, e event.Event, kind Kind, act string, about target, via follow.Subject, people []int64) error {
	if act == "" {
		act = string(e.Kind)
	}
	info, _ := kind.Info()
	for chunk := range slices.Chunk(people, chunkSize) {
		list, args := db.In(14, chunk)
		_, err := tx.Exec(insertHead+list+insertTail, append([]any{string(kind), string(about.place.Kind), about.place.ID, about.item, about.position,
			act, string(via.Kind), via.ID, db.Null(e.ID), e.At, e.At.Add(Delay), string(info.Default), e.Actor}, args...)...)
		if err == nil {
			err = takeBack(tx, e, act, about.place.ID, chunk)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

const insertHead = `
	INSERT INTO notification (person_id, kind, place_kind, place_id, item_id, position, act, via_kind, via_id, event_id, at, delivery, due_at)
	SELECT p.id, n.kind, n.place_kind, n.place_id, n.item_id, $5, $6, $7, $8, $9, $10, COALESCE(s.rhythm, $12),
		CASE WHEN COALESCE(s.rhythm, $12) = 'now' THEN CAST($11 AS BIGINT) END
	FROM (
		SELECT CAST($1 AS TEXT) AS kind, CAST($2 AS TEXT) AS place_kind, CAST($3 AS BIGINT) AS place_id, CAST($4 AS BIGINT) AS item_id) n
	CROSS JOIN person p
	JOIN organisation po ON po.id = p.organisation_id
	LEFT JOIN notify_setting s ON s.person_id = p.id AND s.kind = n.kind
	WHERE p.id <> $13 AND p.disabled_at IS NULL AND p.id IN `

var insertTail = ` AND ` + VisibleSQL + `
	ON CONFLICT (person_id, event_id) DO NOTHING`

// LateTx reports whether an event that is older than patience has not been told of.
func LateTx(tx *db.Tx, patience time.Duration) (bool, error) {
	return db.Scalar[bool](tx, `
		SELECT EXISTS (
			SELECT 1
			FROM event
			WHERE id > (SELECT MIN(event_id) FROM cursor WHERE consumer = $1) AND at < $2)`, consumer, tx.Now.Add(-patience))
}
