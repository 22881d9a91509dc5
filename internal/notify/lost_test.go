package notify_test

import (
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// move moves the thread of the post to a board at the time, as a moderator.
func (p *post) move(to string, at time.Time) {
	p.T.Helper()
	if err := p.Forum.Move(p.when(at), p.By(Mod), p.thread, forum.Move{Board: p.Board(to), Confirm: true}); err != nil {
		p.T.Fatal(err)
	}
	p.Notified()
}

// owes returns the acts of the notifications of the person about losses, with the mail
// that each owes.
func (p *post) owes(who string) string {
	p.T.Helper()
	id := p.By(who).ID
	var out []string
	err := p.DB.Read(p.Ctx, func(tx *db.Tx) (err error) {
		out, err = db.Column[string](tx, `
			SELECT act || ':' || delivery
			FROM notification
			WHERE person_id = $1 AND (act LIKE 'thread.lost%' OR act LIKE 'board.lost%' OR act LIKE '%.regained')
			ORDER BY id`, id)
		return err
	})
	if err != nil {
		p.T.Fatal(err)
	}
	return strings.Join(out, " ")
}

// TestWhoLosesSightOfAThreadHearsOfIt: who asked, who wrote and who follows, unless they
// can read it where it is now or could not where it was, and once only.
func TestWhoLosesSightOfAThreadHearsOfIt(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	for _, who := range []string{Bea, Insider, Editor} {
		p.Reply(who, p.thread, "Meine Antwort ist lang genug.")
	}
	must(t, p.Forum.Withdraw(p.Ctx, p.By(Editor), p.Reply(Editor, p.thread, "Zurück damit.")))
	follows(t, p.World, Prog, follow.Thread, p.thread, follow.All)
	follows(t, p.World, Prog2, follow.Thread, p.thread, follow.Muted)
	follows(t, p.World, Bea, follow.Thread, p.thread, follow.Muted) // moderation is heard of at every level
	follows(t, p.World, OtherMod, follow.Board, p.Board(Members), follow.All)
	lost := []string{"ann: measure thread.lost.own lost.thread", "bea: measure thread.lost lost.thread", "editor: measure thread.lost lost.thread",
		"prog: followed.reply thread.lost lost.thread"}
	heard(t, "out of sight", told(t, p.World, func() { p.move(Exclusive, workday) }), lost...)
	heard(t, "to another restricted board", told(t, p.World, func() {
		must(t, p.Boards.Configure(p.Ctx, p.By(Boss), p.Board("umwelt"), restrictedTo(p.By(Mod).Organisation.Kind), "Test"))
		p.move("umwelt", workday)
	}), "insider: measure thread.lost lost.thread")
	heard(t, "back into sight", told(t, p.World, func() {
		must(t, p.Forum.Move(p.Ctx, p.By(OtherMod), p.thread, forum.Move{Board: p.Board(Members), Confirm: true}))
	}), "ann: measure thread.regained thread", "bea: measure thread.regained thread", "editor: measure thread.regained thread",
		"insider: measure thread.regained thread", "prog: followed.reply thread.regained thread")
	heard(t, "to another board that all read", told(t, p.World, func() { p.move(Public, workday) }), "ann: measure thread.moved thread")
	if places := inbox(t, p.World, Bea, notify.Filter{}).Groups; len(places) != 1 || places[0].Place.Kind != notify.Thread {
		t.Errorf("the inbox has %+v, want the thread alone", places)
	}
}

// TestLossThatNobodyCouldHaveSeenIsNotTold: of a thread that moderation hid before.
func TestLossThatNobodyCouldHaveSeenIsNotTold(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Bea, p.thread, "Meine Antwort ist lang genug.")
	must(t, p.Forum.Hide(p.Ctx, p.By(Mod), p.Question(p.thread), "Namen"))
	heard(t, "a hidden thread moves", told(t, p.World, func() { p.move(Exclusive, workday) }), "ann: measure thread.lost.own lost.thread")
}

// TestMovesToAndFroWithinTheDelayMailNobody, and what left is taken back by mail.
func TestMovesToAndFroWithinTheDelayMailNobody(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	forgetReal(p.World)
	p.move(Exclusive, workday)
	p.move(Members, workday.Add(time.Minute))
	p.leave(workday.Add(time.Hour))
	p.is()
	if got := p.owes(Ann); got != "thread.regained:" {
		t.Errorf("after a move to and fro: %q", got)
	}
	p.move(Exclusive, workday.Add(time.Hour))
	p.move(Members, workday.Add(time.Hour))
	p.move(Exclusive, workday.Add(time.Hour+time.Minute))
	p.leave(workday.Add(2 * time.Hour))
	p.flush(workday.Add(2 * time.Hour))
	p.is("notice.mail sent")
	p.move(Members, workday.Add(3*time.Hour))
	p.move(Exclusive, workday.Add(3*time.Hour+time.Minute))
	p.leave(workday.Add(4 * time.Hour))
	p.is("notice.mail sent")
	p.move(Members, workday.Add(5*time.Hour))
	p.leave(workday.Add(6 * time.Hour))
	p.flush(workday.Add(6 * time.Hour))
	p.is("notice.mail sent", "notice.mail sent")
	all := p.Mails(Ann, "Kommunalforum: ")
	contains(t, all[1], "Die Moderation hat Ihre Frage in einen Bereich verschoben, den Sie nicht lesen können",
		"Was Sie selbst geschrieben haben, steht weiter in der Auskunft über Ihre Daten")
	contains(t, all[0], "Wie geht der Kanarienvogel?", "Dieses Thema steht in einem Bereich, den Sie wieder lesen können")
}

// TestMailOfALossThatIsOverDoesNotLeave though it waited in the outbox already.
func TestMailOfALossThatIsOverDoesNotLeave(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	forgetReal(p.World)
	p.move(Exclusive, workday)
	p.leave(workday.Add(time.Hour))
	p.is("notice.mail waiting")
	p.move(Members, workday.Add(time.Hour))
	p.flush(workday.Add(time.Hour))
	p.is("notice.mail dropped")
}

// TestNothingNewerThanTheLossIsTold: neither where the thread is now, nor a title that
// was written since; and by mail no title at all.
func TestNothingNewerThanTheLossIsTold(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Bea, p.thread, "Meine Antwort ist lang genug.")
	question := p.Question(p.thread)
	forgetReal(p.World)
	p.move(Exclusive, workday)
	title := func(who string) string {
		t.Helper()
		for _, g := range inbox(t, p.World, who, notify.Filter{}).Groups {
			if g.Place.Kind == notify.LostThread {
				return g.Title
			}
		}
		return "nothing"
	}
	for _, who := range []string{Ann, Bea} {
		if got := title(who); got != "Wie geht der Kanarienvogel?" {
			t.Errorf("%s reads %q", who, got)
		}
		body := p.Get(who, "/mitteilungen").Body
		if strings.Contains(body, Exclusive) || strings.Contains(body, "Basisdienste") || strings.Contains(body, `href="/thema/`) {
			t.Errorf("%s reads where it is: %s", who, body)
		}
		if !strings.Contains(body, `href="/konto/daten"`) || !strings.Contains(body, `href="/hilfe#kontakt"`) {
			t.Errorf("%s does not read what is left, or whom to ask", who)
		}
	}
	p.leave(workday.Add(time.Hour))
	p.flush(workday.Add(time.Hour))
	for _, who := range []string{Ann, Bea} {
		m := p.letter(who)
		contains(t, m, "Ein Thema ist für Sie nicht mehr zu lesen", "http://forum.example/mitteilungen")
		if all := m.Subject + m.Text + m.HTML; strings.Contains(all, "Kanarienvogel") || strings.Contains(all, "asisdienste") ||
			strings.Contains(all, "/thema/") || strings.Contains(all, "/bereiche/") {
			t.Errorf("the mail to %s tells more: %s", who, m.Text)
		}
	}
	edited := p.when(workday.Add(2 * time.Hour))
	must(t, p.Forum.Blacken(edited, p.By(Mod), question, 1, "Namen"))
	for _, who := range []string{Ann, Bea} {
		if got := title(who); got != "Ein Thema ist für Sie nicht mehr zu lesen" {
			t.Errorf("%s reads %q once the title is another", who, got)
		}
	}
	// Nor what somebody could read there who may no longer read that board either.
	must(t, p.Boards.Configure(p.Ctx, p.By(Boss), p.Board(Members), restrictedTo(), "Test"))
	if got := title(Bea); got != "nothing" {
		t.Errorf("Bea reads %q of a board that she may not read", got)
	}
}

// TestLossesComeInDigestsAndNotToWhoWantsNoMail, and go with the account.
func TestLossesComeInDigestsAndNotToWhoWantsNoMail(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Bea, p.thread, "Meine Antwort ist lang genug.")
	follows(t, p.World, Prog, follow.Thread, p.thread, follow.All)
	rhythm := func(who string, kind notify.Kind, r notify.Rhythm) {
		p.do(`INSERT INTO notify_setting (person_id, kind, rhythm) VALUES ($1, $2, $3)`, p.By(who).ID, string(kind), string(r))
	}
	rhythm(Bea, notify.Measure, notify.Never)
	rhythm(Ann, notify.Measure, notify.Daily)
	forgetReal(p.World)
	p.move(Exclusive, workday)
	p.leave(workday.Add(time.Hour))
	p.is()
	p.digests(workday.Add(day))
	p.flush(workday.Add(day))
	p.is("notice.digest sent", "notice.digest sent")
	contains(t, p.letter(Ann), "Ein Thema ist für Sie nicht mehr zu lesen", "Die Moderation hat Ihre Frage")
	contains(t, p.letter(Prog), "Ein Thema ist für Sie nicht mehr zu lesen", "Die Moderation hat dieses Thema")
	if got := p.owes(Bea); got != "thread.lost:" {
		t.Errorf("Bea, who wants no mail: %q", got)
	}
	p.move(Members, workday.Add(2*day))
	if got := p.owes(Bea); got != "thread.regained:" {
		t.Errorf("Bea, who wants no mail, of its return: %q", got)
	}
	p.move(Exclusive, workday.Add(3*day))
	bea := p.By(Bea)
	must(t, p.Acts.Leave(p.Ctx, bea, true))
	p.move(Members, workday.Add(4*day))
	p.do(`DELETE FROM notification WHERE person_id <> $1`, bea.ID)
	if n := p.count(`SELECT COUNT(*) FROM notification`); n != 0 {
		t.Errorf("%d notifications of an erased account", n)
	}
}

// TestALossCannotBeOpenedButMarked as read and unread.
func TestALossCannotBeOpenedButMarked(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	forgetReal(p.World)
	p.move(Exclusive, workday)
	at := notify.Place{Kind: notify.LostThread, ID: p.thread}
	if n := unread(t, p.World, Ann, nil); n != 1 {
		t.Fatalf("the bell says %d", n)
	}
	must(t, p.Unread.MarkTold(p.Ctx, p.By(Ann), at, newest(t, p.World)))
	if n := unread(t, p.World, Ann, nil); n != 0 {
		t.Errorf("read, and the bell says %d", n)
	}
	must(t, p.Unread.UnmarkTold(p.Ctx, p.By(Ann), at))
	if n := unread(t, p.World, Ann, map[int64]int{p.thread: 9}); n != 1 {
		t.Errorf("unread again, and the bell says %d", n)
	}
}

// count returns what the query counts.
func (p *post) count(query string) (n int) {
	p.T.Helper()
	err := p.DB.Read(p.Ctx, func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, query)
		return err
	})
	if err != nil {
		p.T.Fatal(err)
	}
	return n
}
