package main

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestServeThatIsStoppedWhileItStartsEndsWell(t *testing.T) {
	stopped, stop := context.WithCancel(context.Background())
	stop()
	for _, more := range [][]string{nil, {"--demo"}} {
		base := t.TempDir()
		dir := filepath.Join(base, "forum")
		var out strings.Builder
		if status := run(stopped, append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, more...), strings.NewReader(""), &out, &out); status != 0 {
			t.Errorf("%v: status %d: %s", more, status, &out)
		}
		// Nothing is left that the next start would take for a forum.
		must(t, "ein-langes-passwort\n", append(all()["user create"], "--data", dir)...)
	}
}

func TestUnusableAddressIsOneGermanSentence(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for address, want := range map[string]string{
		taken.Addr().String(): "lauscht schon ein anderes Programm",
		"203.0.113.1:8080":    "gehört nicht zu diesem Rechner",
		"127.0.0.1:99999":     "geben Sie eine Adresse mit Port an",
		"127.0.0.1":           "geben Sie eine Adresse mit Port an",
	} {
		status, said := command(t, "", "serve", "--data", t.TempDir(), "--listen", address)
		if status != 1 || !strings.Contains(said, want) || strings.Count(strings.TrimSpace(said), "\n") > 0 {
			t.Errorf("%s: status %d: %s", address, status, said)
		}
	}
}

func TestDamagedDatabaseIsOneGermanSentence(t *testing.T) {
	dir := withForum(t)
	path := filepath.Join(dir, "forum.db")
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(body); i++ { // all but the page with the schema's beginning
		body[i] = 0xff
	}
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	for name, args := range all() {
		status, said := command(t, "ein-langes-passwort\n", append(args, "--data", dir)...)
		if status != 1 || !strings.Contains(said, "beschädigt") || strings.Count(strings.TrimSpace(said), "\n") > 0 {
			t.Errorf("%s: status %d: %s", name, status, said)
		}
	}
	if after := tree(t, dir); after[path] != before[path] {
		t.Error("the damaged database was changed")
	}
}

func TestSystemErrorsAreExplainedInGerman(t *testing.T) {
	for want, err := range map[string]error{
		"kein Platz":              syscall.ENOSPC,
		"nur gelesen werden kann": syscall.EROFS,
		"fehlen die Rechte":       syscall.EACCES,
	} {
		wrapped := fmt.Errorf("make folder: %w", &fs.PathError{Op: "open", Path: "/srv/forum", Err: err})
		if got := sentence(wrapped); !strings.Contains(got, want) || !strings.Contains(got, "/srv/forum") {
			t.Errorf("%v is explained as %s", err, got)
		}
	}
}

func TestHelpIsNoMistake(t *testing.T) {
	if status, said := command(t, "", "--help"); status != 0 || !strings.Contains(said, "serve") || strings.Contains(said, "expected") {
		t.Errorf("status %d: %s", status, said)
	}
}
