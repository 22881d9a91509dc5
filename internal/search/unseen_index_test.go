package search

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
)

// twoIndexes go through the same: one takes in everything, the other one only what
// the viewer may see.
type twoIndexes struct {
	t    *testing.T
	r    *rand.Rand
	view view
	all  *store
	seen *store
}

func (x *twoIndexes) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

var formsOfWords = strings.Fields(`Wohngeld Wohngelder Wohngeldantrag Wohngled Antrag Anträge Antrga Amt Bürgeramt Bürgerämter Müllgebühr
	Gebühr Gebühren Müll Verfahren Fachverfahren Sondernutzung Sondernutzunk Sondernutzungen Haus Häuser finden und`)

func (x *twoIndexes) text(most int) string {
	var words []string
	for range x.r.IntN(most) {
		words = append(words, formsOfWords[int(float64(len(formsOfWords))*x.r.Float64()*x.r.Float64())])
	}
	return strings.Join(words, " ")
}

// batch changes random documents, some of which go or get other readers.
func (x *twoIndexes) batch() {
	every := []board.ACL{board.ACLPublic, board.ACLMembers, "board-1", "board-2", "board-3"}
	docs := map[int64]document.Document{}
	for range 1 + x.r.IntN(20) {
		d := document.Document{ID: int64(1 + x.r.IntN(80)), Title: x.text(5), Body: x.text(12), ACL: every[x.r.IntN(len(every))],
			Board: int64(1 + x.r.IntN(3)), At: time.Date(2023+x.r.IntN(4), 5, 1, 0, 0, 0, 0, time.UTC), Gone: x.r.IntN(6) == 0}
		if d.Kind = document.Kinds[d.ID%4]; d.Kind == document.Reply {
			d.Thread, d.Title, d.ThreadTitle = d.ID/8, "", d.Title // several of a thread
		}
		docs[d.ID] = d
	}
	for _, st := range []*store{x.all, x.seen} {
		w, err := newWriter(st)
		x.must(err)
		for _, d := range docs {
			if st == x.seen {
				d.Gone = d.Gone || !slices.Contains(x.view.acls, d.ACL)
			}
			x.must(w.put(d))
		}
		x.must(w.flush())
	}
}

// merge makes one segment of all of an index.
func (x *twoIndexes) merge(st *store) {
	inner, err := st.index.Advanced()
	x.must(err)
	x.must(inner.(*scorch.Scorch).ForceMerge(x.t.Context(), nil))
}

// answers are all that an index says of a line.
func (x *twoIndexes) answers(st *store, line string, least int) string {
	words, question := analyse(st.german, line)
	var out strings.Builder
	for _, newest := range []bool{false, true} {
		req := request{words: words, isQuestion: question, view: x.view, year: 2026, newest: newest}
		var found Result
		places, slips, err := find(x.t.Context(), st, &req, 1, &found)
		x.must(err)
		fmt.Fprintf(&out, "places %v, meant %v, found %+v\n", places, slips, found)
	}
	req := request{words: words, view: x.view, year: 2026, noExpansion: true, minWords: least}
	twins, err := st.top(x.t.Context(), req, maxSimilarTexts)
	x.must(err)
	fmt.Fprintf(&out, "twins %v\n", twins)
	x.must(st.withSearcher(x.t.Context(), request{view: x.view}, func(s *searcher) error {
		for _, w := range words {
			ids, err := s.withWord(w.term, 2)
			if err != nil {
				return err
			}
			fmt.Fprintf(&out, "%s in %v\n", w.term, ids)
			if d := st.dictionary.Load().of(x.view); d != nil {
				fmt.Fprintf(&out, "near %v, beginning so %v\n", d.similar(w.term, 5), d.withPrefix(w.term[:min(3, len(w.term))], 5))
			}
		}
		return nil
	}))
	return out.String()
}

// compare holds that both indexes say the same of random lines.
func (x *twoIndexes) compare(when string) {
	x.t.Helper()
	for range 12 {
		line := x.text(4) + " " + formsOfWords[x.r.IntN(len(formsOfWords))]
		least := 1 + x.r.IntN(2)
		got := x.answers(x.all, line, least)
		if want := x.answers(x.seen, line, least); got != want {
			x.t.Fatalf("%s, %q as %v:\n%s\nwithout what is unseen\n%s", when, line, x.view.acls, got, want)
		}
	}
}

// TestTwoIndexesSayTheSame holds on many random histories, with deletes, edits,
// merges and texts that get other readers, that an index says nothing of what the
// viewer may not see, whether its dictionary is of today or older.
func TestTwoIndexesSayTheSame(t *testing.T) {
	t.Parallel()
	viewers := [][]board.ACL{{board.ACLPublic}, {board.ACLPublic, board.ACLMembers}, {board.ACLPublic, board.ACLMembers, "board-2"}, {board.ACLPublic, board.ACLMembers, "board-1", "board-3"}}
	for seed := range uint64(24) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			x := &twoIndexes{t: t, r: rand.New(rand.NewPCG(seed, 3)), view: view{acls: viewers[seed%4]}}
			for id := range int64(3) {
				x.view.boards = append(x.view.boards, board.Board{ID: id + 1})
			}
			for _, st := range []**store{&x.all, &x.seen} {
				made, err := createStore(t.TempDir()+"/index", vocabulary{}, slog.New(slog.DiscardHandler))
				x.must(err)
				*st = made
			}
			for round := range 6 {
				for range 1 + x.r.IntN(3) {
					x.batch()
				}
				if x.r.IntN(3) == 0 {
					x.merge(x.all)
				}
				x.compare(fmt.Sprintf("seed %d, round %d", seed, round))
				x.must(x.all.updateStatistics(t.Context()))
				x.must(x.seen.updateStatistics(t.Context()))
				x.compare(fmt.Sprintf("seed %d, round %d, with the words of today", seed, round))
			}
			x.must(x.all.close())
			x.must(x.seen.close())
		})
	}
}
