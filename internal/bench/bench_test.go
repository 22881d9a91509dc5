//go:build bench

package bench

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	fill "kommunalforum/internal/loadgen"
	"kommunalforum/internal/organisation"
)

const (
	password = "ein-langes-passwort"
	member   = "bench@lastprobe.example"
	desk     = "bench-desk@lastprobe.example"
	board    = "bauen-wohnen"
	rounds   = 3 // the median of so many counts
	many     = 16
	pageSize = 20 // posts of a thread's page
)

// TestMeasured prints the tables of RESULTS.md.
func TestMeasured(t *testing.T) {
	sizes := strings.Fields(os.Getenv("BENCH_POSTS"))
	if len(sizes) == 0 {
		sizes = []string{"10000", "100000"}
	}
	costs := map[string][]row{}
	var order, missed []string
	for _, size := range sizes {
		posts, err := strconv.Atoi(size)
		if err != nil {
			t.Fatal(err)
		}
		run := newRun(t, posts)
		for _, r := range run.measure() {
			if costs[r.name] == nil {
				order = append(order, r.name)
			}
			costs[r.name] = append(costs[r.name], r)
		}
		missed = append(missed, report(size+" posts", run.targets)...)
	}
	fmt.Printf("\n### CPU of the server in ms a page by size\n\n| page | %s |\n|---|%s\n", strings.Join(sizes, " | "),
		strings.Repeat("---|", len(sizes)))
	for _, name := range order {
		fmt.Printf("| %s |", name)
		for _, r := range costs[name] {
			fmt.Printf(" %.2f |", r.cost)
		}
		fmt.Println()
	}
	missed = append(missed, report("all sizes", grown(costs, order, sizes))...)
	for _, m := range missed {
		t.Error("missed: ", m)
	}
}

// prepared fills the folder of that many posts, unless it is there, with two
// people who can sign in.
func prepared(t testing.TB, posts int) string {
	t.Helper()
	ctx := context.Background()
	dir, given := folders(os.Getenv("BENCH_FOLDERS"))[strconv.Itoa(posts)]
	if !given {
		dir = "../../data/var/bench/" + strconv.Itoa(posts)
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(ctx, config.Config{Data: dir, BaseURL: "http://localhost"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	parts := fill.Parts{DB: a.DB, Accounts: a.Accounts, Boards: a.Boards, Forum: a.Forum, FAQ: a.FAQ, Inquiries: a.Inquiry}
	began := time.Now()
	batches := 0
	if err := fill.Fill(ctx, parts, fill.Options{Posts: posts, Seed: 1}, func(string, int, int) { batches++ }); err != nil {
		t.Fatal(err)
	}
	filled := time.Since(began)
	people := map[string][]account.Grant{member: nil, desk: {{Role: account.Programme}}}
	for n := range mixMembers {
		people[mixEmail(n)] = nil
	}
	for email, grants := range people {
		_, _, err := a.Accounts.Create(ctx, account.NewPerson{Email: email, Name: "Berta Bench", Function: "Messung",
			Organisation: organisation.Organisation{AGS: "03241001"}, Password: password, Grants: grants})
		if err != nil && !fault.Is(err, fault.Conflict) {
			t.Fatal(err)
		}
		by, err := a.Accounts.ViewerOf(ctx, email)
		if err == nil {
			err = a.DB.Write(ctx, func(tx *db.Tx) error { return account.AgreeTx(tx, by.ID, config.TermsVersion) })
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Index.Open(ctx); err != nil {
		t.Fatal(err)
	}
	began = time.Now()
	if !a.Index.State().Ready {
		if err := a.Index.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if batches > 0 {
		fmt.Printf("Filled %d posts in %.0f s, indexed in %.0f s\n", posts, filled.Seconds(), time.Since(began).Seconds())
	}
	return dir
}

// run measures a forum of one size.
type run struct {
	testing.TB
	dir         string
	posts       int
	seconds     time.Duration // of each figure
	threads     []int64       // of one page exactly; only read
	answered    []int64       // longer ones, which get the replies
	threadPaths []string
	titles      []string // of public threads
	boards      []string // slugs of public ones
	boardPages  int
	server      *process
	floor       *process // (a)
	queries     *process // (b)
	cookies     map[string]string
	targets     []target
}

// row is a line of the table.
type row struct {
	name   string
	cost   float64 // CPU ms of the server a request, 16 at once
	size   int     // bytes
	search bool
}

func newRun(t testing.TB, posts int) *run {
	t.Helper()
	r := &run{TB: t, posts: posts, dir: prepared(t, posts), seconds: time.Second, cookies: map[string]string{}}
	if s, err := strconv.ParseFloat(os.Getenv("BENCH_SECONDS"), 64); err == nil {
		r.seconds = time.Duration(s * float64(time.Second))
	}
	r.sample()
	return r
}

// sample reads which threads and pages there are.
func (r *run) sample() {
	r.Helper()
	d, err := sql.Open("sqlite3", "file:"+filepath.Join(r.dir, "forum.db")+"?mode=ro")
	if err != nil {
		r.Fatal(err)
	}
	defer d.Close()
	column := func(where string) (out []int64) {
		rows, err := d.Query(`SELECT id FROM thread WHERE `+where+` ORDER BY id * 2654435761 % 1000003 LIMIT 500`, pageSize-1)
		if err != nil {
			r.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			if err := rows.Scan(&id); err != nil {
				r.Fatal(err)
			}
			out = append(out, id)
		}
		return out
	}
	r.threads, r.answered = column(`replies = ?`), column(`replies > ?`)
	rows, err := d.Query(`SELECT title FROM thread WHERE replies = ? LIMIT 20`, pageSize-1)
	if err != nil {
		r.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var title string
		if err := rows.Scan(&title); err != nil {
			r.Fatal(err)
		}
		r.titles = append(r.titles, title)
	}
	var slugs string
	err = d.QueryRow(`SELECT (COUNT(*) + 24) / 25 FROM thread t JOIN board b ON b.id = t.board_id
		WHERE b.slug = ? AND NOT t.pinned AND NOT t.hidden`, board).Scan(&r.boardPages)
	if err == nil {
		err = d.QueryRow(`SELECT group_concat(slug, ' ') FROM (SELECT slug FROM board WHERE audience = 'public' ORDER BY id LIMIT 10)`).Scan(&slugs)
		r.boards = strings.Fields(slugs)
	}
	if err != nil || len(r.threads) < 20 {
		r.Fatal("no threads to measure: ", err)
	}
}

// signIn returns the cookie of a session.
func (r *run) signIn(email string) string {
	r.Helper()
	a := once(r, r.server.address, request{path: "/anmelden", form: url.Values{"email": {email}, "passwort": {password}}})
	if a.code != 303 || a.cookie == "" {
		r.Fatalf("sign in: %d", a.code)
	}
	return a.cookie
}

// measured is a figure: the median over the rounds.
type measured struct {
	rate     float64 // a second
	p50, p99 time.Duration
	cpu      time.Duration // of the server a request
	size     int
}

// figure measures requests over some connections at once.
func (r *run) figure(p *process, connections, code int, next func(n int) []byte) measured {
	r.Helper()
	var all []measured
	for range rounds {
		before := p.cpu(r)
		took, size, wall := load(r, p.address, connections, r.seconds, code, next)
		used := p.cpu(r) - before
		slices.Sort(took)
		all = append(all, measured{
			rate: float64(len(took)) / wall.Seconds(), size: size, cpu: used / time.Duration(len(took)),
			p50: took[len(took)/2], p99: took[len(took)*99/100],
		})
	}
	slices.SortFunc(all, func(a, b measured) int { return int(a.rate - b.rate) })
	return all[rounds/2]
}

// always repeats one request.
func always(q request) func(int) []byte {
	raw := q.bytes()
	return func(int) []byte { return raw }
}

// among goes through several requests.
func among(cookie string, paths []string) func(int) []byte {
	all := make([][]byte, len(paths))
	for i, p := range paths {
		all[i] = request{path: p, cookie: cookie}.bytes()
	}
	return func(n int) []byte { return all[n%len(all)] }
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d)/float64(time.Millisecond)) }
