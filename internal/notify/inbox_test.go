package notify_test

import (
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// put writes notifications as the consumer does, one for each position.
func put(t *testing.T, w *World, who string, kind notify.Kind, at notify.Place, positions ...int) {
	t.Helper()
	write(t, w, func(tx *db.Tx) error {
		for _, n := range positions {
			_, err := tx.Exec(`
				INSERT INTO notification (person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, at, delivery)
				VALUES ($1, $2, '', $3, $4, COALESCE((SELECT id FROM post WHERE thread_id = $4 AND position = $5 AND $3 = 'thread'), 0), $5,
					'', 0, $6, '')`, w.By(who).ID, string(kind), string(at.Kind), at.ID, n, tx.Now)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func write(t *testing.T, w *World, fn func(*db.Tx) error) {
	t.Helper()
	if err := w.DB.Write(w.Ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func unread(t *testing.T, w *World, who string, seen map[int64]int) int {
	t.Helper()
	n, err := w.Notify.Unread(w.Ctx, w.By(who), seen)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func inbox(t *testing.T, w *World, who string, f notify.Filter) notify.Inbox {
	t.Helper()
	in, err := w.Notify.Inbox(w.Ctx, w.By(who), f)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestSeveralRepliesAreOneLine(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	at := notify.Place{Kind: notify.Thread, ID: thread}
	put(t, w, Bea, notify.FollowedThread, at, 1)
	put(t, w, Bea, notify.FollowedReply, at, 2, 3, 4)
	if n := unread(t, w, Bea, nil); n != 1 {
		t.Errorf("the bell says %d", n)
	}
	in := inbox(t, w, Bea, notify.Filter{})
	if len(in.Groups) != 1 || len(in.Groups[0].Lines) != 2 || in.Groups[0].Title != "Wie geht das eigentlich?" || !in.Groups[0].Unread {
		t.Fatalf("%+v", in)
	}
	if l := in.Groups[0].Lines[0]; l.German() != "3 neue Antworten" || l.Position != 2 || l.Unread != 3 {
		t.Errorf("%+v", l)
	}
}

func TestReadingAThreadSettlesWhatWasToldOfIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	at := notify.Place{Kind: notify.Thread, ID: thread}
	put(t, w, Bea, notify.FollowedReply, at, 2, 3, 4)
	for _, c := range []struct {
		seen map[int64]int
		want int
	}{{nil, 1}, {map[int64]int{thread: 3}, 1}, {map[int64]int{thread: 4}, 0}, {map[int64]int{thread + 1: 9}, 1}} {
		if n := unread(t, w, Bea, c.seen); n != c.want {
			t.Errorf("with %v: %d", c.seen, n)
		}
	}
	bea := w.By(Bea).ID
	write(t, w, func(tx *db.Tx) error { return notify.SettleTx(tx, bea, thread, 3, tx.Now) })
	if l := inbox(t, w, Bea, notify.Filter{Unread: true}).Groups[0].Lines[0]; l.Count != 1 || l.Position != 4 {
		t.Errorf("%+v", l)
	}
	write(t, w, func(tx *db.Tx) error { return notify.SettleTx(tx, bea, thread, 4, tx.Now) })
	if n := len(inbox(t, w, Bea, notify.Filter{Unread: true}).Groups); n != 0 || unread(t, w, Bea, nil) != 0 {
		t.Errorf("%d groups are left", n)
	}
	write(t, w, func(tx *db.Tx) error { return notify.UnsettleTx(tx, bea, thread, 3) })
	if l := inbox(t, w, Bea, notify.Filter{}).Groups[0].Lines[0]; l.Count != 3 || l.Unread != 2 || l.Position != 3 {
		t.Errorf("%+v", l)
	}
	var threads map[int64]int
	write(t, w, func(tx *db.Tx) (err error) {
		threads, err = notify.SettleUptoTx(tx, bea, notify.Place{}, inbox(t, w, Bea, notify.Filter{}).Newest)
		return err
	})
	if len(threads) != 1 || threads[thread] != 4 || unread(t, w, Bea, nil) != 0 {
		t.Errorf("all: %v", threads)
	}
	write(t, w, func(tx *db.Tx) error {
		_, _, err := notify.UnsettlePlaceTx(tx, bea, at)
		return err
	})
	if unread(t, w, Bea, nil) != 1 {
		t.Error("the place is not unread")
	}
	write(t, w, func(tx *db.Tx) error { return notify.SettlePlaceTx(tx, bea, at) })
	if unread(t, w, Bea, nil) != 0 {
		t.Error("the place is not read")
	}
}

func TestInboxIsPagedNewestFirst(t *testing.T) {
	t.Parallel()
	w := New(t)
	var threads []int64
	for range notify.GroupsPerPage + 5 {
		thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
		put(t, w, Bea, notify.FollowedThread, notify.Place{Kind: notify.Thread, ID: thread}, 1)
		threads = append(threads, thread)
	}
	first := inbox(t, w, Bea, notify.Filter{})
	second := inbox(t, w, Bea, notify.Filter{Before: first.Next})
	var got []int64
	for _, g := range append(first.Groups, second.Groups...) {
		got = append(got, g.Place.ID)
	}
	if len(first.Groups) != notify.GroupsPerPage || len(got) != len(threads) || second.Next != 0 {
		t.Fatalf("%d and %d of %d", len(first.Groups), len(second.Groups), len(threads))
	}
	for i, id := range got {
		if id != threads[len(threads)-1-i] {
			t.Fatalf("order %v", got)
		}
	}
}

func TestGuestsHaveNoInbox(t *testing.T) {
	t.Parallel()
	w := New(t)
	if _, err := w.Notify.Inbox(w.Ctx, w.By(Guest), notify.Filter{}); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if n := unread(t, w, Guest, nil); n != 0 {
		t.Error(n)
	}
}
