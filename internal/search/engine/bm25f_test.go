package engine_test

import (
	"cmp"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/dictionary"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/german"
	"kommunalforum/internal/search/index"
)

// plainText is a text as the slow implementation knows it: the frequency of each
// term in each field, and the lengths of the fields.
type plainText struct {
	document.Document
	counts map[string]map[string]int
	length map[string]int
}

func plainOf(l *german.Language, d document.Document) plainText {
	p := plainText{d, map[string]map[string]int{}, map[string]int{}}
	count := func(field, term string) {
		if p.counts[field] == nil {
			p.counts[field] = map[string]int{}
		}
		p.counts[field][term]++
		p.length[field]++
	}
	for _, f := range [][3]string{{engine.FieldTitle, engine.FieldTitleParts, d.Title}, {engine.FieldBody, engine.FieldBodyParts, d.Body},
		{engine.FieldThreadTitle, engine.FieldThreadTitleParts, d.ThreadTitle}} {
		for _, t := range l.Tokens(f[2]) {
			if t.Stop {
				continue
			}
			count(f[0], t.Term)
			if t.Kind == german.Single {
				for _, part := range l.Parts(t.Term) {
					count(f[1], part)
				}
			}
		}
	}
	return p
}

// plainSearch is the formula without an index: every text is looked at for
// every word.
type plainSearch struct {
	texts []plainText
	means map[string]float64
	year  int
}

func (p plainSearch) found(title, body, term string) (n int) {
	for _, t := range p.texts {
		if t.counts[title][term]+t.counts[body][term] > 0 {
			n++
		}
	}
	return n
}

// term returns the score of a term in a text, whether it has the term, the score
// for the term in the thread title, and whether that has it.
func (p plainSearch) term(t plainText, parts bool, term string) (score float64, has bool, threadScore float64, inThread bool) {
	title, body, thread := engine.FieldTitle, engine.FieldBody, engine.FieldThreadTitle
	if parts {
		title, body, thread = engine.FieldTitleParts, engine.FieldBodyParts, engine.FieldThreadTitleParts
	}
	part := func(field string) float64 {
		return float64(t.counts[field][term]) / (.25 + .75*float64(t.length[field])/p.means[field])
	}
	tf := 4*part(title) + part(body)
	df, n := float64(p.found(title, body, term)), float64(len(p.texts))
	maxScore := math.Log(1+(n-df+.5)/(df+.5)) * 3
	return maxScore * tf / (tf + 2), tf > 0, .2 * maxScore, t.counts[thread][term] > 0
}

// score returns the score of a text and whether it belongs to the result.
func (p plainSearch) score(t plainText, words []engine.Word, all bool) (sum float64, ok bool) {
	var needed, touched, covered, helped uint64
	for _, w := range words {
		best, title, some, whole, help := 0.0, 0.0, false, false, false
		for _, v := range w.Variants {
			total, have, above, below := 0.0, 0, 0.0, 0
			for _, term := range v.Terms {
				score, has, more, under := p.term(t, v.Parts, term)
				total, above = total+score, above+more
				if has {
					have++
				}
				if under {
					below++
				}
			}
			best = max(best, v.Weight()*total)
			if below == len(v.Terms) {
				title, help = max(title, v.Weight()*above), true
			}
			some, whole = some || have > 0, whole || have == len(v.Terms)
		}
		sum += w.Weight() * (best + title)
		if w.Required {
			needed |= w.Covers()
		}
		if some {
			touched |= w.Covers()
		}
		if whole {
			covered |= w.Covers()
		}
		if help {
			helped |= w.Covers()
		}
	}
	for _, l := range []struct {
		is     bool
		factor float64
	}{
		{t.Kind == document.Answer, 1.15}, {t.Kind == document.Article, 1.10}, {t.Kind == document.Reply,
			.85}, {t.State == document.StateOutdated, .6},
		{t.At.Year() == p.year, 1.06}, {t.At.Year() == p.year-1, 1.03},
	} {
		if l.is {
			sum *= l.factor
		}
	}
	if all {
		return sum, (covered|helped)&needed == needed && covered&needed != 0
	}
	return sum, touched&needed != 0
}

// TestScoresAreThoseOfTheFormula compares the index with the formula on random
// collections, with what was changed and deleted, in several segments, page by
// page and under filters.
func TestScoresAreThoseOfTheFormula(t *testing.T) {
	t.Parallel()
	lang := builtinLanguage(t)
	pool := strings.Fields("Wohngeld Wohngeldantrag Antrag Anträge Amt Bürgeramt Bürger*innen Müllgebühr Gebühr Müll finden " +
		"Schnittstelle und Verfahren Fachverfahren OZG Haus Häuser")
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 7))
		text := func(most int) string {
			var words []string
			for range r.IntN(most) {
				words = append(words, pool[int(float64(len(pool))*r.Float64()*r.Float64())])
			}
			return strings.Join(words, " ")
		}
		st, err := engine.Create(t.TempDir()+"/index", slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		kept := map[int64]document.Document{}
		for range 4 + r.IntN(8) { // batches, each a segment
			b := st.NewBatch()
			batch := map[int64]document.Document{}
			for range 1 + r.IntN(15) {
				d := document.Document{ID: int64(r.IntN(60)), Kind: document.Kinds[0], Title: text(6), Body: text(40), ACL: board.ACLPublic,
					Board: int64(1 + r.IntN(2)), At: time.Date(2023+r.IntN(4), 5, 1, 0, 0, 0, 0, time.UTC), Gone: r.IntN(5) == 0}
				if d.Kind = document.Kinds[d.ID%4]; d.Kind == document.Reply {
					d.Thread, d.Title, d.ThreadTitle = d.ID, "", d.Title // each of a thread of its own: all are seen
				}
				if r.IntN(6) == 0 {
					d.State = document.StateOutdated
				}
				if r.IntN(8) == 0 {
					d.ACL = "members"
				}
				batch[d.ID] = d
			}
			for id, d := range batch {
				if err := b.Put(d, lang); err != nil {
					t.Fatal(err)
				}
				if d.Gone {
					delete(kept, id)
					continue
				}
				kept[id] = d
			}
			if err := st.Write(b); err != nil {
				t.Fatal(err)
			}
		}
		var sums [dictionary.Audiences]engine.Lengths
		plain := plainSearch{year: 2026}
		for _, id := range slices.Sorted(maps.Keys(kept)) {
			p := plainOf(lang, kept[id])
			for i, field := range engine.LengthFields {
				if p.length[field] == 0 {
					continue
				}
				sums[dictionary.Members].Add(i, p.length[field], 1)
				if p.ACL == board.ACLPublic {
					sums[dictionary.Guests].Add(i, p.length[field], 1)
				}
			}
			if p.ACL == board.ACLPublic { // nothing else counts for guests
				plain.texts = append(plain.texts, p)
			}
		}
		if err := st.UpdateStatistics(t.Context()); err != nil {
			t.Fatal(err)
		}
		if st.Lengths() != sums {
			t.Fatalf("seed %d: lengths are %v, want %v", seed, st.Lengths(), sums)
		}
		st.ForgetDictionary() // the formula expands no words
		plain.means = sums[dictionary.Guests].Means()
		for _, line := range []string{"Wohngeld", "Antrag Müll", "Bürgerinnen finden Gebühr", "Wohngeldantrag",
			"Fachverfahren Onlinezugangsgesetz Haus", "finden", text(5) + " Amt"} {
			for _, all := range []bool{true, false} {
				for _, narrow := range []int64{0, 2} {
					compare(t, st, lang, plain, fmt.Sprintf("seed %d, %q, all %v, board %d", seed, line, all, narrow), line, all, narrow)
				}
			}
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func compare(t *testing.T, st *engine.Store, lang *german.Language, plain plainSearch, name, line string, all bool, narrow int64) {
	t.Helper()
	words, _ := engine.Analyse(lang, line)
	want := map[string]float64{}
	for _, d := range plain.texts {
		if score, ok := plain.score(d, words, all); ok && (narrow == 0 || d.Board == narrow) {
			want[document.ID(d.Kind, d.ID)] = score
		}
	}
	r := engine.Request{Words: words, AllWords: all, Year: plain.year, Scope: public}
	if narrow != 0 {
		r.ChooseFacet(engine.FieldBoard, engine.IDTerm(narrow))
	}
	best := slices.SortedFunc(maps.Values(want), func(a, b float64) int { return cmp.Compare(b, a) })
	for _, limit := range []int{len(want) + 1, 7, 1} {
		var found engine.Ranking
		var ids []string
		err := st.WithSearcher(t.Context(), r, func(s *engine.Searcher) error {
			matches, err := s.Match(r)
			if err != nil {
				return err
			}
			if found, err = s.Rank(r, matches, limit); err != nil {
				return err
			}
			ids, err = s.DocIDs(found.Best)
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if found.Total != len(want) || len(found.Best) != min(len(want), limit) {
			t.Fatalf("%s: %d in all, %d of them, want %d, at most %d", name, found.Total, len(found.Best), len(want), limit)
		}
		for i, e := range found.Best {
			// Shares of scores are kept in 16 bits.
			if math.Abs(e.Score()-best[i]) > 1e-4*best[i] || math.Abs(e.Score()-want[ids[i]]) > 1e-4*best[i] {
				t.Fatalf("%s: number %d of %d is %s with %f, want %f; the best has %f", name, i, limit, ids[i], e.Score(), want[ids[i]], best[i])
			}
		}
	}
}

// TestFrequentWordsAreNotExpanded bounds the work of a search: words that many
// texts have are not looked up in the dictionary.
func TestFrequentWordsAreNotExpanded(t *testing.T) {
	t.Parallel()
	// the other one is misspelt
	for n, want := range map[int]int{engine.MinExpandDocs - 1: engine.MinExpandDocs, engine.MinExpandDocs + 1: engine.MinExpandDocs + 1} {
		docs := []document.Document{{Kind: document.Article, ID: 1, Body: "Wohngeldd", ACL: board.ACLPublic}}
		for i := range n {
			docs = append(docs, document.Document{Kind: document.Article, ID: int64(2 + i), Body: "Wohngeld und Nummer", ACL: board.ACLPublic})
		}
		g, err := index.Build(t.Context(), t.TempDir()+"/index", docs, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		words, _ := engine.Analyse(g.Language(), "Wohngeld")
		r := engine.Request{Words: words, Scope: public}
		err = g.WithSearcher(t.Context(), r, func(s *engine.Searcher) error {
			found, err := s.Match(r)
			if found.Count() != want {
				t.Errorf("with %d texts that have the word %d are found, want %d", n, found.Count(), want)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		g.Close()
	}
}

// public is what guests may read.
var public = engine.Scope{ACLs: []board.ACL{board.ACLPublic}}

// builtinLanguage is German without the words of any forum.
func builtinLanguage(t *testing.T) *german.Language {
	t.Helper()
	g, err := index.Build(t.Context(), t.TempDir()+"/index", nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	return g.Language()
}

// TestLengthsAreKept holds that mean lengths are the same once an index is opened
// again.
func TestLengthsAreKept(t *testing.T) {
	t.Parallel()
	path, lang, log := t.TempDir()+"/index", builtinLanguage(t), slog.New(slog.DiscardHandler)
	s, err := engine.Create(path, log)
	if err != nil {
		t.Fatal(err)
	}
	b := s.NewBatch()
	for i, acl := range []board.ACL{board.ACLPublic, board.ACLMembers} {
		if err := b.Put(document.Document{Kind: document.Article, ID: int64(i), Title: "Wohngeld und Antrag",
			Body: strings.Repeat("Bescheid ", 10+20*i), ACL: acl}, lang); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := s.UpdateStatistics(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := s.Lengths()
	s.Close()
	if s, err = engine.Open(path, log); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if s.Lengths() != before {
		t.Errorf("lengths after opening are %+v, before %+v", s.Lengths(), before)
	}
	for audience, want := range map[dictionary.Audience]float64{dictionary.Guests: 10, dictionary.Members: 20} {
		if mean := s.Lengths()[audience].Means()[engine.FieldBody]; math.Abs(mean-want) > .02*want { // in steps
			t.Errorf("the mean length for audience %d is %f, want %f", audience, mean, want)
		}
	}
}
