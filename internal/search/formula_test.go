package search

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
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/german"
)

// plainText is a text as the slow implementation knows it: how often each term
// stands in each field, and how long the fields are.
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
	for _, f := range [][3]string{{fieldTitle, fieldTitleParts, d.Title}, {fieldBody, fieldBodyParts, d.Body}, {fieldThreadTitle, fieldThreadTitleParts, d.ThreadTitle}} {
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
	means means
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
// for having it in the title above, and whether it has that.
func (p plainSearch) term(t plainText, parts bool, term string) (score float64, have bool, above float64, below bool) {
	title, body, over := fieldTitle, fieldBody, fieldThreadTitle
	if parts {
		title, body, over = fieldTitleParts, fieldBodyParts, fieldThreadTitleParts
	}
	part := func(field string) float64 {
		return float64(t.counts[field][term]) / (.25 + .75*float64(t.length[field])/p.means[field])
	}
	tf := 4*part(title) + part(body)
	df, n := float64(p.found(title, body, term)), float64(len(p.texts))
	most := math.Log(1+(n-df+.5)/(df+.5)) * 3
	return most * tf / (tf + 2), tf > 0, .2 * most, t.counts[over][term] > 0
}

// score returns the score of a text and whether it belongs to the result.
func (p plainSearch) score(t plainText, words []word, all bool) (sum float64, ok bool) {
	var needed, touched, covered, helped uint64
	for _, w := range words {
		best, title, some, whole, help := 0.0, 0.0, false, false, false
		for _, way := range w.variants {
			total, have, above, below := 0.0, 0, 0.0, 0
			for _, term := range way.terms {
				score, has, more, under := p.term(t, way.parts, term)
				total, above = total+score, above+more
				if has {
					have++
				}
				if under {
					below++
				}
			}
			best = max(best, way.weight*total)
			if below == len(way.terms) {
				title, help = max(title, way.weight*above), true
			}
			some, whole = some || have > 0, whole || have == len(way.terms)
		}
		sum += w.weight * (best + title)
		if w.required {
			needed |= w.covers
		}
		if some {
			touched |= w.covers
		}
		if whole {
			covered |= w.covers
		}
		if help {
			helped |= w.covers
		}
	}
	for _, l := range []struct {
		is     bool
		factor float64
	}{
		{t.Kind == document.Answer, 1.15}, {t.Kind == document.Article, 1.10}, {t.Kind == document.Reply, .85}, {t.State == document.StateOutdated, .6},
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
	pool := strings.Fields("Wohngeld Wohngeldantrag Antrag Anträge Amt Bürgeramt Bürger*innen Müllgebühr Gebühr Müll finden Schnittstelle und Verfahren Fachverfahren OZG Haus Häuser")
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 7))
		text := func(most int) string {
			var words []string
			for range r.IntN(most) {
				words = append(words, pool[int(float64(len(pool))*r.Float64()*r.Float64())])
			}
			return strings.Join(words, " ")
		}
		st, err := createStore(t.TempDir()+"/index", vocabulary{}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		kept := map[int64]document.Document{}
		for range 4 + r.IntN(8) { // batches, each a segment
			w, err := newWriter(st)
			if err != nil {
				t.Fatal(err)
			}
			batch := map[int64]document.Document{}
			for range 1 + r.IntN(15) {
				d := document.Document{ID: int64(r.IntN(60)), Kind: document.Kinds[0], Title: text(6), Body: text(40), ACL: board.ACLPublic,
					Board: int64(1 + r.IntN(2)), At: time.Date(2023+r.IntN(4), 5, 1, 0, 0, 0, 0, time.UTC), Gone: r.IntN(5) == 0}
				if d.Kind = document.Kinds[d.ID%4]; d.Kind == document.Reply {
					d.Thread, d.Title, d.ThreadTitle = d.ID, "", d.Title // forEachID of a thread of its own: all are seen
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
				if err := w.put(d); err != nil {
					t.Fatal(err)
				}
				if d.Gone {
					delete(kept, id)
					continue
				}
				kept[id] = d
			}
			if err := w.flush(); err != nil {
				t.Fatal(err)
			}
		}
		var sums [audiences]lengths
		plain := plainSearch{year: 2026}
		for _, id := range slices.Sorted(maps.Keys(kept)) {
			p := plainOf(st.german, kept[id])
			for i, field := range lengthFields {
				if p.length[field] == 0 {
					continue
				}
				sums[members].add(i, p.length[field], 1)
				if p.ACL == board.ACLPublic {
					sums[guests].add(i, p.length[field], 1)
				}
			}
			if p.ACL == board.ACLPublic { // nothing else counts for guests
				plain.texts = append(plain.texts, p)
			}
		}
		if err := st.updateStatistics(t.Context()); err != nil {
			t.Fatal(err)
		}
		if *st.lengths.Load() != sums {
			t.Fatalf("seed %d: lengths are %v, want %v", seed, *st.lengths.Load(), sums)
		}
		st.dictionary.Store(nil) // the formula widens no words
		plain.means = sums[guests].means()
		for _, query := range []string{"Wohngeld", "Antrag Müll", "Bürgerinnen finden Gebühr", "Wohngeldantrag", "Fachverfahren Onlinezugangsgesetz Haus", "finden", text(5) + " Amt"} {
			for _, all := range []bool{true, false} {
				for _, narrow := range []int64{0, 2} {
					compare(t, st, plain, fmt.Sprintf("seed %d, %q, all %v, board %d", seed, query, all, narrow), query, all, narrow)
				}
			}
		}
		if err := st.close(); err != nil {
			t.Fatal(err)
		}
	}
}

func compare(t *testing.T, st *store, plain plainSearch, name, query string, all bool, narrow int64) {
	t.Helper()
	words, _ := analyse(st.german, query)
	want := map[string]float64{}
	for _, d := range plain.texts {
		if score, ok := plain.score(d, words, all); ok && (narrow == 0 || d.Board == narrow) {
			want[document.ID(d.Kind, d.ID)] = score
		}
	}
	req := request{words: words, allWords: all, year: plain.year, view: view{acls: []board.ACL{board.ACLPublic}}}
	if narrow != 0 {
		req.chooseFacet(fieldBoard, boardTerm(narrow))
	}
	best := slices.SortedFunc(maps.Values(want), func(a, b float64) int { return cmp.Compare(b, a) })
	for _, most := range []int{len(want) + 1, 7, 1} {
		var found ranking
		var ids []string
		err := st.withSearcher(t.Context(), req, func(s *searcher) error {
			texts, err := s.match(req)
			if err != nil {
				return err
			}
			if found, err = s.rank(req, texts, most); err != nil {
				return err
			}
			ids, err = s.docIDs(found.best)
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if found.total != len(want) || len(found.best) != min(len(want), most) {
			t.Fatalf("%s: %d in all, %d of them, want %d, at most %d", name, found.total, len(found.best), len(want), most)
		}
		for i, e := range found.best {
			// Shares of scores are kept in 16 bits.
			if math.Abs(e.sortKey-best[i]) > 1e-4*best[i] || math.Abs(e.sortKey-want[ids[i]]) > 1e-4*best[i] {
				t.Fatalf("%s: number %d of %d is %s with %f, want %f; the best has %f", name, i, most, ids[i], e.sortKey, want[ids[i]], best[i])
			}
		}
	}
}

// TestNearWordsScoreByTheirLikeness checks the third way to find a word.
func TestNearWordsScoreByTheirLikeness(t *testing.T) {
	t.Parallel()
	trial, err := NewEvalIndex(t.Context(), t.TempDir(), []EvalText{
		{"a", "", "Wohngeld und sonst nichts"}, {"b", "", "Wohnung und sonst nichts"}, {"c", "", "Kanarienvogel und sonst nichts"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer trial.Close()
	for query, want := range map[string]string{"Wohngled": "a", "Wohnugn": "b", "Kanarienvögle": "c", "Kanariennvogel": "c", "Zeisig": ""} {
		found, err := trial.Search(t.Context(), query)
		if err != nil || strings.Join(found, "") != want {
			t.Errorf("%s finds %v, want %s: %v", query, found, want, err)
		}
	}
	d := trial.store.dictionary.Load().of(view{acls: []board.ACL{board.ACLPublic}})
	likes := d.similar("wohngled", 10)
	if len(likes) == 0 || likes[0].term != "wohngeld" || !slices.IsSortedFunc(likes, func(a, b similarWord) int { return cmp.Compare(b.similarity, a.similarity) }) {
		t.Errorf("near Wohngled are %v", likes)
	}
	if again := d.similar("wohngled", 10); !slices.Equal(likes, again) {
		t.Errorf("the second look-up says %v", again)
	}
}

// TestFrequentWordsAreNotWidened bounds the work of a query: what many texts have
// is not looked up in the dictionary.
func TestFrequentWordsAreNotWidened(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{minExpandDocs - 1: minExpandDocs, minExpandDocs + 1: minExpandDocs + 1} { // the other one has a slip
		texts := []EvalText{{"slip", "", "Wohngeldd"}}
		for i := range n {
			texts = append(texts, EvalText{fmt.Sprint(i), "", "Wohngeld und Nummer"})
		}
		trial, err := NewEvalIndex(t.Context(), t.TempDir(), texts)
		if err != nil {
			t.Fatal(err)
		}
		words, _ := analyse(trial.store.german, "Wohngeld")
		req := request{words: words, allWords: false, view: view{acls: []board.ACL{board.ACLPublic}}}
		err = trial.store.withSearcher(t.Context(), req, func(s *searcher) error {
			found, err := s.match(req)
			if found.count() != want {
				t.Errorf("with %d texts that have the word %d are found, want %d", n, found.count(), want)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		trial.Close()
	}
}

func TestDistanceCountsSlips(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{{"amt", "amt", 0}, {"amt", "mat", 1}, {"amt", "am", 1}, {"amt", "amts", 1}, {"amt", "art", 1}, {"wohngled", "wohngeld", 1}, {"antrag", "vertrag", 3}, {"", "abc", 3}, {"kurz", "sehrlangeswort", 4}} {
		if got := distance(c.a, c.b, 3); got != c.want {
			t.Errorf("%s to %s is %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a, 3); got != c.want {
			t.Errorf("%s to %s is %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
