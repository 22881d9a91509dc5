package follow_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
)

func TestEveryLevelThatAKindOffersIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	every := []follow.Level{follow.All, follow.Threads, follow.Official, follow.None, follow.Muted, "laut"}
	for _, kind := range []follow.Kind{follow.Board, follow.Thread, follow.Service, follow.Inquiry, follow.Article, follow.Organisation,
		follow.Search, "person"} {
		s := follow.Subject{Kind: kind, ID: 1}
		for _, l := range every {
			offered := false
			for _, x := range kind.Levels() {
				offered = offered || x == l
			}
			err := w.set(w.ann, s, l)
			switch {
			case offered && (err != nil || w.level(w.ann, s) != l):
				t.Errorf("%s %s: %v", kind, l, err)
			case !offered && !fault.Is(err, fault.Invalid):
				t.Errorf("%s %s: %v", kind, l, err)
			}
		}
		if err := w.set(w.ann, s, follow.Default); err != nil || w.level(w.ann, s) != follow.Default {
			t.Errorf("%s: a level cannot be removed: %v", kind, err)
		}
	}
	if w.level(account.Viewer{}, thread) != follow.Default {
		t.Error("a guest has a level")
	}
}

func TestTheSameLevelAgainKeepsItsTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, l := range []follow.Level{follow.All, follow.All, follow.Official} {
		ctx := db.At(t.Context(), time.UnixMilli(int64(1000+i)))
		if err := w.Write(ctx, func(tx *db.Tx) error { return follow.SetTx(tx, w.ann.ID, thread, l) }); err != nil {
			t.Fatal(err)
		}
		w.do(func(tx *db.Tx) error {
			at, err := db.Scalar[int64](tx, `SELECT at FROM follow`)
			if want := []int64{1000, 1000, 1002}[i]; at != want {
				t.Errorf("after %d changes it says %d, want %d", i, at, want)
			}
			return err
		})
	}
}

func TestActingFollowsByTheSettingAndReplacesNoLevel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	follows := follow.New(w.DB)
	w.auto(w.ann, thread, follow.Replying)
	if w.level(w.ann, thread) != follow.All {
		t.Error("without a setting replying does not follow")
	}
	for _, l := range []follow.Level{follow.Official, follow.None, follow.Muted} {
		if err := w.set(w.ann, thread, l); err != nil {
			t.Fatal(err)
		}
		w.auto(w.ann, thread, follow.Replying)
		if got := w.level(w.ann, thread); got != l {
			t.Errorf("replying made %s of %s", got, l)
		}
	}
	whys := []follow.Reason{follow.Asking, follow.Replying, follow.Supporting}
	for off, why := range whys {
		s := follow.Setting{Asking: off != 0, Replying: off != 1, Supporting: off != 2}
		if err := follows.SetSetting(t.Context(), w.ann, s); err != nil {
			t.Fatal(err)
		}
		if got, err := follows.Setting(t.Context(), w.ann); err != nil || got != s {
			t.Errorf("the setting is %+v, %v; want %+v", got, err, s)
		}
		for i, other := range whys {
			at := follow.Subject{Kind: follow.Inquiry, ID: int64(10*off + i)}
			w.auto(w.ann, at, other)
			if got := w.level(w.ann, at) == follow.All; got == (other == why) {
				t.Errorf("%s is off, and %s followed: %t", why, other, got)
			}
		}
	}
	if err := follows.SetSetting(t.Context(), account.Viewer{}, follow.Setting{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a guest has a setting: %v", err)
	}
	bea := w.member()
	if got, err := follows.Setting(t.Context(), bea); err != nil || got != (follow.Setting{Asking: true, Replying: true, Supporting: true}) {
		t.Errorf("somebody else's setting is %+v, %v", got, err)
	}
}

func TestNobodyFollowsMoreThanTheLimitHoweverManyAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill(w.ann, follow.MaxFollows-3, follow.All)
	var through atomic.Int32
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			err := w.set(w.ann, follow.Subject{Kind: follow.Thread, ID: int64(i)}, follow.All)
			if err == nil {
				through.Add(1)
			} else if !fault.Is(err, fault.Invalid) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if through.Load() != 3 {
		t.Errorf("%d of 100 got in, want 3", through.Load())
	}
	w.auto(w.ann, article, follow.Replying)
	if w.level(w.ann, article) != follow.Default {
		t.Error("acting followed beyond the limit")
	}
	last := follow.Subject{Kind: follow.Board, ID: 1001}
	for _, l := range []follow.Level{follow.Threads, follow.Muted, follow.None} { // what is there can change
		if err := w.set(w.ann, last, l); err != nil || w.level(w.ann, last) != l {
			t.Errorf("%s: %v", l, err)
		}
	}
}

func TestFollowingEndsEvenWhereNoExceptionFits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.set(w.ann, thread, follow.All); err != nil {
		t.Fatal(err)
	}
	w.fill(w.ann, follow.MaxFollows, follow.Muted)
	if err := w.set(w.ann, board, follow.Muted); !fault.Is(err, fault.Invalid) {
		t.Errorf("one more was muted: %v", err)
	}
	if err := w.set(w.ann, thread, follow.None); err != nil || w.level(w.ann, thread) != follow.Default {
		t.Errorf("following did not end: %v", err)
	}
}
