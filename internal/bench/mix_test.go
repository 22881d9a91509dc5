//go:build bench

package bench

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The mix is what a forum is asked by those who use it at once: of a hundred requests 45
// are pages for guests, 45 pages for members, 8 searches and 2 replies.
const (
	mixConnections = 32
	mixArrivals    = 200 // a second, in the open loop
	mixMembers     = 20
	mixRate        = 1200 // a second, asked of the closed loop
	mixClosed      = 10   // seconds of a round, and of one in the open loop
	mixOpen        = 20
)

// kind is one of the kinds of requests of the mix.
type kind struct {
	name         string
	share        int // of a hundred
	code         int
	closed, open time.Duration // that 99 of 100 may take
	next         func(rng *rand.Rand) []byte
}

// TestMeasuredMix prints the figures of the mix, each the median of three rounds with the
// least and the greatest of them.
func TestMeasuredMix(t *testing.T) {
	sizes := strings.Fields(os.Getenv("BENCH_POSTS"))
	if len(sizes) == 0 {
		sizes = []string{"100000"}
	}
	var missed []string
	for _, size := range sizes {
		posts, err := strconv.Atoi(size)
		if err != nil {
			t.Fatal(err)
		}
		r := newRun(t, posts)
		r.mix()
		missed = append(missed, report("the mix on "+size+" posts", r.targets)...)
	}
	for _, m := range missed {
		t.Error("missed: ", m)
	}
}

func (r *run) mix() {
	r.Helper()
	r.server, _ = forum(r, r.dir)
	defer r.server.stop()
	r.waitForIndex()
	r.threadPaths = r.pathsOf(r.threads)
	kinds := r.kinds()
	fmt.Printf("\n### The mix, %d posts\n\n", r.posts)
	r.round(kinds, mixConnections, 0, 2*r.seconds) // so that the files are read
	var rounds [rounds]round
	table := func(loop string) {
		fmt.Printf("\n| %s | a second | p50 ms | p99 ms | CPU ms of the server |\n|---|---|---|---|---|\n", loop)
		line := func(name string, of func(round) summary) {
			fmt.Printf("| %s | %s | %s | %s |", name, spread(rounds, 0, func(x round) float64 { return of(x).rate }),
				spread(rounds, 2, func(x round) float64 { return of(x).p50 }), spread(rounds, 2, func(x round) float64 { return of(x).p99 }))
		}
		line("all", func(x round) summary { return x.all })
		fmt.Printf(" %s |\n", spread(rounds, 2, func(x round) float64 { return x.cpu }))
		for i, k := range kinds {
			line(k.name, func(x round) summary { return x.kinds[i] })
			fmt.Println(" |")
		}
	}
	for i := range rounds {
		rounds[i] = r.round(kinds, mixConnections, 0, mixClosed*r.seconds)
	}
	table(fmt.Sprintf("closed loop, %d connections", mixConnections))
	r.least("closed loop, requests a second", median(rounds, func(x round) float64 { return x.all.rate }), mixRate)
	for i, k := range kinds {
		r.most("closed loop, p99 of "+k.name, median(rounds, func(x round) float64 { return x.kinds[i].p99 }), millis(k.closed), "ms")
	}
	for i := range rounds {
		time.Sleep(2 * r.seconds) // the search takes in what was written
		rounds[i] = r.round(kinds, 2*mixConnections, mixArrivals, mixOpen*r.seconds)
	}
	table(fmt.Sprintf("open loop, %d arrivals a second", mixArrivals))
	for i, k := range kinds {
		r.most("open loop, p99 of "+k.name, median(rounds, func(x round) float64 { return x.kinds[i].p99 }), millis(k.open), "ms")
	}
}

// kinds are those of the mix.
func (r *run) kinds() []kind {
	r.Helper()
	cookies := make([]string, mixMembers)
	for i := range cookies {
		cookies[i] = r.signIn(mixEmail(i))
	}
	read := slices.Concat(r.threadPaths, r.pathsOf(r.answered)) // also those that are answered meanwhile
	rand.New(rand.NewPCG(1, 3)).Shuffle(len(read), func(i, j int) { read[i], read[j] = read[j], read[i] })
	anybody := func(rng *rand.Rand) string { return cookies[rng.IntN(len(cookies))] }
	var words []string
	for _, p := range r.pages() {
		if p.search && !p.members {
			words = append(words, p.paths...)
		}
	}
	return []kind{
		{"guests' pages", 45, 200, 80 * time.Millisecond, 8 * time.Millisecond, func(rng *rand.Rand) []byte {
			return request{path: r.anyPage(rng, read)}.bytes()
		}},
		{"members' pages", 45, 200, 90 * time.Millisecond, 8 * time.Millisecond, func(rng *rand.Rand) []byte {
			return request{path: r.anyPage(rng, read), cookie: anybody(rng)}.bytes()
		}},
		{"searches", 8, 200, 150 * time.Millisecond, 20 * time.Millisecond, func(rng *rand.Rand) []byte {
			q := request{path: words[rng.IntN(len(words))]}
			if rng.IntN(2) == 0 {
				q.cookie = anybody(rng)
			}
			return q.bytes()
		}},
		{"replies", 2, 303, 150 * time.Millisecond, 12 * time.Millisecond, func(rng *rand.Rand) []byte {
			return request{path: fmt.Sprintf("/thema/%d/antworten", r.answered[rng.IntN(len(r.answered))]), cookie: anybody(rng),
				form: url.Values{"text": {replyText(rng.IntN(1 << 30))}}}.bytes()
		}},
	}
}

func mixEmail(n int) string { return fmt.Sprintf("bench-mix-%d@lastprobe.example", n) }

// anyPage returns the address of a page that people read. Some threads are read much more
// often than others.
func (r *run) anyPage(rng *rand.Rand, threads []string) string {
	switch n := rng.IntN(100); {
	case n < 12:
		return "/"
	case n < 30:
		return fmt.Sprintf("/bereiche/%s?seite=%d", r.boards[rng.IntN(len(r.boards))], 1+rng.IntN(2))
	case n < 38:
		return "/faq"
	}
	x := rng.Float64()
	return threads[int(x*x*float64(len(threads)))]
}

// round are the figures of one round.
type round struct {
	all   summary
	kinds []summary
	cpu   float64 // ms of the server a request
}

// summary are the figures of some requests; times in ms.
type summary struct{ rate, p50, p99 float64 }

func summarise(took []time.Duration, wall time.Duration) summary {
	if len(took) == 0 {
		return summary{}
	}
	slices.Sort(took)
	return summary{float64(len(took)) / wall.Seconds(), millis(took[len(took)/2]), millis(took[len(took)*99/100])}
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// round sends requests of the kinds for a while over so many connections: each as soon as
// the one before is answered, or, with arrivals, at random moments, so many a second. Then
// a request takes from the moment when it was due, also while all connections are busy.
func (r *run) round(kinds []kind, connections int, arrivals float64, d time.Duration) round {
	r.Helper()
	var slots []int
	for i, k := range kinds {
		slots = append(slots, slices.Repeat([]int{i}, k.share)...)
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(slots), func(i, j int) { slots[i], slots[j] = slots[j], slots[i] })
	begin := time.Now()
	due := arriving(arrivals, begin, d)
	var sent atomic.Int64
	var mu sync.Mutex
	took := make([][]time.Duration, len(kinds))
	before := r.server.cpu(r)
	var clients sync.WaitGroup
	for i := range connections {
		clients.Go(func() {
			c, err := dial(r.server.address)
			if err != nil {
				r.Error(err)
				return
			}
			defer c.Close()
			rng := rand.New(rand.NewPCG(uint64(i), uint64(begin.UnixNano())))
			own := make([][]time.Duration, len(kinds))
			for {
				at, more := due()
				if !more {
					break
				}
				of := slots[sent.Add(1)%int64(len(slots))]
				raw := kinds[of].next(rng)
				if arrivals == 0 {
					at = time.Now()
				}
				time.Sleep(time.Until(at))
				a, err := c.do(raw)
				if err != nil || a.code != kinds[of].code {
					r.Errorf("answer %d, want %d: %v: %.80s", a.code, kinds[of].code, err, raw)
					return
				}
				own[of] = append(own[of], time.Since(at))
			}
			mu.Lock()
			defer mu.Unlock()
			for i := range own {
				took[i] = append(took[i], own[i]...)
			}
		})
	}
	clients.Wait()
	wall, used := time.Since(begin), r.server.cpu(r)-before
	out := round{all: summarise(slices.Concat(took...), wall)}
	for _, t := range took {
		out.kinds = append(out.kinds, summarise(t, wall))
	}
	out.cpu = millis(used) / max(1, out.all.rate*wall.Seconds())
	return out
}

// arriving returns a function that says when the next request is due, and whether there
// is one. Without arrivals that is at once, for as long.
func arriving(arrivals float64, begin time.Time, d time.Duration) func() (time.Time, bool) {
	if arrivals == 0 {
		return func() (time.Time, bool) { now := time.Now(); return now, now.Sub(begin) < d }
	}
	var mu sync.Mutex
	rng, next := rand.New(rand.NewPCG(1, 2)), begin
	return func() (time.Time, bool) {
		mu.Lock()
		defer mu.Unlock()
		next = next.Add(time.Duration(rng.ExpFloat64() / arrivals * float64(time.Second)))
		return next, next.Sub(begin) < d
	}
}

func sorted(all [rounds]round, of func(round) float64) []float64 {
	var out []float64
	for _, x := range all {
		out = append(out, of(x))
	}
	slices.SortFunc(out, cmp.Compare[float64])
	return out
}

func median(all [rounds]round, of func(round) float64) float64 { return sorted(all, of)[rounds/2] }

// spread writes the median with the least and the greatest.
func spread(all [rounds]round, digits int, of func(round) float64) string {
	s := sorted(all, of)
	return fmt.Sprintf("%.*f (%.*f–%.*f)", digits, s[rounds/2], digits, s[0], digits, s[len(s)-1])
}
