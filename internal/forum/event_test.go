package forum_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// told is what an act wrote into the event log.
type told struct {
	Kind    event.Kind
	Subject int64
	Actor   int64
}

// after returns what fn appends to the event log.
func after(t *testing.T, w *World, fn func() error) (out []told) {
	t.Helper()
	read := func(fn func(*db.Tx) error) {
		t.Helper()
		if err := w.DB.Read(w.Ctx, fn); err != nil {
			t.Fatal(err)
		}
	}
	var head int64
	read(func(tx *db.Tx) (err error) {
		head, err = event.HeadTx(tx)
		return err
	})
	if err := fn(); err != nil {
		t.Fatal(err)
	}
	read(func(tx *db.Tx) error {
		events, err := event.AfterTx(tx, head, 10)
		for _, e := range events {
			out = append(out, told{e.Kind, e.Subject, e.Actor})
		}
		return err
	})
	return out
}

func TestEventsSayWhatWasDoneAndByWhom(t *testing.T) {
	t.Parallel()
	w := New(t)
	ann, bea, mod := w.By(Ann), w.By(Bea), w.By(Mod)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	reply, err := w.Forum.Reply(w.Ctx, bea, thread, forum.Reply{Text: "So."})
	if err != nil {
		t.Fatal(err)
	}
	changed := func(by int64) told { return told{event.ThreadChanged, thread, by} }
	posted := func(by int64) told { return told{event.PostChanged, reply, by} }
	for _, c := range []struct {
		name string
		act  func() error
		want []told
	}{
		{"solve", func() error { return w.Forum.MarkSolution(w.Ctx, ann, reply, true) },
			[]told{{event.PostSolved, reply, ann.ID}, changed(ann.ID), posted(ann.ID)}},
		{"solve again", func() error { return w.Forum.MarkSolution(w.Ctx, ann, reply, true) }, []told{changed(ann.ID), posted(ann.ID)}},
		{"unsolve", func() error { return w.Forum.MarkSolution(w.Ctx, ann, reply, false) },
			[]told{{event.PostUnsolved, reply, ann.ID}, changed(ann.ID), posted(ann.ID)}},
		{"lock", func() error { return w.Forum.Lock(w.Ctx, mod, thread, "Geklärt") },
			[]told{{event.ThreadLocked, thread, mod.ID}, changed(mod.ID)}},
		{"unlock", func() error { return w.Forum.Unlock(w.Ctx, mod, thread) },
			[]told{{event.ThreadUnlocked, thread, mod.ID}, changed(mod.ID)}},
		{"pin", func() error { return w.Forum.Pin(w.Ctx, mod, thread, true) }, []told{changed(mod.ID)}},
		{"outdate", func() error { return w.Forum.MarkOutdated(w.Ctx, mod, thread, "Gilt nicht mehr") },
			[]told{{event.ThreadOutdated, thread, mod.ID}, changed(mod.ID)}},
		{"renew", func() error { return w.Forum.MarkOutdated(w.Ctx, mod, thread, "") }, []told{changed(mod.ID)}},
		{"hide", func() error { return w.Forum.Hide(w.Ctx, mod, reply, "Werbung") },
			[]told{{event.PostHidden, reply, mod.ID}, changed(mod.ID), posted(mod.ID)}},
		{"unhide", func() error { return w.Forum.Unhide(w.Ctx, mod, reply) },
			[]told{{event.PostUnhidden, reply, mod.ID}, changed(mod.ID), posted(mod.ID)}},
		{"blacken", func() error { return w.Forum.Blacken(w.Ctx, mod, reply, 1, "Name genannt") },
			[]told{{event.PostBlackened, reply, mod.ID}, changed(mod.ID), posted(mod.ID)}},
		{"move", func() error {
			return w.Forum.Move(w.Ctx, mod, thread, forum.Move{Board: w.Board(Exclusive), Reason: "Passt besser", Confirm: true})
		}, []told{{event.ThreadMoved, thread, mod.ID}, changed(mod.ID)}},
	} {
		if diff := cmp.Diff(c.want, after(t, w, c.act)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestFirstPostsTellOfTheirReview(t *testing.T) {
	t.Parallel()
	w := reviewed(t)
	kinds := func(fn func() error) (out []event.Kind) {
		t.Helper()
		for _, e := range after(t, w, fn) {
			out = append(out, e.Kind)
		}
		return out
	}
	open := w.Ask(Mod, Members, "Wer weiß das schon?", "Niemand.")
	var thread int64
	for name, c := range map[string]struct{ got, want []event.Kind }{
		"ask": {kinds(func() error { thread = w.Ask(Ann, Members, "Meine erste Frage hier", "Wer weiß es?"); return nil }),
			[]event.Kind{event.ThreadPending}},
		"reject": {kinds(func() error { return w.Forum.Refuse(w.Ctx, w.By(Mod), thread, "Nicht hier") }),
			[]event.Kind{event.ThreadRejected, event.ThreadChanged}},
		"reply": {kinds(func() error {
			_, err := w.Forum.Reply(w.Ctx, w.By(Bea), open, forum.Reply{Text: "Ich."})
			return err
		}), []event.Kind{event.ReplyPending}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	_, waiting, err := w.Forum.Waiting(w.Ctx, w.By(Mod))
	if err != nil || len(waiting) != 1 {
		t.Fatal(waiting, err)
	}
	got := kinds(func() error { return w.Forum.RefuseReply(w.Ctx, w.By(Mod), waiting[0].ID, "Nicht hier") })
	if diff := cmp.Diff([]event.Kind{event.ReplyRejected}, got); diff != "" {
		t.Error(diff)
	}
}
