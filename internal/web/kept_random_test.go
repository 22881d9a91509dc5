package web_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/config"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// keptWalk lets people do at random what pages offer, and reads after each act all that
// guests can get to: what is kept must be what is made afresh.
type keptWalk struct {
	*World
	node    *World // on which guests read
	t       *testing.T
	rng     *rand.Rand
	guest   reader
	known   []string // addresses that people go to
	guests  []string // addresses that are compared
	threads []int64
	acts    int // that were carried out
	stayed  int // pages that were kept over an act
}

// pool are the patterns of pages of which the walk makes new ones now and then.
var pool = []string{"/thema/:id", "/faq/:id", "/bibliothek/:id", "/beteiligungen/:id", "/fragen-an-das-programmmanagement/:number",
	"/offizielle-antworten/:number/:version", "/nachnutzung/:id/bearbeiten", "/beitrag/:id/bearbeiten", "/schreibtisch/:number/antwort",
	"/moderation/meldungen/:id", "/thema/:id/moderieren"}

// fixed are pages that are always there.
var fixed = []string{"/", "/bereiche", "/bereiche/" + Public, "/bereiche/" + Members, "/faq", "/leistungen", "/leistungen/10061",
	"/leistungen/10061/nachnutzung", path.Library, path.Consultations, "/offizielle-antworten", "/glossar", "/moderation", "/verwaltung",
	"/verwaltung/bereiche", "/verwaltung/darstellung", "/konto/profil", "/konto", "/schreibtisch", "/meine", "/fragen", "/faq/neu"}

func TestKeptPagesAreWhatFreshOnesAre(t *testing.T) {
	t.Parallel()
	steps, seeds := 40, []uint64{1, 2}
	if n, err := strconv.Atoi(os.Getenv("WALK_STEPS")); err == nil {
		steps, seeds = n, []uint64{rand.Uint64()}
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			newKeptWalk(t, seed, func(w *World) *World { return w }).run(steps)
		})
	}
}

func newKeptWalk(t *testing.T, seed uint64, nodeOf func(*World) *World) *keptWalk {
	w := New(t, func(c *config.Config) { c.NoMemberLimits = true })
	for _, slug := range []string{Members, otherBoard} {
		if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(slug), board.Settings{Audience: board.Public, Indexable: true}, "Test"); err != nil {
			t.Fatal(err)
		}
	}
	node := nodeOf(w)
	return &keptWalk{World: w, node: node, t: t, rng: rand.New(rand.NewPCG(seed, 1)), guest: newReader(node), known: slices.Clone(fixed)}
}

func (w *keptWalk) run(steps int) {
	for n := range steps {
		if n%8 == 0 {
			w.known = append(w.known, w.Fill(pool[w.rng.IntN(len(pool))]))
			w.crawl()
		}
		what := w.act()
		w.compare(what)
	}
	w.t.Logf("%d acts, %d pages compared after each at last; %d times a page was kept over an act", w.acts, len(w.guests), w.stayed)
	if w.acts < steps/4 || w.stayed == 0 {
		w.t.Error("hardly anything was done or kept")
	}
}

// crawl finds what guests get to.
func (w *keptWalk) crawl() {
	const most = 80
	w.guests = slices.Clone(fixed)
	for _, id := range w.threads {
		w.guests = append(w.guests, threadPath(w.World, id))
	}
	w.guests = slices.DeleteFunc(w.guests, func(address string) bool { return address == "" }) // of threads that are gone
	for i := 0; i < len(w.guests) && len(w.guests) < most; i++ {
		body, _ := w.guest.get(w.t, w.guests[i])
		offers := offersOf(body.Body)
		w.rng.Shuffle(len(offers), func(i, j int) { offers[i], offers[j] = offers[j], offers[i] })
		for _, o := range offers {
			if o.method == http.MethodGet && len(w.guests) < most && !slices.Contains(w.guests, o.path) && !strings.HasPrefix(o.path, "/anmelden") {
				w.guests = append(w.guests, o.path)
			}
		}
	}
}

// talk has somebody ask or answer, which happens more often than anything else.
func (w *keptWalk) talk() string {
	by := []string{Ann, Bea, Mod}[w.rng.IntN(3)]
	if len(w.threads) < 3 || w.rng.IntN(5) == 0 {
		slug := []string{Public, Members, otherBoard}[w.rng.IntN(3)]
		id := w.Ask(by, slug, fmt.Sprint("Frage Nummer ", len(w.threads)), "Wer weiß etwas?", 10061)
		w.threads = append(w.threads, id)
		w.known = append(w.known, threadPath(w.World, id))
		w.crawl()
		return fmt.Sprint(by, " asks ", id)
	}
	id := w.threads[w.rng.IntN(len(w.threads))]
	if _, err := w.Forum.Reply(w.Ctx, w.By(by), id, forum.Reply{Text: fmt.Sprint("Antwort ", w.rng.Int())}); err != nil {
		return fmt.Sprint(by, " may not reply in ", id) // it was locked, hidden or merged meanwhile
	}
	return fmt.Sprint(by, " replies in ", id)
}

// act has somebody send a form of a page, or go on to another one.
func (w *keptWalk) act() string {
	if w.rng.IntN(3) == 0 {
		w.acts++
		return w.talk()
	}
	for range 40 {
		by, at := signedIn[w.rng.IntN(len(signedIn))], w.known[w.rng.IntN(len(w.known))]
		var sent []offer
		for _, o := range offersOf(open(w.World, by, at).Body) {
			switch {
			case o.method == http.MethodPost && !strings.HasPrefix(o.path, "/abmelden") && !strings.HasPrefix(o.path, "/konto/loeschen"):
				sent = append(sent, o)
			case o.method == http.MethodGet && w.rng.IntN(4) == 0:
				w.known = append(w.known, o.path)
			}
		}
		if w.rng.IntN(10) == 0 { // a visit that is noted
			w.GetAt(by, at, time.Now().Add(time.Hour))
			return by + " comes by"
		}
		if len(sent) == 0 {
			continue
		}
		o := sent[w.rng.IntN(len(sent))]
		for name, values := range o.form {
			for i := range values {
				if values[i] == "" && name != "einmal" && name != "inhaber" {
					o.form[name][i] = fmt.Sprint("Ein Satz, der gilt, ", w.rng.IntN(1000))
				}
			}
		}
		if a := o.take(w.World, by); a.Code == http.StatusSeeOther {
			w.acts++
			w.known = append(w.known, strings.SplitN(a.Location(), "#", 2)[0])
			return by + " " + o.String()
		}
	}
	return "nothing"
}

// compare reads everything twice: as it is kept, and afresh.
func (w *keptWalk) compare(what string) {
	w.t.Helper()
	for _, address := range w.guests {
		var kept bool
		var got, want Answer
		for range 3 { // somebody may write between the two
			if got, kept = w.guest.get(w.t, address); kept {
				w.stayed++
			}
			w.node.DB.Forget()
			if want = w.fresh(address); got.Code == want.Code && got.Body == want.Body {
				break
			}
		}
		if got.Code != want.Code || got.Body != want.Body && kept {
			w.t.Errorf("after %s %s is kept (%t) as it was:\n%s", what, address, kept, difference(got.Body, want.Body))
		}
	}
}

// fresh is the page as a stranger gets it who sends a cookie of no meaning.
func (w *keptWalk) fresh(address string) Answer {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Cookie", "fremd=1")
	rec := httptest.NewRecorder()
	w.guest.site.ServeHTTP(rec, r)
	return Answer{Code: rec.Code, Header: rec.Header(), Body: rec.Body.String()}
}

// difference shows where two texts begin to differ.
func difference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return s[max(0, min(i-120, len(s))):min(len(s), i+120)] }
	return fmt.Sprintf("kept:  …%s…\nfresh: …%s…", around(a), around(b))
}
