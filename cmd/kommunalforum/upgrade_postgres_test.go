//go:build postgres

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/db/dbtest"
)

// present builds the program, once for all tests.
var present = sync.OnceValues(func() (string, error) {
	return build(filepath.Join("..", "..", "bin", "kommunalforum-"+filepath.Base(os.Args[0])))
})

// build builds the program at the path and returns its absolute path.
func build(path string, flags ...string) (string, error) {
	out, err := exec.Command("go", append(append([]string{"build", "-ldflags=-s", "-o", path}, flags...), ".")...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return filepath.Abs(path)
}

// buildWith builds the program as a later version: what stands in the files is something
// else, without changing those.
func buildWith(t *testing.T, later map[string]string) (path string) {
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
	if err == nil {
		path, err = build(filepath.Join(folder, "kommunalforum"), "-overlay", filepath.Join(folder, "overlay.json"))
	}
	if err != nil {
		t.Fatal(err)
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

// sheet is the address of the style sheet that a page of the node names.
func (n *process) sheet() string {
	n.t.Helper()
	path := regexp.MustCompile(`/static/[\w./-]+\.[0-9a-f]{16}\.css`).FindString(n.get("/").body)
	if path == "" {
		n.t.Fatal("the page names no style sheet")
	}
	return path
}

// isReady waits until /bereit answers so, and returns what it says.
func (n *process) isReady(code int) string {
	n.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if a := n.get("/bereit"); a.code == code {
			return a.body
		}
	}
	n.t.Errorf("/bereit does not answer %d", code)
	return ""
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
	older, err := present()
	if err != nil {
		t.Fatal(err)
	}
	database, later := dbtest.Address(folder("a")), buildWith(t, laterVersion(t))
	f := newForum(t, folder("a"), database)
	start := func(program, name string) *process { return f.start(t, program, folder(name)) }
	a, b := start(older, "a"), start(older, "b")
	thread := f.thread(t, a, b)

	w := &replies{t: t, path: thread + "/antworten"}
	w.use(a, b)
	var writing sync.WaitGroup
	writing.Go(w.write)
	w.waitFor(10)
	c := start(later, "c")
	for name, old := range map[string]*process{"a": a, "b": b} {
		if page := old.get(thread + "-x"); page.code != http.StatusOK {
			t.Errorf("reading at %s: %d", name, page.code)
		}
		refused := old.post(w.path, url.Values{"text": {"Ein mühsam getippter Satz."}, "aktion": {"senden"}})
		if refused.code != http.StatusServiceUnavailable || refused.header.Get("Retry-After") == "" ||
			!strings.Contains(refused.body, "Ein mühsam getippter Satz.") || !strings.Contains(refused.body, "Das Forum wird gerade erneuert.") {
			t.Errorf("writing at %s: %d: %s", name, refused.code, refused.body)
		}
		for from, other := range map[*process]*process{old: c, c: old} {
			if sheet := other.get(from.sheet()); sheet.code != http.StatusOK || sheet.header.Get("Cache-Control") != "no-store" {
				t.Errorf("style sheet of the other version: %d, %s", sheet.code, sheet.header.Get("Cache-Control"))
			}
		}
	}
	w.use(a, b, c)
	w.waitFor(10)
	c.isReady(http.StatusOK)
	for _, old := range []*process{a, b} {
		if why := old.isReady(http.StatusServiceUnavailable); !strings.Contains(why, "abgelöst") {
			t.Errorf("an old node is not ready because of %s", why)
		}
	}
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

	f.holds(t, a, thread, w.acknowledged)
	for _, n := range []*process{a, b, c} {
		n.stop()
		if strings.Contains(n.log.String(), "level=ERROR") {
			t.Errorf("a later node says %s", n.log)
		}
	}
}
