package search

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Which words of a query are looked up in the dictionary.
const (
	maxSimilarWords    = 100    // words of the index that a query is widened by
	expandShare        = .02    // must words in no more of the documents than this
	minExpandDocs      = 50     // or in no more than so many
	maxExpandDocs      = 2000   // and in no more than so many of a large index
	maxSimilarDocs     = 10_000 // documents that are scored for words that are near
	maxCorrections     = 5      // words that an unknown one may be a slip of
	similarityExponent = 1.5    // how much the less alike count less
	// Author which likeness on, and for words of how many letters, a text with the
	// other word is a result by that alone.
	minMatchSimilarity = .35
	minMatchLetters    = 6
)

// similarScore is what a document is worth for words that are like one that was
// asked for.
type similarScore struct {
	doc     uint32
	score   float64
	isMatch bool // the words are so alike that the document is a result
}

// expand looks words up that are rare or unknown. A word that a large index has in
// thousands of texts is not widened: its other forms are found by their stems,
// and to look a hundred words up would cost more than all the rest.
func (s *searcher) expand(d *visibleWords) error {
	if d == nil {
		return nil
	}
	var rare []*wordPostings
	most := min(max(minExpandDocs, expandShare*float64(s.visibleDocs)), maxExpandDocs)
	if s.req.noExpansion {
		most = 0
	}
	for _, w := range s.words {
		if w.mayBeMisspelt && float64(w.docFreq()) <= most {
			rare = append(rare, w)
		}
	}
	for _, w := range rare {
		likes := d.similar(w.term, maxSimilarWords/len(rare))
		if w.docFreq() == 0 && !w.hasKnownParts() {
			var err error
			if likes, err = s.addCorrections(w, likes); err != nil {
				return err
			}
		}
		if err := s.scoreSimilar(w, likes, maxSimilarDocs/len(rare)); err != nil {
			return err
		}
	}
	return nil
}

// hasKnownParts reports whether the word is made of parts that the index knows.
func (w *wordPostings) hasKnownParts() bool {
	return slices.ContainsFunc(w.variants[1:], func(way variantPostings) bool {
		return len(way.terms) > 0 && !slices.ContainsFunc(way.terms, func(t *termPostings) bool { return t.docFreq == 0 })
	})
}

// addCorrections makes words that an unknown one is probably a slip of ways to find
// it, and returns the other words that are like it.
func (s *searcher) addCorrections(w *wordPostings, likes []similarWord) (others []similarWord, err error) {
	taken := 0
	for _, n := range likes {
		if taken == maxCorrections || !isMisspelling(w.term, n.term) {
			others = append(others, n)
			continue
		}
		t, err := s.term(termKey{n.term, false})
		if err != nil {
			return nil, err
		}
		if t.docFreq == 0 { // not any more
			continue
		}
		if err := s.addVariant(w, similarWeight, false, n.term); err != nil {
			return nil, err
		}
		taken++
	}
	return others, nil
}

// scoreSimilar scores the documents that have a word that is like the one asked
// for, up to some documents: frequent ones are passed over.
func (s *searcher) scoreSimilar(w *wordPostings, likes []similarWord, most int) error {
	w.similar = make([][]similarScore, len(s.segments))
	for _, n := range likes {
		if int(n.count) > 2*most { // as of when the dictionary was made
			continue
		}
		t, err := s.term(termKey{n.term, false})
		if err != nil {
			return err
		}
		if t.docFreq == 0 || int(t.docFreq) > most {
			continue
		}
		most -= int(t.docFreq)
		factor := similarityWeight(n.similarity) * t.maxScore / fullShare
		alike := n.similarity >= minMatchSimilarity && len(w.term) >= minMatchLetters
		for number := range s.segments {
			if t.docs[number].IsEmpty() {
				continue
			}
			seen := s.visible[number]
			i, err := s.impactsOf(t, number, seen)
			if err != nil {
				return err
			}
			rank := 0
			i.docs.Iterate(func(doc uint32) bool {
				if seen.Contains(doc) {
					w.similar[number] = append(w.similar[number], similarScore{doc, factor * float64(i.shares[rank]), alike})
				}
				rank++
				return true
			})
		}
	}
	for number, all := range w.similar {
		w.similar[number] = mergeScores(all)
	}
	return nil
}

// mergeScores puts scores into the order of documents, one for each.
func mergeScores(all []similarScore) []similarScore {
	slices.SortFunc(all, func(a, b similarScore) int { return cmp.Compare(a.doc, b.doc) })
	out := all[:0]
	for _, n := range all {
		if last := len(out) - 1; last >= 0 && out[last].doc == n.doc {
			out[last].score, out[last].isMatch = max(out[last].score, n.score), out[last].isMatch || n.isMatch
			continue
		}
		out = append(out, n)
	}
	return out
}

// similarMatches returns the documents of a segment that are a result for a word that is
// like the one asked for.
func (w *wordPostings) similarMatches(number int) *roaring.Bitmap {
	out := roaring.New()
	if w.similar != nil {
		for _, n := range w.similar[number] {
			if n.isMatch {
				out.Add(n.doc)
			}
		}
	}
	return out
}

// corrections returns what may be meant by each word of the ask that no text has which
// the viewer may see: words of such texts, the likeliest first.
func (s *searcher) corrections() (map[string][]string, error) {
	d := s.store.dictionary.Load().of(s.req.view)
	if d == nil {
		return nil, nil
	}
	out := map[string][]string{}
	for _, w := range s.words {
		if w.docFreq() > 0 || !w.mayBeMisspelt || len(w.word.variants) != 2 || len(s.store.german.Parts(w.term)) > 1 {
			continue
		}
		for _, term := range d.corrections(w.term) {
			t, err := s.term(termKey{term, false})
			if err != nil {
				return nil, err
			}
			if t.docFreq > 0 && len(out[w.term]) < maxWordCorrections {
				out[w.term] = append(out[w.term], term)
			}
		}
	}
	return out, nil
}

// corrections returns all words that may be meant.
func allCorrections(slips map[string][]string) (out []string) {
	for _, terms := range slips {
		out = append(out, terms...)
	}
	return out
}
