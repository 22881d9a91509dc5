//go:build postgres

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
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
)

// forumOfNodes is a forum on a server, with a member who is signed in on all nodes.
type forumOfNodes struct {
	database, key string
	jar           http.CookieJar
}

const word = "ein-langes-passwort"

// newForum makes the forum with its member.
func newForum(t *testing.T, folder, database string) *forumOfNodes {
	t.Helper()
	must(t, word+"\n", "user", "create", "--data", folder, "--database", database, "--email", "anna@stadt.example", "--name", "Anna Ahorn",
		"--organisation", "03241001", "--role", "member")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &forumOfNodes{database, filepath.Join(folder, "schluessel.txt"), jar}
}

// start runs the program on a folder and waits until it serves.
func (f *forumOfNodes) start(t *testing.T, program, folder string) *process {
	t.Helper()
	n := &process{t: t, log: new(bytes.Buffer), client: &http.Client{Jar: f.jar, Timeout: 40 * time.Second}}
	n.command = exec.Command(program, "serve", "--data", folder, "--database", f.database, "--key-file", f.key, "--listen", "127.0.0.1:0",
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

// thread signs the member in on one node, asks a question on the other and returns its
// address.
func (f *forumOfNodes) thread(t *testing.T, a, b *process) (path string) {
	t.Helper()
	a.post("/anmelden", url.Values{"email": {"anna@stadt.example"}, "passwort": {word}})
	version := regexp.MustCompile(`name="fassung" value="([^"]+)"`).FindStringSubmatch(a.get("/nutzungsbedingungen").body)
	if version == nil {
		t.Fatal("not signed in")
	}
	a.post("/nutzungsbedingungen", url.Values{"fassung": {version[1]}, "zustimmung": {"ja"}})
	asked := b.post("/fragen", url.Values{"titel": {"Wie erneuern Sie Ihr Forum?"}, "text": {"Ohne Unterbrechung, bitte."},
		"bereich": {"bauen-wohnen"}, "aktion": {"senden"}})
	if path = regexp.MustCompile(`^/thema/\d+`).FindString(asked.at); path == "" {
		t.Fatalf("no thread: %d at %s: %s", asked.code, asked.at, asked.body)
	}
	return path
}

// holds fails unless the thread holds each of the replies once, and nothing else.
func (f *forumOfNodes) holds(t *testing.T, n *process, thread string, replies []string) {
	t.Helper()
	var all strings.Builder
	for page := 1; page <= len(replies)/20+2; page++ {
		all.WriteString(n.get(fmt.Sprintf("%s-x?seite=%d", thread, page)).body)
	}
	for _, text := range replies {
		if !strings.Contains(all.String(), "<p>"+text) {
			t.Errorf("%q was acknowledged and is gone", text)
		}
	}
	conn, err := pgx.Connect(t.Context(), f.database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var posts int
	if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM post`).Scan(&posts); err != nil || posts != len(replies)+1 {
		t.Errorf("%d posts, %d replies were acknowledged, %v", posts, len(replies), err)
	}
}

// process is a node that serves.
type process struct {
	t       *testing.T
	command *exec.Cmd
	address string
	log     *bytes.Buffer
	client  *http.Client
}

// stop ends the process as an operator does.
func (n *process) stop() {
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

func (n *process) get(path string) answer {
	n.t.Helper()
	return n.read(n.client.Get(n.address + path))
}

func (n *process) post(path string, form url.Values) answer {
	n.t.Helper()
	return n.read(n.client.PostForm(n.address+path, form))
}

func (n *process) read(r *http.Response, err error) answer {
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

// replies are written one after the other, each by the next node, as behind a proxy.
// What a node refuses is sent again, with the key of its form, by the next one.
type replies struct {
	t            *testing.T
	path         string
	enough       atomic.Bool
	sending      sync.Mutex // held while one is on its way
	mu           sync.Mutex
	nodes        []*process
	acknowledged []string
}

func (w *replies) use(nodes ...*process) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.nodes = nodes
}

// pause returns when no reply is on its way; use goes on.
func (w *replies) pause() {
	w.use()
	w.sending.Lock()
	defer w.sending.Unlock()
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
		for ; !w.send(turn, form) && !w.enough.Load(); turn++ {
		}
		turn++
	}
}

// send sends a reply to the node whose turn it is, and reports whether it is stored.
func (w *replies) send(turn int, form url.Values) bool {
	w.sending.Lock()
	defer w.sending.Unlock()
	w.mu.Lock()
	nodes := w.nodes
	w.mu.Unlock()
	if len(nodes) == 0 {
		time.Sleep(5 * time.Millisecond)
		return false
	}
	n := nodes[turn%len(nodes)]
	r, err := n.client.PostForm(n.address+w.path, form)
	if err != nil {
		return false // it was just stopped
	}
	r.Body.Close()
	switch r.StatusCode {
	case http.StatusOK: // after the redirect
		w.mu.Lock()
		w.acknowledged = append(w.acknowledged, form.Get("text"))
		w.mu.Unlock()
		return true
	case http.StatusServiceUnavailable:
	default:
		w.t.Errorf("a reply is answered with %d", r.StatusCode)
	}
	return false
}
