package main

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"
)

// withForum returns a folder with a forum and one account.
func withForum(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "forum")
	must(t, "ein-langes-passwort\n", "user", "create", "--data", dir, "--email", "ada@stadt.example", "--name", "Ada Muster", "--organisation",
		"03241001", "--role", "admin")
	return dir
}

// tree returns names, sizes, permissions and times of everything in a folder,
// with the content of its files.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil {
			return err
		}
		content := []byte{}
		if info.Mode().IsRegular() {
			if content, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		out[path] = info.Mode().String() + " " + info.ModTime().String() + " " + string(content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wantSame fails when something in the folder is not as it was.
func wantSame(t *testing.T, dir, what string, before map[string]string) {
	t.Helper()
	after := tree(t, dir)
	for path := range after {
		if _, ok := before[path]; !ok {
			t.Errorf("%s made %s", what, path)
		}
	}
	for path, was := range before {
		if after[path] != was {
			t.Errorf("%s changed or removed %s", what, path)
		}
	}
}

// onExisting are the commands that never make a forum.
var onExisting = map[string][]string{
	"user list":     {"user", "list"},
	"user disable":  {"user", "disable", "--email", "ada@stadt.example"},
	"user password": {"user", "password", "--email", "ada@stadt.example"},
	"user factors":  {"user", "factors", "--email", "ada@stadt.example"},
	"reindex":       {"reindex"},
	"rerender":      {"rerender"},
	"check":         {"check"},
}

// all are all commands on a data folder.
func all() map[string][]string {
	out := map[string][]string{
		"serve":        {"serve", "--listen", "127.0.0.1:0"},
		"serve --demo": {"serve", "--listen", "127.0.0.1:0", "--demo"},
		"user create":  {"user", "create", "--email", "mo@stadt.example", "--name", "Mo Muster", "--organisation", "03241001", "--role", "admin"},
	}
	for name, args := range onExisting {
		out[name] = args
	}
	return out
}

func TestCommandsOnAFolderWithoutAForumMakeNothing(t *testing.T) {
	for name, args := range onExisting {
		base := t.TempDir()
		before := tree(t, base)
		for _, dir := range []string{filepath.Join(base, "verschrieben"), base} {
			status, said := command(t, "ein-langes-passwort\n", append(args, "--data", dir)...)
			if status != 1 || !strings.Contains(said, "steht kein Forum") {
				t.Errorf("%s: status %d: %s", name, status, said)
			}
			wantSame(t, base, name, before)
		}
	}
}

// TestLostDatabaseIsNeverReplacedByAnEmptyOne takes the database away, or
// empties it, beside each of what a forum leaves in its folder.
func TestLostDatabaseIsNeverReplacedByAnEmptyOne(t *testing.T) {
	remains := map[string]func(dir string) error{
		"forum.db-wal": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "forum.db-wal"), []byte("Beiträge"), 0o600)
		},
		"schluessel.txt": func(dir string) error { return os.WriteFile(filepath.Join(dir, "schluessel.txt"), []byte("x"), 0o600) },
		"geloescht.txt":  func(dir string) error { return os.WriteFile(filepath.Join(dir, "geloescht.txt"), nil, 0o600) },
		"search":         func(dir string) error { return os.Mkdir(filepath.Join(dir, "search"), 0o700) },
		"post":           func(dir string) error { return os.Mkdir(filepath.Join(dir, "post"), 0o700) },
		"forum.db.vor-schema-31-20260101T000000": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "forum.db.vor-schema-31-20260101T000000"), []byte("x"), 0o600)
		},
	}
	for what, leave := range remains {
		for _, empty := range []bool{false, true} {
			dir := t.TempDir()
			if err := leave(dir); err != nil {
				t.Fatal(err)
			}
			if empty {
				if err := os.WriteFile(filepath.Join(dir, "forum.db"), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			before := tree(t, dir)
			for name, args := range all() {
				status, said := command(t, "ein-langes-passwort\n", append(args, "--data", dir)...)
				if status != 1 || !strings.Contains(said, what) || strings.Count(strings.TrimSpace(said), "\n") > 0 {
					t.Errorf("%s beside %s (empty: %v): status %d: %s", name, what, empty, status, said)
				}
				wantSame(t, dir, name, before)
			}
		}
	}
}

func TestForumInAForeignFolderNeedsNew(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "brief.txt"), []byte("Lieber Ali"), 0o644); err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	args := append(all()["user create"], "--data", dir)
	if status, said := command(t, "ein-langes-passwort\n", args...); status != 1 || !strings.Contains(said, "brief.txt") ||
		!strings.Contains(said, "--new") {
		t.Errorf("status %d: %s", status, said)
	}
	wantSame(t, dir, "user create", before)
	must(t, "ein-langes-passwort\n", append(args, "--new")...)
	if status, said := command(t, "ein-langes-passwort\n", append(args, "--new")...); status != 1 || !strings.Contains(said, "schon ein Forum") {
		t.Errorf("--new on a forum: status %d: %s", status, said)
	}
}

func TestNewKeepsWhatAFormerForumLeft(t *testing.T) {
	dir := withForum(t)
	if err := os.WriteFile(filepath.Join(dir, "forum.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "forum.db-wal"), []byte("Beiträge"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "ein-langes-passwort\n", append(all()["user create"], "--data", dir, "--new")...)
	kept, err := filepath.Glob(filepath.Join(dir, "vorher-*", "forum.db-wal"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept %v, %v", kept, err)
	}
	if content, err := os.ReadFile(kept[0]); err != nil || string(content) != "Beiträge" {
		t.Errorf("the log is now %q, %v", content, err)
	}
	if said := must(t, "", "user", "list", "--data", dir); strings.Contains(said, "ada@") || !strings.Contains(said, "mo@") {
		t.Errorf("accounts: %s", said)
	}
}

func TestFailedFirstAccountLeavesNoForum(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "forum")
	if status, said := command(t, "kurz\n", append(all()["user create"], "--data", dir)...); status != 1 || !strings.Contains(said, "12 Zeichen") {
		t.Fatalf("status %d: %s", status, said)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder is there: %v", err)
	}
}

// TestInterruptedFirstStartIsBegunAnew leaves what a kill leaves.
func TestInterruptedFirstStartIsBegunAnew(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "forum.neu"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"forum.lock", "forum.neu/forum.db", "forum.neu/forum.db-wal"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("unfertig"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	must(t, "ein-langes-passwort\n", append(all()["user create"], "--data", dir)...)
	if _, err := os.Stat(filepath.Join(dir, "forum.neu")); !os.IsNotExist(err) {
		t.Errorf("what was unfinished is still there: %v", err)
	}
}

func TestDatabaseThatIsNoFileIsRefused(t *testing.T) {
	elsewhere := filepath.Join(withForum(t), "forum.db")
	for name, put := range map[string]func(path string) error{
		"folder":        func(path string) error { return os.Mkdir(path, 0o700) },
		"link":          func(path string) error { return os.Symlink(elsewhere, path) },
		"dangling link": func(path string) error { return os.Symlink(filepath.Join(filepath.Dir(elsewhere), "nichts"), path) },
	} {
		dir := t.TempDir()
		if err := put(filepath.Join(dir, "forum.db")); err != nil {
			t.Fatal(err)
		}
		for _, args := range all() {
			if status, said := command(t, "ein-langes-passwort\n", append(args, "--data", dir)...); status != 1 ||
				!strings.Contains(said, "keine gewöhnliche Datei") {
				t.Errorf("%s: %v: status %d: %s", name, args, status, said)
			}
		}
	}
}

func TestFilesAreOpenToTheirOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "forum")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	must(t, "ein-langes-passwort\n", append(all()["user create"], "--data", dir)...)
	wantClosed(t, dir)
	for _, name := range []string{".", "forum.db"} { // as a former version made them
		if err := os.Chmod(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range map[string]string{"geloescht.txt": "", "forum.db.vor-schema-9-20260101T000000": "alt", "search/notiz.txt": "x",
		"post/brief.eml": "x"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if said := must(t, "", "check", "--data", dir); !strings.Contains(said, "was der nächste Start einschränkt") {
		t.Errorf("check says %s", said)
	}
	ctx, stop := context.WithCancel(context.Background())
	done, _ := serving(t, ctx, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	wantClosed(t, dir)
	stop()
	<-done
	wantClosed(t, dir)
}

// wantClosed fails when somebody else may open a file in the folder.
func wantClosed(t *testing.T, dir string) {
	t.Helper()
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is open to others: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestKeyFileHoldsForAllCommands(t *testing.T) {
	dir := withForum(t)
	key := filepath.Join(t.TempDir(), "anderswo.txt")
	ctx, stop := context.WithCancel(context.Background())
	done, _ := serving(t, ctx, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--key-file", key)
	stop()
	<-done
	for name, args := range onExisting {
		for _, more := range [][]string{{"--data", dir}, {"--data", dir, "--key-file", key}} {
			if status, said := command(t, "ein-langes-passwort\n", append(args, more...)...); status != 0 {
				t.Errorf("%s: status %d: %s", name, status, said)
			}
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "schluessel.txt")); !os.IsNotExist(err) {
		t.Error("there is a second key in the data folder")
	}
}

// TestFileThatHoldsNoKeyIsLeftAsItIs names somebody else's file by mistake.
func TestFileThatHoldsNoKeyIsLeftAsItIs(t *testing.T) {
	key := filepath.Join(t.TempDir(), "konten.txt")
	if err := os.WriteFile(key, []byte("root:x:0:0"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"a forum": withForum(t), "a new folder": t.TempDir()} {
		status, said := command(t, "", "serve", "--data", dir, "--listen", "127.0.0.1:0", "--key-file", key)
		if status != 1 || !strings.Contains(said, "Schlüsseldatei") {
			t.Errorf("%s: status %d: %s", name, status, said)
		}
		if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o644 {
			t.Errorf("%s: the file has become %v, %v", name, info.Mode(), err)
		}
	}
}

// TestCommandsNeverMigrate makes the database one of an older schema.
func TestCommandsNeverMigrate(t *testing.T) {
	dir := withForum(t)
	raw, err := sql.Open("sqlite3", filepath.Join(dir, "forum.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec(`DELETE FROM goose_db_version WHERE version_id = (SELECT MAX(version_id) FROM goose_db_version)`); err != nil {
		t.Fatal(err)
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	for name, args := range all() {
		if strings.HasPrefix(name, "serve") || name == "check" {
			continue
		}
		if status, said := command(t, "ein-langes-passwort\n", append(args, "--data", dir)...); status != 1 ||
			!strings.Contains(said, "zuerst „serve“") {
			t.Errorf("%s: status %d: %s", name, status, said)
		}
	}
	before := tree(t, dir)
	if said := must(t, "", "check", "--data", dir); !strings.Contains(said, "der nächste Start stellt sie") {
		t.Errorf("check says %s", said)
	}
	wantSame(t, dir, "check", before)
	if copies, _ := filepath.Glob(filepath.Join(dir, "forum.db.*")); len(copies) > 0 {
		t.Errorf("there are copies: %v", copies)
	}
}

// TestCheckChangesNothing checks a forum at rest, one that was killed, and one
// whose index of the log is missing.
func TestCheckChangesNothing(t *testing.T) {
	dir := withForum(t)
	before := tree(t, dir)
	must(t, "", "check", "--data", dir)
	wantSame(t, dir, "check of a forum at rest", before)

	killed := leftByAKill(t, dir)
	before = tree(t, killed)
	must(t, "", "check", "--data", killed)
	wantSame(t, killed, "check of a killed forum", before)

	if err := os.Remove(filepath.Join(killed, "forum.db-shm")); err != nil {
		t.Fatal(err)
	}
	if said := must(t, "", "check", "--data", killed); !strings.Contains(said, "forum.db-shm angelegt") {
		t.Errorf("check does not say what it made: %s", said)
	}
}

// leftByAKill copies the folder with a write-ahead log in it, as a process that
// is killed leaves it.
func leftByAKill(t *testing.T, dir string) string {
	t.Helper()
	raw, err := sql.Open("sqlite3", filepath.Join(dir, "forum.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.Exec(`UPDATE person SET function = 'Neu'`); err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(to, "forum.db-wal")); err != nil || info.Size() == 0 {
		t.Fatalf("there is no log: %v", err)
	}
	return to
}
