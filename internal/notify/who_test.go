package notify_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// told returns what each person was told by what fn does, as "kind act place", by the
// person's key.
func told(t *testing.T, w *World, fn func()) map[string][]string {
	t.Helper()
	w.Notified()
	last := newest(t, w)
	fn()
	w.Notified()
	out := map[string][]string{}
	for _, who := range append(slices.Clone(Everybody), Newcomer) {
		if who == Guest {
			continue
		}
		id := w.By(who).ID
		write(t, w, func(tx *db.Tx) error {
			rows, err := db.Column[string](tx, `
				SELECT kind || ' ' || act || ' ' || place_kind
				FROM notification
				WHERE person_id = $1 AND id > $2
				ORDER BY id`, id, last)
			if len(rows) > 0 {
				out[who] = rows
			}
			return err
		})
	}
	return out
}

func newest(t *testing.T, w *World) (id int64) {
	t.Helper()
	write(t, w, func(tx *db.Tx) (err error) {
		id, err = db.Scalar[int64](tx, `SELECT COALESCE(MAX(id), 0) FROM notification`)
		return err
	})
	return id
}

// heard compares what people were told, written as "ann: reply post.added thread".
func heard(t *testing.T, what string, got map[string][]string, want ...string) {
	t.Helper()
	var lines []string
	for _, who := range slices.Sorted(maps.Keys(got)) {
		for _, row := range got[who] {
			lines = append(lines, who+": "+row)
		}
	}
	slices.Sort(lines)
	slices.Sort(want)
	if !slices.Equal(lines, want) {
		t.Errorf("%s:\n got %s\nwant %s", what, strings.Join(lines, "\n     "), strings.Join(want, "\n     "))
	}
}

// follows gives somebody a level.
func follows(t *testing.T, w *World, who string, kind follow.Kind, id int64, l follow.Level) {
	t.Helper()
	by := w.By(who).ID
	write(t, w, func(tx *db.Tx) error { return follow.SetTx(tx, by, follow.Subject{Kind: kind, ID: id}, l) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhoHearsOfPosts(t *testing.T) {
	t.Parallel()
	w := New(t)
	follows(t, w, Editor, follow.Board, w.Board(Members), follow.All)
	follows(t, w, Boss, follow.Board, w.Board(Members), follow.Threads)
	follows(t, w, Insider, follow.Board, w.Board(Members), follow.Official)
	var thread, reply int64
	heard(t, "a question", told(t, w, func() { thread = w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?") }),
		"editor: followed.thread thread.opened thread", "boss: followed.thread thread.opened thread")
	heard(t, "a reply", told(t, w, func() { reply = w.Reply(Bea, thread, "So.") }),
		"ann: reply post.added thread", "editor: followed.reply post.added thread")
	heard(t, "another's reply", told(t, w, func() { w.Reply(Mod, thread, "Oder so.") }),
		"ann: reply post.added thread", "bea: followed.reply post.added thread", "editor: followed.reply post.added thread")
	heard(t, "the asker's reply", told(t, w, func() { w.Reply(Ann, thread, "Danke.") }),
		"bea: followed.reply post.added thread", "mod: followed.reply post.added thread", "editor: followed.reply post.added thread")
	heard(t, "a solution", told(t, w, func() { must(t, w.Forum.MarkSolution(w.Ctx, w.By(Mod), reply, true)) }),
		"ann: solution post.solved thread", "bea: solution post.solved.own thread")
	heard(t, "a mention", told(t, w, func() { w.Reply(Bea, thread, "Das weiß @Paul Pappel, und @Anna Ahorn auch.") }),
		"prog: mention post.added thread", "ann: mention post.added thread", "mod: followed.reply post.added thread",
		"editor: followed.reply post.added thread")
}

func TestWhoHearsOfMeasures(t *testing.T) {
	t.Parallel()
	w := New(t)
	mod := w.By(Mod)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	reply := w.Reply(Bea, thread, "So.")
	for _, c := range []struct {
		what string
		act  func() error
		want []string
	}{
		{"hide", func() error { return w.Forum.Hide(w.Ctx, mod, reply, "Werbung") }, []string{"bea: measure post.hidden thread"}},
		{"show", func() error { return w.Forum.Unhide(w.Ctx, mod, reply) }, []string{"bea: measure post.unhidden thread"}},
		{"blacken", func() error { return w.Forum.Blacken(w.Ctx, mod, reply, 1, "Ein Name") },
			[]string{"bea: measure post.blackened thread"}},
		{"lock", func() error { return w.Forum.Lock(w.Ctx, mod, thread, "Geklärt") }, []string{"ann: measure thread.locked thread"}},
		{"unlock", func() error { return w.Forum.Unlock(w.Ctx, mod, thread) }, []string{"ann: measure thread.unlocked thread"}},
		{"outdate", func() error { return w.Forum.MarkOutdated(w.Ctx, mod, thread, "Gilt nicht mehr") },
			[]string{"ann: measure thread.outdated thread"}},
		{"pin", func() error { return w.Forum.Pin(w.Ctx, mod, thread, true) }, nil},
		{"move", func() error {
			return w.Forum.Move(w.Ctx, mod, thread, forum.Move{Board: w.Board(Public), Confirm: true})
		},
			[]string{"ann: measure thread.moved thread"}},
		{"hide all", func() error { return w.Forum.Hide(w.Ctx, mod, w.Question(thread), "Werbung") },
			[]string{"ann: measure post.hidden thread"}},
		{"out of sight", func() error {
			return w.Forum.Move(w.Ctx, mod, thread, forum.Move{Board: w.Board(Exclusive), Confirm: true})
		}, []string{"ann: measure thread.lost.own lost.thread"}},
	} {
		heard(t, c.what, told(t, w, func() { must(t, c.act()) }), c.want...)
	}
}

func TestWhoHearsOfFirstPosts(t *testing.T) {
	t.Parallel()
	w := New(t)
	must(t, w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), board.Settings{Audience: board.Members, FirstReview: true}, "Test"))
	var thread int64
	heard(t, "a question waits", told(t, w, func() { thread = w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?") }),
		"mod: review thread.pending thread")
	heard(t, "it is refused", told(t, w, func() { must(t, w.Forum.Refuse(w.Ctx, w.By(Mod), thread, "Nicht hier")) }),
		"ann: measure thread.rejected thread")
	if n := len(inbox(t, w, Mod, notify.Filter{}).Groups); n != 0 {
		t.Errorf("%d things are left to do", n)
	}
	second := w.Ask(Ann, Members, "Wie geht das andere?", "So?")
	heard(t, "a question is published", told(t, w, func() { must(t, w.Forum.Approve(w.Ctx, w.By(Mod), second, 0)) }),
		"ann: measure thread.opened thread")
	heard(t, "a reply waits", told(t, w, func() { w.Reply(Bea, second, "So.") }), "mod: review reply.pending thread")
	_, waiting, err := w.Forum.Waiting(w.Ctx, w.By(Mod))
	if err != nil || len(waiting) != 1 {
		t.Fatal(waiting, err)
	}
	heard(t, "a reply is published", told(t, w, func() {
		_, err := w.Forum.ApproveReply(w.Ctx, w.By(Mod), waiting[0].ID)
		must(t, err)
	}), "bea: measure post.added thread", "ann: reply post.added thread")
	if n := unread(t, w, Mod, nil); n != 0 {
		t.Errorf("%d things are left to do", n)
	}
	w.Reply(Editor, second, "Anders.")
	_, waiting, err = w.Forum.Waiting(w.Ctx, w.By(Mod))
	if err != nil || len(waiting) != 1 {
		t.Fatal(waiting, err)
	}
	heard(t, "a reply is refused", told(t, w, func() {
		must(t, w.Forum.RefuseReply(w.Ctx, w.By(Mod), waiting[0].ID, "Nicht hier"))
	}), "editor: measure reply.rejected thread")
}

func TestWhoHearsOfInquiries(t *testing.T) {
	t.Parallel()
	w := New(t)
	prog, basis := w.By(Prog), inquiry.Basis{Reason: "Für die Probe nötig"}
	var number string
	heard(t, "asking", told(t, w, func() { number = w.Inquire(Ann, Members) }),
		"prog: desk.new enter inquiry", "prog2: desk.new enter inquiry")
	must(t, w.Inquiry.Support(w.Ctx, w.By(Bea), number))
	heard(t, "taking up", told(t, w, func() { must(t, w.Inquiry.TakeUp(w.Ctx, prog, number, basis)) }),
		"ann: inquiry examine inquiry", "ann: inquiry begin inquiry", "bea: inquiry examine inquiry", "bea: inquiry begin inquiry")
	heard(t, "a Rückfrage", told(t, w, func() {
		must(t, w.Inquiry.AskBack(w.Ctx, prog, number, inquiry.AskBackInput{Basis: basis, Text: "Wie genau?"}))
	}), "ann: consultation ask-back inquiry", "bea: consultation ask-back inquiry")
	heard(t, "the response", told(t, w, func() {
		must(t, w.Inquiry.Respond(w.Ctx, w.By(Bea), number, inquiry.MessageInput{Text: "So genau."}))
	}), "ann: inquiry respond inquiry", "prog: desk.assigned respond inquiry")
	for _, g := range inbox(t, w, Ann, notify.Filter{}).Groups {
		for _, l := range g.Lines {
			if l.Kind == "consultation" && l.Unread > 0 {
				t.Error("the Rückfrage is still open for Ann")
			}
		}
	}
	heard(t, "handing on", told(t, w, func() {
		must(t, w.Inquiry.Assign(w.Ctx, prog, number, inquiry.AssignInput{Basis: basis, Assignee: w.By(Prog2).ID, Substitute: prog.ID}))
	}), "prog2: desk.assigned assign inquiry")
	heard(t, "the answer", told(t, w, func() {
		must(t, w.Inquiry.Begin(w.Ctx, prog, number, basis))
		must(t, w.Acts.AnswerInquiry(w.Ctx, prog, number, basis, answer))
	}), "ann: inquiry begin inquiry", "bea: inquiry begin inquiry", "prog2: desk.assigned begin inquiry",
		"ann: answer answer.released inquiry", "bea: answer answer.released inquiry", "prog2: desk.assigned answer.released inquiry")
	heard(t, "its withdrawal", told(t, w, func() { must(t, w.Acts.RetractAnswer(w.Ctx, prog, number, 1, basis)) }),
		"ann: answer answer.withdrawn inquiry", "bea: answer answer.withdrawn inquiry", "prog2: desk.assigned answer.withdrawn inquiry")
}

var answer = inquiry.AnswerInput{Question: "Wer trägt die Kosten?", Short: "Das Land.", Text: "Das Land trägt sie.", Body: "FITKO",
	Audience: board.ToMembers}

func TestWhoHearsOfAnswersToThreads(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer trägt die Kosten des Betriebs?", "Wer?")
	must(t, w.Forum.Support(w.Ctx, w.By(Bea), thread))
	follows(t, w, Insider, follow.Board, w.Board(Members), follow.Official)
	follows(t, w, Editor, follow.Thread, thread, follow.Official)
	var number string
	heard(t, "passing on", told(t, w, func() {
		entry, err := w.Inquiry.Prepare(w.Ctx, inquiry.AskInput{Board: w.Board(Members), Title: "Wer trägt die Kosten des Betriebs?", Text: "Wer?"})
		must(t, err)
		number, err = w.Acts.Escalate(w.Ctx, w.By(Mod), thread, entry)
		must(t, err)
	}), "ann: inquiry enter inquiry", "prog: desk.new enter inquiry", "prog2: desk.new enter inquiry")
	must(t, w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}))
	heard(t, "the answer", told(t, w, func() {
		must(t, w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), number, inquiry.Basis{}, answer))
	}), "ann: answer answer.released thread", "bea: answer answer.released thread", "mod: answer answer.released inquiry",
		"insider: followed.official answer.released thread", "editor: followed.official answer.released thread")
}

func TestWhoHearsOfTheFAQ(t *testing.T) {
	t.Parallel()
	w := New(t)
	var id int64
	follows(t, w, Ann, follow.Board, w.Board(Public), follow.All)
	heard(t, "a new article", told(t, w, func() { id = w.Article(Editor, Public) }), "ann: followed.article article.published article")
	follows(t, w, Bea, follow.Article, id, follow.All)
	heard(t, "another text", told(t, w, func() {
		a, err := w.FAQ.Show(w.Ctx, w.By(Editor), id)
		must(t, err)
		must(t, w.FAQ.Save(w.Ctx, w.By(Editor), id, faq.Input{Board: a.Board.ID, Title: a.Title, Short: a.Short, Text: "Ein anderer Text.",
			Revision: a.Revision}))
	}), "bea: followed.article article.revised article")
	heard(t, "the review", told(t, w, func() {
		for range 2 { // each date tells once
			_, err := w.FAQ.NoticeDue(w.At(faq.ReviewAfter * 25 * time.Hour))
			must(t, err)
		}
	}), "editor: article.due article.due article", "mod: article.due article.due article")
	heard(t, "its end", told(t, w, func() { must(t, w.FAQ.MarkOutdated(w.Ctx, w.By(Editor), id, "Gilt nicht mehr")) }),
		"bea: followed.article article.outdated article")
	number := w.Answered(Ann, Public)
	source, err := w.Acts.TakeAnswerIntoFAQ(w.Ctx, w.By(Editor), number, "")
	must(t, err)
	must(t, w.FAQ.Publish(w.Ctx, w.By(Editor), source, board.ToMembers, true))
	heard(t, "its source", told(t, w, func() {
		must(t, w.Acts.RetractAnswer(w.Ctx, w.By(Prog), number, 1, inquiry.Basis{Reason: "Es war falsch"}))
	}), "ann: answer answer.withdrawn inquiry", "editor: article.source answer.withdrawn article")
}
