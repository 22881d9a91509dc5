package app_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/app"
	"kommunalforum/internal/board"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/password"
)

const demoPassword = "ein-passwort-der-probe"

// open builds the program on a folder.
func open(t *testing.T, dir string) *app.App {
	t.Helper()
	a, err := build(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func build(dir string) (*app.App, error) {
	c := config.Config{Data: dir, BaseURL: "http://forum.example", Site: config.Site{Name: "Kommunalforum", Claim: config.DefaultClaim}}
	return app.New(context.Background(), c, slog.New(slog.NewTextHandler(io.Discard, nil)))
}

// loaded is a folder with the demo world that the tests copy.
var loaded string

var load = sync.OnceValue(func() (err error) {
	if loaded, err = os.MkdirTemp("", "kommunalforum-demo-"); err != nil {
		return err
	}
	a, err := build(loaded)
	if err != nil {
		return err
	}
	defer a.Close()
	_, err = a.Demo(context.Background(), demoPassword)
	return err
})

func TestMain(m *testing.M) {
	app.Sandbox()
	password.UseTestCost()
	code := m.Run()
	if loaded != "" {
		os.RemoveAll(loaded)
	}
	os.Exit(code)
}

func demoWorld(t *testing.T) *app.App {
	t.Helper()
	if err := load(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(loaded)); err != nil {
		t.Fatal(err)
	}
	return open(t, dir)
}

func viewer(t *testing.T, a *app.App, key string) account.Viewer {
	t.Helper()
	by, err := a.Accounts.ViewerOf(context.Background(), key+"@demo.example")
	if err != nil {
		t.Fatal(err)
	}
	return by
}

func TestDemoWorldHasContentEverywhere(t *testing.T) {
	a := demoWorld(t)
	ctx := context.Background()
	by := viewer(t, a, "programm") // admitted to the restricted board
	slugs, err := a.Boards.IDs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	threads, audiences := 0, map[board.Audience]int{}
	for slug := range slugs {
		list, err := a.Forum.Board(ctx, by, slug, forum.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if n := list.Total + len(list.Pinned); n == 0 {
			t.Errorf("%s has no threads", slug)
		} else {
			threads += n
		}
		audiences[list.Board.Audience]++
	}
	if threads < 80 || audiences[board.Public] != 4 || audiences[board.Restricted] != 1 {
		t.Errorf("%d threads, boards by audience: %v", threads, audiences)
	}
	list, err := a.Forum.Board(ctx, account.Viewer{}, "bauen-wohnen", forum.Filter{})
	if err != nil || list.Total == 0 {
		t.Errorf("guests see %d threads of bauen-wohnen, %v", list.Total, err)
	}
}

func TestDemoWorldHasArticlesAndInquiriesInEveryState(t *testing.T) {
	a := demoWorld(t)
	ctx := context.Background()
	articles := 0
	for _, state := range []faq.State{faq.Draft, faq.Published, faq.Outdated} {
		page, err := a.FAQ.List(ctx, viewer(t, a, "faq"), faq.Filter{State: state})
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Entries) == 0 {
			t.Errorf("no article is %s", state)
		}
		articles += len(page.Entries)
	}
	if articles < 15 {
		t.Errorf("%d articles", articles)
	}
	inbox, err := a.Inquiry.Inbox(ctx, viewer(t, a, "programm"), inquiry.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	inquiries := 0
	for _, state := range inquiry.States {
		if inbox.Counts[state] == 0 {
			t.Errorf("no inquiry is %s", state)
		}
		inquiries += inbox.Counts[state]
	}
	if inquiries < 10 {
		t.Errorf("%d inquiries", inquiries)
	}
}

// head is the number of the newest event: any change of content moves it.
func head(t *testing.T, a *app.App) (n int64) {
	t.Helper()
	err := a.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		n, err = event.HeadTx(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSecondStartOfTheDemoChangesNothing(t *testing.T) {
	a := demoWorld(t)
	before := head(t, a)
	w, err := a.Demo(context.Background(), "ein-anderes-passwort")
	if err != nil || len(w.Logins) != 0 || head(t, a) != before {
		t.Errorf("%d logins, %d new events, %v", len(w.Logins), head(t, a)-before, err)
	}
	if _, err := a.SignIn.SignIn(context.Background(), "mitglied@demo.example", demoPassword, "Test"); err != nil {
		t.Errorf("the first password no longer works: %v", err)
	}
}

func TestDemoDrawsAPasswordThatOpensEveryAccount(t *testing.T) {
	a := open(t, t.TempDir())
	w, err := a.Demo(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Password) < 16 || len(w.Logins) < 15 {
		t.Fatalf("password %q, %d logins", w.Password, len(w.Logins))
	}
	for _, l := range w.Logins {
		if _, err := a.SignIn.SignIn(context.Background(), l.Email, w.Password, "Test"); err != nil {
			t.Errorf("%s: %v", l.Email, err)
		}
	}
}

func TestDemoRefusesAForumOfOthersUntouched(t *testing.T) {
	refused := func(email, want string) {
		t.Helper()
		a := open(t, t.TempDir())
		ctx := context.Background()
		_, _, err := a.Accounts.Create(ctx, account.NewPerson{Email: email, Name: "Erika Echt",
			Organisation: organisation.Organisation{Name: "Stadt Echtheim", Kind: organisation.Municipality, State: "Hessen"}})
		if err != nil {
			t.Fatal(err)
		}
		before := head(t, a)
		if _, err := a.Demo(ctx, demoPassword); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("with %s: %v", email, err)
		}
		if head(t, a) != before {
			t.Errorf("with %s: something was written", email)
		}
	}
	refused("erika.echt@stadt-echtheim.example", "enthält schon ein anderes Forum")
	refused("mitglied@demo.example", "ist unvollständig")
}

func TestDemoWithAnUnfitPasswordWritesNothing(t *testing.T) {
	a := open(t, t.TempDir())
	if _, err := a.Demo(context.Background(), "kurz"); err == nil {
		t.Fatal("a password of four letters was taken")
	}
	if _, err := a.Demo(context.Background(), demoPassword); err != nil {
		t.Errorf("the next try fails: %v", err)
	}
}

func TestWithoutTheDemoThereIsNoAccount(t *testing.T) {
	a := open(t, t.TempDir())
	people, err := a.Accounts.List(context.Background())
	if err != nil || len(people) != 0 {
		t.Errorf("%d accounts, %v", len(people), err)
	}
}

func TestPeopleOfTheDemoWorldAreToldAndOwedNoMail(t *testing.T) {
	a := demoWorld(t)
	ctx := context.Background()
	told, unread := 0, 0
	for _, key := range []string{"mitglied", "moderation", "programm", "faq"} {
		by := viewer(t, a, key)
		in, err := a.Notify.Inbox(ctx, by, notify.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		n, err := a.Notify.Unread(ctx, by, nil)
		if err != nil {
			t.Fatal(err)
		}
		if n > len(in.Groups) {
			t.Errorf("%s: %d unread of %d", key, n, len(in.Groups))
		}
		told, unread = told+len(in.Groups), unread+n
		t.Logf("%s: %d places, %d unread", key, len(in.Groups), n)
	}
	if told < 10 || unread == 0 || unread == told {
		t.Errorf("%d places, %d of them unread", told, unread)
	}
	err := a.DB.Read(ctx, func(tx *db.Tx) error {
		owed, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM notification WHERE delivery IN ('now', 'daily', 'weekly') OR due_at IS NOT NULL`)
		if owed != 0 {
			t.Errorf("%d mails are owed", owed)
		}
		behind, err2 := db.Scalar[int](tx, `SELECT COUNT(*) FROM event WHERE id > (SELECT event_id FROM cursor WHERE consumer = 'notify')
			AND kind IN ('post.added', 'thread.opened', 'inquiry.stepped')`)
		if behind != 0 {
			t.Errorf("%d events are still to be told", behind)
		}
		return errors.Join(err, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
}
