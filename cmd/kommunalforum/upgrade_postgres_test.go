//go:build postgres

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"kommunalforum/internal/db/dbtest"
)

const word = "ein-langes-passwort"

// build builds the program. With later files its source is a later version: their
// content stands in the place of the files, without changing those.
func build(t *testing.T, later map[string]string) (path string) {
	t.Helper()
	folder := t.TempDir()
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for name, content := range later {
		at, err := filepath.Abs(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		other := filepath.Join(folder, strings.ReplaceAll(name, "/", "_"))
		if err := os.WriteFile(other, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay.Replace[at] = other
	}
	list, err := json.Marshal(overlay)
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "overlay.json"), list, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(folder, "kommunalforum")
	out, err := exec.Command("go", "build", "-ldflags=-s", "-overlay", filepath.Join(folder, "overlay.json"), "-o", path, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

// laterVersion is the program with one more migration and another style sheet.
func laterVersion(t *testing.T) map[string]string {
	t.Helper()
	sheet, err := os.ReadFile(filepath.Join("..", "..", "static", "css", "forum.css"))
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"internal/db/migrations/postgres/9999_later.sql": `-- +goose Up
ALTER TABLE post ADD COLUMN later TEXT NOT NULL DEFAULT '';
ALTER TABLE thread ADD COLUMN later TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN later TEXT NOT NULL DEFAULT '';
CREATE TABLE later (id BIGINT PRIMARY KEY);
`,
		"internal/db/migrations/sqlite/9999_later.sql": "-- +goose Up\nSELECT 1;\n",
		"static/css/forum.css":                         string(sheet) + "\n.later { color: red; }\n",
	}
}

// node is a process that serves.
type node struct {
	t       *testing.T
	command *exec.Cmd
	address string
	log     *bytes.Buffer
	client  *http.Client
}

// startNode runs the program on a folder and waits until it serves.
func startNode(t *testing.T, program, folder, database, key string, jar http.CookieJar) *node {
	t.Helper()
	n := &node{t: t, log: new(bytes.Buffer), client: &http.Client{Jar: jar, Timeout: 30 * time.Second}}
	n.command = exec.Command(program, "serve", "--data", folder, "--database", database, "--key-file", key, "--listen", "127.0.0.1:0",
		"--no-member-limits", "--base-url", "http://127.0.0.1")
	n.command.Stderr = n.log
	out, err := n.command.StdoutPipe()
	if err == nil {
		err = n.command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.command.Process.Kill(); n.command.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if m := regexp.MustCompile(`läuft: (http://[\d.]+:\d+)`).FindStringSubmatch(lines.Text()); m != nil {
			n.address = m[1]
			go io.Copy(io.Discard, out)
			return n
		}
	}
	n.command.Wait()
	t.Fatalf("it does not serve: %s", n.log)
	return nil
}

// stop ends the process as an operator does.
func (n *node) stop() {
	n.t.Helper()
	n.command.Process.Signal(syscall.SIGTERM)
	if err := n.command.Wait(); err != nil {
		n.t.Errorf("it ended with %v: %s", err, n.log)
	}
}

// answer is what a node said to a request.
type answer struct {
	code   int
	header http.Header
	body   string
	at     string // the address after all redirects
}

func (n *node) get(path string) answer {
	n.t.Helper()
	return n.read(n.client.Get(n.address + path))
}

func (n *node) post(path string, form url.Values) answer {
	n.t.Helper()
	return n.read(n.client.PostForm(n.address+path, form))
}

func (n *node) read(r *http.Response, err error) answer {
	n.t.Helper()
	if err != nil {
		n.t.Error(err)
		return answer{}
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		n.t.Error(err)
	}
	return answer{r.StatusCode, r.Header, string(body), r.Request.URL.Path}
}

// sheet is the address of the style sheet that a page of the node names.
func (n *node) sheet() string {
	n.t.Helper()
	path := regexp.MustCompile(`/static/[\w./-]+\.[0-9a-f]{16}\.css`).FindString(n.get("/").body)
	if path == "" {
		n.t.Fatal("the page names no style sheet")
	}
	return path
}

// TestRollingUpgrade walks the steps of OPERATING.md: two nodes serve, one of a later
// version migrates the database, and takes the place of the others one by one. All the
// while somebody writes replies through whichever node there is.
func TestRollingUpgrade(t *testing.T) {
	root := t.TempDir()
	folder := func(name string) string { return filepath.Join(root, name) }
	if err := dbtest.Make(folder("a")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dbtest.Drop(folder("a")) })
	database, key := dbtest.Address(folder("a")), filepath.Join(folder("a"), "schluessel.txt")
	must(t, word+"\n", "user", "create", "--data", folder("a"), "--database", database, "--email", "anna@stadt.example", "--name", "Anna Ahorn",
		"--organisation", "03241001", "--role", "member")
	older, later := build(t, nil), build(t, laterVersion(t))
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	start := func(program, name string) *node { return startNode(t, program, folder(name), database, key, jar) }
	a, b := start(older, "a"), start(older, "b")
	a.post("/anmelden", url.Values{"email": {"anna@stadt.example"}, "passwort": {word}})
	version := regexp.MustCompile(`name="fassung" value="([^"]+)"`).FindStringSubmatch(a.get("/nutzungsbedingungen").body)
	if version == nil {
		t.Fatal("not signed in")
	}
	a.post("/nutzungsbedingungen", url.Values{"fassung": {version[1]}, "zustimmung": {"ja"}})
	asked := b.post("/fragen", url.Values{"titel": {"Wie erneuern Sie Ihr Forum?"}, "text": {"Ohne Unterbrechung, bitte."},
		"bereich": {"bauen-wohnen"}, "aktion": {"senden"}})
	thread := regexp.MustCompile(`^/thema/\d+`).FindString(asked.at)
	if thread == "" {
		t.Fatalf("no thread: %d at %s: %s", asked.code, asked.at, asked.body)
	}

	w := &replies{t: t, path: thread + "/antworten"}
	w.use(a, b)
	var writing sync.WaitGroup
	writing.Go(w.write)
	w.waitFor(10)
	c := start(later, "c")
	for name, old := range map[string]*node{"a": a, "b": b} {
		if page := old.get(thread + "-x"); page.code != http.StatusOK {
			t.Errorf("reading at %s: %d", name, page.code)
		}
		refused := old.post(w.path, url.Values{"text": {"Ein mühsam getippter Satz."}, "aktion": {"senden"}})
		if refused.code != http.StatusServiceUnavailable || refused.header.Get("Retry-After") == "" ||
			!strings.Contains(refused.body, "Ein mühsam getippter Satz.") || !strings.Contains(refused.body, "Das Forum wird gerade erneuert.") {
			t.Errorf("writing at %s: %d: %s", name, refused.code, refused.body)
		}
		for from, other := range map[*node]*node{old: c, c: old} {
			if sheet := other.get(from.sheet()); sheet.code != http.StatusOK || sheet.header.Get("Cache-Control") != "no-store" {
				t.Errorf("style sheet of the other version: %d, %s", sheet.code, sheet.header.Get("Cache-Control"))
			}
		}
	}
	w.use(a, b, c)
	w.waitFor(10)
	w.use(b, c)
	a.stop()
	a = start(later, "a")
	w.use(a, c)
	w.waitFor(10)
	b.stop()
	b = start(later, "b")
	w.use(a, b, c)
	w.waitFor(10)
	w.enough.Store(true)
	writing.Wait()

	var all strings.Builder
	for page := 1; page <= len(w.acknowledged)/20+2; page++ {
		all.WriteString(a.get(fmt.Sprintf("%s-x?seite=%d", thread, page)).body)
	}
	for _, text := range w.acknowledged {
		if !strings.Contains(all.String(), "<p>"+text) {
			t.Errorf("%q was acknowledged and is gone", text)
		}
	}
	if n := posts(t, database); n != len(w.acknowledged)+1 {
		t.Errorf("%d posts, %d replies were acknowledged", n, len(w.acknowledged))
	}
	for _, n := range []*node{a, b, c} {
		n.stop()
		if strings.Contains(n.log.String(), "level=ERROR") {
			t.Errorf("a later node says %s", n.log)
		}
	}
}

func posts(t *testing.T, database string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM post`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// replies are written one after the other, each by the next node, as behind a proxy.
// What a node refuses is sent again, with the key of its form, by the next one.
type replies struct {
	t            *testing.T
	path         string
	enough       atomic.Bool
	mu           sync.Mutex
	nodes        []*node
	acknowledged []string
}

func (w *replies) use(nodes ...*node) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.nodes = nodes
}

// waitFor waits for some more replies.
func (w *replies) waitFor(more int) {
	count := func() int {
		w.mu.Lock()
		defer w.mu.Unlock()
		return len(w.acknowledged)
	}
	for until := count() + more; count() < until; {
		time.Sleep(5 * time.Millisecond)
	}
}

func (w *replies) write() {
	for turn, n := 0, 0; !w.enough.Load(); n++ {
		text := fmt.Sprintf("Satz Nummer %d.", n)
		form := url.Values{"text": {text}, "aktion": {"senden"}, "einmal": {fmt.Sprintf("schluessel-%d", n)}}
		for ; !w.enough.Load(); turn++ {
			w.mu.Lock()
			next := w.nodes[turn%len(w.nodes)]
			w.mu.Unlock()
			r, err := next.client.PostForm(next.address+w.path, form)
			if err != nil {
				continue // it was just stopped
			}
			r.Body.Close()
			if r.StatusCode == http.StatusOK { // after the redirect
				w.mu.Lock()
				w.acknowledged = append(w.acknowledged, text)
				w.mu.Unlock()
				break
			}
			if r.StatusCode != http.StatusServiceUnavailable {
				w.t.Errorf("a reply is answered with %d", r.StatusCode)
			}
		}
	}
}
