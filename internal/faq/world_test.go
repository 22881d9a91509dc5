package faq_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"kommunalforum/data"
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/password"
	"kommunalforum/internal/testkit/testdb"
)

// Boards of the world and who reads them.
const (
	open   = "bauen-wohnen"           // public
	closed = "umwelt"                 // members
	secret = "informationssicherheit" // restricted to IT providers
)

// world is a database with boards and people.
type world struct {
	db       *db.DB
	articles *faq.Articles
	boards   map[string]int64
	people   map[string]account.Viewer
	ctx      context.Context
}

// moment is when everything in the world happens unless a test says otherwise.
var moment = time.Date(2026, time.November, 21, 10, 0, 0, 0, time.UTC)

// people and what they may do. Everybody works for a municipality unless the
// name begins with "it-".
var roles = map[string][]struct {
	role  account.Role
	board string // "" is the whole site
}{
	"ann":           nil,
	"bob":           nil,
	"it-ivo":        nil,
	"editor":        {{account.FAQEditor, open}},
	"second-editor": {{account.FAQEditor, open}},
	"moderator":     {{account.Moderator, open}},
	"elsewhere":     {{account.Moderator, closed}},
	"it-moderator":  {{account.Moderator, secret}},
	"chief-editor":  {{account.FAQEditor, ""}},
	"programme":     {{account.Programme, ""}},
	"admin":         {{account.Admin, ""}},
}

var template = testdb.Template(func(ctx context.Context, d *db.DB) error {
	if err := catalogue.Load(ctx, d, data.FS); err != nil {
		return err
	}
	boards := board.New(d)
	if err := boards.Ensure(ctx); err != nil {
		return err
	}
	ids, err := boards.IDs(ctx)
	if err != nil {
		return err
	}
	admin := account.NewViewer(1, "admin", organisation.Organisation{}, account.Grant{Role: account.Admin})
	accounts := account.New(d)
	for name, grants := range roles {
		org := organisation.Organisation{Name: "Stadt Musterhausen", Kind: organisation.Municipality, State: "Hessen"}
		if strings.HasPrefix(name, "it-") {
			org = organisation.Organisation{Name: "Rechenzentrum Nord", Kind: organisation.ITProvider, State: "Hessen"}
		}
		in := account.NewPerson{Email: name + "@example.org", Name: "Name von " + name, Organisation: org}
		for _, g := range grants {
			in.Grants = append(in.Grants, account.Grant{Role: g.role, Board: ids[g.board]})
		}
		if _, _, err := accounts.Create(ctx, in); err != nil {
			return err
		}
	}
	if err := boards.Configure(ctx, admin, ids[open], board.Settings{Audience: board.Public}, "Test"); err != nil {
		return err
	}
	return boards.Configure(ctx, admin, ids[secret], board.Settings{Audience: board.Restricted,
		Kinds: []organisation.Kind{organisation.ITProvider}}, "Test")
})

func TestMain(m *testing.M) {
	password.UseTestCost()
	os.Exit(m.Run())
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := testdb.Copy(t, template, db.Options{})
	var err error
	w := &world{db: d, articles: faq.New(d), ctx: db.At(limit.Unlimited(t.Context()), moment)}
	if w.boards, err = board.New(d).IDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := account.New(d).List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.people = map[string]account.Viewer{"guest": {}}
	for _, p := range all {
		name := strings.TrimSuffix(p.Email, "@example.org")
		grants := []account.Grant{{Role: account.Member}}
		for _, g := range roles[name] {
			grants = append(grants, account.Grant{Role: g.role, Board: w.boards[g.board]})
		}
		w.people[name] = account.NewViewer(p.ID, p.Name, p.Organisation, grants...)
	}
	return w
}

// at returns the world's context at another time.
func (w *world) at(t time.Time) context.Context { return db.At(w.ctx, t) }

func (w *world) read(t *testing.T, fn func(*db.Tx) error) {
	t.Helper()
	if err := w.db.Read(w.ctx, fn); err != nil {
		t.Fatal(err)
	}
}

// input is a complete article for a board.
func (w *world) input(slug string) faq.Input {
	return faq.Input{
		Board: w.boards[slug],
		Title: "Wer unterschreibt den Bauantrag?",
		Short: "Niemand: Die Textform genügt.",
		Text:  "Seit der Änderung der Bauordnung **genügt** die Textform.\n\nMehr steht im Gesetz.",
	}
}

// draft makes a draft on a board by the administrator, or by it-moderator on
// the restricted board, to which the administrator is not admitted.
func (w *world) draft(t *testing.T, slug string) int64 {
	t.Helper()
	by := w.people["admin"]
	if slug == secret {
		by = w.people["it-moderator"]
	}
	id, err := w.articles.Draft(w.ctx, by, w.input(slug))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// publish makes a published article.
func (w *world) publish(t *testing.T, slug string, to board.Release) int64 {
	t.Helper()
	id := w.draft(t, slug)
	by := w.people["admin"]
	if slug == secret {
		by = w.people["it-moderator"]
	}
	if err := w.articles.Publish(w.ctx, by, id, to, true); err != nil {
		t.Fatal(err)
	}
	return id
}

// discard lets somebody delete an article.
func (w *world) discard(name string, id int64) error {
	return w.db.Write(w.ctx, func(tx *db.Tx) error { return faq.DiscardTx(tx, w.people[name], id) })
}

func (w *world) show(t *testing.T, name string, id int64) faq.Shown {
	t.Helper()
	a, err := w.articles.Show(w.ctx, w.people[name], id)
	if err != nil {
		t.Fatalf("show %d to %s: %v", id, name, err)
	}
	return a
}

// word is the outcome of an operation in one word.
func word(err error) string {
	switch {
	case err == nil:
		return "ok"
	case fault.Is(err, fault.NotFound):
		return "missing"
	case fault.Is(err, fault.Forbidden):
		return "forbidden"
	case fault.Is(err, fault.Invalid):
		return "invalid"
	case fault.Is(err, fault.Conflict):
		return "conflict"
	}
	return err.Error()
}

func wantField(t *testing.T, err error, field string) {
	t.Helper()
	problems := fault.ProblemsOf(err)
	if len(problems) != 1 || problems[0].Field != field {
		t.Errorf("got %v, want one problem at %q", err, field)
	}
}
