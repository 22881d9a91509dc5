package engine_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/german"
)

// twoIndexes have the same history: one indexes everything, the other one only what
// the viewer may read.
type twoIndexes struct {
	t    *testing.T
	r    *rand.Rand
	lang *german.Language
	view engine.Scope
	all  *engine.Store
	seen *engine.Store
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
	for _, s := range []*engine.Store{x.all, x.seen} {
		b := s.NewBatch()
		for _, d := range docs {
			if s == x.seen {
				d.Gone = d.Gone || !slices.Contains(x.view.ACLs, d.ACL)
			}
			x.must(b.Put(d, x.lang))
		}
		x.must(s.Write(b))
	}
}

// answers are all that an index says of a line.
func (x *twoIndexes) answers(s *engine.Store, line string, least int) string {
	words, _ := engine.Analyse(x.lang, line)
	var out strings.Builder
	for _, newest := range []bool{false, true} {
		for _, all := range []bool{true, false} {
			r := engine.Request{Words: words, AllWords: all, Scope: x.view, Year: 2026, Newest: newest}
			x.must(s.WithSearcher(x.t.Context(), r, func(searcher *engine.Searcher) error { return x.answer(&out, searcher, r) }))
		}
	}
	r := engine.Request{Words: words, Scope: x.view, Year: 2026, NoExpansion: true, MinWords: least}
	similar, err := s.Top(x.t.Context(), r, 12)
	x.must(err)
	fmt.Fprintf(&out, "similar %v\n", similar)
	x.must(s.WithSearcher(x.t.Context(), engine.Request{Scope: x.view}, func(searcher *engine.Searcher) error {
		for _, w := range words {
			ids, err := searcher.WithWord(w.Term, 2)
			if err != nil {
				return err
			}
			fmt.Fprintf(&out, "%s in %v\n", w.Term, ids)
			if d := s.Dictionary().VisibleTo(x.view.ACLs); d != nil {
				fmt.Fprintf(&out, "similar %v, with the prefix %v\n", d.Similar(w.Term, 5), d.WithPrefix(w.Term[:min(3, len(w.Term))], 5))
			}
		}
		return nil
	}))
	return out.String()
}

// answer writes what a searcher says: hits in their order, totals, counts with and
// without a facet, and corrections.
func (x *twoIndexes) answer(out *strings.Builder, s *engine.Searcher, r engine.Request) error {
	for _, kind := range []string{"", string(document.Thread)} {
		r := r
		r.ChooseFacet(engine.FieldKind, kind)
		matches, err := s.Match(r)
		if err != nil {
			return err
		}
		ranking, err := s.Rank(r, matches, 500)
		if err != nil {
			return err
		}
		ids, err := s.DocIDs(ranking.Best)
		if err != nil {
			return err
		}
		counts, err := s.Count(matches, engine.FacetFields)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%d found, %d entries:", ranking.Total, counts.Entries())
		for i, id := range ids {
			fmt.Fprintf(out, " %s (%d texts, %v)", id, counts.Texts(ranking.Best[i]), ranking.Best[i].Score())
		}
		for _, field := range engine.FacetFields {
			for _, value := range slices.Sorted(slices.Values(counts.Values(field))) {
				fmt.Fprintf(out, "; %s %s: %d", field, value, counts.Of(field, value))
			}
		}
	}
	corrections, err := s.Corrections(3)
	fmt.Fprintf(out, "; corrections %v\n", corrections)
	return err
}

// compare holds that both indexes say the same of random lines.
func (x *twoIndexes) compare(when string) {
	x.t.Helper()
	for range 12 {
		line := x.text(4) + " " + formsOfWords[x.r.IntN(len(formsOfWords))]
		least := 1 + x.r.IntN(2)
		got := x.answers(x.all, line, least)
		if want := x.answers(x.seen, line, least); got != want {
			x.t.Fatalf("%s, %q as %v:\n%s\nwithout what is unseen\n%s", when, line, x.view.ACLs, got, want)
		}
	}
}

// TestTwoIndexesSayTheSame holds on many random histories, with deletes, edits,
// merges and texts that get other readers, that an index says nothing of what the
// viewer may not see, whether its dictionary is of today or older.
func TestTwoIndexesSayTheSame(t *testing.T) {
	t.Parallel()
	viewers := [][]board.ACL{{board.ACLPublic}, {board.ACLPublic, board.ACLMembers}, {board.ACLPublic, board.ACLMembers, "board-2"},
		{board.ACLPublic, board.ACLMembers, "board-1", "board-3"}}
	lang := builtinLanguage(t)
	for seed := range uint64(24) {
		x := &twoIndexes{t: t, r: rand.New(rand.NewPCG(seed, 3)), lang: lang, view: engine.Scope{ACLs: viewers[seed%4]}}
		for _, s := range []**engine.Store{&x.all, &x.seen} {
			made, err := engine.Create(t.TempDir()+"/index", slog.New(slog.DiscardHandler))
			x.must(err)
			*s = made
		}
		for round := range 6 {
			for range 1 + x.r.IntN(3) {
				x.batch()
			}
			if x.r.IntN(3) == 0 {
				x.must(x.all.Merge(t.Context()))
			}
			x.compare(fmt.Sprintf("seed %d, round %d", seed, round))
			x.must(x.all.UpdateStatistics(t.Context()))
			x.must(x.seen.UpdateStatistics(t.Context()))
			x.compare(fmt.Sprintf("seed %d, round %d, with the words of today", seed, round))
		}
		x.must(x.all.Close())
		x.must(x.seen.Close())
	}
}
