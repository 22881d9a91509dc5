package usecase_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// transferWalk is a forum in which people write, read, follow and support at random while
// moderators merge and split threads and take that back.
type transferWalk struct {
	*World
	t       *testing.T
	rng     *rand.Rand
	now     time.Time
	readers []string
	threads []int64 // those that were ever there
	done    []string
}

// TestMergeAndSplitChangeNothingForAnybody: each act of moderators leaves every post as
// read or unread for everybody as it was, and at its address; merging loses no supporter
// and no follower; and taken back at once it leaves all rows as they were.
func TestMergeAndSplitChangeNothingForAnybody(t *testing.T) {
	t.Parallel()
	Walks(t, 150, func(t *testing.T, rng *rand.Rand, steps int) {
		w := &transferWalk{World: New(t, func(c *config.Config) { c.NoMemberLimits = true }), t: t, rng: rng,
			readers: []string{Ann, Bea, Insider, Mod, Boss}}
		w.now = w.DB.Now(w.Ctx)
		for range 4 {
			w.ask()
		}
		for range steps {
			w.step()
			if t.Failed() {
				t.Fatalf("after %v", w.done[max(0, len(w.done)-30):])
			}
		}
	})
}

func (w *transferWalk) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%v, after %v", err, w.done)
	}
}

func (w *transferWalk) note(format string, args ...any) {
	w.done = append(w.done, fmt.Sprintf(format, args...))
}

func (w *transferWalk) step() {
	w.now = w.now.Add([]time.Duration{time.Millisecond, time.Second, time.Minute}[w.rng.IntN(3)])
	w.Ctx = db.At(w.t.Context(), w.now)
	acts := []func(){w.reply, w.reply, w.reply, w.see, w.see, w.see, w.see, w.follow, w.support, w.mark, w.reset, w.ask, w.hide, w.bookmark,
		w.merge, w.merge, w.split, w.split, w.shift, w.undo, w.undo, w.compact, w.move}
	acts[w.rng.IntN(len(acts))]()
	w.compare()
}

func (w *transferWalk) who() string { return w.readers[w.rng.IntN(len(w.readers))] }

// thread returns one that is not merged.
func (w *transferWalk) thread() int64 {
	for range 50 {
		id := w.threads[w.rng.IntN(len(w.threads))]
		if _, err := w.Forum.Thread(w.Ctx, w.By(Boss), id); err == nil {
			return id
		}
	}
	return 0
}

func (w *transferWalk) postsOf(thread int64) []int64 {
	return queried[int64](w.World, `SELECT id FROM post WHERE thread_id = $1 ORDER BY position`, thread)
}

func queried[T any](w *World, query string, args ...any) []T {
	w.T.Helper()
	out, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) ([]T, error) { return db.Column[T](tx, query, args...) })
	if err != nil {
		w.T.Fatal(err)
	}
	return out
}

func (w *transferWalk) ask() {
	if len(w.threads) > 12 {
		return
	}
	slug := []string{Public, Members}[w.rng.IntN(2)]
	w.threads = append(w.threads, w.Ask([]string{Ann, Bea, Mod}[w.rng.IntN(3)], slug, "Eine Frage zum Üben", "Frage"))
	w.note("ask %d", w.threads[len(w.threads)-1])
}

func (w *transferWalk) reply() {
	id := w.thread()
	w.Reply(w.who(), id, "Eine Antwort zum Üben")
	w.note("reply %d", id)
}

func (w *transferWalk) see() {
	id, who := w.thread(), w.who()
	if posts := w.postsOf(id); len(posts) > 0 {
		p, err := w.Forum.PlaceOf(w.Ctx, w.By(who), posts[w.rng.IntN(len(posts))])
		if fault.Is(err, fault.NotFound) {
			return
		}
		w.must(err)
		w.Unread.Note(w.Ctx, w.By(who), id, p.Position)
		w.must(w.Unread.Write(w.Ctx))
		w.note("%s sees %d to %d", who, id, p.Position)
	}
}

func (w *transferWalk) follow() {
	id, who := w.thread(), w.who()
	level := []follow.Level{follow.All, follow.Official, follow.None, follow.Muted}[w.rng.IntN(4)]
	if _, err := w.Acts.Follow(w.Ctx, w.By(who), follow.Subject{Kind: follow.Thread, ID: id}, level); !fault.Is(err, fault.NotFound) {
		w.must(err)
	}
	w.note("%s follows %d %s", who, id, level)
}

func (w *transferWalk) support() {
	id, who := w.thread(), w.who()
	act := w.Forum.Support
	if w.rng.IntN(3) == 0 {
		act = w.Forum.Unsupport
	}
	err := act(w.Ctx, w.By(who), id)
	if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Invalid) {
		w.must(err)
	}
	w.note("%s supports %d", who, id)
}

func (w *transferWalk) mark() {
	head, err := w.Unread.Head(w.Ctx)
	w.must(err)
	who, slug := w.who(), []string{Public, Members}[w.rng.IntN(2)]
	_, err = w.Unread.MarkBoard(w.Ctx, w.By(who), slug, head-int64(w.rng.IntN(4)))
	w.must(err)
	w.note("%s marks %s", who, slug)
}

func (w *transferWalk) reset() {
	posts, who := w.postsOf(w.thread()), w.who()
	if len(posts) == 0 {
		return
	}
	id := posts[w.rng.IntN(len(posts))]
	_, err := w.Unread.MarkUnreadFrom(w.Ctx, w.By(who), id)
	w.must(err)
	w.note("%s resets from post %d", who, id)
}

func (w *transferWalk) bookmark() {
	if posts := w.postsOf(w.thread()); len(posts) > 0 {
		err := w.Bookmarks.Add(w.Ctx, w.By(w.who()), posts[w.rng.IntN(len(posts))])
		if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Invalid) {
			w.must(err)
		}
	}
}

func (w *transferWalk) hide() {
	posts := w.postsOf(w.thread())
	if len(posts) < 2 {
		return
	}
	id := posts[1+w.rng.IntN(len(posts)-1)]
	p, _, err := w.Forum.Post(w.Ctx, w.By(Boss), id)
	w.must(err)
	if p.State == forum.Hidden {
		w.must(w.Forum.Unhide(w.Ctx, w.By(Boss), id))
	} else {
		w.must(w.Forum.Hide(w.Ctx, w.By(Boss), id, "Zum Üben ausgeblendet"))
	}
	w.note("hides or shows %d", id)
}

func (w *transferWalk) compact() {
	id, who := w.thread(), w.who()
	if posts := w.postsOf(id); len(posts) > 0 {
		if p, err := w.Forum.PlaceOf(w.Ctx, w.By(who), posts[len(posts)-1]); err == nil {
			w.Unread.Note(w.Ctx, w.By(who), id, p.Position)
			w.must(w.Unread.Write(w.Ctx))
			w.note("%s sees all of %d", who, id)
		}
	}
}

func (w *transferWalk) move() {
	id := w.thread()
	t, err := w.Forum.Thread(w.Ctx, w.By(Boss), id)
	w.must(err)
	to := w.Board(Public)
	if t.Board.ID == to {
		to = w.Board(Members)
	}
	w.unchanged("move", func() error { return w.Forum.Move(w.Ctx, w.By(Boss), id, forum.Move{Board: to, Confirm: true}) })
	w.note("moves %d", id)
}

func (w *transferWalk) merge() {
	from, to := w.thread(), w.thread()
	if from == to {
		return
	}
	w.reversible(fmt.Sprintf("merge %d into %d", from, to), func() (forum.Transfer, error) {
		return w.Acts.MergeThreads(w.Ctx, w.By(Boss), from, forum.Merge{Into: to, Confirm: true})
	})
}

func (w *transferWalk) split() { w.takeOut(0) }
func (w *transferWalk) shift() { w.takeOut(w.thread()) }

func (w *transferWalk) takeOut(into int64) {
	from := w.thread()
	posts := w.postsOf(from)
	if len(posts) < 2 || from == into {
		return
	}
	in := forum.Split{Into: into, Title: "Ein eigenes Thema", Board: w.Board([]string{Public, Members}[w.rng.IntN(2)]), Confirm: true}
	for _, id := range posts[1:] {
		if w.rng.IntN(2) == 0 {
			in.Posts = append(in.Posts, id)
		}
	}
	w.reversible(fmt.Sprintf("split %v from %d into %d", in.Posts, from, into), func() (forum.Transfer, error) {
		return w.Acts.SplitThread(w.Ctx, w.By(Boss), from, in)
	})
}

func (w *transferWalk) undo() {
	open := queried[int64](w.World, `SELECT id FROM thread_transfer WHERE undone_at IS NULL ORDER BY id`)
	if len(open) == 0 {
		return
	}
	id := open[w.rng.IntN(len(open))]
	w.unchanged(fmt.Sprint("undo ", id), func() error {
		_, err := w.Acts.UndoTransfer(w.Ctx, w.By(Boss), id, forum.Undo{Confirm: true})
		return err
	})
}

// unchanged carries an act out that everything must survive. What is refused changes nothing.
func (w *transferWalk) unchanged(what string, act func() error) {
	w.must(w.Unread.Write(w.Ctx))
	w.Notified()
	before := w.unread()
	err := act()
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Forbidden) {
		w.note("%s refused", what)
		return
	}
	w.must(err)
	w.note("%s", what)
	if after := w.unread(); !maps.Equal(before, after) {
		for k := range before {
			if !after[k] {
				w.t.Errorf("%s: %s is unread no more", what, k)
			}
		}
		for k := range after {
			if !before[k] {
				w.t.Errorf("%s: %s is unread since", what, k)
			}
		}
	}
}

// reversible is unchanged, and half of the time takes the act back at once.
func (w *transferWalk) reversible(what string, act func() (forum.Transfer, error)) {
	w.Notified()
	before, heard := w.rows(), w.heard()
	var x forum.Transfer
	w.unchanged(what, func() (err error) {
		if x, err = act(); x.Kind == forum.SplitOff && err == nil {
			w.threads = append(w.threads, x.To)
		}
		return err
	})
	if x.ID == 0 || w.t.Failed() {
		return
	}
	if after := w.heard(); x.Kind == forum.Merged && !slices.Equal(heard, after) {
		w.t.Errorf("%s: voices and followers were %v, are %v", what, heard, after)
	}
	if w.rng.IntN(2) == 0 {
		return
	}
	w.Notified()
	w.unchanged("undo "+what, func() error {
		_, err := w.Acts.UndoTransfer(w.Ctx, w.By(Boss), x.ID, forum.Undo{Confirm: true})
		return err
	})
	w.Notified()
	after := w.rows()
	for table, rows := range before {
		for _, r := range rows {
			if !slices.Contains(after[table], r) {
				w.t.Errorf("%s and undone: %s lost %s", what, table, r)
			}
		}
		for _, r := range after[table] {
			if !slices.Contains(rows, r) && (x.Kind != forum.SplitOff || table != "thread" && table != "concern") {
				w.t.Errorf("%s and undone: %s gained %s", what, table, r)
			}
		}
	}
}

// heard are the voices of organisations and who follows, over all threads that are there.
func (w *transferWalk) heard() []string {
	return queried[string](w.World, `
		SELECT DISTINCT 'voice of ' || c.organisation_id
		FROM concern c
		JOIN thread t ON t.id = c.subject_id AND t.merged_into IS NULL
		WHERE c.subject_kind = 'thread' AND c.organisation_id IS NOT NULL
		UNION
		SELECT DISTINCT 'follower ' || f.person_id
		FROM follow f
		JOIN thread t ON t.id = f.subject_id AND t.merged_into IS NULL
		WHERE f.subject_kind = 'thread' AND f.level IN ('all', 'official')
		ORDER BY 1`)
}

// rows are all rows that an act of moderators may change.
func (w *transferWalk) rows() map[string][]string {
	out := map[string][]string{}
	for table, columns := range map[string]string{
		"post": `id, thread_id, position, solution_at, state`,
		"thread": `id, board_id, title, state, author_id, created_at, last_post_at, last_post_id, replies, pinned, hidden, official_answer_id,
			newest_id, newest_position, newest_author_id, held, reported, merged_into, vacated`,
		"concern":       `id, subject_kind, subject_id, organisation_id, person_id, alias_id, at, merged_from`,
		"follow":        `person_id, subject_kind, subject_id, level, at`,
		"follow_merged": `transfer_id, person_id`,
		"read_mark":     `person_id, thread_id, position, exception, reset_at`,
		"read_range":    `person_id, thread_id, act, first, last, read_to`,
		"read_baseline": `person_id, board_id, post_id`,
		"held_reply":    `id, thread_id, origin_id`,
		"inquiry":       `id, thread_id, origin_id`,
		"bookmark":      `person_id, post_id`,
		"board_figures": `board_id, threads`,
		"thread_day":    `board_id, day, state, situation_id, threads`,
	} {
		n := 1
		for _, c := range columns {
			if c == ',' {
				n++
			}
		}
		err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
			return db.Each(tx, func(r db.Row) error {
				values, to := make([]any, n), make([]any, n)
				for i := range values {
					to[i] = &values[i]
				}
				err := r.Scan(to...)
				out[table] = append(out[table], fmt.Sprint(values...))
				return err
			}, `SELECT `+columns+` FROM `+table)
		})
		w.must(err)
	}
	return out
}

// unread are all posts that are unread for somebody, as their pages say.
func (w *transferWalk) unread() map[string]bool {
	out := map[string]bool{}
	for _, who := range w.readers {
		by := w.By(who)
		for _, id := range w.threads {
			for page := 1; ; page++ {
				r, err := w.Forum.ThreadPage(w.Ctx, by, id, page)
				if fault.Is(err, fault.NotFound) {
					break
				}
				w.must(err)
				s, err := w.Unread.Thread(w.Ctx, by, id)
				w.must(err)
				for _, p := range append(r.Posts, r.Question) {
					if s.Unread(by, p) {
						out[fmt.Sprint(who, " ", p.ID)] = true
					}
				}
				if page == r.Last {
					break
				}
			}
		}
	}
	return out
}

// compare holds lists, counts and addresses against the posts themselves.
func (w *transferWalk) compare() {
	unread := w.unread()
	for _, who := range w.readers {
		by := w.By(who)
		listed, err := w.Unread.Threads(w.Ctx, by, w.threads)
		w.must(err)
		counts, err := w.Unread.Boards(w.Ctx, by)
		w.must(err)
		want := map[int64]int{}
		for _, id := range w.threads {
			t, err := w.Forum.Thread(w.Ctx, by, id)
			if fault.Is(err, fault.NotFound) {
				if post, err := w.Forum.MergedInto(w.Ctx, by, id); err == nil {
					_, err = w.Forum.PlaceOf(w.Ctx, by, post)
					w.must(err)
				} else if queried[bool](w.World, `SELECT merged_into IS NOT NULL FROM thread WHERE id = $1`, id)[0] {
					w.t.Errorf("%s: the address of %d leads nowhere: %v", who, id, err)
				}
				continue
			}
			w.must(err)
			first, some := int64(0), false
			for _, p := range queried[int64](w.World, `SELECT id FROM post WHERE thread_id = $1 ORDER BY position`, id) {
				if place, err := w.Forum.PlaceOf(w.Ctx, by, p); err != nil || place.Thread != id {
					w.t.Errorf("post %d leads to %v, %v", p, place, err)
				}
				if unread[fmt.Sprint(who, " ", p)] {
					if !some {
						first = p
					}
					some = true
				}
			}
			if some {
				if got, err := w.Unread.First(w.Ctx, by, id); err != nil || got != first {
					w.t.Errorf("%s: first unread post of %d is %d, %v, want %d", who, id, got, err, first)
				}
			}
			muted := queried[bool](w.World, `SELECT EXISTS (SELECT 1 FROM follow WHERE person_id = $1 AND subject_kind = 'thread' AND subject_id = $2
				AND level = 'muted')`, by.ID, id)[0]
			if listed[id] != (some && !muted) {
				w.t.Errorf("%s: thread %d unread in the list: %v, its posts: %v, muted %v", who, id, listed[id], some, muted)
			}
			if some && !muted {
				want[t.Board.ID]++
			}
			w.compareThread(t)
		}
		if !maps.Equal(want, counts) {
			w.t.Errorf("%s: boards count %v, want %v", who, counts, want)
		}
	}
}

// compareThread holds what a thread says of its posts against them.
func (w *transferWalk) compareThread(t forum.Thread) {
	n := queried[int](w.World, `SELECT COUNT(*) FROM post WHERE thread_id = $1 AND position > 1 AND state = 'visible'`, t.ID)[0]
	if t.Replies != n {
		w.t.Errorf("thread %d counts %d replies, has %d", t.ID, t.Replies, n)
	}
	if q := queried[int](w.World, `SELECT COUNT(*) FROM post WHERE thread_id = $1 AND position = 1`, t.ID)[0]; q != 1 {
		w.t.Errorf("thread %d has %d questions", t.ID, q)
	}
}
