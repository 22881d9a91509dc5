//go:build postgres

package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"kommunalforum/internal/db/dbtest"
)

// TestNodesOutliveAFailover kills the primary while replies are written through two
// nodes. One reply is on its way to the standby then: nobody knows what became of it
// until it is sent again.
func TestNodesOutliveAFailover(t *testing.T) {
	program, err := present()
	if err != nil {
		t.Fatal(err)
	}
	root, pair := t.TempDir(), dbtest.StartPair(t)
	f := newForum(t, filepath.Join(root, "a"), pair.Address("postgres"))
	a, b := f.start(t, program, filepath.Join(root, "a")), f.start(t, program, filepath.Join(root, "b"))
	thread := f.thread(t, a, b)
	w := &replies{t: t, path: thread + "/antworten"}
	w.use(a, b)
	var writing sync.WaitGroup
	writing.Go(w.write)
	w.waitFor(20)
	w.pause()
	watch, err := pgx.Connect(t.Context(), f.database)
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Close(context.Background())

	form, unclear := url.Values{}, make(chan answer)
	var stored []string
	for n := 0; ; n++ { // workers write now and then, too
		silence(t, watch)
		form = url.Values{"text": {fmt.Sprintf("Ein Satz mit ungewissem Ausgang, Nummer %d.", n)}, "aktion": {"senden"},
			"einmal": {fmt.Sprintf("ungewiss-%d", n)}}
		pair.Standby.Halt()
		go func() { unclear <- a.post(w.path, form) }()
		if committing(t, watch) {
			break
		}
		pair.Standby.Continue()
		<-unclear
		stored = append(stored, form.Get("text"))
	}
	pair.Primary.Kill()
	if u := <-unclear; u.code != http.StatusServiceUnavailable || !strings.Contains(u.body, form.Get("text")) ||
		!strings.Contains(u.body, "wissen wir nicht") || strings.Contains(u.body, "bgeschickt ist es nicht") {
		t.Errorf("a reply of which nobody knows: %d: %s", u.code, u.body)
	}
	for _, n := range []*process{a, b} {
		began := time.Now()
		lost := n.post(w.path, url.Values{"text": {"Ein Satz ohne Datenbank."}, "aktion": {"senden"}})
		if lost.code != http.StatusServiceUnavailable || lost.header.Get("Retry-After") == "" ||
			!strings.Contains(lost.body, "Ein Satz ohne Datenbank.") || !strings.Contains(lost.body, "nicht erreichbar") {
			t.Errorf("a reply without a database: %d: %s", lost.code, lost.body)
		}
		guest := &process{t: t, address: n.address, client: &http.Client{Timeout: 40 * time.Second}}
		applied := guest.post("/registrieren", url.Values{"email": {"neu@stadt.example"}, "name": {"Nora Neu"}, "passwort": {word}, "nochmal": {word},
			"grund": {"Ich kümmere mich um das Bauamt."}})
		if applied.code != http.StatusServiceUnavailable || !strings.Contains(applied.body, "Nora Neu") || strings.Contains(applied.body, word) {
			t.Errorf("a guest's form without a database: %d: %s", applied.code, applied.body)
		}
		if page := n.get(thread + "-x"); page.code != http.StatusServiceUnavailable || page.header.Get("Retry-After") == "" {
			t.Errorf("a page without a database: %d", page.code)
		}
		if alive := guest.get("/healthz"); alive.code != http.StatusOK {
			t.Errorf("the process must not be ended for it: %d", alive.code)
		}
		if took := time.Since(began); took > 25*time.Second {
			t.Errorf("the answers without a database took %v", took)
		}
	}
	pair.Standby.Continue()
	pair.Standby.Promote()
	promoted := time.Now()
	w.use(a, b)
	w.waitFor(1)
	t.Logf("a reply is stored %v after promotion", time.Since(promoted))
	w.waitFor(20)
	w.enough.Store(true)
	writing.Wait()
	for _, n := range []*process{b, a, b} {
		again := n.post(w.path, form)
		for until := time.Now().Add(10 * time.Second); again.code == http.StatusServiceUnavailable && time.Now().Before(until); {
			time.Sleep(100 * time.Millisecond) // connections to the former primary may still be found dead
			again = n.post(w.path, form)
		}
		if again.code != http.StatusOK || !strings.HasPrefix(again.at, thread) {
			t.Errorf("sent again: %d at %s: %s", again.code, again.at, again.body)
		}
	}
	f.holds(t, a, thread, slices.Concat(w.acknowledged, stored, []string{form.Get("text")}))
	a.stop()
	b.stop()
}

// silence returns once no node has written for a moment, as workers do after replies.
func silence(t *testing.T, watch *pgx.Conn) {
	t.Helper()
	for before, n := int64(-1), int64(0); before != n; time.Sleep(300 * time.Millisecond) {
		before = n
		if err := watch.QueryRow(t.Context(), `SELECT n FROM write_count`).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
}

// committing returns once a commit waits for the standby, and whether it is that of a
// reply.
func committing(t *testing.T, watch *pgx.Conn) (reply bool) {
	t.Helper()
	for n := 0; n == 0; {
		err := watch.QueryRow(t.Context(), `
			SELECT count(*), count(*) FILTER (WHERE EXISTS (
				SELECT FROM pg_locks l WHERE l.pid = s.pid AND l.relation = 'post'::regclass AND l.mode = 'RowExclusiveLock')) > 0
			FROM pg_stat_activity s
			WHERE wait_event = 'SyncRep' AND backend_type = 'client backend'`).Scan(&n, &reply)
		if err != nil {
			t.Fatal(err)
		}
	}
	return reply
}
