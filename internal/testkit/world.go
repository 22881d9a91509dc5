// Package testkit provides a world for tests: the whole program on a real database
// in a temporary folder, with named people and boards, and scripts that talk to it
// through the router.
package testkit

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/job"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/search/query"
)

// The people of the world. Each belongs to an organisation of its own.
const (
	Guest     = ""
	Ann       = "ann"      // member, Stadt Musterstadt
	Bea       = "bea"      // member, Kreis Probeland
	Mod       = "mod"      // moderator of bauen-wohnen (public), bildung (members) and basisdienste (restricted)
	OtherMod  = "othermod" // moderator of umwelt only
	Editor    = "editor"   // faq-editor of bauen-wohnen
	Prog      = "prog"     // programme manager
	Prog2     = "prog2"    // another one, for four eyes
	Boss      = "boss"     // administrator
	Insider   = "insider"  // member admitted to the restricted board basisdienste
	Newcomer  = "neu"      // member who has not yet agreed to the terms of use
	Password  = "ein-langes-passwort"
	Terms     = "2026-11-01" // the version of the terms of use to which everybody agreed
	Public    = "bauen-wohnen"
	Members   = "bildung"
	Exclusive = "basisdienste"
)

// Everybody lists the guest and all people but the newcomer.
var Everybody = []string{Guest, Ann, Bea, Mod, OtherMod, Editor, Prog, Prog2, Boss, Insider}

type person struct {
	key, name string
	org       organisation.Organisation
	roles     []role
}

type role struct {
	role  account.Role
	board string
}

var people = []person{
	{Ann, "Anna Ahorn", organisation.Organisation{Name: "Stadt Musterstadt", Kind: organisation.Municipality, State: "Niedersachsen"}, nil},
	{Bea, "Beate Birke", organisation.Organisation{Name: "Kreis Probeland", Kind: organisation.District, State: "Nordrhein-Westfalen"}, nil},
	{Mod, "Moritz Moor", organisation.Organisation{Name: "Musterverband der Kreise", Kind: organisation.UmbrellaAssociation},
		[]role{{account.Moderator, Public}, {account.Moderator, Members}, {account.Moderator, Exclusive}}},
	{OtherMod, "Olga Otter", organisation.Organisation{Name: "Musterverband der Städte", Kind: organisation.UmbrellaAssociation},
		[]role{{account.Moderator, "umwelt"}}},
	{Editor, "Edda Eiche", organisation.Organisation{Name: "Zweckverband Daten", Kind: organisation.SpecialPurposeUnion, State: "Hessen"},
		[]role{{account.FAQEditor, Public}}},
	{Prog, "Paul Pappel", organisation.Organisation{Name: "FITKO", Kind: organisation.FITKO}, []role{{account.Programme, ""}}},
	{Prog2, "Petra Platane", organisation.Organisation{Name: "Bundesstelle Muster", Kind: organisation.Federal}, []role{{account.Programme, ""}}},
	{Boss, "Bruno Buche", organisation.Organisation{Name: "Rechenzentrum Probe", Kind: organisation.ITProvider, State: "Bayern"},
		[]role{{account.Admin, ""}}},
	{Insider, "Ines Iltis", organisation.Organisation{Name: "Samtgemeinde Probe", Kind: organisation.MunicipalUnion, State: "Niedersachsen"}, nil},
	{Newcomer, "Nils Nuss", organisation.Organisation{Name: "Stadt Neustadt", Kind: organisation.Municipality, State: "Sachsen"}, nil},
}

// World is a running program for one test.
type World struct {
	*app.App
	T      testing.TB
	Ctx    context.Context // without limits on what members do
	Logged *Log

	requests context.Context // of Do, with them

	mu      sync.Mutex
	cookies map[string]string
	notices map[string]map[string]bool // proofs of notices, by person and name of the cookie
	boards  map[string]int64
}

func configuration(dir string) config.Config {
	return config.Config{Data: dir, Database: dbtest.Address(dir), BaseURL: "http://forum.example", Mail: config.Mail{Folder: app.PostPath(dir)},
		Site: config.Site{Name: "Kommunalforum", Claim: config.DefaultClaim, Carriers: []string{"Deutscher Landkreistag"},
			Terms: config.Terms{Version: Terms}}}
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// Email is the address of a person of the world; addresses of others stay.
func Email(key string) string {
	if strings.Contains(key, "@") {
		return key
	}
	return key + "@world.example"
}

// New returns a world of its own for the test, closed when the test ends. Its
// workers run: what the event log makes others do happens by itself. Changes of
// the configuration apply to the running program.
func New(t testing.TB, changes ...func(*config.Config)) *World {
	t.Helper()
	return Open(t, Folder(t), changes...)
}

// Folder returns a folder with a closed world, for Open and Start, which goes with
// its database when the test ends.
func Folder(t testing.TB) string {
	t.Helper()
	from, err := template()
	if err != nil {
		t.Fatalf("build the world: %v", err)
	}
	dir := t.TempDir()
	t.Cleanup(func() { dbtest.Drop(dir) })
	if err := copyWorld(from, dir); err != nil {
		t.Fatalf("copy the world: %v", err)
	}
	return dir
}

// Empty returns a program on an empty folder, without people.
func Empty(t testing.TB) *World {
	t.Helper()
	dir := t.TempDir()
	t.Cleanup(func() { dbtest.Drop(dir) })
	return Open(t, dir)
}

// Open builds the program on a folder, such as the one of an earlier world.
func Open(t testing.TB, dir string, changes ...func(*config.Config)) *World {
	t.Helper()
	return open(t, dir, (*app.App).Work, changes)
}

// open starts a world with these workers, nil for none, which is closed when the test
// ends.
func open(t testing.TB, dir string, work func(*app.App, context.Context), changes []func(*config.Config)) *World {
	t.Helper()
	w, closeWorld, err := start(dir, work, changes)
	if err != nil {
		t.Fatalf("open the world: %v", err)
	}
	w.T = t
	t.Cleanup(func() {
		if err := closeWorld(); err != nil {
			t.Errorf("close the world: %v", err)
		}
	})
	return w
}

// Start is Open for a world that many tests share; set its T before each.
// Without a folder it makes a copy of the template, which the returned function
// removes again.
func Start(dir string, changes ...func(*config.Config)) (w *World, closeWorld func() error, err error) {
	return start(dir, (*app.App).Work, changes)
}

// StartStill is Start for a program whose workers do not run.
func StartStill(dir string, changes ...func(*config.Config)) (w *World, closeWorld func() error, err error) {
	return start(dir, nil, changes)
}

func start(dir string, work func(*app.App, context.Context), changes []func(*config.Config)) (w *World, closeWorld func() error, err error) {
	temporary := ""
	if dir == "" {
		if temporary, err = copyOfTemplate(); err != nil {
			return nil, nil, err
		}
		dir = temporary
	}
	conf := configuration(dir)
	for _, change := range changes {
		change(&conf)
	}
	if conf.Database == dbtest.Address(dir) {
		if err := dbtest.Make(dir); err != nil {
			return nil, nil, err
		}
	}
	log := &Log{}
	a, err := app.New(context.Background(), conf, log.logger())
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	w = &World{App: a, Logged: log, Ctx: limit.Unlimited(ctx), requests: ctx, cookies: map[string]string{}, notices: map[string]map[string]bool{}}
	var worker sync.WaitGroup
	if work != nil {
		worker.Go(func() { work(a, ctx) })
	}
	closeSecond := func() error { return nil } // of an alternating world
	if alternating() && work != nil {
		closeSecond, err = w.alternate()
	}
	closeWorld = func() error {
		second := closeSecond()
		cancel()
		worker.Wait()
		err := errors.Join(second, a.Close())
		if temporary != "" {
			dbtest.Drop(temporary)
			os.RemoveAll(temporary)
		}
		return err
	}
	if err == nil {
		w.boards, err = a.Boards.IDs(ctx)
	}
	if err != nil {
		closeWorld()
		return nil, nil, err
	}
	return w, closeWorld, nil
}

// Dir returns the world's data folder.
func (w *World) Dir() string { return w.Config.Data }

// By returns the person as acting now, with the rights of this moment.
func (w *World) By(key string) account.Viewer {
	w.T.Helper()
	if key == Guest {
		return account.Viewer{}
	}
	v, err := w.Accounts.ViewerOf(w.Ctx, Email(key))
	if err != nil {
		w.T.Fatalf("viewer %s: %v", key, err)
	}
	return v
}

// Board returns the id of a board.
func (w *World) Board(slug string) int64 {
	w.T.Helper()
	id, ok := w.boards[slug]
	if !ok {
		w.T.Fatalf("no board %q", slug)
	}
	return id
}

// Ask opens a thread and returns its id.
func (w *World) Ask(by, slug, title, text string, services ...int64) int64 {
	w.T.Helper()
	id, err := w.Forum.OpenThread(w.Ctx, w.By(by), forum.Question{Board: w.Board(slug), Title: title, Text: text, Services: services})
	if err != nil {
		w.T.Fatalf("ask: %v", err)
	}
	return id
}

// Reply answers in a thread and returns the post's id.
func (w *World) Reply(by string, thread int64, text string) int64 {
	w.T.Helper()
	id, err := w.Forum.Reply(w.Ctx, w.By(by), thread, forum.Reply{Text: text})
	if err != nil {
		w.T.Fatalf("reply: %v", err)
	}
	return id
}

// Question returns the id of the post that opened the thread.
func (w *World) Question(thread int64) int64 {
	w.T.Helper()
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Boss), thread, 1)
	if err != nil {
		w.T.Fatalf("question: %v", err)
	}
	return r.Question.ID
}

// Reindex rebuilds the search index and waits for it.
func (w *World) Reindex() {
	w.T.Helper()
	if err := w.Index.Rebuild(w.Ctx); err != nil {
		w.T.Fatalf("reindex: %v", err)
	}
}

// Finds reports whether the search finds the words for the person.
func (w *World) Finds(by, words string) bool {
	w.T.Helper()
	found, err := w.Search.Find(w.Ctx, w.By(by), query.Form{Text: words})
	return err == nil && found.Total > 0
}

// At returns a context in which now is d later.
func (w *World) At(d time.Duration) context.Context {
	return db.At(w.Ctx, w.DB.Now(w.Ctx).Add(d))
}

// Scrubbed waits until the work that follows an erasure is done, in the database and on
// this node.
func (w *World) Scrubbed() {
	w.T.Helper()
	w.Soon("the traces are removed", func() bool {
		asked, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) (bool, error) {
			_, here, err := job.RequestedTx(tx, job.Scrub, w.Self.ID())
			if err != nil || here {
				return true, err
			}
			_, there, err := job.RequestedTx(tx, job.Scrub, job.Leader)
			return there, err
		})
		return err == nil && !asked
	})
}

// Soon polls until ok holds, for at most a minute: on a machine that is busy with
// other things the race detector takes long.
func (w *World) Soon(what string, ok func() bool) {
	w.T.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	w.T.Fatalf("not within a minute: %s", what)
}

// IndexReady waits until the search index answers completely, which it does a
// moment after a world has started.
func (w *World) IndexReady() {
	w.T.Helper()
	w.Soon("the index is complete", func() bool { return w.Index.State().Ready })
}
