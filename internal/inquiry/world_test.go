package inquiry_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/testkit/testdb"
)

// The boards of the world.
const (
	twoEyes  = "it-organisation" // members, one person answers
	fourEyes = "cloud-betrieb"   // members, answers need a second person
	public   = "efa-nachnutzung"
	closed   = "basisdienste" // restricted to associations and to those of its circle
)

// begin is a Monday without holidays near by.
var begin = time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)

// world is a database with boards and named people.
type world struct {
	t       *testing.T
	db      *db.DB
	q       *inquiry.Inquiries
	boards  map[string]int64
	people  map[string]account.Viewer
	serial  int
	last    doneBy // the last deed of inState
	present time.Time
}

// people by their key; those of the same organisation are colleagues.
var cast = []struct {
	key, organisation, state string
	kind                     organisation.Kind
	role                     account.Role
	board                    string
}{
	{"member", "Stadt Unbeteiligt", "Hessen", organisation.Municipality, "", ""},
	{"asker", "Stadt Fragestadt", "Niedersachsen", organisation.Municipality, "", ""},
	{"colleague", "Stadt Fragestadt", "Niedersachsen", organisation.Municipality, "", ""},
	{"supporter", "Kreis Betroffen", "Sachsen", organisation.District, "", ""},
	{"insider", "Verband Drinnen", "", organisation.UmbrellaAssociation, "", ""},
	{"escalator", "Verband Eskalation", "", organisation.UmbrellaAssociation, "", ""},
	{"moderator", "Verband Moderation", "", organisation.UmbrellaAssociation, account.Moderator, "*"},
	{"elsewhere", "Verband Anderswo", "", organisation.OtherBody, account.Moderator, "weiterbildung"},
	{"admin", "Rechenzentrum", "Bayern", organisation.ITProvider, account.Admin, ""},
	{"assignee", "FITKO", "", organisation.FITKO, account.Programme, ""},
	{"substitute", "FITKO", "", organisation.FITKO, account.Programme, ""},
	{"desk", "Bund", "", organisation.Federal, account.Programme, ""},
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := testdb.New(t)
	boards := board.New(d)
	if err := boards.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: d, q: inquiry.New(d), people: map[string]account.Viewer{"guest": {}}, present: begin}
	var err error
	if w.boards, err = boards.IDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.addPeople()
	boss := w.people["admin"]
	for slug, s := range map[string]board.Settings{
		fourEyes: {Audience: board.Members, FourEyes: true},
		public:   {Audience: board.Public},
		closed:   {Audience: board.Restricted, Kinds: []organisation.Kind{organisation.UmbrellaAssociation}},
	} {
		if err := boards.Configure(t.Context(), boss, w.boards[slug], s, "Test"); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func (w *world) addPeople() {
	accounts := account.New(w.db)
	for _, c := range cast {
		var grants []account.Grant
		switch {
		case c.board == "*":
			for _, slug := range []string{twoEyes, fourEyes, public, closed} {
				grants = append(grants, account.Grant{Role: c.role, Board: w.boards[slug]})
			}
		case c.role != "":
			grants = []account.Grant{{Role: c.role, Board: w.boards[c.board]}}
		}
		email := c.key + "@test.example"
		_, _, err := accounts.Create(w.t.Context(), account.NewPerson{Email: email, Name: "Person " + c.key, Grants: grants,
			Organisation: organisation.Organisation{Name: c.organisation, Kind: c.kind, State: c.state}})
		if err != nil {
			w.t.Fatal(err)
		}
		if w.people[c.key], err = accounts.ViewerOf(w.t.Context(), email); err != nil {
			w.t.Fatal(err)
		}
	}
}

// ctx is the present of the world, which later moves.
func (w *world) ctx() context.Context { return db.At(limit.Unlimited(w.t.Context()), w.present) }

// later moves the world's clock by whole days.
func (w *world) later(days int) { w.present = w.present.AddDate(0, 0, days) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%v", err)
	}
}

// wants fails unless err is a fault of the kind.
func (w *world) wants(kind fault.Kind, err error) {
	w.t.Helper()
	if !fault.Is(err, kind) {
		w.t.Errorf("error is %v, want kind %d", err, kind)
	}
}

// errNoDeed stands for what no operation offers.
var errNoDeed = errors.New("no such operation")

// input is a question on the board, with the word in every text.
func (w *world) input(slug, word string) inquiry.AskInput {
	return inquiry.AskInput{Board: w.boards[slug], Title: "Wer bezahlt den Betrieb " + word + "?", Text: "Unsere Frage " + word + ".",
		Background: "Hintergrund " + word}
}

// ask puts a question of the asker directly.
func (w *world) ask(slug string) string {
	w.t.Helper()
	number, err := w.q.Ask(w.ctx(), w.people["asker"], w.input(slug, "des Dienstes"))
	w.must(err)
	return number
}

// escalate enters a question of the asker that the escalator passed on.
func (w *world) escalate(slug string) string {
	w.t.Helper()
	return w.enter(w.input(slug, "des Dienstes"))
}

// escalateDeskOnly is escalate for a question that only the desk shall see.
func (w *world) escalateDeskOnly() string {
	w.t.Helper()
	in := w.input(twoEyes, "des Dienstes")
	in.DeskOnly = true
	return w.enter(in)
}

func (w *world) enter(in inquiry.AskInput) string {
	w.t.Helper()
	entry, err := w.q.Prepare(w.ctx(), in)
	w.must(err)
	asker := w.people["asker"]
	var number string
	w.must(w.db.Write(w.ctx(), func(tx *db.Tx) error {
		b, err := board.ByIDTx(tx, w.people["escalator"], in.Board)
		if err != nil {
			return err
		}
		number, err = inquiry.AskTx(tx, w.people["escalator"], entry, inquiry.Origin{Board: b,
			Asker: account.Byline{PersonID: asker.ID, Organisation: asker.Organisation}})
		return err
	}))
	return number
}

// show returns the inquiry as a programme manager sees it.
func (w *world) show(number string) inquiry.Page {
	w.t.Helper()
	p, err := w.q.Show(w.ctx(), w.people["desk"], number)
	w.must(err)
	return p
}

// state reads the state beside all operations.
func (w *world) state(number string) (s inquiry.State) {
	w.t.Helper()
	w.must(w.db.Read(w.ctx(), func(tx *db.Tx) (err error) {
		s, err = db.Scalar[inquiry.State](tx, `SELECT state FROM inquiry WHERE number = $1`, number)
		return err
	}))
	return s
}

// answer is a complete official answer for the audience.
func answer(audience board.Release) inquiry.AnswerInput {
	return inquiry.AnswerInput{Question: "Wer zahlt den Betrieb?", Short: "Das Land.", Text: "Das Land zahlt **alles**.", Body: "FITKO",
		LegalBasis: "§ 1 OZG", Scope: "alle Länder", Audience: audience}
}

// in runs an act of package usecase's kind.
func (w *world) in(act func(*db.Tx) (inquiry.Settled, error)) error {
	return w.db.Write(w.ctx(), func(tx *db.Tx) error {
		_, err := act(tx)
		return err
	})
}

func (w *world) answer(by, number string, in inquiry.AnswerInput) error {
	ready := inquiry.PrepareAnswer(w.ctx(), in, false)
	return w.in(func(tx *db.Tx) (inquiry.Settled, error) {
		return inquiry.AnswerTx(tx, w.people[by], number, inquiry.Basis{}, ready)
	})
}

// takeUp brings a new inquiry to the assignee's work.
func (w *world) takeUp(number string) {
	w.t.Helper()
	w.must(w.q.TakeUp(w.ctx(), w.people["assignee"], number, inquiry.Basis{}))
}

// answered asks on the board and answers for the audience.
func (w *world) answered(slug string, in inquiry.AnswerInput) string {
	w.t.Helper()
	number := w.ask(slug)
	w.takeUp(number)
	w.must(w.answer("assignee", number, in))
	return number
}

// once is a fresh key.
func (w *world) once() string {
	w.serial++
	return fmt.Sprintf("key-%d", w.serial)
}

// lines splits a table of a test into its fields, leaving out empty lines.
func lines(table string) (out [][]string) {
	for line := range strings.Lines(table) {
		var fields []string
		for _, f := range strings.Split(line, "|") {
			fields = append(fields, strings.TrimSpace(f))
		}
		if len(fields) > 1 {
			out = append(out, fields)
		}
	}
	return out
}
