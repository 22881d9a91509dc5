package notify_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/notify"
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
