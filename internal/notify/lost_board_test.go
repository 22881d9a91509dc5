package notify_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

// restrictedTo are the settings of a board for the kinds of organisations alone.
func restrictedTo(kinds ...organisation.Kind) board.Settings {
	return board.Settings{Audience: board.Restricted, Kinds: kinds}
}

// configure changes the settings of the board for members at the time.
func (p *post) configure(in board.Settings, at time.Time) {
	p.T.Helper()
	if err := p.Boards.Configure(p.when(at), p.By(Boss), p.Board(Members), in, "Test"); err != nil {
		p.T.Fatal(err)
	}
	p.Notified()
}

// TestWhoLosesSightOfABoardHearsOfItOnce however many threads they wrote in, and only if
// it is this change by which they lost it.
func TestWhoLosesSightOfABoardHearsOfItOnce(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	for i := range 3 {
		thread := p.Ask(Ann, Members, fmt.Sprintf("Noch eine Frage, Nummer %d?", i), "Eine Frage")
		p.Reply(Bea, thread, "Meine Antwort ist lang genug.")
		p.Reply(Mod, thread, "Meine Antwort ist lang genug.")
	}
	follows(t, p.World, Prog, follow.Board, p.Board(Members), follow.Official)
	follows(t, p.World, Prog2, follow.Board, p.Board(Members), follow.Muted)
	beas := p.By(Bea).Organisation.Kind
	heard(t, "a narrower audience that still has everybody", told(t, p.World, func() {
		must(t, p.Boards.Configure(p.Ctx, p.By(Boss), p.Board(Public), board.Settings{Audience: board.Members}, "Test"))
	}))
	heard(t, "for the kind of Bea's organisation alone", told(t, p.World, func() { p.configure(restrictedTo(beas), workday) }),
		"ann: measure board.lost lost.board", "prog: followed.thread board.lost lost.board")
	heard(t, "for nobody but who has a role there", told(t, p.World, func() { p.configure(restrictedTo(), workday) }),
		"bea: measure board.lost lost.board")
	heard(t, "for the kind of Bea's organisation again", told(t, p.World, func() { p.configure(restrictedTo(beas), workday) }),
		"bea: measure board.regained board")
	heard(t, "for all members again", told(t, p.World, func() { p.configure(board.Settings{Audience: board.Members}, workday) }),
		"ann: measure board.regained board", "prog: followed.thread board.regained board")
	places := inbox(t, p.World, Ann, notify.Filter{}).Groups
	if len(places) == 0 || places[0].Place.Kind != notify.Board {
		t.Errorf("the inbox of Ann begins with %+v", places)
	}
	if n := unread(t, p.World, Prog, nil); n != 1 {
		t.Fatalf("the bell of Prog says %d", n)
	}
	p.Get(Prog, "/bereiche/"+Members)
	if n := unread(t, p.World, Prog, nil); n != 0 {
		t.Errorf("the board is open, and the bell of Prog says %d", n)
	}
}

// TestALostBoardKeepsItsFormerName in the inbox, and has none in mails.
func TestALostBoardKeepsItsFormerName(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	forgetReal(p.World)
	former := p.board(Members)
	p.configure(restrictedTo(), workday)
	must(t, p.Boards.Describe(p.Ctx, p.By(Boss), p.Board(Members),
		board.Text{Name: "Was niemand wissen darf", Description: "Geheim ist auch dies."}, "Test"))
	body := p.Get(Ann, "/mitteilungen").Body
	if !strings.Contains(body, former) || strings.Contains(body, "niemand wissen") || strings.Contains(body, "/bereiche/"+Members) {
		t.Errorf("Ann reads %s", body)
	}
	p.leave(workday.Add(time.Hour))
	p.flush(workday.Add(time.Hour))
	m := p.letter(Ann)
	contains(t, m, "Ein Bereich ist für Sie nicht mehr zu lesen", "Auskunft über Ihre Daten")
	if strings.Contains(m.Text, former) || strings.Contains(m.Text, "niemand wissen") {
		t.Errorf("the mail names a board: %s", m.Text)
	}
}

// board returns the name of a board.
func (p *post) board(slug string) string {
	p.T.Helper()
	m, err := p.Boards.Managed(p.Ctx, p.By(Boss), slug)
	if err != nil {
		p.T.Fatal(err)
	}
	return m.Board.Name
}

// TestManyWhoLoseSightOfABoardAreToldInBatches: the transaction of the event tells the
// first of them, and a crash in between leaves nobody out and tells nobody twice.
func TestManyWhoLoseSightOfABoardAreToldInBatches(t *testing.T) {
	t.Parallel()
	const many = 1000
	w := newTown(t, many)
	thread, err := w.forum.OpenThread(w.next(), w.people[0], forum.Question{Board: w.board, Title: "Wie geht das eigentlich?", Text: "So?"})
	must(t, err)
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO post (thread_id, position, author_id, organisation_id, source, html, pipeline, revision, version, version_at, created_at,
				state, once_key)
			SELECT $1, 10 + id, id, organisation_id, 'Text', '<p>Text</p>', 1, 1, 1, 0, 0, 'visible', 'k' || id
			FROM person
			WHERE id <> $2`, thread, w.people[0].ID)
		return err
	})
	must(t, w.notify.CatchUp(t.Context()))
	boss := account.NewViewer(w.people[0].ID, "Boss", w.people[0].Organisation, account.Grant{Role: account.Admin})
	must(t, board.New(w.DB).Configure(w.next(), boss, w.board, restrictedTo(), "Test"))
	told := func() (n int) {
		w.write(func(tx *db.Tx) (err error) {
			n, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM notification WHERE place_kind = 'lost.board' AND kind = 'measure'`)
			return err
		})
		return n
	}
	c := w.notify.Consumer(quiet)
	at, err := c.Cursor(t.Context())
	must(t, err)
	events, err := db.View(t.Context(), w.DB, func(tx *db.Tx) ([]event.Event, error) { return event.AfterTx(tx, at, 500) })
	must(t, err)
	must(t, c.Handle(t.Context(), events))
	if n := told(); n == 0 || n > 100 {
		t.Errorf("the event itself told %d people", n)
	}
	for steps, worked := int64(0), true; worked; steps++ {
		before := told()
		_, _, _ = w.notify.Step(dieAfter(t.Context(), steps%9), quiet)
		_, worked, err = w.notify.Step(t.Context(), quiet)
		must(t, err)
		if n := told() - before; n > 250 {
			t.Errorf("two steps told %d people", n)
		}
	}
	if n := told(); n != many {
		t.Errorf("%d people were told, want %d", n, many)
	}
}
