package follow_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
)

func TestThePlaceDecidesBeforeWhatItBelongsTo(t *testing.T) {
	t.Parallel()
	all := follow.Hears{All: true, Threads: true, Official: true, Own: true, Mentions: true}
	for _, c := range []struct {
		levels map[follow.Subject]follow.Level
		want   follow.Hears
	}{
		{nil, follow.Unset},
		{map[follow.Subject]follow.Level{thread: follow.All}, all},
		{map[follow.Subject]follow.Level{thread: follow.Official, board: follow.All}, follow.Hears{Official: true, Mentions: true}},
		{map[follow.Subject]follow.Level{thread: follow.None, board: follow.All}, follow.Hears{Mentions: true}},
		{map[follow.Subject]follow.Level{thread: follow.Muted, board: follow.All}, follow.Hears{}},
		{map[follow.Subject]follow.Level{thread: follow.All, board: follow.Muted}, all},
		{map[follow.Subject]follow.Level{board: follow.Threads, service: follow.Official},
			follow.Hears{Threads: true, Official: true, Own: true, Mentions: true}},
		{map[follow.Subject]follow.Level{board: follow.None, town: follow.All}, all},
		{map[follow.Subject]follow.Level{board: follow.Muted, town: follow.All}, follow.Hears{}},
		{map[follow.Subject]follow.Level{board: follow.None}, follow.Unset},
		{map[follow.Subject]follow.Level{{Kind: follow.Inquiry, ID: thread.ID}: follow.Muted}, follow.Unset}, // the same number, another kind
	} {
		w := newWorld(t)
		for s, l := range c.levels {
			if err := w.set(w.ann, s, l); err != nil {
				t.Fatal(err)
			}
		}
		w.do(func(tx *db.Tx) error {
			got, err := follow.HearsTx(tx, tx.Now, []int64{w.ann.ID}, thread, board, service, town)
			if got[w.ann.ID] != c.want {
				t.Errorf("%v: hears %+v, want %+v", c.levels, got[w.ann.ID], c.want)
			}
			list, _, err2 := follow.FollowersTx(tx, tx.Now, 0, 10, thread, board, service, town)
			if c.want != follow.Unset && (len(list) != 1 || list[0].Person != w.ann.ID || list[0].Hears != c.want) {
				t.Errorf("%v: followers are %+v, %v", c.levels, list, err2)
			}
			return err
		})
	}
}

func TestFollowersComeWholeInBatches(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := map[int64]bool{}
	for i := range 150 {
		by := w.member()
		want[by.ID] = true
		for j, s := range []follow.Subject{board, service, town, thread} {
			if i%4 >= j { // one to four rows each
				if err := w.set(by, s, follow.Official); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	got, last, rounds := map[int64]bool{}, int64(0), 0
	for more := true; more; {
		var list []follow.Follower
		w.do(func(tx *db.Tx) (err error) {
			list, more, err = follow.FollowersTx(tx, tx.Now, last, 70, thread, board, service, town)
			return err
		})
		rounds++
		for _, f := range list {
			if got[f.Person] || f.Person <= last || !f.Hears.Official {
				t.Errorf("%+v came twice, out of order or not whole", f)
			}
			got[f.Person], last = true, f.Person
		}
	}
	if !maps.Equal(got, want) || rounds < 5 {
		t.Errorf("%d people came in %d batches, want %d", len(got), rounds, len(want))
	}
}

func TestWhoFollowsSinceHearsNothingOfBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	then := time.UnixMilli(5000)
	for _, c := range []struct {
		at   int64
		l    follow.Level
		want follow.Hears
	}{
		{4000, follow.All, follow.Hears{All: true, Threads: true, Official: true, Own: true, Mentions: true}},
		{5000, follow.Official, follow.Hears{Official: true, Own: true, Mentions: true}},
		{6000, follow.All, follow.Unset},
		{6000, follow.Muted, follow.Hears{}},
	} {
		by := w.member()
		ctx := db.At(t.Context(), time.UnixMilli(c.at))
		if err := w.Write(ctx, func(tx *db.Tx) error { return follow.SetTx(tx, by.ID, board, c.l) }); err != nil {
			t.Fatal(err)
		}
		w.do(func(tx *db.Tx) error {
			got, err := follow.HearsTx(tx, then, []int64{by.ID}, thread, board)
			if got[by.ID] != c.want {
				t.Errorf("%s since %d: hears %+v, want %+v", c.l, c.at, got[by.ID], c.want)
			}
			list, _, err2 := follow.FollowersTx(tx, then, by.ID-1, 1, thread, board)
			if len(list) != 1 || list[0].Hears != c.want {
				t.Errorf("%s since %d: follower %+v", c.l, c.at, list)
			}
			return errors.Join(err, err2)
		})
	}
}
