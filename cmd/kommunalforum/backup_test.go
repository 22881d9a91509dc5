package main

import (
	"archive/tar"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// demo is a folder with the demo world, made by the first test that wants one.
var demo struct {
	once sync.Once
	dir  string
}

// demoForum returns a folder with the demo world, which has attachments.
func demoForum(t *testing.T) string {
	t.Helper()
	demo.once.Do(func() {
		base, err := os.MkdirTemp("", "demo-*")
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(base, "forum")
		ctx, stop := context.WithCancel(context.Background())
		done, _ := serving(t, ctx, "serve", "--demo", "--data", dir, "--listen", "127.0.0.1:0")
		stop()
		<-done
		demo.dir = dir
	})
	dir := filepath.Join(t.TempDir(), "forum")
	if err := os.CopyFS(dir, os.DirFS(demo.dir)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// dropDemo removes it after all tests.
func dropDemo() {
	if demo.dir != "" {
		os.RemoveAll(filepath.Dir(demo.dir))
	}
}

// forms are the two forms of a backup, by a name for each.
var forms = map[string]string{"folder": "sicherung", "file": "sicherung.tar"}

func TestBackupIsRestoredWithEqualCountsAndHashes(t *testing.T) {
	dir := demoForum(t)
	for form, name := range forms {
		to := filepath.Join(t.TempDir(), name)
		said := must(t, "", "backup", "--data", dir, "--to", to)
		if !strings.Contains(said, "Die Sicherung ist vollständig.") || !strings.Contains(said, "ist nicht in der Sicherung") {
			t.Errorf("%s: backup says %s", form, said)
		}
		must(t, "", "check", "--backup", to)
		restored := filepath.Join(t.TempDir(), "neu")
		said = must(t, "", "restore", "--data", restored, "--from", to)
		for _, want := range []string{"Zahl der Zeilen", "Beendete Sitzungen", "alle Prüfsummen stimmen", "schluessel.txt"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: restore does not say %q: %s", form, want, said)
			}
		}
		must(t, "", "check", "--data", restored, "--contents")
		before, after := blobsIn(t, dir), blobsIn(t, restored)
		if len(before) == 0 || !maps.Equal(before, after) {
			t.Errorf("%s: %d attachments became %d", form, len(before), len(after))
		}
		// A backup of what was restored has the rows of the first.
		again := filepath.Join(t.TempDir(), "noch-einmal")
		must(t, "", "backup", "--data", restored, "--to", again)
		wantSameRows(t, manifestOf(t, to), manifestOf(t, again))
	}
}

// blobsIn returns the content of all attachments of a forum, or of a backup in a folder.
func blobsIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	paths, err := filepath.Glob(filepath.Join(dir, "anhaenge", "??", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(path)] = string(content)
	}
	return out
}

// manifest is what a test reads of a manifest.
type manifest struct {
	Rows  map[string]int64
	Files []struct {
		Name, SHA256 string
		Size         int64
	}
}

func manifestOf(t *testing.T, backup string) (m manifest) {
	t.Helper()
	var content []byte
	var err error
	if strings.HasSuffix(backup, ".tar") {
		entries := untar(t, backup)
		content = entries[len(entries)-1].content
	} else if content, err = os.ReadFile(filepath.Join(backup, "sicherung.json")); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// wantSameRows compares all tables but those that a restoration changes.
func wantSameRows(t *testing.T, before, after manifest) {
	t.Helper()
	if len(before.Rows) < 100 || !slices.Equal(slices.Sorted(maps.Keys(before.Rows)), slices.Sorted(maps.Keys(after.Rows))) {
		t.Errorf("%d tables became %d", len(before.Rows), len(after.Rows))
	}
	for table, n := range before.Rows {
		switch table {
		case "session", "one_time_link", "node", "cursor", "job", "backup", "data_change":
		default:
			if after.Rows[table] != n {
				t.Errorf("table %s had %d rows, has %d", table, n, after.Rows[table])
			}
		}
	}
}

// entry is a file of an archive.
type entry struct {
	header  tar.Header
	content []byte
}

func untar(t *testing.T, path string) (out []entry) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for r := tar.NewReader(f); ; {
		h, err := r.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, entry{*h, content})
	}
}

func writeTar(t *testing.T, path string, entries []entry) {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		if e.header.Typeflag == tar.TypeReg {
			e.header.Size = int64(len(e.content))
		}
		if err := w.WriteHeader(&e.header); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestSecondBackupIntoAFolderLeavesUnchangedFilesAlone holds what tools need that store
// only what changed: the same files with the same bytes, and a database whose pages stay
// where they are.
func TestSecondBackupIntoAFolderLeavesUnchangedFilesAlone(t *testing.T) {
	dir := demoForum(t)
	to := filepath.Join(t.TempDir(), "sicherung")
	must(t, "", "backup", "--data", dir, "--to", to)
	before, database := infos(t, to), pagesOf(t, to)
	must(t, "ein-langes-passwort\n", append(all()["user create"], "--data", dir)...)
	must(t, "", "backup", "--data", dir, "--to", to)
	for name, was := range before {
		is, err := os.Stat(filepath.Join(to, name))
		if err != nil || !os.SameFile(was, is) || !was.ModTime().Equal(is.ModTime()) {
			t.Errorf("%s is another file: %v", name, err)
		}
	}
	if after := infos(t, to); len(before) == 0 || len(after) != len(before) {
		t.Errorf("%d files became %d", len(before), len(after))
	}
	same, now := 0, pagesOf(t, to)
	for i, page := range database {
		if i < len(now) && now[i] == page {
			same++
		}
	}
	if same < len(database)*9/10 {
		t.Errorf("of %d pages of the database %d are the same", len(database), same)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(to), "*")); len(left) != 1 {
		t.Errorf("beside the backup there are %v", left)
	}
}

func infos(t *testing.T, backup string) map[string]os.FileInfo {
	t.Helper()
	out := map[string]os.FileInfo{}
	for hash := range blobsIn(t, backup) {
		name := filepath.Join("anhaenge", hash[:2], hash)
		info, err := os.Stat(filepath.Join(backup, name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = info
	}
	return out
}

func pagesOf(t *testing.T, backup string) (out []string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(backup, "forum.db"))
	if err != nil {
		t.Fatal(err)
	}
	for page := range slices.Chunk(content, 4096) {
		out = append(out, string(page))
	}
	return out
}

func TestBackupReplacesOnlyABackup(t *testing.T) {
	dir := withForum(t)
	for name, make := range map[string]func(path string) error{
		"letters.tar": func(path string) error { return os.WriteFile(path, []byte("Lieber Ali"), 0o600) },
		"letters": func(path string) error {
			if err := os.Mkdir(path, 0o700); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(path, "brief.txt"), []byte("Lieber Ali"), 0o600)
		},
		"folder.tar": func(path string) error { return os.MkdirAll(filepath.Join(path, "unter"), 0o700) },
		"file":       func(path string) error { return os.WriteFile(path, []byte("Lieber Ali"), 0o600) },
	} {
		base := t.TempDir()
		path := filepath.Join(base, name)
		if err := make(path); err != nil {
			t.Fatal(err)
		}
		before := tree(t, base)
		if status, said := command(t, "", "backup", "--data", dir, "--to", path); status != 1 || !strings.Contains(said, "keine Sicherung") {
			t.Errorf("%s: status %d: %s", name, status, said)
		}
		delete(before, base) // its time
		after := tree(t, base)
		delete(after, base)
		if !maps.Equal(before, after) {
			t.Errorf("%s: something changed", name)
		}
	}
	if status, said := command(t, "", "backup", "--data", dir, "--to", filepath.Join(dir, "sicherung")); status != 1 ||
		!strings.Contains(said, "ginge mit ihm verloren") {
		t.Errorf("a backup in the data folder: status %d: %s", status, said)
	}
}

// TestNoBackupGoesIntoTheDataFolder, by whatever name.
func TestNoBackupGoesIntoTheDataFolder(t *testing.T) {
	dir, base := withForum(t), t.TempDir()
	link := filepath.Join(base, "verweis")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	for _, to := range []string{dir, filepath.Join(dir, "sub", "x"), link, filepath.Join(link, "sub", "x"), link + "/../verweis/y"} {
		for _, args := range [][]string{{"backup", "--to", to}, {"config", "check", "--backup-to", to}, {"serve", "--backup-to", to}} {
			status, said := command(t, "", append(args, "--data", dir)...)
			if status != 1 || !strings.Contains(said, "ginge mit ihm verloren") {
				t.Errorf("%v: status %d: %s", args, status, said)
			}
		}
	}
	if !maps.Equal(before, tree(t, dir)) {
		t.Error("something changed")
	}
	must(t, "", "config", "check", "--data", link, "--backup-to", filepath.Join(base, "neben"))
}

func TestRestoreOverwritesNothing(t *testing.T) {
	dir := withForum(t)
	to := filepath.Join(t.TempDir(), "sicherung")
	must(t, "", "backup", "--data", dir, "--to", to)
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "brief.txt"), []byte("Lieber Ali"), 0o600); err != nil {
		t.Fatal(err)
	}
	remains := t.TempDir()
	if err := os.WriteFile(filepath.Join(remains, "geloescht.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, into := range map[string]string{"a forum": dir, "something else": foreign, "remains": remains} {
		before := tree(t, into)
		if status, said := command(t, "", "restore", "--data", into, "--from", to); status != 1 || !strings.Contains(said, "nichts verändert") {
			t.Errorf("%s: status %d: %s", name, status, said)
		}
		wantSame(t, into, "restore", before)
	}
	withKey := t.TempDir()
	if err := os.WriteFile(filepath.Join(withKey, "schluessel.txt"), []byte("ein Schlüssel"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "", "restore", "--data", withKey, "--from", to)
	if content, err := os.ReadFile(filepath.Join(withKey, "schluessel.txt")); err != nil || string(content) != "ein Schlüssel" {
		t.Errorf("the key is now %q, %v", content, err)
	}
}

func TestBackupWithTheKeyBringsItBack(t *testing.T) {
	dir := demoForum(t)
	key, err := os.ReadFile(filepath.Join(dir, "schluessel.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for form, name := range forms {
		to, restored := filepath.Join(t.TempDir(), name), filepath.Join(t.TempDir(), "neu")
		must(t, "", "backup", "--data", dir, "--to", to, "--with-key")
		must(t, "", "restore", "--data", restored, "--from", to)
		if back, err := os.ReadFile(filepath.Join(restored, "schluessel.txt")); err != nil || !bytes.Equal(back, key) {
			t.Errorf("%s: the key is %q, %v", form, back, err)
		}
		wantClosed(t, restored)
	}
}

func TestDrillRestoresAndLeavesNothing(t *testing.T) {
	dir, in := demoForum(t), t.TempDir()
	to := filepath.Join(t.TempDir(), "sicherung.tar")
	must(t, "", "backup", "--data", dir, "--to", to)
	killed := filepath.Join(in, "forum-probe-1")
	if err := os.Mkdir(killed, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"forum.db", "forum.lock"} {
		if err := os.WriteFile(filepath.Join(killed, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	busy := filepath.Join(t.TempDir(), "forum-probe-2")
	if err := os.Mkdir(busy, 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(busy)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	said := must(t, "", "drill", "--from", to, "--in", filepath.Dir(busy))
	if _, err := os.Stat(busy); err != nil {
		t.Errorf("the folder of a running drill: %v", err)
	}
	said += must(t, "", "drill", "--from", to, "--in", in, "--data", dir)
	if !strings.Contains(said, "Die Probe ist gelungen") || !strings.Contains(said, "startet") || strings.Contains(said, "melden sich neu an") ||
		strings.Contains(said, "level=") {
		t.Errorf("drill says %s", said)
	}
	if left, _ := os.ReadDir(in); len(left) > 0 {
		t.Errorf("the drill left %v", left)
	}
}

// TestBackupSaysWhatTheForumLacksAlready makes a backup nevertheless.
func TestBackupSaysWhatTheForumLacksAlready(t *testing.T) {
	dir := demoForum(t)
	paths, err := filepath.Glob(filepath.Join(dir, "anhaenge", "??", "*"))
	if err != nil || len(paths) < 3 {
		t.Fatal(paths, err)
	}
	if err := os.Remove(paths[0]); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(paths[1])
	if err != nil {
		t.Fatal(err)
	}
	content[0] ^= 0xff
	if err := os.WriteFile(paths[1], content, 0o600); err != nil {
		t.Fatal(err)
	}
	for form, name := range forms {
		to, restored := filepath.Join(t.TempDir(), name), filepath.Join(t.TempDir(), "neu")
		status, said := command(t, "", "backup", "--data", dir, "--to", to)
		if status != 1 || !strings.Contains(said, "nicht vollständig") || !strings.Contains(said, filepath.Base(paths[0])) ||
			!strings.Contains(said, filepath.Base(paths[1])) {
			t.Errorf("%s: status %d: %s", form, status, said)
		}
		if status, said := command(t, "", "check", "--backup", to); status != 1 || !strings.Contains(said, "Schon als sie gemacht wurde") {
			t.Errorf("%s: check: status %d: %s", form, status, said)
		}
		if said := must(t, "", "restore", "--data", restored, "--from", to); !strings.Contains(said, "Diese Mängel hatte das Forum schon") {
			t.Errorf("%s: restore says %s", form, said)
		}
		if got := len(blobsIn(t, restored)); got != len(paths)-2 {
			t.Errorf("%s: %d attachments came back of %d", form, got, len(paths))
		}
	}
}

// TestForumThatWasKilledIsBackedUpWithItsLog also where the index of the log is missing.
func TestForumThatWasKilledIsBackedUpWithItsLog(t *testing.T) {
	for _, index := range []bool{true, false} {
		killed := leftByAKill(t, withForum(t))
		if !index {
			if err := os.Remove(filepath.Join(killed, "forum.db-shm")); err != nil {
				t.Fatal(err)
			}
		}
		to := filepath.Join(t.TempDir(), "sicherung")
		must(t, "", "backup", "--data", killed, "--to", to)
		if content, err := os.ReadFile(filepath.Join(to, "forum.db")); err != nil || !bytes.Contains(content, []byte("Neu")) {
			t.Errorf("with the index (%v): what was written last is not in the backup, %v", index, err)
		}
	}
}

// TestOlderSchemaIsBackedUpAndRestored is what an operator does before and after an upgrade.
func TestOlderSchemaIsBackedUpAndRestored(t *testing.T) {
	dir := withForum(t)
	raw, err := sql.Open("sqlite3", filepath.Join(dir, "forum.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec(`DROP TABLE backup; DROP TABLE data_change; DELETE FROM goose_db_version WHERE version_id >= 134`); err != nil {
		t.Fatal(err)
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	to, restored := filepath.Join(t.TempDir(), "sicherung.tar"), filepath.Join(t.TempDir(), "neu")
	must(t, "", "backup", "--data", dir, "--to", to)
	if said := must(t, "", "restore", "--data", restored, "--from", to); !strings.Contains(said, "umgestellt") {
		t.Errorf("restore says %s", said)
	}
	must(t, "", "check", "--data", restored)
	if copies, _ := filepath.Glob(filepath.Join(restored, "forum.db.*")); len(copies) > 0 {
		t.Errorf("there are copies: %v", copies)
	}
}
