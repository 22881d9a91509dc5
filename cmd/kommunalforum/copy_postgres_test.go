//go:build postgres

package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	domain "kommunalforum/internal/forum"
)

// TestMain is also a process that copies and kills itself when it has come to a table.
func TestMain(m *testing.M) {
	app.Sandbox()
	at, n := os.Getenv("TEST_COPY_KILLED_AT"), 0
	if at == "" {
		status := m.Run()
		dropDemo()
		os.Exit(status)
	}
	app.Copy(context.Background(), os.Getenv("TEST_COPY_FROM"), os.Getenv("TEST_COPY_TO"), func(table string, _ int64) {
		if n++; table == at || at == "compare" && table == "municipality" && n > 80 {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
	})
	os.Exit(0)
}

// emptyDatabase returns the address of a new database on the server.
func emptyDatabase(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := dbtest.Make(folder); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dbtest.Drop(folder) })
	return dbtest.Address(folder)
}

const demoPassword = "demo-passwort-123"

// withDemo returns a folder with the demo world, which nobody serves.
func withDemo(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "forum")
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	done, _ := serving(t, ctx, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--demo", "--demo-password", demoPassword)
	if status, said := command(t, "", "copy", "--from", dir, "--to", emptyDatabase(t)); status != 1 ||
		!strings.Contains(said, "laufenden Forum benutzt") {
		t.Errorf("a forum that is served was copied: %d: %s", status, said)
	}
	stop()
	<-done
	must(t, "", "reindex", "--data", dir)
	return dir
}

// sums are the lines about tables in what copy said.
func sums(said string) []string {
	return regexp.MustCompile(`(?m)^\w+ +[\d.]+ +[0-9a-f]{16}$`).FindAllString(said, -1)
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// replied opens the forum as a server does, signs in, replies, and returns the number of
// the post.
func replied(t *testing.T, c config.Config) int64 {
	t.Helper()
	var err error
	if c.BaseURL, err = config.ParseBaseURL("http://localhost:8080"); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), c, quiet())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	token, err := a.SignIn.SignIn(t.Context(), "gemeinde@demo.example", demoPassword, "")
	if err != nil {
		t.Fatal(err)
	}
	by, err := a.Accounts.ViewerFor(t.Context(), token)
	if err != nil || by.ID == 0 {
		t.Fatalf("%v, %v", by.ID, err)
	}
	for thread := int64(1); ; thread++ {
		id, err := a.Forum.Reply(t.Context(), by, thread, domain.Reply{Text: "Nach dem Umzug geschrieben."})
		if err == nil || thread == 100 {
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
	}
}

// TestForumMovesToAServerAndBack copies the demo world there and back, and goes on writing
// on both copies.
func TestForumMovesToAServerAndBack(t *testing.T) {
	dir, address, back := withDemo(t), emptyDatabase(t), filepath.Join(t.TempDir(), "zurueck")
	before := tree(t, dir)
	there := must(t, "", "copy", "--from", dir, "--to", address)
	wantSame(t, dir, "copy", before)
	if len(sums(there)) < 40 || !strings.Contains(there, "stimmen überall überein") {
		t.Errorf("it said %s", there)
	}
	again := must(t, "", "copy", "--from", address, "--to", back)
	if !slices.Equal(sums(there), sums(again)) {
		t.Errorf("there:\n%s\nand back:\n%s", there, again)
	}
	must(t, "", "check", "--data", back, "--attachments", filepath.Join(dir, "anhaenge")) // which are moved along by hand
	if said := must(t, "", "check", "--data", dir, "--database", address); !strings.Contains(said, "Suchindex: in Ordnung") {
		t.Errorf("the index does not know the copy: %s", said)
	}
	for name, args := range map[string][]string{
		"a forum on a server": {"--from", back, "--to", address},
		"a forum in a folder": {"--from", address, "--to", back},
	} {
		if status, said := command(t, "", append([]string{"copy"}, args...)...); status != 1 || !strings.Contains(said, "schon ein Forum") {
			t.Errorf("%s was replaced: %d: %s", name, status, said)
		}
	}
	key := app.KeyPath(config.Config{Data: dir})
	onServer := replied(t, config.Config{Data: t.TempDir(), Database: address, KeyFile: key})
	inFolder := replied(t, config.Config{Data: back, KeyFile: key})
	if onServer != inFolder {
		t.Errorf("the next post is number %d on the server and %d in the folder", onServer, inFolder)
	}
}

func TestCopyThatIsStoppedLeavesNothing(t *testing.T) {
	dir, address := withForum(t), emptyDatabase(t)
	stopped, stop := context.WithCancel(t.Context())
	var once sync.Once
	if _, err := app.Copy(stopped, dir, address, func(string, int64) { once.Do(stop) }); err == nil {
		t.Fatal("it went on")
	}
	if forum, err := db.Exists(t.Context(), address); forum || err != nil {
		t.Errorf("a forum is there: %t, %v", forum, err)
	}
	back := filepath.Join(t.TempDir(), "zurueck")
	must(t, "", "copy", "--from", dir, "--to", address)
	stopped, stop = context.WithCancel(t.Context())
	once = sync.Once{}
	if _, err := app.Copy(stopped, address, back, func(string, int64) { once.Do(stop) }); err == nil {
		t.Fatal("it went on")
	}
	if _, err := os.Stat(back); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder is there: %v", err)
	}
}

func TestCopyFromAServerIsRefusedWhileAForumRunsThere(t *testing.T) {
	data, address, to := t.TempDir(), emptyDatabase(t), filepath.Join(t.TempDir(), "kopie")
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	done, _ := serving(t, ctx, "serve", "--data", data, "--database", address, "--listen", "127.0.0.1:0")
	if status, said := command(t, "", "copy", "--from", address, "--to", to); status != 1 || !strings.Contains(said, "auf allen Knoten") {
		t.Errorf("status %d: %s", status, said)
	}
	stop()
	<-done
	must(t, "", "copy", "--from", address, "--to", to)
}

func TestCopyRefusesWhatIsNotEmptyOrNotItsOwn(t *testing.T) {
	dir := withForum(t)
	exec := func(address string, statements ...string) {
		t.Helper()
		d, err := db.Open(t.Context(), address, db.Options{}) // makes the tables
		if err == nil {
			err = d.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		conn, err := pgx.Connect(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(t.Context())
		for _, s := range statements {
			if _, err := conn.Exec(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
	}
	forum, foreign, newer, nothing := emptyDatabase(t), emptyDatabase(t), emptyDatabase(t), emptyDatabase(t)
	exec(forum)
	exec(foreign, `DROP TABLE goose_db_version`)
	exec(newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
	another := emptyDatabase(t)
	exec(another, `CREATE SCHEMA kommunalforum_kopie`, `CREATE TABLE kommunalforum_kopie.mine (id BIGINT)`, `DROP SCHEMA public CASCADE`,
		`CREATE SCHEMA public`)
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "notizen.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ from, to, want string }{
		"a forum":         {dir, forum, "schon ein Forum"},
		"foreign":         {dir, foreign, "keine dieses Programms"},
		"newer to":        {dir, newer, "schon ein Forum"},
		"no schema":       {dir, nothing + "&search_path=other", "search_path"},
		"newer from":      {newer, filepath.Join(t.TempDir(), "x"), "neueren Fassung"},
		"foreign from":    {foreign, filepath.Join(t.TempDir(), "x"), "keine dieses Programms"},
		"nothing":         {nothing, filepath.Join(t.TempDir(), "x"), "steht kein Forum"},
		"a full folder":   {forum, full, "nicht leer: notizen.txt"},
		"another's place": {dir, another, "kommunalforum_kopie gibt es schon, und nicht von diesem Programm"},
	} {
		status, said := command(t, "", "copy", "--from", c.from, "--to", c.to)
		if status != 1 || !strings.Contains(said, c.want) {
			t.Errorf("%s: status %d: %s", name, status, said)
		}
	}
}

// TestCopyThatWasKilledIsBegunAgain kills the process at several tables, in both
// directions.
func TestCopyThatWasKilledIsBegunAgain(t *testing.T) {
	dir := withDemo(t)
	address, back := emptyDatabase(t), filepath.Join(t.TempDir(), "zurueck")
	killed := func(from, to, table string) {
		t.Helper()
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), "TEST_COPY_KILLED_AT="+table, "TEST_COPY_FROM="+from, "TEST_COPY_TO="+to)
		out, err := c.CombinedOutput()
		if exit := (&exec.ExitError{}); !errors.As(err, &exit) || exit.ExitCode() != -1 {
			t.Fatalf("%s: it was not killed: %v: %s", table, err, out)
		}
	}
	for _, table := range []string{"address_check", "municipality", "totp_offer", "compare"} {
		killed(dir, address, table)
		status, said := command(t, "", "serve", "--data", t.TempDir(), "--database", address, "--listen", "127.0.0.1:0")
		if status != 1 || !strings.Contains(said, "unfertige Kopie") {
			t.Errorf("%s: serve on an unfinished copy: %d: %s", table, status, said)
		}
	}
	there := must(t, "", "copy", "--from", dir, "--to", address)
	for _, table := range []string{"municipality", "compare"} {
		killed(address, back, table)
		if status, said := command(t, "", "serve", "--data", back, "--listen", "127.0.0.1:0"); status != 1 ||
			!strings.Contains(said, "unfertige Kopie") {
			t.Errorf("%s: serve on an unfinished copy: %d: %s", table, status, said)
		}
	}
	if again := must(t, "", "copy", "--from", address, "--to", back); !slices.Equal(sums(there), sums(again)) {
		t.Errorf("there:\n%s\nand back:\n%s", there, again)
	}
	must(t, "", "check", "--data", back, "--attachments", filepath.Join(dir, "anhaenge")) // which are moved along by hand
}
