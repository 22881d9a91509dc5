package notify_test

import (
	"testing"

	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// merge merges the thread of the post into another one, as a moderator.
func (p *post) merge(into int64) (act int64) {
	p.T.Helper()
	x, err := p.Acts.MergeThreads(p.when(workday), p.By(Mod), p.thread, forum.Merge{Into: into, Confirm: true})
	if err != nil {
		p.T.Fatal(err)
	}
	p.Notified()
	return x.ID
}

func (p *post) undo(act int64) {
	p.T.Helper()
	if _, err := p.Acts.UndoTransfer(p.when(workday), p.By(Mod), act, forum.Undo{Confirm: true}); err != nil {
		p.T.Fatal(err)
	}
	p.Notified()
}

// TestWhoLosesSightOfAMergedThreadHearsOfIt once, with the title that it had, until they can
// read it again: because it was taken back, or the other thread moved.
func TestWhoLosesSightOfAMergedThreadHearsOfIt(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Bea, p.thread, "Meine Antwort ist lang genug.")
	p.Reply(Insider, p.thread, "Auch diese Antwort ist lang genug.")
	follows(t, p.World, Prog, follow.Thread, p.thread, follow.Official)
	follows(t, p.World, Prog2, follow.Thread, p.thread, follow.Muted)
	into := p.Ask(Insider, Exclusive, "Was niemand sonst wissen darf", "Psst.")
	lost := []string{"ann: measure thread.lost.own lost.thread", "bea: measure thread.lost lost.thread", "insider: measure thread.merged thread",
		"prog: followed.reply thread.lost lost.thread"}
	back := []string{"ann: measure thread.regained thread", "bea: measure thread.regained thread", "prog: followed.reply thread.regained thread"}
	var act int64
	heard(t, "merged out of sight", told(t, p.World, func() { act = p.merge(into) }), lost...)
	for _, g := range inbox(t, p.World, Ann, notify.Filter{}).Groups {
		if g.Place.Kind == notify.LostThread && g.Title != "Wie geht der Kanarienvogel?" {
			t.Errorf("what was lost is called %q", g.Title)
		}
	}
	heard(t, "taken back", told(t, p.World, func() { p.undo(act) }), append(back, "insider: measure thread.transfer.undone thread")...)
	p.merge(into)
	heard(t, "the other thread comes into sight", told(t, p.World, func() {
		must(t, p.Forum.Move(p.Ctx, p.By(Mod), into, forum.Move{Board: p.Board(Members), Confirm: true}))
	}), append(back, "insider: measure thread.moved thread")...)
	for _, who := range []string{Ann, Bea, Prog} {
		if in := inbox(t, p.World, who, notify.Filter{}); len(in.Groups) != 1 || in.Groups[0].Place != (notify.Place{Kind: notify.Thread, ID: into}) {
			t.Errorf("the inbox of %s has %+v, want the thread that took the posts alone", who, in.Groups)
		}
	}
}

// TestWhoLosesSightOfOwnPostsHearsOfIt at the thread in which they stood.
func TestWhoLosesSightOfOwnPostsHearsOfIt(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	posts := []int64{p.Reply(Bea, p.thread, "Meine Antwort ist lang genug."), p.Reply(Insider, p.thread, "Auch diese ist lang genug.")}
	secret := p.Ask(Insider, Exclusive, "Was niemand sonst wissen darf", "Psst.")
	for name, in := range map[string]forum.Split{
		"split": {Posts: posts, Title: "Etwas ganz anderes", Board: p.Board(Exclusive), Confirm: true},
		"moved": {Posts: posts, Into: secret, Confirm: true},
	} {
		var act int64
		heard(t, name, told(t, p.World, func() {
			x, err := p.Acts.SplitThread(p.when(workday), p.By(Mod), p.thread, in)
			must(t, err)
			act = x.ID
		}), "bea: measure thread.posts.lost thread", "insider: measure thread.posts thread")
		heard(t, name+" and back", told(t, p.World, func() { p.undo(act) }), "bea: measure thread.transfer.undone thread",
			"insider: measure thread.transfer.undone thread")
	}
	for _, g := range inbox(t, p.World, Bea, notify.Filter{}).Groups {
		if g.Place.ID != p.thread {
			t.Errorf("her inbox names %+v", g)
		}
	}
}

// TestWhatWasToldOfAMergedThreadLeadsToItsPosts, of the thread as a whole, too.
func TestWhatWasToldOfAMergedThreadLeadsToItsPosts(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Notified()
	must(t, p.Forum.Lock(p.when(workday), p.By(Mod), p.thread, "Geklärt"))
	must(t, p.Forum.Unlock(p.when(workday), p.By(Mod), p.thread))
	p.Notified()
	standsAt := func(when string, thread int64) {
		t.Helper()
		for _, g := range inbox(t, p.World, Ann, notify.Filter{}).Groups {
			for _, l := range g.Lines {
				if (l.Act == "thread.locked" || l.Act == "thread.unlocked") && g.Place.ID != thread {
					t.Errorf("%s, %s stands at %d, want %d", when, l.Act, g.Place.ID, thread)
				}
			}
			if g.Place.ID == thread && len(g.Lines) < 2 {
				t.Errorf("%s, it says %+v", when, g.Lines)
			}
		}
	}
	standsAt("first", p.thread)
	into := p.Ask(Bea, Members, "Wie geht der andere Vogel?", "So?")
	further := p.Ask(Bea, Members, "Und wie geht der dritte?", "So?")
	first := p.merge(into)
	standsAt("merged", into)
	second, err := p.Acts.MergeThreads(p.when(workday), p.By(Mod), into, forum.Merge{Into: further})
	must(t, err)
	p.Notified()
	standsAt("merged twice", further)
	p.undo(second.ID)
	p.undo(first)
	standsAt("taken back", p.thread)
}
