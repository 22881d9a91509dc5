//go:build postgres

package nodes_test

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"kommunalforum/internal/nodes"
	. "kommunalforum/internal/testkit"
)

// replies is how many TestWritersOnTwoNodes writes; NODES_REPLIES=10000 for the long
// form.
func replies(t *testing.T) int {
	t.Helper()
	text := os.Getenv("NODES_REPLIES")
	if text == "" {
		return 320
	}
	n, err := strconv.Atoi(text)
	must(t, err)
	return n
}

const writers = 16

// TestWritersOnTwoNodesLoseNothing lets them reply through a proxy, kills one node on
// the way and lets it return. Whoever got no answer sends the same form again.
func TestWritersOnTwoNodesLoseNothing(t *testing.T) {
	w := Idle(t)
	procs := []*nodes.Process{nodes.Serve(w), nodes.Serve(w)}
	site := nodes.Between(procs...)
	var threads []int64
	for i := range 4 {
		threads = append(threads, w.Ask(Ann, []string{Public, Members}[i%2], fmt.Sprintf("Frage %d zum Kanarienvogel", i), "Frage"))
	}
	before := number(w, `SELECT COUNT(*) FROM post`)
	all, who := replies(t), []string{Bea, Insider, Editor, Prog}
	var next, acknowledged atomic.Int64
	halfway := make(chan struct{})
	var working sync.WaitGroup
	for i := range writers {
		cookie := w.NewSession(who[i%len(who)], "Test, Test")
		working.Go(func() {
			for n := next.Add(1); n <= int64(all); n = next.Add(1) {
				if n == int64(all/2) {
					close(halfway)
				}
				form := Form("text", fmt.Sprintf("Antwort Nummer x%dx", n), "einmal", fmt.Sprintf("schluessel-%d", n))
				for t.Context().Err() == nil { // until somebody answers
					r := Request(http.MethodPost, fmt.Sprintf("/thema/%d/antworten", threads[n%4]), form)
					r.Header.Set("Cookie", cookie)
					r.RequestURI = ""
					code := send(site, r)
					if code == http.StatusSeeOther {
						acknowledged.Add(1)
						break
					}
					if code < 500 {
						t.Errorf("reply %d: %d", n, code)
						break
					}
				}
			}
		})
	}
	<-halfway
	procs[0].Kill()
	working.Wait()
	procs[0].Start()
	if got := int(acknowledged.Load()); got != all {
		t.Fatalf("%d of %d replies were acknowledged", got, all)
	}
	if got := number(w, `SELECT COUNT(*) FROM post`) - before; got != all {
		t.Errorf("%d replies are there, %d were acknowledged", got, all)
	}
	wantNoDrift(w)
	wantHeard(w, all)
	for i, p := range procs {
		wantFound(w, p, i, all)
	}
}

// wantNoDrift compares positions and counters with the posts.
func wantNoDrift(w *World) {
	w.T.Helper()
	for what, query := range map[string]string{
		"threads with gaps in positions": `
			SELECT COUNT(*)
			FROM (SELECT thread_id FROM post GROUP BY thread_id HAVING COUNT(*) <> MAX(position) OR MIN(position) <> 1) x`,
		"threads with a wrong number of replies": `
			SELECT COUNT(*)
			FROM thread t
			WHERE t.replies <> (SELECT COUNT(*) - 1 FROM post e WHERE e.thread_id = t.id)`,
		"threads with another newest post": `
			SELECT COUNT(*)
			FROM thread t
			WHERE t.newest_id <> (SELECT MAX(e.id) FROM post e WHERE e.thread_id = t.id)
			OR t.newest_position <> (SELECT MAX(e.position) FROM post e WHERE e.thread_id = t.id)`,
		"boards with a wrong number of threads": `
			SELECT COUNT(*)
			FROM board_figures g
			WHERE g.threads <> (SELECT COUNT(*) FROM thread t WHERE t.board_id = g.board_id AND NOT t.hidden)`,
		"days with a wrong number of threads": `
			SELECT COUNT(*)
			FROM (
				SELECT board_id, last_post_at / 86400000 AS day, state, COALESCE(situation_id, 0) AS situation_id, COUNT(*) AS threads
				FROM thread
				WHERE NOT pinned AND NOT hidden
				GROUP BY 1, 2, 3, 4
				EXCEPT
				SELECT board_id, day, state, situation_id, threads FROM thread_day) x`,
		"events missing in the log": `SELECT (SELECT head FROM event_log) - COUNT(*) FROM event`,
		"posts without just one event": `
			SELECT COUNT(*)
			FROM post e
			WHERE e.position > 1 AND 1 <> (SELECT COUNT(*) FROM event v WHERE v.kind = 'post.added' AND v.subject = e.id)`,
	} {
		if n := number(w, query); n != 0 {
			w.T.Errorf("%d %s", n, what)
		}
	}
}

// wantHeard waits until the notifications are made, of which whoever asked has one for
// each reply, in the order of the log.
func wantHeard(w *World, all int) {
	w.T.Helper()
	ann := w.By(Ann).ID
	const told = `SELECT COUNT(*) FROM notification WHERE person_id = $1 AND event_id IN (SELECT id FROM event WHERE kind = 'post.added')`
	for n := number(w, told, ann); n < all; n = number(w, told, ann) { // writers that never rest leave little time to it
		w.Soon(fmt.Sprintf("it is told of more than %d replies", n), func() bool { return number(w, told, ann) > n })
	}
	w.Soon("all followers are told", func() bool { return number(w, `SELECT COUNT(*) FROM fanout`) == 0 })
	if n := number(w, told, ann); n != all {
		w.T.Errorf("told %d times of %d replies", n, all)
	}
	outOfOrder := number(w, `
		SELECT COUNT(*)
		FROM (SELECT event_id, LAG(event_id) OVER (ORDER BY id) AS before FROM notification WHERE person_id = $1 AND event_id IS NOT NULL) x
		WHERE event_id < before`, ann)
	if outOfOrder != 0 {
		w.T.Errorf("%d times told out of order", outOfOrder)
	}
}

// wantFound waits until the node's own index has the last replies, and looks for some of
// those before them.
func wantFound(w *World, p *nodes.Process, which, all int) {
	w.T.Helper()
	cookie := w.NewSession(Ann, "Test, Test")
	finds := func(number int) bool {
		return strings.Contains(p.Get(cookie, fmt.Sprintf("/suche?q=x%dx", number)), "1 Treffer")
	}
	for number := all; number > all-3; number-- {
		w.Soon(fmt.Sprintf("node %d finds reply %d", which, number), func() bool { return finds(number) })
	}
	for number := 1; number < all; number += max(1, all/50) {
		if !finds(number) {
			w.T.Errorf("node %d does not find reply %d", which, number)
		}
	}
}
