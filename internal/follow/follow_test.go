package follow_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/testkit/testdb"
)

// world is a database with one member.
type world struct {
	*db.DB
	t    *testing.T
	ann  account.Viewer
	made int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{DB: testdb.New(t), t: t}
	w.ann = w.member()
	return w
}

func (w *world) member() account.Viewer {
	w.t.Helper()
	w.made++
	p, _, err := account.New(w.DB).Create(w.t.Context(), account.NewPerson{Email: fmt.Sprintf("m%d@test.example", w.made), Name: "Person",
		Organisation: organisation.Organisation{Name: "Stadt Muster", Kind: organisation.Municipality, State: "Hessen"}})
	if err != nil {
		w.t.Fatal(err)
	}
	return account.NewViewer(p.ID, p.Name, p.Organisation)
}

func (w *world) do(act func(*db.Tx) error) {
	w.t.Helper()
	if err := w.Write(w.t.Context(), act); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) set(by account.Viewer, s follow.Subject, l follow.Level) error {
	return w.Write(w.t.Context(), func(tx *db.Tx) error { return follow.SetTx(tx, by.ID, s, l) })
}

func (w *world) auto(by account.Viewer, s follow.Subject, why follow.Reason) {
	w.t.Helper()
	w.do(func(tx *db.Tx) error { return follow.AutoTx(tx, by.ID, s, why) })
}

func (w *world) level(by account.Viewer, s follow.Subject) (l follow.Level) {
	w.t.Helper()
	w.do(func(tx *db.Tx) error {
		levels, err := follow.LevelsTx(tx, by.ID, s, follow.Subject{Kind: follow.Board, ID: 99}, s)
		l = levels[s]
		return err
	})
	return l
}

// fill gives by n levels for boards from 1,000 on.
func (w *world) fill(by account.Viewer, n int, l follow.Level) {
	w.t.Helper()
	w.do(func(tx *db.Tx) error {
		_, err := tx.Exec(`
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
			INSERT INTO follow (person_id, subject_kind, subject_id, level, at)
			SELECT $2, 'board', 1000 + i, $3, $4 FROM n`, n, by.ID, string(l), tx.Now)
		return err
	})
}

var (
	thread  = follow.Subject{Kind: follow.Thread, ID: 7}
	board   = follow.Subject{Kind: follow.Board, ID: 3}
	service = follow.Subject{Kind: follow.Service, ID: 10061}
	town    = follow.Subject{Kind: follow.Organisation, ID: 2}
	article = follow.Subject{Kind: follow.Article, ID: 7}
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
	if err := w.set(w.ann, article, follow.Muted); !fault.Is(err, fault.Invalid) {
		t.Errorf("one more was muted: %v", err)
	}
	if err := w.set(w.ann, thread, follow.None); err != nil || w.level(w.ann, thread) != follow.Default {
		t.Errorf("following did not end: %v", err)
	}
}

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
		{map[follow.Subject]follow.Level{article: follow.Muted}, follow.Unset}, // the same number, another kind
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

func TestFollowersAreReadAlongTheIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.do(func(tx *db.Tx) error {
		arm := `SELECT person_id, level FROM follow WHERE subject_kind = 'board' AND subject_id = 3 AND person_id > 9`
		plan, err := db.List(tx, func(r db.Row) (s string, err error) {
			var id, parent, unused int
			return s, r.Scan(&id, &parent, &unused, &s)
		}, `EXPLAIN QUERY PLAN `+arm+` UNION ALL `+arm+` ORDER BY 1 LIMIT 1000`)
		if all := strings.Join(plan, "\n"); strings.Contains(all, "TEMP") || strings.Count(all, "COVERING INDEX follow_subject") != 2 {
			t.Errorf("the plan is\n%s", all)
		}
		return err
	})
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
