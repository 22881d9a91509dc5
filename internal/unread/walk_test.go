package unread_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/unread"
)

// walk is a forum in which people write, read and mark at random, beside a plain model of
// it: who has read which post.
type walk struct {
	*World
	t       *testing.T
	rng     *rand.Rand
	second  *unread.Unread // of another process
	now     time.Time
	posts   map[int64][]*walkPost // by thread, by position
	boards  map[int64]int64       // by thread
	readers []string
	muted   map[string]map[int64]bool
	done    []string // what happened, for a failure
}

// walkPost is a post with who has read it. Of what was hidden meanwhile nobody can say
// whether it counts as read: those are unsure.
type walkPost struct {
	id           int64
	by           string
	state        forum.PostState
	read, unsure map[string]bool
}

// unreadBy reports whether the post is surely unread, and whether it may be.
func (p *walkPost) unreadBy(who string) (surely, maybe bool) {
	if p.state != forum.Visible || p.by == who || p.read[who] {
		return false, false
	}
	return !p.unsure[who], true
}

const threadMax = 30

// TestUnreadHoldsAgainstAPlainModel compares after every step what two processes say of
// all that somebody may read.
func TestUnreadHoldsAgainstAPlainModel(t *testing.T) {
	t.Parallel()
	Walks(t, 250, func(t *testing.T, rng *rand.Rand, steps int) {
		w := newWalk(t, rng)
		for range steps {
			w.step()
			w.compare()
			if t.Failed() {
				t.Fatalf("after %v", w.done[max(0, len(w.done)-25):])
			}
		}
	})
}

func newWalk(t *testing.T, rng *rand.Rand) *walk {
	w := &walk{World: New(t, func(c *config.Config) { c.NoMemberLimits = true }), t: t, rng: rng,
		posts: map[int64][]*walkPost{}, boards: map[int64]int64{},
		readers: []string{Ann, Bea, Mod}, muted: map[string]map[int64]bool{Ann: {}, Bea: {}, Mod: {}}}
	w.second = unread.New(w.DB, w.Log)
	w.now = w.DB.Now(w.Ctx)
	return w
}

func (w *walk) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%v, after %v", err, w.done)
	}
}

// step lets the clock go on, or not, and does something.
func (w *walk) step() {
	w.now = w.now.Add([]time.Duration{0, time.Millisecond, time.Minute}[w.rng.IntN(3)])
	w.Ctx = db.At(w.t.Context(), w.now)
	acts := []func(who string) string{w.ask, w.reply, w.reply, w.reply, w.see, w.see, w.see, w.see, w.write, w.write, w.markBoard, w.markAll, w.reset,
		w.reset, w.hide, w.unhide, w.withdraw, w.move, w.mute, w.narrow}
	who := w.readers[w.rng.IntN(len(w.readers))]
	if did := acts[w.rng.IntN(len(acts))](who); did != "" {
		w.done = append(w.done, who[:3]+" "+did)
	}
}

func (w *walk) slugs() []string { return []string{Public, Members, "umwelt"} }

// mayUse reports whether somebody may read a board.
func (w *walk) mayUse(who, slug string) bool {
	b, err := w.Boards.ByID(w.Ctx, w.By(who), w.Board(slug))
	return err == nil && b.Readable(w.By(who))
}

func (w *walk) slug() string { return w.slugs()[w.rng.IntN(3)] }

// thread returns any thread, and post any post of one, with where it is.
func (w *walk) thread() int64 {
	if len(w.posts) == 0 {
		return 0
	}
	n, least := w.rng.IntN(len(w.posts)), int64(0)
	for id := range w.posts {
		if least == 0 || id < least {
			least = id
		}
	}
	for id := least; ; id++ {
		if w.posts[id] == nil {
			continue
		}
		if n == 0 {
			return id
		}
		n--
	}
}

func (w *walk) post() (thread int64, position int, p *walkPost) {
	if thread = w.thread(); thread == 0 {
		return 0, 0, nil
	}
	position = 1 + w.rng.IntN(len(w.posts[thread]))
	return thread, position, w.posts[thread][position-1]
}

// compare asks for all counts and states, and holds them against the model. What the
// second process says lacks only what the first has not written.
func (w *walk) compare() {
	for _, who := range w.readers {
		by := w.By(who)
		counts, err := w.Unread.Boards(w.Ctx, by)
		w.must(err)
		all := make([]int64, 0, len(w.posts))
		for thread := range w.posts {
			all = append(all, thread)
		}
		listed, err := w.Unread.Threads(w.Ctx, by, all)
		w.must(err)
		want := map[int64]int{}
		for thread := range w.posts {
			if w.compareThread(who, by, thread, listed[thread]); listed[thread] {
				want[w.boards[thread]]++
			}
		}
		for _, slug := range w.slugs() {
			id := w.Board(slug)
			one, err := w.Unread.Board(w.Ctx, by, id)
			w.must(err)
			if counts[id] != want[id] || one != want[id] {
				w.t.Errorf("%s: %d or %d unread on %s, in the list %d", who, counts[id], one, slug, want[id])
			}
		}
		if len(w.Unread.Pending(w.Ctx, by.ID)) == 0 {
			if other, err := w.second.Boards(w.Ctx, by); err != nil || fmt.Sprint(other) != fmt.Sprint(counts) {
				w.t.Errorf("%s: another process counts %v, %v, this one %v", who, other, err, counts)
			}
		}
	}
}

func (w *walk) compareThread(who string, by account.Viewer, thread int64, listed bool) {
	surely, maybe, first := false, false, int64(0)
	if w.mayRead(who, thread) && w.posts[thread][0].state == forum.Visible {
		for _, p := range w.posts[thread] {
			s, m := p.unreadBy(who)
			if m && !maybe && s {
				first = p.id
			}
			surely, maybe = surely || s, maybe || m
		}
	}
	state, err := w.Unread.Thread(w.Ctx, by, thread)
	w.must(err)
	if surely && !state.New || !maybe && state.New {
		w.t.Errorf("%s: thread %d is unread: %v, want %v to %v", who, thread, state.New, surely, maybe)
	}
	if listed != (state.New && !w.muted[who][thread]) {
		w.t.Errorf("%s: thread %d, muted %v, is unread: %v, in the list %v", who, thread, w.muted[who][thread], state.New, listed)
	}
	if first != 0 && state.New {
		if got, err := w.Unread.First(w.Ctx, by, thread); err != nil || got != first {
			w.t.Errorf("%s: the first unread post of %d is %d, %v, want %d", who, thread, got, err, first)
		}
	}
}
