//go:build bench

package bench

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db/dbtest"
	"kommunalforum/internal/web/path"
)

// What is asked of a forum on PostgreSQL.
const (
	engineReplies     = 300 // a second, over a socket
	engineRepliesFar  = 100 // with half a millisecond for each round trip
	engineMemberPages = .6  // thread pages of SQLite's rate
)

// durable makes a server keep what it acknowledged, as SQLite does here.
var durable = []string{"fsync = on", "shared_buffers = 128MB"}

// far is how much longer a round trip takes.
var far = []time.Duration{500 * time.Microsecond, time.Millisecond}

// column is a way to keep the forum, and its figures.
type column struct {
	name                                      string
	start                                     func() *process
	replyAlone, reply, thread, guest, notKept measured
}

// TestMeasuredEngines measures one forum of 10,000 posts on SQLite and on PostgreSQL:
// over a socket, with more time for each round trip, and with a standby that has each
// commit before it is acknowledged.
func TestMeasuredEngines(t *testing.T) {
	if address := os.Getenv(wireTo); address != "" {
		layWire(t, address)
		return
	}
	r := newRun(t, 10_000)
	index := filepath.Join(t.TempDir(), "search") // as the copies of the database are
	copyIndex(t, index, filepath.Join(r.dir, "search"))
	node := func(database string) *process { return r.node(database, index) }
	single := copied(t, r.dir, dbtest.StartServer(t, durable...).Address("postgres"))
	pair := copied(t, r.dir, dbtest.StartPair(t, durable...).Primary.Address("postgres"))
	columns := []*column{
		{name: "SQLite", start: func() *process { p, _ := forum(t, r.dir); return p }},
		{name: "PostgreSQL, socket", start: func() *process { return node(single) }},
	}
	for _, d := range far {
		columns = append(columns, &column{name: "+ " + d.String(), start: func() *process { return node(over(t, single, d)) }})
	}
	columns = append(columns,
		&column{name: "standby", start: func() *process { return node(pair) }},
		&column{name: "standby, + " + far[0].String(), start: func() *process { return node(over(t, pair, far[0])) }})
	for _, c := range columns {
		r.engine(c)
	}
	sqlite, socket := columns[0], columns[1]
	r.least("replies a second over a socket", socket.reply.rate, engineReplies)
	r.least("replies a second, "+columns[2].name, columns[2].reply.rate, engineRepliesFar)
	r.least("thread pages of members over a socket, of SQLite's", socket.thread.rate/sqlite.thread.rate, engineMemberPages)
	printEngines(columns)
	for _, m := range report("engines", r.targets) {
		t.Error("missed: ", m)
	}
}

// copied copies the forum in the folder into a database, and returns its address.
func copied(t *testing.T, dir, address string) string {
	t.Helper()
	if said, err := exec.Command(binary, "copy", "--from", dir, "--to", address).CombinedOutput(); err != nil {
		t.Fatalf("copy: %v: %.500s", err, said)
	}
	return address
}

func copyIndex(t testing.TB, to, from string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// node starts the built program on the database, in a folder of its own with a copy of
// the index, and waits until that has caught up.
func (r *run) node(database, index string) *process {
	r.Helper()
	address, folder := freePort(r), filepath.Join(r.TempDir(), "node")
	copyIndex(r, filepath.Join(folder, "search"), index)
	cmd := exec.Command(binary, "serve", "--data", folder, "--database", database, "--listen", address,
		"--key-file", app.KeyPath(config.Config{Data: r.dir}), "--second-factor", "none", "--no-member-limits")
	p, _ := begin(r, cmd, address, path.Ready)
	return p
}

// engine measures a column.
func (r *run) engine(c *column) {
	r.Helper()
	r.server = c.start()
	defer r.server.stop()
	r.waitForIndex()
	cookie := r.signIn(member)
	var paths []string
	for _, id := range r.threads {
		paths = append(paths, once(r, r.server.address, request{path: fmt.Sprint("/thema/", id)}).location)
	}
	next := func(n int) []byte {
		path := fmt.Sprintf("/thema/%d/antworten", r.answered[n%len(r.answered)])
		return request{path: path, cookie: cookie, form: url.Values{"text": {replyText(n)}}}.bytes()
	}
	c.thread = r.figure(r.server, many, 200, among(cookie, paths))
	c.notKept = r.figure(r.server, many, 200, among("messung=1", []string{"/"}))
	c.guest = r.figure(r.server, many, 200, among("", []string{"/"}))
	c.replyAlone = r.figure(r.server, 1, 303, next)
	c.reply = r.figure(r.server, many, 303, next)
}

func printEngines(columns []*column) {
	fmt.Printf("\n### Both engines, 10,000 posts, %d processors, %s\n\n| |", runtime.NumCPU(), runtime.Version())
	for _, c := range columns {
		fmt.Printf(" %s |", c.name)
	}
	fmt.Println("\n|---|" + strings.Repeat("---|", len(columns)))
	for _, row := range []struct {
		name string
		of   func(*column) measured
	}{
		{"replies a second, 16 at once", func(c *column) measured { return c.reply }},
		{"replies a second, one after the other", func(c *column) measured { return c.replyAlone }},
		{"thread pages of members, 16 at once", func(c *column) measured { return c.thread }},
		{"start pages of guests, 16 at once", func(c *column) measured { return c.guest }},
		{"the same, not kept", func(c *column) measured { return c.notKept }},
	} {
		fmt.Printf("| %s |", row.name)
		for _, c := range columns {
			m := row.of(c)
			fmt.Printf(" %.0f (p50 %s ms, CPU %s ms) |", m.rate, ms(m.p50), ms(m.cpu))
		}
		fmt.Println()
	}
}
