package main

import (
	"bytes"
	"context"
	"database/sql"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestServeThatIsStoppedWhileItStartsEndsWell(t *testing.T) {
	stopped, stop := context.WithCancel(context.Background())
	stop()
	for _, more := range [][]string{nil, {"--demo"}} {
		base := t.TempDir()
		dir := filepath.Join(base, "forum")
		var out strings.Builder
		if status := forum.Run(stopped, append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, more...), strings.NewReader(""),
			&out, &out); status != 0 {
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
		"127.0.0.1:99999":     "--listen",
		"127.0.0.1":           "--listen",
	} {
		status, said := command(t, "", "serve", "--data", t.TempDir(), "--listen", address)
		if status != 1 || !strings.Contains(said, want) || strings.Count(strings.TrimSpace(said), "\n") > 0 {
			t.Errorf("%s: status %d: %s", address, status, said)
		}
	}
}

// TestDamagedPageIsOneGermanSentence damages the page that each command reads
// after it has opened the database.
func TestDamagedPageIsOneGermanSentence(t *testing.T) {
	for table, args := range map[string][]string{
		"catalogue_file": {"serve", "--listen", "127.0.0.1:0"},
		"person":         {"user", "list"},
		"post":           {"rerender"},
	} {
		dir := withForum(t)
		damagePage(t, dir, table)
		status, said := command(t, "", append(args, "--data", dir)...)
		if status != 1 || !strings.Contains(said, "Die Datenbank ist beschädigt") || strings.Count(strings.TrimSpace(said), "\n") > 0 {
			t.Errorf("%s: status %d: %s", args, status, said)
		}
	}
}

// damagePage overwrites the first page of a table.
func damagePage(t *testing.T, dir, table string) {
	t.Helper()
	path := filepath.Join(dir, "forum.db")
	raw, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	var page, size int64
	if err := raw.QueryRow(`SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema
		WHERE name = ?`, table).Scan(&page, &size); err != nil {
		t.Fatal(err)
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xff}, int(size)), (page-1)*size); err != nil {
		t.Fatal(err)
	}
}

func TestHelpIsNoMistake(t *testing.T) {
	if status, said := command(t, "", "--help"); status != 0 || !strings.Contains(said, "serve") || strings.Contains(said, "expected") {
		t.Errorf("status %d: %s", status, said)
	}
}
