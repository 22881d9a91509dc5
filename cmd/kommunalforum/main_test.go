package main

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// command runs a command line and returns its exit status and all it said.
func command(t *testing.T, in string, args ...string) (status int, said string) {
	t.Helper()
	var out bytes.Buffer
	status = forum.Run(context.Background(), args, strings.NewReader(in), &out, &out)
	return status, out.String()
}

func must(t *testing.T, in string, args ...string) string {
	t.Helper()
	status, said := command(t, in, args...)
	if status != 0 {
		t.Fatalf("%v: status %d: %s", args, status, said)
	}
	return said
}

func TestFirstAdministratorIsMadeAtTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	said := must(t, "ein-langes-passwort\n", "user", "create", "--data", dir, "--email", "ada@stadt.example", "--name", "Ada Muster",
		"--organisation", "03241001", "--role", "admin")
	if !strings.Contains(said, "Landeshauptstadt Hannover") || strings.Contains(said, "passwort/") {
		t.Errorf("said %q", said)
	}
	said = must(t, "", "user", "create", "--data", dir, "--email", "mo@stadt.example", "--name", "Mo Muster", "--organisation",
		"Landeshauptstadt Hannover",
		"--role", "moderator", "--board", "bauen-wohnen", "--base-url", "https://forum.example")
	if !regexp.MustCompile(`https://forum\.example/passwort/[\w-]{43}`).MatchString(said) {
		t.Errorf("no one-time link in %q", said)
	}
	list := must(t, "", "user", "list", "--data", dir)
	if !strings.Contains(list, "ada@stadt.example") || !strings.Contains(list, "mo@stadt.example") {
		t.Errorf("list %q", list)
	}
	for _, want := range []string{"E-Mail Name Organisation Rollen Zustand",
		"ada@stadt.example Ada Muster Landeshauptstadt Hannover Administration aktiv",
		"Hannover Moderation (bauen-wohnen) aktiv"} {
		if !strings.Contains(strings.Join(strings.Fields(list), " "), want) {
			t.Errorf("the list lacks %q: %s", want, list)
		}
	}
	if strings.Contains(said, "Hinweis") {
		t.Errorf("a hint on a public address that was given: %s", said)
	}
	for _, args := range [][]string{{"user", "password", "--data", dir, "--email", "mo@stadt.example"},
		{"user", "create", "--data", dir, "--email", "li@stadt.example", "--name", "Li", "--organisation", "03241001", "--role", "member"}} {
		if said := must(t, "", args...); !strings.Contains(said, "Ohne --base-url beginnt der Link mit http://localhost:8080") {
			t.Errorf("no hint that the link leads nowhere: %s", said)
		}
	}
	if status, said := command(t, "", "user", "create", "--data", dir, "--email", "x@stadt.example", "--name", "X", "--organisation",
		"03241001"); status != 2 || !strings.Contains(said, "--role fehlt: Rolle: member, moderator, faq-editor, programme oder admin.") {
		t.Errorf("without a role: status %d: %s", status, said)
	}
	must(t, "", "user", "disable", "--data", dir, "--email", "mo@stadt.example", "--reason", "Test")
	if list := must(t, "", "user", "list", "--data", dir); !strings.Contains(list, "gesperrt") {
		t.Errorf("list %q", list)
	}
}

func TestMistakesAreOneClearSentence(t *testing.T) {
	dir := t.TempDir()
	create := func(more ...string) []string {
		return append([]string{"user", "create", "--data", dir, "--email", "ada@stadt.example", "--name", "Ada Muster"}, more...)
	}
	for name, args := range map[string][]string{
		"unknown organisation": create("--organisation", "Nirgendheim", "--role", "admin"),
		"unknown role":         create("--organisation", "03241001", "--role", "king"),
		"unknown board":        create("--organisation", "03241001", "--role", "moderator", "--board", "nirgends"),
		"nobody":               {"user", "disable", "--data", dir, "--email", "niemand@stadt.example"},
		"bad base url":         {"serve", "--data", dir, "--base-url", "forum.example/x"},
		"no folder":            {"check", "--data", filepath.Join(dir, "gibt-es-nicht")},
	} {
		status, said := command(t, "ein-langes-passwort\n", args...)
		if status == 0 || strings.Count(strings.TrimSpace(said), "\n") > 0 || strings.Contains(said, "goroutine") {
			t.Errorf("%s: status %d: %s", name, status, said)
		}
	}
	if status, said := command(t, "kurz\n", create("--organisation", "03241001", "--role", "admin")...); status == 0 ||
		!strings.Contains(said, "12 Zeichen") {
		t.Errorf("short password: status %d: %s", status, said)
	}
}

// writer lets the test read what a running command says.
type writer struct{ lines chan string }

func (w writer) Write(p []byte) (int, error) {
	select {
	case w.lines <- string(p):
	default:
	}
	return len(p), nil
}

// serving runs a command line that serves until ctx ends, and returns what will
// be its status, and its address once it answers.
func serving(t *testing.T, ctx context.Context, args ...string) (done <-chan int, address string) {
	t.Helper()
	out := writer{make(chan string, 1000)}
	status := make(chan int, 1)
	go func() { status <- forum.Run(ctx, args, strings.NewReader(""), out, out) }()
	for {
		select {
		case line := <-out.lines:
			if m := regexp.MustCompile(`läuft: (http://[\d.]+:\d+)`).FindStringSubmatch(line); m != nil {
				return status, m[1]
			}
		case status := <-status:
			t.Fatalf("serve ended with %d", status)
		case <-time.After(30 * time.Second):
			t.Fatal("serve did not start")
		}
	}
}

func TestServeHoldsItsFolderAndStopsCleanly(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	done, address := serving(t, ctx, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	answer, err := http.Get(address + "/healthz")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("health: %v, %v", answer, err)
	}
	answer.Body.Close()
	if status, said := command(t, "", "serve", "--data", dir, "--listen", "127.0.0.1:0"); status == 0 ||
		!strings.Contains(said, "laufenden Forum benutzt") {
		t.Errorf("a second server on the folder: status %d: %s", status, said)
	}
	stop()
	select {
	case status := <-done:
		if status != 0 {
			t.Errorf("stopped with status %d", status)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("serve did not stop")
	}
	must(t, "", "check", "--data", dir)
}

func TestCheckFindsDamage(t *testing.T) {
	dir := t.TempDir()
	must(t, "ein-langes-passwort\n", "user", "create", "--data", dir, "--email", "ada@stadt.example", "--name", "Ada Muster", "--organisation",
		"03241001", "--role", "admin")
	must(t, "", "check", "--data", dir)
	path := filepath.Join(dir, "forum.db")
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(body) / 2; i < len(body)/2+40_000; i++ {
		body[i] ^= 0xff
	}
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, said := command(t, "", "check", "--data", dir); status == 0 {
		t.Errorf("damage was not found: %s", said)
	}
}

func TestMailIsConfiguredByFlagsAndItsPasswordByTheEnvironment(t *testing.T) {
	t.Setenv(smtpPassword, "ein-geheimnis")
	flags := mailFlags{SMTPHost: "mail.example", SMTPTLS: "starttls", SMTPUser: "forum", From: "forum@example.org"}
	c, err := flags.config("daten", false)
	if err != nil || c.Host != "mail.example" || c.Password != "ein-geheimnis" || c.Folder != "" {
		t.Errorf("%+v", c)
	}
	if c, _ := (mailFlags{}).config("daten", false); c.On() || c.Password != "" {
		t.Errorf("without flags: %+v", c)
	}
	if c, _ := (mailFlags{}).config("daten", true); c.Folder != filepath.Join("daten", "post") {
		t.Errorf("in the demo world: %+v", c)
	}
	if c, _ := flags.config("daten", true); c.Folder != "" {
		t.Errorf("a demo world with a server: %+v", c)
	}
	if status, said := command(t, "", "serve", "--data", t.TempDir(), "--smtp-host", "mail.example"); status == 0 ||
		!strings.Contains(said, "--mail-from") {
		t.Errorf("a server without a sender: %d %s", status, said)
	}
}
