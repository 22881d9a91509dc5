//go:build bench

package bench

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"
	"time"
)

// page is one of those that are measured.
type page struct {
	name    string
	members bool         // not for guests
	fresh   bool         // for guests alone, made anew each time instead of kept
	paths   []string     // gone through in turn
	thread  []string     // the same pages of the floor with queries, if there are any
	form    []url.Values // sent to the paths instead of fetching them
	search  bool
}

func (r *run) pages() []page {
	b := "/bereiche/" + board
	floors := make([]string, len(r.threads))
	for i, id := range r.threads {
		floors[i] = fmt.Sprint("/", id)
	}
	all := []page{
		{name: "start page", paths: []string{"/"}},
		{name: "board, first page", paths: []string{b}},
		{name: "board, middle page", paths: []string{fmt.Sprintf("%s?seite=%d", b, max(r.boardPages/2, 2))}},
		{name: "board, last page", paths: []string{fmt.Sprintf("%s?seite=%d", b, r.boardPages)}},
		{name: "thread, 20 posts, hot", paths: r.threadPaths[:1], thread: floors[:1]},
		{name: "thread, 20 posts, random", paths: r.threadPaths, thread: floors},
		{name: "thread, 20 posts, random, not kept", fresh: true, paths: r.threadPaths, thread: floors},
		{name: "FAQ", paths: []string{"/faq"}},
		{name: "desk", members: true, paths: []string{"/schreibtisch"}},
		{name: "twin look-up", search: true, members: true, paths: []string{"/fragen"}, form: r.questions()},
	}
	for _, l := range searchLines {
		all = append(all, page{name: "search, " + l.name, search: true, paths: l.paths()})
	}
	return all
}

// questions are forms of questions that were put already, so that each is
// answered with its twins.
func (r *run) questions() (out []url.Values) {
	for _, title := range r.titles {
		out = append(out, url.Values{"titel": {title}, "text": {"Wie macht ihr das?"}, "bereich": {board}, "aktion": {"senden"},
			"einmal": {"messung"}})
	}
	return out
}

// measure prints the tables of one size.
func (r *run) measure() (rows []row) {
	chill(r, r.dir)
	ready := time.Duration(0)
	r.server, ready = forum(r, r.dir)
	r.waitForIndex()
	r.cookies[member], r.cookies[desk] = r.signIn(member), r.signIn(desk)
	r.threadPaths = r.pathsOf(r.threads)
	r.floor, r.queries = floor(r, "constant", r.dir), floor(r, "queries", r.dir)
	fmt.Printf("\n### %d posts, %d processors, %s\n\n", r.posts, runtime.NumCPU(), runtime.Version())
	fmt.Println("| page | viewer | KB | cold ms | one: p50 ms | p99 ms | 16 at once: pages/s | p50 ms | p99 ms | CPU ms | of (a) | of (b) |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|---|---|---|")
	for _, p := range r.pages() {
		switch {
		case p.fresh:
			rows = append(rows, r.line(p, "guest", "messung=1")) // pages are kept for those without any cookie
			continue
		case !p.members:
			rows = append(rows, r.line(p, "guest", ""))
		}
		rows = append(rows, r.line(p, "member", r.cookies[desk]))
	}
	fmt.Println()
	r.compressed()
	rate := r.replies()
	r.signIns()
	memory, size := r.server.anonymous(r), int64(0)
	if info, err := os.Stat(binary); err == nil {
		size = info.Size() >> 20
	}
	r.within("time until the first page is answered", ready, maxReady)
	r.most("memory that no file backs, after all of this", float64(memory), maxMemory, "MB")
	r.most("binary", float64(size), maxBinary, "MB")
	fmt.Printf("- time until the first page is answered: %s ms; RssAnon after all of this: %d MB; binary: %d MB\n", ms(ready), memory, size)
	r.server.stop()
	r.queries.stop()
	r.floor.stop()
	bare := commits(r, r.dir, r.answered, r.seconds*rounds)
	fmt.Printf("- bare durable commits of the rows of a reply: %.0f a second\n", bare)
	r.least("replies, of bare commits of the same rows", rate/bare, replyOfCommits)
	return rows
}

// pathsOf returns the addresses of threads, to which those without a title lead.
func (r *run) pathsOf(threads []int64) (out []string) {
	r.Helper()
	for _, id := range threads {
		out = append(out, once(r, r.server.address, request{path: fmt.Sprint("/thema/", id)}).location)
	}
	return out
}

// line measures a page and its floors.
func (r *run) line(p page, viewer, cookie string) row {
	r.Helper()
	cold := r.cold(p, cookie)
	next := p.next(cookie)
	one := r.figure(r.server, 1, 200, next)
	m := r.figure(r.server, many, 200, next)
	constant := r.figure(r.floor, many, 200, always(request{path: fmt.Sprint("/", m.size)}))
	ofB, rate := "", 0.0
	if p.thread != nil {
		var paths []string
		for _, path := range p.thread {
			paths = append(paths, "/"+viewer+path)
		}
		q := r.figure(r.queries, many, 200, among("", paths))
		rate = q.rate
		ofB = fmt.Sprintf("%.2f (%.0f/s, %s ms, %d KB)", m.rate/q.rate, q.rate, ms(q.cpu), q.size>>10)
	}
	r.holdLine(p, viewer, one, m, rate)
	fmt.Printf("| %s | %s | %d | %s | %s | %s | %.0f | %s | %s | %s | %.3f | %s |\n", p.name, viewer, m.size>>10, ms(cold), ms(one.p50), ms(one.p99),
		m.rate, ms(m.p50), ms(m.p99), ms(m.cpu), m.rate/constant.rate, ofB)
	return row{p.name + ", " + viewer, float64(m.cpu) / float64(time.Millisecond), m.size, p.search}
}

// next makes the requests of the page, in turn.
func (p page) next(cookie string) func(n int) []byte {
	if p.form == nil {
		return among(cookie, p.paths)
	}
	var all [][]byte
	for _, f := range p.form {
		all = append(all, request{path: p.paths[0], cookie: cookie, form: f}.bytes())
	}
	return func(n int) []byte { return all[n%len(all)] }
}

// cold measures the last of the page's addresses once, after the system forgot
// the files; what the program itself keeps stays.
func (r *run) cold(p page, cookie string) time.Duration {
	r.Helper()
	chill(r, r.dir)
	c, err := dial(r.server.address)
	if err != nil {
		r.Fatal(err)
	}
	defer c.Close()
	begin := time.Now()
	if a, err := c.do(p.next(cookie)(len(p.paths) - 1)); err != nil || a.code != 200 {
		r.Fatalf("%s: %d %v", p.name, a.code, err)
	}
	return time.Since(begin)
}

func (r *run) compressed() {
	for _, viewer := range []string{"", r.cookies[member]} {
		m := r.figure(r.server, many, 200, always(request{path: r.threadPaths[0], cookie: viewer, gzip: true}))
		fmt.Printf("- thread page compressed, signed in %t: %.0f pages/s, CPU %s ms, %.1f KB\n", viewer != "", m.rate, ms(m.cpu),
			float64(m.size)/1024)
	}
}

// replies measures answering, alone and 16 at once, and how soon the search
// finds an answer meanwhile. It returns the rate of the latter.
func (r *run) replies() (rate float64) {
	r.Helper()
	next := func(n int) []byte {
		path := fmt.Sprintf("/thema/%d/antworten", r.answered[n%len(r.answered)])
		return request{path: path, cookie: r.cookies[member], form: url.Values{"text": {replyText(n)}}}.bytes()
	}
	for _, connections := range []int{1, many} {
		found := make(chan time.Duration, 1)
		go func() { found <- r.untilFound() }()
		m := r.figure(r.server, connections, 303, next)
		soon := <-found
		fmt.Printf("- reply, %d at once: %.0f a second, p50 %s ms, p99 %s ms, CPU %s ms; found by the search meanwhile after %s ms\n",
			connections, m.rate, ms(m.p50), ms(m.p99), ms(m.cpu), ms(soon))
		r.within(fmt.Sprintf("until a reply is found, %d at once", connections), soon, maxFound)
		rate = m.rate
	}
	return rate
}

// untilFound answers with a word of its own and looks for it.
func (r *run) untilFound() time.Duration {
	time.Sleep(r.seconds) // in the midst of the load
	word := fmt.Sprintf("Suchwort%xq", time.Now().UnixNano())
	path := fmt.Sprintf("/thema/%d/antworten", r.answered[0])
	once(r, r.server.address, request{path: path, cookie: r.cookies[member], form: url.Values{"text": {"Ein Beitrag mit " + word}}})
	begin := time.Now()
	for time.Since(begin) < time.Minute {
		a := once(r, r.server.address, request{path: "/suche?q=" + word, cookie: r.cookies[member]})
		if bytes.Contains(a.body, []byte("/beitrag/")) || strings.Contains(string(a.body), "Ein Beitrag mit") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return time.Since(begin)
}

func (r *run) signIns() {
	form := url.Values{"email": {member}, "passwort": {password}}
	m := r.figure(r.server, 2, 303, always(request{path: "/anmelden", form: form}))
	fmt.Printf("- sign-in, 2 at once: %.0f a second, p50 %s ms, CPU %s ms\n", m.rate, ms(m.p50), ms(m.cpu))
}

// waitForIndex lets the search open its index.
func (r *run) waitForIndex() {
	begin := time.Now()
	for time.Since(begin) < 20*time.Minute { // it may have to be built
		a := once(r, r.server.address, request{path: "/suche?q=Antrag&art=thema"})
		if bytes.Contains(a.body, []byte("/thema/")) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	r.Fatal("the search does not answer")
}
