package search

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Which words of a query are looked up in the dictionary.
const (
	nearMost     = 100    // words of the index that a query is widened by
	nearRare     = .02    // only words in no more of the documents than this
	nearFew      = 50     // or in no more than so many
	nearMany     = 2000   // and in no more than so many of a large index
	nearDocs     = 10_000 // documents that are scored for words that are near
	meantMost    = 5      // words that an unknown one may be a slip of
	nearExponent = 1.5    // how much the less alike count less
	// From which likeness on, and for words of how many letters, a text with the
	// other word is a result by that alone.
	alikeLeast   = .35
	alikeLetters = 6
)

// nearScore is what a document is worth for words that are like one that was
// asked for.
type nearScore struct {
	doc   uint32
	score float64
	alike bool // the words are so alike that the document is a result
}

// widen looks words up that are rare or unknown. A word that a large index has in
// thousands of texts is not widened: its other forms are found by their stems,
// and to look a hundred words up would cost more than all the rest.
func (l *look) widen(d *visibleWords) error {
	if d == nil {
		return nil
	}
	var rare []*lookedWord
	most := min(max(nearFew, nearRare*float64(l.docs)), nearMany)
	if l.ask.plain {
		most = 0
	}
	for _, w := range l.words {
		if w.typo && float64(w.found()) <= most {
			rare = append(rare, w)
		}
	}
	for _, w := range rare {
		likes := d.near(w.term, nearMost/len(rare))
		if w.found() == 0 && !w.made() {
			var err error
			if likes, err = l.takeMeant(w, likes); err != nil {
				return err
			}
		}
		if err := l.scoreNear(w, likes, nearDocs/len(rare)); err != nil {
			return err
		}
	}
	return nil
}

// made reports whether the word is made of parts that the index knows.
func (w *lookedWord) made() bool {
	return slices.ContainsFunc(w.ways[1:], func(way lookedWay) bool {
		return len(way.terms) > 0 && !slices.ContainsFunc(way.terms, func(t *lookedTerm) bool { return t.found == 0 })
	})
}

// takeMeant makes words that an unknown one is probably a slip of ways to find
// it, and returns the other words that are like it.
func (l *look) takeMeant(w *lookedWord, likes []near) (others []near, err error) {
	taken := 0
	for _, n := range likes {
		if taken == meantMost || !misspelt(w.term, n.term) {
			others = append(others, n)
			continue
		}
		t, err := l.term(termKey{n.term, false})
		if err != nil {
			return nil, err
		}
		if t.found == 0 { // not any more
			continue
		}
		if err := l.addWay(w, nearWeight, false, n.term); err != nil {
			return nil, err
		}
		taken++
	}
	return others, nil
}

// scoreNear scores the documents that have a word that is like the one asked
// for, up to some documents: frequent ones are passed over.
func (l *look) scoreNear(w *lookedWord, likes []near, most int) error {
	w.near = make([][]nearScore, len(l.segments))
	for _, n := range likes {
		if int(n.count) > 2*most { // as of when the dictionary was made
			continue
		}
		t, err := l.term(termKey{n.term, false})
		if err != nil {
			return err
		}
		if t.found == 0 || int(t.found) > most {
			continue
		}
		most -= int(t.found)
		factor := likenessWeight(n.likeness) * t.most / wholeShare
		alike := n.likeness >= alikeLeast && len(w.term) >= alikeLetters
		for number := range l.segments {
			if t.docs[number].IsEmpty() {
				continue
			}
			seen := l.seen[number]
			i, err := l.weigh(t, number, seen)
			if err != nil {
				return err
			}
			rank := 0
			i.docs.Iterate(func(doc uint32) bool {
				if seen.Contains(doc) {
					w.near[number] = append(w.near[number], nearScore{doc, factor * float64(i.share[rank]), alike})
				}
				rank++
				return true
			})
		}
	}
	for number, all := range w.near {
		w.near[number] = joined(all)
	}
	return nil
}

// joined puts scores into the order of documents, one for each.
func joined(all []nearScore) []nearScore {
	slices.SortFunc(all, func(a, b nearScore) int { return cmp.Compare(a.doc, b.doc) })
	out := all[:0]
	for _, n := range all {
		if last := len(out) - 1; last >= 0 && out[last].doc == n.doc {
			out[last].score, out[last].alike = max(out[last].score, n.score), out[last].alike || n.alike
			continue
		}
		out = append(out, n)
	}
	return out
}

// alike returns the documents of a segment that are a result for a word that is
// like the one asked for.
func (w *lookedWord) alike(number int) *roaring.Bitmap {
	out := roaring.New()
	if w.near != nil {
		for _, n := range w.near[number] {
			if n.alike {
				out.Add(n.doc)
			}
		}
	}
	return out
}

// slips returns what may be meant by each word of the ask that no text has which
// the viewer may see: words of such texts, the likeliest first.
func (l *look) slips() (map[string][]string, error) {
	d := l.store.grams.Load().of(l.ask.view)
	if d == nil {
		return nil, nil
	}
	out := map[string][]string{}
	for _, w := range l.words {
		if w.found() > 0 || !w.typo || len(w.word.ways) != 2 || len(l.store.german.Parts(w.term)) > 1 {
			continue
		}
		for _, term := range d.meant(w.term) {
			t, err := l.term(termKey{term, false})
			if err != nil {
				return nil, err
			}
			if t.found > 0 && len(out[w.term]) < suggestTries {
				out[w.term] = append(out[w.term], term)
			}
		}
	}
	return out, nil
}

// meant returns all words that may be meant.
func meant(slips map[string][]string) (out []string) {
	for _, terms := range slips {
		out = append(out, terms...)
	}
	return out
}
