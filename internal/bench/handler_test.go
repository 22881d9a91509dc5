//go:build !bench

package bench

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unicode"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/loadgen"
	"kommunalforum/internal/testkit"
)

// handlerPosts is the size of the forum that the benchmarks below ask, each
// through the whole handler: go test -bench . ./internal/bench.
const handlerPosts = 10_000

func TestMain(m *testing.M) {
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// folder is where the forum stands, "" until a benchmark wants it. HANDLER_FOLDER names one
// that loadgen filled instead; it is kept.
var folder string

// filled is the forum of all benchmarks, with a member who is signed in.
var filled = sync.OnceValues(func() (*inside, error) {
	w, err := filledWorld(os.Getenv("HANDLER_FOLDER"))
	if err != nil {
		return nil, err
	}
	f := &inside{World: w}
	if err := w.SignIn.SetPassword(w.Ctx, loadgen.SomeEmail, testkit.Password); err != nil {
		return nil, err
	}
	by, err := w.Accounts.ViewerOf(w.Ctx, loadgen.SomeEmail)
	if err != nil {
		return nil, err
	}
	if err := w.DB.Write(w.Ctx, func(tx *db.Tx) error { return account.AgreeTx(tx, by.ID, testkit.Terms) }); err != nil {
		return nil, err
	}
	token, err := w.SignIn.SignIn(w.Ctx, loadgen.SomeEmail, testkit.Password, "Test, Test")
	if err != nil {
		return nil, err
	}
	f.cookie = "kommunalforum=" + token
	err = w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		f.threads, err = db.Column[int64](tx, `SELECT id FROM thread WHERE replies = 19 ORDER BY id LIMIT 500`)
		return err
	})
	return f, err
})

// filledWorld starts the forum in a folder that is filled, or fills a new one.
func filledWorld(given string) (w *testkit.World, err error) {
	unlimited := func(c *config.Config) { c.NoMemberLimits = true }
	if given != "" {
		if w, _, err = testkit.Start(given, unlimited); err != nil {
			return nil, err
		}
		if err := w.Index.Open(w.Ctx); err != nil {
			return nil, err
		}
		settle()
		return w, nil
	}
	if folder, err = os.MkdirTemp("", "kommunalforum-bench-"); err != nil {
		return nil, err
	}
	if w, _, err = testkit.Start(folder, unlimited); err != nil {
		return nil, err
	}
	parts := loadgen.Parts{DB: w.DB, Accounts: w.Accounts, Boards: w.Boards, Forum: w.Forum, FAQ: w.FAQ, Inquiries: w.Inquiry}
	if err := loadgen.Fill(w.Ctx, parts, loadgen.Options{Posts: handlerPosts}, func(string, int, int) {}); err != nil {
		return nil, err
	}
	return w, w.Index.Rebuild(w.Ctx)
}

// inside is the forum with what the benchmarks need of it.
type inside struct {
	*testkit.World
	cookie  string
	threads []int64 // of 20 posts
}

func asked(b *testing.B) *inside {
	b.Helper()
	f, err := filled()
	if err != nil {
		b.Fatal(err)
	}
	if len(f.threads) < 100 {
		b.Fatalf("only %d threads of 20 posts", len(f.threads))
	}
	f.T = b
	b.ReportAllocs()
	return f
}

func (f *inside) send(method, path string, form url.Values) testkit.Answer {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if f.cookie != "" {
		r.Header.Set("Cookie", f.cookie)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return f.Send(r)
}

// get fetches a page, past the redirect to its proper address.
func (f *inside) get(b *testing.B, path string) (final string) {
	b.Helper()
	a := f.send(http.MethodGet, path, nil)
	if a.Code == http.StatusMovedPermanently {
		path = a.Location()
		a = f.send(http.MethodGet, path, nil)
	}
	if a.Code != http.StatusOK {
		b.Fatalf("%s: %d", path, a.Code)
	}
	return path
}

// BenchmarkThreadPageOf20Posts also has the bare queries and the template, without
// anything else, and the pages of guests that nobody read before.
func BenchmarkThreadPageOf20Posts(b *testing.B) {
	f := asked(b)
	var paths []string
	for _, id := range f.threads {
		paths = append(paths, f.get(b, fmt.Sprintf("/thema/%d", id)))
	}
	floor, err := prepare(filepath.Join(f.Dir(), "forum.db"))
	if err != nil {
		b.Fatal(err)
	}
	member := f.cookie
	for _, viewer := range []struct {
		name, cookie string
		floor        bool
	}{
		{"guest", "", false}, {"guest-not-kept", "other=1", false}, {"guest-floor", "", true},
		{"member", member, false}, {"member-floor", member, true},
	} {
		b.Run(viewer.name, func(b *testing.B) {
			f.T, f.cookie = b, viewer.cookie
			b.ReportAllocs()
			begun := spent()
			defer func() { b.ReportMetric(float64(spent()-begun)/float64(b.N)/float64(time.Millisecond), "cpu-ms/op") }()
			for n := 0; b.Loop(); n++ {
				if !viewer.floor {
					f.get(b, paths[n%len(paths)])
					continue
				}
				r := httptest.NewRequest(http.MethodGet, "/", nil)
				r.SetPathValue("id", fmt.Sprint(f.threads[n%len(paths)]))
				r.SetPathValue("viewer", strings.TrimSuffix(viewer.name, "-floor"))
				floor.serve(httptest.NewRecorder(), r)
			}
		})
	}
	f.cookie = member
}

// BenchmarkLongThread reads pages of threads with very different numbers of posts: the cost
// is that of the page.
func BenchmarkLongThread(b *testing.B) {
	f := asked(b)
	for _, posts := range []int{50, 500, 5000} {
		thread := f.threads[2+posts%7]
		if err := lengthen(f, thread, posts); err != nil {
			b.Fatal(err)
		}
		first := f.get(b, fmt.Sprintf("/thema/%d", thread))
		for name, address := range map[string]string{"first": first, "middle": fmt.Sprintf("%s?seite=%d", first, posts/40+1),
			"last": first + "?seite=100000"} {
			b.Run(fmt.Sprintf("%d posts, %s page", posts, name), func(b *testing.B) {
				f.T = b
				b.ReportAllocs()
				for b.Loop() {
					f.get(b, address)
				}
			})
		}
	}
}

// lengthen copies the second post of a thread until it has so many.
func lengthen(f *inside, thread int64, posts int) error {
	return f.DB.Write(f.Ctx, func(tx *db.Tx) error {
		for position := 21; position <= posts; position++ {
			_, err := tx.Exec(`
				INSERT INTO post (thread_id, position, author_id, organisation_id, source, html, pipeline, revision, version, version_at, created_at,
					state, once_key)
				SELECT thread_id, CAST($2 AS BIGINT), author_id, organisation_id, source, html, pipeline, revision, version, version_at, created_at,
					state, $3
				FROM post
				WHERE thread_id = $1 AND position = $4`, thread, position, fmt.Sprint("copy ", thread, " ", position), 2+position%19)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// BenchmarkThreadWithAttachments reads a page with a reply that has as many files as can be.
func BenchmarkThreadWithAttachments(b *testing.B) {
	f := asked(b)
	by, err := f.Accounts.ViewerOf(f.Ctx, loadgen.SomeEmail)
	if err != nil {
		b.Fatal(err)
	}
	var files []attachment.Choice
	for n := range attachment.MaxPerPost {
		staged, err := f.Attached.Stage(strings.NewReader(fmt.Sprintf("Ort;Zahl\nMusterstadt;%d\n", n)))
		if err != nil {
			b.Fatal(err)
		}
		file, err := f.Attached.Upload(f.Ctx, by, fmt.Sprintf("tabelle-%d.csv", n), staged)
		if err != nil {
			b.Fatal(err)
		}
		files = append(files, attachment.Choice{ID: file.ID})
	}
	thread := f.threads[20]
	if _, err := f.Forum.Reply(f.Ctx, by, thread, forum.Reply{Text: "Anbei.", Files: files}); err != nil {
		b.Fatal(err)
	}
	path := f.get(b, fmt.Sprintf("/thema/%d?seite=2", thread))
	for b.Loop() {
		f.get(b, path)
	}
}

func BenchmarkBoardPage(b *testing.B) {
	f := asked(b)
	for name, page := range map[string]int{"first": 1, "middle": 20, "last": 1 << 20} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.get(b, fmt.Sprintf("/bereiche/bauen-wohnen?seite=%d", page))
			}
		})
	}
}

// BenchmarkSearch goes through searches of each kind, as a member and as a guest, whose
// answers are kept. CPU is that of the whole process, which means something on a machine that
// is busy, too.
func BenchmarkSearch(b *testing.B) {
	f := asked(b)
	member := f.cookie
	defer func() { f.cookie = member }()
	for _, l := range searchLines {
		b.Run("member/"+l.name, func(b *testing.B) { f.search(b, l, member) })
	}
	b.Run("guest", func(b *testing.B) { f.search(b, searchLines[0], "") })
}

func (f *inside) search(b *testing.B, l searchLine, cookie string) {
	f.T, f.cookie = b, cookie
	b.ReportAllocs()
	paths := l.paths()
	for _, path := range paths {
		f.get(b, path)
	}
	begun := spent()
	for n := 0; b.Loop(); n++ {
		f.get(b, paths[n%len(paths)])
	}
	b.ReportMetric(float64(spent()-begun)/float64(b.N)/float64(time.Millisecond), "cpu-ms/op")
}

// BenchmarkSearchOfOtherWords searches for one to three words of the posts, each time for others,
// so that hardly anything of them is remembered.
func BenchmarkSearchOfOtherWords(b *testing.B) {
	f := asked(b)
	words, err := f.words()
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	begun := spent()
	for n := 0; b.Loop(); n++ {
		line := words[r.IntN(len(words))]
		for range n % 3 {
			line += " " + words[r.IntN(len(words))]
		}
		f.get(b, "/suche?q="+url.QueryEscape(line))
	}
	b.ReportMetric(float64(spent()-begun)/float64(b.N)/float64(time.Millisecond), "cpu-ms/op")
}

// words are different longer words of some of the posts.
func (f *inside) words() (out []string, err error) {
	var texts []string
	err = f.DB.Read(f.Ctx, func(tx *db.Tx) error {
		texts, err = db.Column[string](tx, `SELECT source FROM post WHERE id % 37 = 0 ORDER BY id LIMIT 3000`)
		return err
	})
	for _, word := range strings.FieldsFunc(strings.Join(texts, " "), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(word) > 4 {
			out = append(out, word)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), err
}

// spent is how long this process has worked.
func spent() time.Duration {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used) // does not fail for the process itself
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// settle waits for what the program does after its start, such as counting all words.
func settle() {
	const pause = time.Second
	for quiet := 0; quiet < 3; quiet++ {
		before := spent()
		if time.Sleep(pause); spent()-before > pause/50 {
			quiet = -1
		}
	}
}

func BenchmarkReply(b *testing.B) {
	f := asked(b)
	path := fmt.Sprintf("/thema/%d/antworten", f.threads[0])
	for b.Loop() {
		a := f.send(http.MethodPost, path, url.Values{"text": {"Bei uns läuft das seit dem **Frühjahr** ohne Probleme."}})
		if a.Code != http.StatusSeeOther {
			b.Fatalf("reply: %d", a.Code)
		}
	}
}

// BenchmarkRepliesAtOnce is the time for each of the replies that sixteen people send at the
// same time, to different threads.
func BenchmarkRepliesAtOnce(b *testing.B) {
	f := asked(b)
	var writers atomic.Int64
	b.SetParallelism((16 + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0))
	b.RunParallel(func(pb *testing.PB) {
		path := fmt.Sprintf("/thema/%d/antworten", f.threads[int(writers.Add(1))%len(f.threads)])
		for pb.Next() {
			a := f.send(http.MethodPost, path, url.Values{"text": {"Bei uns läuft das seit dem **Frühjahr** ohne Probleme."}})
			if a.Code != http.StatusSeeOther {
				b.Errorf("reply: %d", a.Code)
			}
		}
	})
}

// BenchmarkReplyUntilFound is the time from sending a reply until the search
// finds it.
func BenchmarkReplyUntilFound(b *testing.B) {
	f := asked(b)
	for n := 0; b.Loop(); n++ {
		word := fmt.Sprintf("Suchwort%dq", n)
		f.send(http.MethodPost, fmt.Sprintf("/thema/%d/antworten", f.threads[1]), url.Values{"text": {"Ein Beitrag mit " + word}})
		f.Soon(word, func() bool {
			return strings.Contains(f.send(http.MethodGet, "/suche?q="+word, nil).Body, "/beitrag/")
		})
	}
}
