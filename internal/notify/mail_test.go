package notify_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

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
