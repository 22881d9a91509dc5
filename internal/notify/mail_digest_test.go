package notify_test

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/testdb"
)

var quiet = slog.New(slog.DiscardHandler)

const day = 24 * time.Hour

func TestDigestComesOnceWithOfficialAnswersFirst(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Bea, p.thread, "Die erste Antwort.")
	p.Reply(Bea, p.thread, "Die zweite Antwort.")
	yesterday := workday.Add(-20 * time.Hour)
	p.owe(Ann, notify.FollowedReply, 2, notify.Daily, yesterday)
	p.owe(Ann, notify.FollowedReply, 3, notify.Daily, yesterday)
	p.owe(Ann, notify.Mention, 2, notify.Daily, yesterday)
	p.owe(Ann, notify.FollowedOfficial, 0, notify.Daily, yesterday)
	p.owe(Ann, notify.FollowedThread, 1, notify.Weekly, workday) // of this week
	for _, at := range []time.Time{workday.Add(-4 * time.Hour), workday, workday.Add(time.Minute), workday.Add(2 * time.Hour)} {
		p.digests(at)
	}
	p.is("notice.digest waiting")
	p.flush(workday.Add(2 * time.Hour))
	m := p.letter(Ann)
	order := []string{"Offizielle Antworten\n---", "Was mich betrifft\n---", "Sie wurden erwähnt",
		notify.Followed.German() + "\n---", "2 neue Antworten"}
	last := -1
	for _, words := range order {
		at := strings.Index(m.Text, words)
		if at <= last {
			t.Errorf("%q stands at %d, after %d:\n%s", words, at, last, m.Text)
		}
		last = at
	}
	if m.Thread != "" || !strings.Contains(m.Subject, "Zusammenfassung vom 15.01.2035") {
		t.Errorf("%q, %q", m.Subject, m.Thread)
	}
	if got := p.deliveries(Ann); !slices.Equal(got, []string{"done", "done", "done", "done", "weekly"}) {
		t.Errorf("%v", got)
	}
	p.digests(workday.Add(7 * day)) // the next Monday
	p.is("notice.digest sent", "notice.digest waiting")
}

// TestDigestComesOnceFromTwoNodes lets one of them be slow, and something new come in
// between.
func TestDigestComesOnceFromTwoNodes(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Bea, p.thread, "Die erste Antwort.")
	yesterday := workday.Add(-20 * time.Hour)
	p.owe(Ann, notify.FollowedReply, 2, notify.Daily, yesterday)
	err := p.Notify.DigestsOf(p.when(workday), func() {
		p.digests(workday)
		p.is("notice.digest waiting")
		p.owe(Ann, notify.FollowedReply, 2, notify.Daily, workday)
	})
	if err != nil {
		t.Fatal(err)
	}
	p.is("notice.digest waiting")
	if got := p.deliveries(Ann); !slices.Equal(got, []string{"done", "daily"}) {
		t.Errorf("%v", got)
	}
}

func TestEmptyDigestIsNotSent(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	reply := p.Reply(Bea, p.thread, "Die Antwort.")
	p.owe(Ann, notify.FollowedReply, 2, notify.Daily, workday.Add(-day))
	p.do(`UPDATE post SET state = 'withdrawn' WHERE id = $1`, reply)
	p.digests(workday)
	p.is()
	if got := p.deliveries(Ann); !slices.Equal(got, []string{"done"}) {
		t.Errorf("%v", got)
	}
	p.do(`UPDATE post SET state = 'visible' WHERE id = $1`, reply)
	p.owe(Ann, notify.FollowedReply, 2, notify.Daily, workday)
	p.digests(workday.Add(day))
	p.is("notice.digest waiting")
	p.do(`UPDATE post SET state = 'hidden' WHERE id = $1`, reply) // between leaving and building
	p.flush(workday.Add(day))
	p.is("notice.digest dropped")
	if n := len(p.Mails(Ann, "Kommunalforum: ")); n != 0 {
		t.Errorf("%d mails", n)
	}
}

func TestRightsTakenAwayBeforeTheDigest(t *testing.T) {
	t.Parallel()
	p := newPost(t, Exclusive)
	p.Reply(Mod, p.thread, "Geheime Kanarienworte.")
	p.owe(Insider, notify.FollowedReply, 2, notify.Daily, workday.Add(-day))
	p.digests(workday)
	p.do(`DELETE FROM circle_member`)
	p.flush(workday)
	p.is("notice.digest dropped")
	p.owe(Insider, notify.FollowedReply, 2, notify.Daily, workday)
	p.digests(workday.Add(day))
	p.is("notice.digest dropped")
}

// TestAbsenceIsFollowedByOneMail holds mails of every rhythm back, and sums them up.
func TestAbsenceIsFollowedByOneMail(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Bea, p.thread, "Die Antwort.")
	p.Reply(Mod, p.thread, "Noch eine.")
	if err := p.Notify.SaveSettings(p.when(workday), p.By(Ann), nil, "19.1.2035"); err != nil { // the Friday
		t.Fatal(err)
	}
	p.owe(Ann, notify.ReplyToQuestion, 2, notify.Now, workday.Add(time.Hour))
	p.owe(Ann, notify.FollowedReply, 3, notify.Weekly, workday.Add(time.Hour))
	for d := range 7 { // until Sunday
		p.leave(workday.Add(time.Duration(d)*day + 2*time.Hour))
		p.digests(workday.Add(time.Duration(d)*day + 2*time.Hour))
	}
	p.is()
	back := workday.Add(7 * day)
	p.leave(back)
	p.digests(back)
	p.digests(back.Add(time.Hour))
	p.digests(back.Add(day))
	p.is("notice.digest waiting")
	p.flush(back)
	m := p.letter(Ann)
	contains(t, m, "willkommen zurück! Das ist seit dem 15.01.2035 passiert", "Die Antwort.", "Noch eine.", "http://forum.example/was-ist-neu")
	if m.Subject != "Kommunalforum: Was habe ich verpasst?" {
		t.Error(m.Subject)
	}
	p.owe(Ann, notify.ReplyToQuestion, 2, notify.Now, back.Add(time.Hour))
	p.leave(back.Add(2 * time.Hour))
	p.is("notice.digest sent", "notice.mail waiting")
}

func TestNothingMissedIsNoMail(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	if err := p.Notify.SaveSettings(p.when(workday), p.By(Ann), nil, "16.1.2035"); err != nil {
		t.Fatal(err)
	}
	p.digests(workday.Add(2 * day))
	p.is()
}

// TestCrashNeitherLosesNorDoublesADigest fails at every statement of its transaction in
// turn.
func TestCrashNeitherLosesNorDoublesADigest(t *testing.T) {
	t.Parallel()
	for _, statement := range []string{"INSERT ON digest", "INSERT ON outbox", "UPDATE ON notification", "UPDATE ON notify_person"} {
		p := newPost(t, Members)
		p.Reply(Bea, p.thread, "Die Antwort.")
		if err := p.Notify.SaveSettings(p.when(workday), p.By(Ann), nil, "15.1.2035"); err != nil {
			t.Fatal(err)
		}
		p.owe(Ann, notify.FollowedReply, 2, notify.Daily, workday)
		end := testdb.Fail(t, p.DB, statement, "")
		if _, err := p.Notify.Digests(p.when(workday.Add(day))); err == nil {
			t.Fatalf("%s: no crash", statement)
		}
		p.is()
		if got := p.deliveries(Ann); !slices.Equal(got, []string{"daily"}) {
			t.Errorf("%s: %v", statement, got)
		}
		end()
		p.digests(workday.Add(day))
		p.digests(workday.Add(day))
		p.digests(workday.Add(2 * day))
		p.is("notice.digest waiting")
		p.flush(workday.Add(2 * day))
		contains(t, p.letter(Ann), "Die Antwort.")
	}
}
