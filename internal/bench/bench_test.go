// Package bench measures pages through the whole handler on a database of
// 100,000 posts: make bench.
package bench

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"kommunalforum/internal/testkit"
)

const posts = 100_000

// The database is made once for all benchmarks of a run.
var (
	once    sync.Once
	world   *testkit.World
	threads []int64
)

func TestMain(m *testing.M) { testkit.Main(m) }

func load(b *testing.B) {
	b.Helper()
	once.Do(func() {
		w, _, err := testkit.Start("")
		if err != nil {
			b.Fatal(err)
		}
		w.T = b
		world = w
		threads = world.Load(posts)
		world.Reindex()
	})
	world.T = b
	b.ReportAllocs()
	b.ResetTimer()
}

func get(b *testing.B, by, path string) {
	b.Helper()
	if code := world.Get(by, path).Code; code != http.StatusOK {
		b.Fatalf("%s: %d", path, code)
	}
}

// thread returns a thread of 20 posts on a board that everybody in the world reads.
func thread(b *testing.B, by string, n int) string {
	b.Helper()
	path := fmt.Sprintf("/thema/%d", threads[n%len(threads)])
	return world.Get(by, path).Location()
}

func BenchmarkThreadPageSignedIn(b *testing.B) {
	load(b)
	path := thread(b, testkit.Ann, 0)
	b.ResetTimer()
	for b.Loop() {
		get(b, testkit.Ann, path)
	}
}

func BenchmarkThreadPageRandomSignedIn(b *testing.B) {
	load(b)
	var paths []string
	for n := range 500 {
		paths = append(paths, thread(b, testkit.Ann, n*7))
	}
	b.ResetTimer()
	for n := 0; b.Loop(); n++ {
		get(b, testkit.Ann, paths[n%len(paths)])
	}
}

func BenchmarkBoardPage(b *testing.B) {
	load(b)
	for name, page := range map[string]int{"first": 1, "middle": 8, "last": 1 << 20} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				get(b, testkit.Ann, fmt.Sprintf("/bereiche/%s?seite=%d", testkit.Members, page))
			}
		})
	}
}

func BenchmarkStartPage(b *testing.B) {
	load(b)
	b.ResetTimer()
	for b.Loop() {
		get(b, testkit.Guest, "/")
	}
}

func BenchmarkSearch(b *testing.B) {
	load(b)
	for name, q := range map[string]string{"one-word": "Gewerbeanmeldung", "two-words": "Wohngeld Betriebskosten", "common-word": "Dienst"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				get(b, testkit.Ann, "/suche?q="+url.QueryEscape(q))
			}
		})
	}
}

func BenchmarkReply(b *testing.B) {
	load(b)
	path := fmt.Sprintf("/thema/%d/antworten", threads[1])
	b.ResetTimer()
	for b.Loop() {
		a := world.Post(testkit.Ann, path, url.Values{"text": {"Bei uns läuft das seit dem **Frühjahr** ohne Probleme."}})
		if a.Code != http.StatusSeeOther {
			b.Fatalf("reply: %d", a.Code)
		}
	}
}

// BenchmarkReplyUntilFound measures from sending a reply until the search finds it.
func BenchmarkReplyUntilFound(b *testing.B) {
	load(b)
	b.ResetTimer()
	for n := 0; b.Loop(); n++ {
		word := fmt.Sprintf("Suchwort%dq", n)
		world.Post(testkit.Ann, fmt.Sprintf("/thema/%d/antworten", threads[2]), url.Values{"text": {"Ein Beitrag mit " + word}})
		world.Soon(word, func() bool { return world.Finds(testkit.Ann, word) })
	}
}
