package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestDamagedBackupIsRefused flips, cuts and removes what is in a backup.
func TestDamagedBackupIsRefused(t *testing.T) {
	dir := demoForum(t)
	file, folder := filepath.Join(t.TempDir(), "sicherung.tar"), filepath.Join(t.TempDir(), "sicherung")
	must(t, "", "backup", "--data", dir, "--to", file)
	must(t, "", "backup", "--data", dir, "--to", folder)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for at := 1; at < 10; at++ {
		cut := filepath.Join(t.TempDir(), "sicherung.tar")
		if err := os.WriteFile(cut, whole[:len(whole)*at/10], 0o600); err != nil {
			t.Fatal(err)
		}
		wantRefused(t, fmt.Sprintf("cut at %d0 %%", at), cut)
		flipped := bytes.Clone(whole)
		flipped[len(whole)*at/10] ^= 0xff
		if err := os.WriteFile(cut, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		wantRefused(t, fmt.Sprintf("flipped at %d0 %%", at), cut)
	}
	for _, name := range []string{"forum.db", "sicherung.json"} {
		copied := filepath.Join(t.TempDir(), "sicherung")
		if err := os.CopyFS(copied, os.DirFS(folder)); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(copied, name)); err != nil {
			t.Fatal(err)
		}
		wantRefused(t, "without "+name, copied)
		if err := os.Symlink(filepath.Join(dir, "forum.db"), filepath.Join(copied, name)); err != nil {
			t.Fatal(err)
		}
		wantRefused(t, "link in place of "+name, copied)
	}
	// All but a damaged attachment can be had.
	paths, _ := filepath.Glob(filepath.Join(folder, "anhaenge", "??", "*"))
	if err := os.WriteFile(paths[0], []byte("anders"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, "damaged attachment", folder)
	restored := filepath.Join(t.TempDir(), "neu")
	said := must(t, "", "restore", "--data", restored, "--from", folder, "--without-damaged")
	if !strings.Contains(said, "Es fehlt ein Anhang") || len(blobsIn(t, restored)) != len(paths)-1 {
		t.Errorf("restore without it says %s", said)
	}
}

// wantRefused fails unless check and restore refuse the backup with a sentence and leave nothing.
func wantRefused(t *testing.T, what, backup string) {
	t.Helper()
	base := t.TempDir()
	into := filepath.Join(base, "neu")
	if status, said := command(t, "", "check", "--backup", backup); status != 1 || strings.Contains(said, "panic") {
		t.Errorf("%s: check: status %d: %s", what, status, said)
	}
	status, said := command(t, "", "restore", "--data", into, "--from", backup)
	if status != 1 || !strings.Contains(said, "Sicherung") || strings.Contains(said, "panic") {
		t.Errorf("%s: status %d: %s", what, status, said)
	}
	if left, _ := os.ReadDir(base); len(left) > 0 {
		t.Errorf("%s: it left %v", what, left)
	}
}

// TestHostileArchiveIsRefused makes archives that this program would not.
func TestHostileArchiveIsRefused(t *testing.T) {
	dir := withForum(t)
	good := filepath.Join(t.TempDir(), "sicherung.tar")
	must(t, "", "backup", "--data", dir, "--to", good)
	entries := untar(t, good)
	last := len(entries) - 1
	file := func(name string) entry {
		return entry{tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o600}, []byte("x")}
	}
	special := func(kind byte, to string) entry {
		return entry{tar.Header{Typeflag: kind, Name: "geloescht.txt", Linkname: to, Mode: 0o600}, nil}
	}
	hash := strings.Repeat("ab", 32)
	added := map[string]entry{
		"path upwards":          file("../../etc/cron.d/x"),
		"absolute path":         file("/etc/cron.d/x"),
		"path through a folder": file("anhaenge/../../x"),
		"name of a lock":        file("forum.lock"),
		"log of the database":   file("forum.db-wal"),
		"wrong folder":          file("anhaenge/00/" + hash),
		"unlisted attachment":   file("anhaenge/ab/" + hash),
		"second database":       file("forum.db"),
		"link":                  special(tar.TypeSymlink, "/etc/passwd"),
		"hard link":             special(tar.TypeLink, "/etc/passwd"),
		"device":                special(tar.TypeChar, ""),
		"pipe":                  special(tar.TypeFifo, ""),
		"folder":                special(tar.TypeDir, ""),
	}
	for what, e := range added {
		path := filepath.Join(t.TempDir(), "sicherung.tar")
		writeTar(t, path, append(append(slices.Clone(entries[:last]), e), entries[last]))
		wantRefused(t, what, path)
	}
	path := filepath.Join(t.TempDir(), "sicherung.tar")
	writeTar(t, path, append(slices.Clone(entries), file("geloescht.txt")))
	wantRefused(t, "after the manifest", path)
	for what, change := range map[string][2]string{
		"path in the manifest": {`"forum.db"`, `"../x.db"`},
		"negative size":        {`"size": `, `"size": -`},
		"newer format":         {`"format": 1`, `"format": 2`},
		"no format":            {`"format": 1`, `"format": 0`},
		"other rows":           {`"person": 1`, `"person": 2`},
		"escape":               {`"defects": []`, `"defects": ["\u001b[2J"]`},
		"turned writing":       {`"defects": []`, `"defects": ["\u202eab"]`},
		"second line":          {`"defects": []`, `"defects": ["\u2028ab"]`},
		"no JSON":              {`{`, `[`},
	} {
		content := strings.Replace(string(entries[last].content), change[0], change[1], 1)
		if content == string(entries[last].content) {
			t.Fatalf("%s: the manifest has no %s", what, change[0])
		}
		e := entries[last]
		e.content = []byte(content)
		writeTar(t, path, append(slices.Clone(entries[:last]), e))
		if what == "other rows" { // every hash is right: only the database itself tells
			if status, said := command(t, "", "restore", "--data", filepath.Join(t.TempDir(), "neu"), "--from", path); status != 1 ||
				!strings.Contains(said, "nicht, wie ihr Verzeichnis sagt") {
				t.Errorf("%s: status %d: %s", what, status, said)
			}
		}
		wantRefused(t, what, path)
	}
	if err := os.WriteFile(path, hugeHeader(t), 0o600); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, "announced size", path)
}

// TestAttachmentIsWhatItsNameSays: a manifest may not give another hash than the name.
func TestAttachmentIsWhatItsNameSays(t *testing.T) {
	dir := demoForum(t)
	path := filepath.Join(t.TempDir(), "sicherung.tar")
	must(t, "", "backup", "--data", dir, "--to", path)
	entries := untar(t, path)
	at := slices.IndexFunc(entries, func(e entry) bool { return strings.HasPrefix(e.header.Name, "anhaenge/") })
	last := len(entries) - 1
	entries[at].content = []byte("anders")
	entries[last].content = relisted(t, entries[last].content, entries[at].header.Name, entries[at].content)
	writeTar(t, path, entries)
	wantRefused(t, "exchanged attachment", path)
}

// TestPackedBackupIsNamedAsSuch: gzip is neither written nor read.
func TestPackedBackupIsNamedAsSuch(t *testing.T) {
	dir, base := withForum(t), t.TempDir()
	for _, name := range []string{"x.tar.gz", "x.TGZ", "x.zip"} {
		to := filepath.Join(base, name)
		if status, said := command(t, "", "backup", "--data", dir, "--to", to); status != 1 || !strings.Contains(said, "endet auf") {
			t.Errorf("%s: status %d: %s", name, status, said)
		}
	}
	if left, _ := os.ReadDir(base); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
	to := filepath.Join(base, "x.tar.gz")
	if err := os.WriteFile(to, []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0}, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, said := command(t, "", "check", "--backup", to); status != 1 || !strings.Contains(said, "gepackt (gzip)") {
		t.Errorf("status %d: %s", status, said)
	}
	for _, to := range []string{"/proc/x", "/proc/x/y"} {
		if status, said := command(t, "", "backup", "--data", dir, "--to", to); status != 1 || !strings.Contains(said, "lässt sich nicht anlegen") ||
			strings.Contains(said, "mkdir") || strings.Contains(said, "0 Byte") {
			t.Errorf("%s: status %d: %s", to, status, said)
		}
	}
}

// hugeHeader is an archive whose only file announces a size that no disk has.
func hugeHeader(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "forum.db", Size: 1 << 60, Format: tar.FormatPAX}); err != nil {
		t.Fatal(err)
	}
	b.WriteString(strings.Repeat("x", 4096))
	return b.Bytes()
}

// TestCheckLooksIntoTheFilesOfABackup: every hash is right, and yet it could not be restored.
func TestCheckLooksIntoTheFilesOfABackup(t *testing.T) {
	dir := withForum(t)
	good := filepath.Join(t.TempDir(), "sicherung.tar")
	if err := os.WriteFile(filepath.Join(dir, "schluessel.txt"), []byte(strings.Repeat("ab", 32)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "", "backup", "--data", dir, "--to", good, "--with-key")
	must(t, "", "check", "--backup", good)
	entries := untar(t, good)
	at := slices.IndexFunc(entries, func(e entry) bool { return e.header.Name == "forum.db" })
	if at < 0 {
		t.Fatal("no database")
	}
	torn := bytes.Clone(entries[at].content)
	for n := 4096; n < min(len(torn), 40*4096); n++ {
		torn[n] = byte(n * 7)
	}
	for what, change := range map[string]struct {
		name    string
		content []byte
	}{
		"no database":    {"forum.db", []byte("not a db")},
		"empty database": {"forum.db", nil},
		"torn database":  {"forum.db", torn},
		"no key":         {"schluessel.txt", []byte("x\n")},
	} {
		changed := slices.Clone(entries)
		for i, e := range changed {
			if e.header.Name == change.name {
				changed[i].content = change.content
			}
		}
		last := len(changed) - 1
		changed[last].content = relisted(t, changed[last].content, change.name, change.content)
		path := filepath.Join(t.TempDir(), "sicherung.tar")
		writeTar(t, path, changed)
		folder := filepath.Join(t.TempDir(), "sicherung")
		for _, e := range changed {
			file := filepath.Join(folder, e.header.Name)
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, e.content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, backup := range []string{path, folder} {
			if status, said := command(t, "", "check", "--backup", backup); status != 1 || !strings.Contains(said, change.name) {
				t.Errorf("%s: %s: status %d: %s", what, backup, status, said)
			}
		}
	}
}

// relisted is a manifest in which a file has another content.
func relisted(t *testing.T, content []byte, name string, to []byte) []byte {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(content, &m); err != nil {
		t.Fatal(err)
	}
	for _, f := range m["files"].([]any) {
		if f := f.(map[string]any); f["name"] == name {
			f["size"], f["sha256"] = len(to), fmt.Sprintf("%x", sha256.Sum256(to))
		}
	}
	out, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPipeIsNoBackup: opening it would wait for good.
func TestPipeIsNoBackup(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "sicherung.tar")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, "pipe", pipe)
	if status, said := command(t, "", "drill", "--from", pipe); status != 1 || !strings.Contains(said, "keine Datei") {
		t.Errorf("status %d: %s", status, said)
	}
}
