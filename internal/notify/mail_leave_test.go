package notify_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/outbox"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/testdb"
)

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
		end := testdb.Fail(t, p.DB, statement, "")
		if err := p.Notify.Mail(p.when(workday.Add(time.Minute))); err == nil {
			t.Fatalf("%s: no crash", statement)
		}
		p.is()
		if got := p.deliveries(Ann); !slices.Equal(got, []string{"now"}) {
			t.Errorf("%s: %v", statement, got)
		}
		end()
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
