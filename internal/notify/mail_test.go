package notify_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/outbox"
	. "kommunalforum/internal/testkit"
)

// workday is a Monday at ten in Berlin, on which all Länder work, so far ahead that
// the workers of the world find nothing due.
var workday = catalogue.Date("2035-01-15").At(10)

// post is a world whose mails about notifications leave when a test says so.
type post struct {
	*World
	thread int64
	at     notify.Place
}

func newPost(t *testing.T, slug string) *post {
	t.Helper()
	p := &post{World: New(t)}
	p.do(`UPDATE person SET address_due = $1`, workday.AddDate(5, 0, 0))
	asker := Ann
	if slug == Exclusive {
		asker = Insider
	}
	p.thread = p.Ask(asker, slug, "Wie geht der Kanarienvogel?", "So geht der Kanarienvogel.")
	p.at = notify.Place{Kind: notify.Thread, ID: p.thread}
	return p
}

func (p *post) do(query string, args ...any) {
	p.T.Helper()
	if err := p.DB.Write(p.Ctx, func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err }); err != nil {
		p.T.Fatal(err)
	}
}

func (p *post) when(t time.Time) context.Context { return db.At(p.Ctx, t) }

// forgetReal removes what the posts that a test wrote until now made of themselves.
func forgetReal(w *World) {
	w.T.Helper()
	w.Notified()
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM notification WHERE at < $1`, workday.AddDate(-1, 0, 0))
		return err
	})
	if err != nil {
		w.T.Fatal(err)
	}
}

// owe makes a notification of the post at the position, for which a mail is owed.
func (p *post) owe(who string, kind notify.Kind, position int, delivery notify.Rhythm, at time.Time) {
	p.T.Helper()
	forgetReal(p.World)
	due := any(nil)
	if delivery == notify.Now {
		due = at
	}
	p.do(`
		INSERT INTO notification (person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, at, delivery, due_at)
		VALUES ($1, $2, '', 'thread', $3, COALESCE((SELECT id FROM post WHERE thread_id = $3 AND position = $4), 0), $4, '', 0, $5, $6, $7)`,
		p.By(who).ID, string(kind), p.thread, position, at, string(delivery), due)
}

// leave lets the mails leave that are due at the time.
func (p *post) leave(at time.Time) {
	p.T.Helper()
	if err := p.Notify.Mail(p.when(at)); err != nil {
		p.T.Fatal(err)
	}
}

func (p *post) digests(at time.Time) {
	p.T.Helper()
	if _, err := p.Notify.Digests(p.when(at)); err != nil {
		p.T.Fatal(err)
	}
}

func (p *post) flush(at time.Time) {
	p.T.Helper()
	if err := p.Dispatch.Flush(p.when(at)); err != nil {
		p.T.Fatal(err)
	}
}

// outbox returns the states of the mails about notifications.
func (p *post) outbox() (out []string) {
	p.T.Helper()
	err := p.DB.Read(p.Ctx, func(tx *db.Tx) (err error) {
		out, err = db.Column[string](tx, `SELECT kind || ' ' || state FROM outbox WHERE kind LIKE 'notice.%' ORDER BY id`)
		return err
	})
	if err != nil {
		p.T.Fatal(err)
	}
	return out
}

func (p *post) deliveries(who string) (out []string) {
	p.T.Helper()
	id := p.By(who).ID
	err := p.DB.Read(p.Ctx, func(tx *db.Tx) (err error) {
		out, err = db.Column[string](tx, `SELECT delivery FROM notification WHERE person_id = $1 AND at >= $2 ORDER BY id`, id,
			workday.AddDate(-1, 0, 0))
		return err
	})
	if err != nil {
		p.T.Fatal(err)
	}
	return out
}

func (p *post) is(want ...string) {
	p.T.Helper()
	if got := p.outbox(); !slices.Equal(got, want) {
		p.T.Fatalf("outbox %v, want %v", got, want)
	}
}

// letter returns the only mail to the person about notifications.
func (p *post) letter(who string) mail.Message {
	p.T.Helper()
	all := p.Mails(who, "Kommunalforum: ")
	if len(all) != 1 {
		p.T.Fatalf("%d mails to %s", len(all), who)
	}
	return all[0]
}

func contains(t *testing.T, m mail.Message, words ...string) {
	t.Helper()
	text := strings.Join(strings.Fields(m.Text), " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("lacks %q: %s", w, m.Text)
		}
	}
}

func TestOneMailTellsWhatHappenedAtOnePlace(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	first := p.Reply(Bea, p.thread, "Die erste Antwort.")
	p.Reply(Mod, p.thread, "Die zweite Antwort.")
	p.owe(Ann, notify.ReplyToQuestion, 2, notify.Now, workday)
	p.owe(Ann, notify.Mention, 3, notify.Now, workday.Add(time.Second))
	p.leave(workday.Add(-time.Minute))
	p.is()
	p.leave(workday.Add(time.Minute))
	p.leave(workday.Add(2 * time.Minute))
	p.is("notice.mail waiting")
	p.flush(workday.Add(2 * time.Minute))
	p.is("notice.mail sent")
	m := p.letter(Ann)
	contains(t, m, "Die erste Antwort.", "Die zweite Antwort.", "Neue Antwort auf Ihre Frage von Beate Birke (Kreis Probeland)",
		"Sie wurden erwähnt von Moritz Moor (Musterverband der Kreise)", fmt.Sprintf("http://forum.example/beitrag/%d", first),
		"„Jemand erwähnt mich“, „Antworten auf meine Fragen“", "„sofort“")
	if m.Subject != "Kommunalforum: Wie geht der Kanarienvogel?" || m.Thread != fmt.Sprintf("thread-%d@forum.example", p.thread) {
		t.Errorf("subject %q, thread %q", m.Subject, m.Thread)
	}
	if !strings.HasPrefix(m.Unsubscribe, "http://forum.example/abbestellen/") {
		t.Errorf("unsubscribe %q", m.Unsubscribe)
	}
	if got := p.deliveries(Ann); !slices.Equal(got, []string{"done", "done"}) {
		t.Errorf("%v", got)
	}
	// The link to the very post survives signing in.
	a := p.Get(Guest, fmt.Sprintf("/beitrag/%d", first))
	if want := fmt.Sprintf("/anmelden?weiter=%%2Fbeitrag%%2F%d", first); a.Code != 404 && a.Location() != want {
		t.Errorf("%d to %q", a.Code, a.Location())
	}
}

// TestNothingLeavesOfWhatChangedMeanwhile changes something between event and mail,
// and between leaving and building.
func TestNothingLeavesOfWhatChangedMeanwhile(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(p *post, reply int64){
		"withdrawn": func(p *post, reply int64) { p.do(`UPDATE post SET state = 'withdrawn' WHERE id = $1`, reply) },
		"hidden":    func(p *post, reply int64) { p.do(`UPDATE post SET state = 'hidden' WHERE id = $1`, reply) },
		"read":      func(p *post, _ int64) { p.do(`UPDATE notification SET read_at = $1`, workday) },
		"closed":    func(p *post, _ int64) { p.do(`UPDATE person SET disabled_at = 1 WHERE id = $1`, p.By(Ann).ID) },
		"rights taken away": func(p *post, _ int64) {
			if err := p.Boards.Configure(p.Ctx, p.By(Boss), p.Board(Members), board.Settings{Audience: board.Restricted}, "Test"); err != nil {
				p.T.Fatal(err)
			}
		},
		"muted": func(p *post, _ int64) {
			ann := p.By(Ann).ID
			err := p.DB.Write(p.Ctx, func(tx *db.Tx) error {
				return follow.SetTx(tx, ann, follow.Subject{Kind: follow.Thread, ID: p.thread}, follow.Muted)
			})
			if err != nil {
				p.T.Fatal(err)
			}
		},
	} {
		for _, late := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/late=%v", name, late), func(t *testing.T) {
				t.Parallel()
				p := newPost(t, Members)
				reply := p.Reply(Bea, p.thread, "Geheime Kanarienworte.")
				p.owe(Ann, notify.ReplyToQuestion, 2, notify.Now, workday)
				if !late {
					change(p, reply)
				}
				p.leave(workday.Add(time.Minute))
				want := []string{}
				if late {
					p.is("notice.mail waiting")
					change(p, reply)
					want = []string{"notice.mail dropped"}
				}
				p.flush(workday.Add(time.Minute))
				p.is(want...)
				if all := p.Mails(Ann, "Kommunalforum: "); len(all) != 0 {
					t.Errorf("%d mails", len(all))
				}
			})
		}
	}
}

func TestMailHasTheTextAsItIsWhenItLeaves(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	reply := p.Reply(Bea, p.thread, "Die Antwort mit einem Tippfehler.")
	p.owe(Ann, notify.ReplyToQuestion, 2, notify.Now, workday)
	p.leave(workday.Add(time.Minute))
	if err := p.Forum.EditPost(p.Ctx, p.By(Bea), reply, forum.Edit{Text: "Die Antwort ohne Fehler.", Revision: 1}); err != nil {
		t.Fatal(err)
	}
	p.flush(workday.Add(time.Minute))
	if m := p.letter(Ann); strings.Contains(m.Text, "Tippfehler") || !strings.Contains(m.Text, "ohne Fehler") {
		t.Error(m.Text)
	}
}

// TestRestrictedBoardsAreNotNamedByMail holds that neither title nor text nor a name
// leaves, whatever the operator chose.
func TestRestrictedBoardsAreNotNamedByMail(t *testing.T) {
	t.Parallel()
	p := newPost(t, Exclusive)
	p.Reply(Mod, p.thread, "Geheime Kanarienworte.")
	p.owe(Insider, notify.ReplyToQuestion, 2, notify.Now, workday)
	p.owe(Insider, notify.ReplyToQuestion, 2, notify.Daily, workday.Add(-24*time.Hour))
	p.leave(workday.Add(time.Minute))
	p.digests(workday.Add(time.Minute))
	p.flush(workday.Add(time.Minute))
	p.is("notice.mail sent", "notice.digest sent")
	for _, m := range p.Mails(Insider, "Kommunalforum: ") {
		all := m.Subject + m.Text + m.HTML
		for _, word := range []string{"anarien", "Moor", "Basisdienste", "basisdienste", "Musterverband"} {
			if strings.Contains(all, word) {
				t.Errorf("%q stands in %s", word, all)
			}
		}
		contains(t, m, "Neue Antwort auf Ihre Frage", "http://forum.example/beitrag/")
	}
}

func TestOperatorDecidesHowMuchMailsSay(t *testing.T) {
	t.Parallel()
	for content, want := range map[notify.Content][2]bool{notify.WithText: {true, true}, notify.WithTitle: {true, false},
		notify.WithoutTitle: {false, false}} {
		p := newPost(t, Members)
		p.Notify.MailContent = content
		p.Reply(Bea, p.thread, "Die Worte der Antwort.")
		p.owe(Ann, notify.ReplyToQuestion, 2, notify.Now, workday)
		p.leave(workday.Add(time.Minute))
		p.flush(workday.Add(time.Minute))
		m := p.letter(Ann)
		all := m.Subject + m.Text + m.HTML
		if got := [2]bool{strings.Contains(all, "Kanarienvogel"), strings.Contains(all, "Die Worte")}; got != want {
			t.Errorf("%q: title and text %v, want %v", content, got, want)
		}
	}
}

func TestOnlySecurityMailsLeaveOutsideWorkingHours(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Bea, p.thread, "Die Antwort.")
	friday := catalogue.Date("2035-01-12").At(18)
	p.owe(Ann, notify.ReplyToQuestion, 2, notify.Now, friday)
	for _, at := range []time.Time{friday, friday.Add(20 * time.Hour), catalogue.Date("2035-01-15").At(7).Add(-time.Second)} {
		p.leave(at)
		p.is()
	}
	if err := p.SignIn.RequestReset(p.when(friday.Add(time.Hour)), Email(Ann)); err != nil {
		t.Fatal(err)
	}
	p.flush(friday.Add(time.Hour))
	p.Mail(Ann, "neues Passwort")
	p.leave(catalogue.Date("2035-01-15").At(7))
	p.is("notice.mail waiting")

	// What waits in the outbox when the day ends, waits for the next one.
	late := catalogue.Date("2035-01-15").At(18).Add(time.Minute)
	p.flush(late)
	p.is("notice.mail waiting")
	p.flush(late.Add(12 * time.Hour))
	p.is("notice.mail waiting")
	p.flush(catalogue.Date("2035-01-16").At(7))
	p.is("notice.mail sent")
}

// TestAccountMailsNeverQueueBehindNotices holds the limit of the outbox, and that new
// notices do not wait behind a long list.
func TestAccountMailsNeverQueueBehindNotices(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Bea, p.thread, "Die Antwort.")
	p.do(`
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
		INSERT INTO person (email, name, function, organisation_id, password, created_at, address_due)
		SELECT 'p' || i || '@viele.example', 'Person ' || i, '', (SELECT organisation_id FROM person WHERE id = $1), '', 0, $2
		FROM n`, p.By(Ann).ID, workday.AddDate(5, 0, 0))
	p.do(`
		INSERT INTO notification (person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, at, delivery, due_at)
		SELECT id, 'followed.reply', '', 'thread', $1, (SELECT id FROM post WHERE thread_id = $1 AND position = 2), 2, '', 0, $2, 'now', $2
		FROM person
		WHERE email LIKE '%@viele.example'`, p.thread, workday)
	p.owe(Ann, notify.ReplyToQuestion, 2, notify.Now, workday.Add(time.Second))
	p.leave(workday.Add(time.Minute))
	waiting := len(p.outbox())
	if waiting < 200 || waiting > 400 {
		t.Errorf("%d mails wait", waiting)
	}
	if got := p.deliveries(Ann); !slices.Equal(got, []string{"done"}) {
		t.Errorf("the new one waits behind the others: %v", got)
	}
	if err := p.SignIn.RequestReset(p.when(workday.Add(2*time.Minute)), Email(Bea)); err != nil {
		t.Fatal(err)
	}
	err := p.DB.Write(p.when(workday.Add(3*time.Minute)), func(tx *db.Tx) error {
		i, ok, err := outbox.LeaseTx(tx, time.Minute)
		if !ok || i.Kind != outbox.PasswordReset {
			t.Errorf("the next mail is %s", i.Kind)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestMailOffKeepsTheInbox holds that what was to leave long ago stays in the inbox
// only.
func TestMailOffKeepsTheInbox(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Bea, p.thread, "Die Antwort.")
	p.owe(Ann, notify.ReplyToQuestion, 2, notify.Now, workday.AddDate(0, 0, -7))
	p.leave(workday)
	p.is()
	if in := inbox(t, p.World, Ann, notify.Filter{Unread: true}); len(in.Groups) == 0 {
		t.Error("the inbox lost it")
	}
	if got := p.deliveries(Ann); !slices.Equal(got, []string{"done"}) {
		t.Errorf("%v", got)
	}
}

// TestCrashNeitherLosesNorDoublesAMail fails at every statement of the transaction
// in turn.
func TestCrashNeitherLosesNorDoublesAMail(t *testing.T) {
	t.Parallel()
	for _, statement := range []string{"UPDATE ON notification", "INSERT ON outbox"} {
		p := newPost(t, Members)
		p.Reply(Bea, p.thread, "Die Antwort.")
		p.owe(Ann, notify.ReplyToQuestion, 2, notify.Now, workday)
		p.do(`CREATE TRIGGER crash BEFORE ` + statement + ` BEGIN SELECT RAISE(ABORT, 'crash'); END`)
		if err := p.Notify.Mail(p.when(workday.Add(time.Minute))); err == nil {
			t.Fatalf("%s: no crash", statement)
		}
		p.is()
		if got := p.deliveries(Ann); !slices.Equal(got, []string{"now"}) {
			t.Errorf("%s: %v", statement, got)
		}
		p.do(`DROP TRIGGER crash`)
		for _, later := range []time.Duration{time.Minute, time.Minute, 2 * time.Hour, 2 * time.Hour} {
			p.leave(workday.Add(later)) // a mail that failed is put off
		}
		p.is("notice.mail waiting")
	}
}

// TestAReplyIsMailedFiveMinutesLaterOnce goes from the post to the mail, with a mention
// that coincides and a correction in between.
func TestAReplyIsMailedFiveMinutesLaterOnce(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	reply, err := p.Forum.Reply(p.when(workday), p.By(Bea), p.thread, forum.Reply{Text: "Liebe @Anna Ahorn, das geht so mit Feler."})
	if err != nil {
		t.Fatal(err)
	}
	p.Notified()
	p.leave(workday.Add(4 * time.Minute))
	p.is()
	err = p.Forum.EditPost(p.when(workday.Add(4*time.Minute)), p.By(Bea), reply, forum.Edit{Text: "Liebe @Anna Ahorn, das geht so.", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	p.Notified()
	p.leave(workday.Add(5 * time.Minute))
	p.is("notice.mail waiting")
	p.flush(workday.Add(5 * time.Minute))
	m := p.letter(Ann)
	contains(t, m, "das geht so.", "Jemand erwähnt mich")
	if strings.Contains(m.Text, "Feler") || strings.Contains(m.Text, "Antworten auf meine Fragen") {
		t.Error(m.Text)
	}
	err = p.Forum.EditPost(p.when(workday.Add(time.Hour)), p.By(Bea), reply, forum.Edit{Text: "Liebe @Anna Ahorn, anders.", Revision: 2})
	if err != nil {
		t.Fatal(err)
	}
	p.Notified()
	p.leave(workday.Add(2 * time.Hour))
	p.is("notice.mail sent")
}
