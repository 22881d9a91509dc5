package notify_test

import (
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// everybodyFollows lets everybody, the newcomer too, follow the subject.
func everybodyFollows(t *testing.T, w *World, kind follow.Kind, id int64) {
	t.Helper()
	for _, who := range append(slices.Clone(Everybody[1:]), Newcomer) {
		follows(t, w, who, kind, id, follow.All)
	}
}

// again appends an event once more, by the system: its telling sees things as they are.
func again(t *testing.T, w *World, kind event.Kind, subject int64) func() {
	return func() {
		write(t, w, func(tx *db.Tx) error { return event.AppendTx(tx, kind, subject, 0) })
	}
}

// who lists who was told anything.
func who(got map[string][]string) string {
	var out []string
	for key := range got {
		out = append(out, key)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

const (
	allMembers = "ann bea boss editor insider mod neu othermod prog prog2"
	admitted   = "insider mod" // to the restricted board
)

// TestOnlyReadersAreToldWhateverTheyFollow: everybody follows everything; rows are
// situations, and told are exactly those who may read it then.
func TestOnlyReadersAreToldWhateverTheyFollow(t *testing.T) {
	t.Parallel()
	w := New(t)
	boss, mod := w.By(Boss), w.By(Mod)
	thread := func(slug string) (thread, reply int64) {
		thread = w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
		reply = w.Reply(Bea, thread, "So.")
		if slug != Members {
			must(t, w.Forum.Move(w.Ctx, mod, thread, forum.Move{Board: w.Board(slug), Confirm: true}))
		}
		everybodyFollows(t, w, follow.Thread, thread)
		w.Notified()
		return thread, reply
	}
	without := func(list string, names ...string) string {
		return strings.Join(slices.DeleteFunc(strings.Fields(list), func(s string) bool { return slices.Contains(names, s) }), " ")
	}
	for _, c := range []struct {
		situation string
		make      func() func()
		want      string
	}{
		{"public board", func() func() { _, r := thread(Public); return again(t, w, event.PostAdded, r) }, allMembers},
		{"members' board", func() func() { _, r := thread(Members); return again(t, w, event.PostAdded, r) }, allMembers},
		{"restricted board", func() func() { _, r := thread(Exclusive); return again(t, w, event.PostAdded, r) }, admitted},
		{"archived board", func() func() {
			_, r := thread("umwelt")
			must(t, w.Boards.Archive(w.Ctx, boss, w.Board("umwelt"), true, "Test"))
			return again(t, w, event.PostAdded, r)
		}, allMembers},
		{"hidden post", func() func() {
			_, r := thread(Members)
			must(t, w.Forum.Hide(w.Ctx, mod, r, "Werbung"))
			w.Notified()
			return again(t, w, event.PostAdded, r)
		}, ""},
		{"withdrawn post", func() func() {
			_, r := thread(Members)
			must(t, w.Forum.Withdraw(w.Ctx, w.By(Bea), r))
			w.Notified()
			return again(t, w, event.PostAdded, r)
		}, ""},
		{"blackened post", func() func() {
			_, r := thread(Members)
			must(t, w.Forum.Blacken(w.Ctx, mod, r, 1, "Ein Name"))
			w.Notified()
			return again(t, w, event.PostAdded, r)
		}, ""},
		{"post of a hidden thread", func() func() {
			id, r := thread(Members)
			must(t, w.Forum.Hide(w.Ctx, mod, w.Question(id), "Werbung"))
			w.Notified()
			return again(t, w, event.PostAdded, r)
		}, ""},
		{"solution that is one no more", func() func() {
			_, r := thread(Members)
			return again(t, w, event.PostSolved, r)
		}, ""},
		{"hidden thread", func() func() {
			id, _ := thread(Members)
			must(t, w.Forum.Hide(w.Ctx, mod, w.Question(id), "Werbung"))
			w.Notified()
			return again(t, w, event.PostHidden, w.Question(id))
		}, "ann"},
	} {
		want := c.want
		if strings.Contains(want, "bea") {
			want = without(want, "neu", "bea") + " bea neu"
			want = strings.Join(slices.Sorted(slices.Values(strings.Fields(want))), " ")
		}
		if got := who(told(t, w, c.make())); got != want {
			t.Errorf("%s: told %q, want %q", c.situation, got, want)
		}
	}
}

func TestOnlyReadersAreToldOfInquiriesAnswersAndArticles(t *testing.T) {
	t.Parallel()
	w := New(t)
	prog, basis := w.By(Prog), inquiry.Basis{Reason: "Für die Probe nötig"}
	ask := func(deskOnly bool) (number string, id int64) {
		number, err := w.Inquiry.Ask(w.Ctx, w.By(Ann), inquiry.AskInput{Board: w.Board(Members), Title: "Wer trägt die Kosten des Betriebs?",
			Text: "Wer?", DeskOnly: deskOnly})
		must(t, err)
		write(t, w, func(tx *db.Tx) (err error) {
			id, err = db.Scalar[int64](tx, `SELECT id FROM inquiry WHERE number = $1`, number)
			return err
		})
		everybodyFollows(t, w, follow.Inquiry, id)
		return number, id
	}
	for deskOnly, want := range map[bool]string{true: "ann", false: "ann bea boss editor insider mod neu othermod prog2"} {
		number, _ := ask(deskOnly)
		got := who(told(t, w, func() { must(t, w.Inquiry.Examine(w.Ctx, prog, number, basis)) }))
		if deskOnly {
			want = "ann prog2"
		}
		if got != want {
			t.Errorf("a step of an inquiry (for the desk alone: %v): told %q, want %q", deskOnly, got, want)
		}
	}
	for to, want := range map[board.Release]string{
		inquiry.ToAsker: "ann prog2", board.ToMembers: "ann bea boss editor insider mod neu othermod prog2",
	} {
		number, _ := ask(true)
		must(t, w.Inquiry.TakeUp(w.Ctx, prog, number, basis))
		in := answer
		in.Audience, in.Confirm = to, true
		if got := who(told(t, w, func() { must(t, w.Acts.AnswerInquiry(w.Ctx, prog, number, basis, in)) })); got != want {
			t.Errorf("an answer to %s: told %q, want %q", to, got, want)
		}
	}
	for slug, want := range map[string]string{Public: "ann bea boss editor insider mod neu othermod prog prog2", Exclusive: "insider mod"} {
		id := w.Article(Mod, slug)
		everybodyFollows(t, w, follow.Article, id)
		w.Notified()
		if got := who(told(t, w, again(t, w, event.ArticleRevised, id))); got != want {
			t.Errorf("an article of %s: told %q, want %q", slug, got, want)
		}
	}
}

// TestRightsAreAskedAgainInEveryRead: what was told disappears from inbox and bell with
// the right to see it, and comes back with it.
func TestRightsAreAskedAgainInEveryRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	boss, mod := w.By(Boss), w.By(Mod)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	reply := w.Reply(Bea, thread, "So.")
	article := w.Article(Mod, Members)
	w.Notified() // of its publication, before she follows
	follows(t, w, Ann, follow.Article, article, follow.All)
	again(t, w, event.ArticleRevised, article)()
	w.Notified()
	must(t, w.Forum.Lock(w.Ctx, mod, thread, "Geklärt"))
	must(t, w.Forum.Unlock(w.Ctx, mod, thread))
	w.Notified()
	sees := func(what string, places, lines int) {
		t.Helper()
		in := inbox(t, w, Ann, notify.Filter{})
		n := 0
		for _, g := range in.Groups {
			n += len(g.Lines)
		}
		if bell := unread(t, w, Ann, nil); bell != places || len(in.Groups) != places || n != lines {
			t.Errorf("%s: the bell says %d; %d places with %d lines, want %d with %d", what, bell, len(in.Groups), n, places, lines)
		}
	}
	sees("at first", 2, 4)
	must(t, w.Forum.Hide(w.Ctx, mod, reply, "Werbung"))
	sees("the reply is hidden", 2, 3)
	must(t, w.Forum.Unhide(w.Ctx, mod, reply))
	sees("the reply is shown again", 2, 4)
	restrict := board.Settings{Audience: board.Restricted}
	must(t, w.Boards.Configure(w.Ctx, boss, w.Board(Members), restrict, "Test"))
	w.Notified()
	sees("the board is not for her, of which alone she is told", 1, 1)
	must(t, w.Boards.Configure(w.Ctx, boss, w.Board(Members), board.Settings{Audience: board.Members}, "Test"))
	w.Notified()
	sees("the board is for her again, of which she is told", 3, 5)
	must(t, w.FAQ.MarkOutdated(w.Ctx, mod, article, "Gilt nicht mehr"))
	must(t, w.Forum.Move(w.Ctx, mod, thread, forum.Move{Board: w.Board(Exclusive), Confirm: true}))
	w.Notified()
	sees("the thread moved out of sight, of which alone she is told", 3, 4)
}

// TestRolesAreAskedAgainInEveryRead: what there is to do in a role is gone with it.
func TestRolesAreAskedAgainInEveryRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Ann, Members)
	w.Notified() // of it, before she supports it
	must(t, w.Inquiry.Support(w.Ctx, w.By(Bea), number))
	must(t, w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}))
	must(t, w.Inquiry.AskBack(w.Ctx, w.By(Prog), number, inquiry.AskBackInput{Text: "Wie genau?"}))
	must(t, w.Inquiry.Respond(w.Ctx, w.By(Ann), number, inquiry.MessageInput{Text: "So genau."}))
	w.Notified()
	for who, change := range map[string]string{
		Prog: `DELETE FROM role_grant WHERE role = 'programme' AND person_id = $1`,
		Bea:  `UPDATE person SET organisation_id = (SELECT MAX(id) FROM organisation) WHERE id = $1`,
	} {
		if unread(t, w, who, nil) == 0 {
			t.Errorf("%s was told nothing: the test is blind", who)
		}
		id := w.By(who).ID
		write(t, w, func(tx *db.Tx) error {
			_, err := tx.Exec(change, id)
			return err
		})
		if n := unread(t, w, who, nil); n != 0 {
			t.Errorf("%s lost the role, and the bell says %d", who, n)
		}
		if in := inbox(t, w, who, notify.Filter{}); len(in.Groups) != 0 {
			t.Errorf("%s lost the role and reads %+v", who, in.Groups)
		}
	}
}

func TestLevelsDecideWhoHears(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	follows(t, w, Bea, follow.Board, w.Board(Members), follow.All)
	w.Notified()
	for _, c := range []struct {
		name string
		who  string
		l    follow.Level
		want string
	}{
		{"the asker", Ann, follow.All, "reply post.added thread"},
		{"the asker", Ann, follow.Official, ""},
		{"the asker", Ann, follow.None, ""},
		{"the asker", Ann, follow.Muted, ""},
		{"the asker", Ann, follow.Default, "reply post.added thread"},
		{"a follower of the board", Bea, follow.Default, "followed.reply post.added thread"},
		{"a follower of the board", Bea, follow.All, "followed.reply post.added thread"},
		{"a follower of the board", Bea, follow.Official, ""},
		{"a follower of the board", Bea, follow.None, ""},
		{"a follower of the board", Bea, follow.Muted, ""},
	} {
		follows(t, w, c.who, follow.Thread, thread, c.l)
		got := strings.Join(told(t, w, func() { w.Reply(Prog, thread, "So.") })[c.who], ", ")
		if got != c.want {
			t.Errorf("%s with level %q of the thread hears %q, want %q", c.name, c.l, got, c.want)
		}
		mentioned := len(told(t, w, func() { w.Reply(Prog, thread, "Das weiß @"+w.By(c.who).Name+" besser.") })[c.who])
		if mentioned == 0 != (c.l == follow.Muted) {
			t.Errorf("%s with level %q of the thread hears of %d mentions", c.name, c.l, mentioned)
		}
	}
	follows(t, w, Ann, follow.Thread, thread, follow.Muted)
	heard(t, "a measure against a muted thread", told(t, w, func() { must(t, w.Forum.Lock(w.Ctx, w.By(Mod), thread, "Geklärt")) }),
		"ann: measure thread.locked thread")
}
