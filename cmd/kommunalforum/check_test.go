package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/testkit/clamdstub"
)

// execOn changes the database of a folder behind the back of the program.
func execOn(t *testing.T, dir string, statements ...string) {
	t.Helper()
	raw, err := sql.Open("sqlite3", filepath.Join(dir, "forum.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for _, s := range statements {
		if _, err := raw.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLostEventsAreAnAlarmUntilReindex takes the last events from the database
// after the index has heard of it, as a lost write-ahead log does.
func TestLostEventsAreAnAlarmUntilReindex(t *testing.T) {
	dir := withForum(t)
	execOn(t, dir, `UPDATE event_log SET head = head + 1`,
		`INSERT INTO event (id, kind, subject, at, nonce) SELECT head, 'post.added', 1, 0, 7 FROM event_log`)
	must(t, "", "reindex", "--data", dir)
	must(t, "", "check", "--data", dir)
	execOn(t, dir, `DELETE FROM event WHERE id >= (SELECT id FROM event WHERE nonce = 7)`,
		`UPDATE event_log SET head = (SELECT MAX(id) FROM event), outdated = 0`)
	status, said := command(t, "", "check", "--data", dir)
	if status != 1 || !strings.Contains(said, "weiter als die Datenbank") {
		t.Fatalf("before the start: status %d: %s", status, said)
	}
	ctx, stop := context.WithCancel(context.Background())
	done, address := serving(t, ctx, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		status, said = command(t, "", "check", "--data", dir)
		if strings.Contains(said, "kannte Ereignis") {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("while it is served: status %d: %s", status, said)
		}
	}
	answer, err := http.Get(address + "/healthz")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("health: %v, %v", answer, err)
	}
	answer.Body.Close()
	stop()
	<-done
	if status, said := command(t, "", "check", "--data", dir); status != 1 || !strings.Contains(said, "kannte Ereignis") ||
		!strings.Contains(said, "reindex") {
		t.Errorf("after the start: status %d: %s", status, said)
	}
	must(t, "", "reindex", "--data", dir)
	must(t, "", "check", "--data", dir)
}

func TestCheckJudgesEveryIndexButNoUnfinishedOne(t *testing.T) {
	dir := withForum(t)
	must(t, "", "reindex", "--data", dir)
	built, err := filepath.Glob(filepath.Join(dir, "search", "index-*"))
	if err != nil || len(built) != 1 {
		t.Fatalf("%v, %v", built, err)
	}
	half := filepath.Join(dir, "search", "index-99991231T000000.000000000")
	if err := os.MkdirAll(filepath.Join(half, "store"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(half+".unfertig", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if said := must(t, "", "check", "--data", dir); !strings.Contains(said, "halb fertig") || !strings.Contains(said, "in Ordnung (index-2") {
		t.Errorf("check says %s", said)
	}
	if err := os.Truncate(filepath.Join(built[0], "store", "root.bolt"), 5000); err != nil {
		t.Fatal(err)
	}
	if status, said := command(t, "", "check", "--data", dir); status != 1 || !strings.Contains(said, "beschädigt") {
		t.Errorf("status %d: %s", status, said)
	}
}

func TestCheckNamesTheNodesWhereThereAreSeveral(t *testing.T) {
	dir := withForum(t)
	if said := must(t, "", "check", "--data", dir); strings.Contains(said, "Knoten") {
		t.Errorf("with one node it says %s", said)
	}
	if err := os.WriteFile(filepath.Join(dir, "knoten.txt"), []byte("eins 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	execOn(t, dir, `DELETE FROM node`, `UPDATE event_log SET head = 7`,
		`INSERT INTO node (id, name, schema, started_at, seen_at, ready)
			VALUES ('eins', 'host-a', 1, 1, unixepoch() * 1000, FALSE), ('zwei', 'host-b', 1, 2, unixepoch() * 1000, TRUE),
				('drei', 'host-c', 1, 3, (unixepoch() - 3 * 3600 - 60) * 1000, TRUE)`,
		`INSERT INTO cursor (consumer, node, event_id) VALUES ('search', 'zwei', 5)`)
	_, said := command(t, "", "check", "--data", dir)
	for _, words := range []string{"Knoten eins (host-a, dieser Datenordner): nicht bereit, Suchindex 7 Ereignisse zurück",
		"Knoten zwei (host-b): bereit, Suchindex 2 Ereignisse zurück",
		"Knoten drei (host-c): zuletzt gesehen vor 3 Stunden, Suchindex 7 Ereignisse zurück"} {
		if !strings.Contains(said, words) {
			t.Errorf("%q is missing in %s", words, said)
		}
	}
}

// TestCheckSaysOfWhatNobodyCouldBeTold: a hint, and no defect of the folder.
func TestCheckSaysOfWhatNobodyCouldBeTold(t *testing.T) {
	dir := withForum(t)
	tell := func(event, tries int) {
		t.Helper()
		execOn(t, dir, fmt.Sprintf(`INSERT INTO fanout (event_id, part, kind, subject, at, last_person, turn, tries, next_at)
			VALUES (%d, -1, 'thread.opened', 0, 0, 0, 1, %d, 0)`, event, tries))
	}
	tell(1, 2)
	if status, said := command(t, "", "check", "--data", dir); status != 0 || strings.Contains(said, "keine Mitteilungen anlegen") {
		t.Errorf("after two tries: status %d: %s", status, said)
	}
	tell(2, 3)
	if status, said := command(t, "", "check", "--data", dir); status != 0 || !strings.Contains(said, "Zu einem Ereignis ließen") {
		t.Errorf("one event: status %d: %s", status, said)
	}
	tell(3, 5)
	if status, said := command(t, "", "check", "--data", dir); status != 0 || !strings.Contains(said, "Zu 2 Ereignissen ließen") {
		t.Errorf("two events: status %d: %s", status, said)
	}
}

// TestCheckNamesWhatKeepsAServerFromStarting in the words of the server.
func TestCheckNamesWhatKeepsAServerFromStarting(t *testing.T) {
	const key = "abababababababababababababababababababababababababababababababab\n"
	for what, c := range map[string]struct {
		file, content string // in the data folder
		words         string
	}{
		"another key":              {"schluessel.txt", key, "ist nicht der, unter dem die Geheimnisse"},
		"a damaged key":            {"schluessel.txt", "abc\n", "ist beschädigt"},
		"a key file without a key": {"schluessel.txt", "# nichts\n", "steht kein Schlüssel"},
		"a damaged list":           {"geloescht.txt", "abc\n", "ist in Zeile 1 beschädigt"},
	} {
		dir := served(t)
		if err := os.WriteFile(filepath.Join(dir, c.file), []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		before := tree(t, dir)
		status, said := command(t, "", "check", "--data", dir)
		if status != 1 || !strings.Contains(said, c.words) || !strings.Contains(said, "würde nicht starten") {
			t.Errorf("%s: status %d: %s", what, status, said)
		}
		wantSame(t, dir, "check", before)
		if status, said := command(t, "", "serve", "--data", dir, "--listen", "127.0.0.1:0"); status != 1 || !strings.Contains(said, c.words) {
			t.Errorf("%s: the server says %d: %s", what, status, said)
		}
	}
}

func TestCheckSaysThatTheKeyIsMissing(t *testing.T) {
	dir := served(t)
	if err := os.Remove(filepath.Join(dir, "schluessel.txt")); err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	if status, said := command(t, "", "check", "--data", dir); status != 0 || !strings.Contains(said, "Der Schlüssel fehlt") {
		t.Errorf("status %d: %s", status, said)
	}
	wantSame(t, dir, "check", before)
	execOn(t, dir, `INSERT INTO node (id, name, schema, started_at, seen_at, ready) VALUES ('zwei', 'host-b', 1, 2, 1, TRUE)`)
	if status, said := command(t, "", "check", "--data", dir); status != 1 || !strings.Contains(said, "Schlüsseldatei eines anderen Knotens") {
		t.Errorf("beside another node: status %d: %s", status, said)
	}
}

// served returns the folder of a forum that was served once.
func served(t *testing.T) string {
	t.Helper()
	dir := withForum(t)
	ctx, stop := context.WithCancel(context.Background())
	done, _ := serving(t, ctx, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	stop()
	<-done
	return dir
}

// TestCheckMissesTheFileOfAnAttachment: a row whose file is gone, or was cut off.
func TestCheckMissesTheFileOfAnAttachment(t *testing.T) {
	dir := withForum(t)
	hash := strings.Repeat("ab", 32)
	execOn(t, dir, `INSERT INTO attachment (name, media_type, size, sha256, created_at) VALUES ('a.txt', 'text/plain', 4, '`+hash+`', 0)`)
	if status, said := command(t, "", "check", "--data", dir); status != 1 || !strings.Contains(said, "Von Anhang 1 fehlt die Datei") {
		t.Errorf("missing: status %d: %s", status, said)
	}
	path := filepath.Join(t.TempDir(), "ab", hash)
	for content, want := range map[string]int{"Te": 1, "Text": 0} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		folder := filepath.Dir(filepath.Dir(path))
		if status, said := command(t, "", "check", "--data", dir, "--attachments", folder); status != want {
			t.Errorf("%q: status %d: %s", content, status, said)
		}
	}
}

// TestCheckFindsAFlippedBit: the size is right and the content is not.
func TestCheckFindsAFlippedBit(t *testing.T) {
	dir := withForum(t)
	must(t, "", "reindex", "--data", dir)
	sum := sha256.Sum256([]byte("Text"))
	hash := hex.EncodeToString(sum[:])
	execOn(t, dir, `INSERT INTO attachment (name, media_type, size, sha256, created_at) VALUES ('a.txt', 'text/plain', 4, '`+hash+`', 0)`)
	folder := t.TempDir()
	path := filepath.Join(folder, hash[:2], hash)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	for content, want := range map[string]int{"Text": 0, "Tex4": 1} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if status, said := command(t, "", "check", "--data", dir, "--attachments", folder); status != 0 {
			t.Errorf("%q by its size: status %d: %s", content, status, said)
		}
		if status, said := command(t, "", "check", "--data", dir, "--attachments", folder, "--contents"); status != want ||
			want == 1 && !strings.Contains(said, "ihr Inhalt ist verändert") {
			t.Errorf("%q by its content: status %d: %s", content, status, said)
		}
	}
}

// TestTheDemoWorldHasTheFilesOfItsTexts: they are made before the forum is where it stays.
func TestTheDemoWorldHasTheFilesOfItsTexts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "forum")
	ctx, stop := context.WithCancel(context.Background())
	done, _ := serving(t, ctx, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--demo", "--demo-password", "ein-passwort-der-probe")
	stop()
	<-done
	if _, said := command(t, "", "check", "--data", dir, "--contents"); !strings.Contains(said, "Anhänge: in Ordnung (4)") {
		t.Errorf("check says %s", said)
	}
}

func TestCheckAsksTheVirusScanner(t *testing.T) {
	dir := withForum(t)
	must(t, "", "reindex", "--data", dir)
	stub := clamdstub.Start(t, "unix")
	if said := must(t, "", "check", "--data", dir, "--clamd", "unix:"+stub.Address); !strings.Contains(said, "Virenscanner: "+clamdstub.Version) {
		t.Errorf("check says %s", said)
	}
	stub.Stop()
	if status, said := command(t, "", "check", "--data", dir, "--clamd", "unix:"+stub.Address); status != 1 ||
		!strings.Contains(said, "Virenscanner: antwortet nicht") {
		t.Errorf("status %d: %s", status, said)
	}
	if status, said := command(t, "", "check", "--data", dir, "--clamd", stub.Address); status == 0 || !strings.Contains(said, "--clamd") {
		t.Errorf("status %d: %s", status, said)
	}
}
