package engine

import (
	"cmp"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"kommunalforum/internal/search/dictionary"
)

// Which words of a request are expanded by similar words of the index.
const (
	maxSimilarWords = 100    // by which a request is expanded
	expandShare     = .02    // a word is expanded if at most this share of the documents has it,
	minExpandDocs   = 50     // or if at most so many have it,
	maxExpandDocs   = 500    // and never if more have it
	maxSimilarDocs  = 10_000 // that are scored for similar words
	maxCorrections  = 5      // words that are taken for what an unknown word means
	// A document with a similar word is a match by that alone if the words are at
	// least so similar and the typed one has at least so many letters.
	minMatchSimilarity = .3
	minMatchLetters    = 6
)

// similarScore is the score of a document for words that are similar to one that
// was typed.
type similarScore struct {
	doc   uint32
	score float64
	match bool // a word is so similar that the document is a match
}

// expand chooses the words that similar ones are looked for, rare or unknown ones, and adds
// what unknown ones are probably meant to be. Frequent words of a large index are not
// expanded: their other forms are found by their stems, and looking up a hundred words would
// cost more than everything else.
func (s *Searcher) expand(d *dictionary.Visible) error {
	if d == nil {
		return nil
	}
	limit := min(max(minExpandDocs, expandShare*float64(s.visibleDocs)), maxExpandDocs)
	if s.req.NoExpansion {
		limit = 0
	}
	for _, w := range s.words {
		if w.MayBeMisspelt && float64(w.docFreq()) <= limit {
			s.rare = append(s.rare, w)
		}
	}
	for _, w := range s.rare {
		if w.docFreq() > 0 || w.hasKnownParts() {
			continue
		}
		others, err := s.addCorrections(w, s.similarWords(d, w))
		if err != nil {
			return err
		}
		w.others = &others
	}
	return nil
}

// similarWords returns the words that are similar to a rare one.
func (s *Searcher) similarWords(d *dictionary.Visible, w *wordPostings) []dictionary.Similar {
	return d.Similar(w.Term, maxSimilarWords/len(s.rare))
}

// needSimilar scores the documents with words that are similar to rare ones. Finding what
// has all words does not need them.
func (s *Searcher) needSimilar() error {
	for _, w := range s.rare {
		if w.similar != nil {
			continue
		}
		if w.others == nil {
			similar := s.similarWords(s.dictionary, w)
			w.others = &similar
		}
		if err := s.scoreSimilar(w, *w.others, maxSimilarDocs/len(s.rare)); err != nil {
			return err
		}
	}
	return nil
}

// hasKnownParts reports whether the word is composed of parts that the index has.
func (w *wordPostings) hasKnownParts() bool {
	return slices.ContainsFunc(w.variants[1:], func(v variantPostings) bool {
		return len(v.terms) > 0 && !slices.ContainsFunc(v.terms, func(t *termPostings) bool { return t.docFreq == 0 })
	})
}

// addCorrections adds the words that an unknown one is probably a misspelling of
// as variants, and returns the other similar words.
func (s *Searcher) addCorrections(w *wordPostings, similar []dictionary.Similar) (others []dictionary.Similar, err error) {
	added := 0
	for _, word := range similar {
		if added == maxCorrections || !dictionary.IsMisspelling(w.Term, word.Word) {
			others = append(others, word)
			continue
		}
		t, err := s.term(termKey{word.Word, false})
		if err != nil {
			return nil, err
		}
		if t.docFreq == 0 { // not any more
			continue
		}
		if err := s.addVariant(w, slipWeight, false, word.Word); err != nil {
			return nil, err
		}
		added++
	}
	if added == 0 {
		return others, s.addSlips(w)
	}
	return others, nil
}

// addSlips adds the parts of the compounds that an unknown word may be a slip for, as far
// as the viewer may read texts with all of the parts.
func (s *Searcher) addSlips(w *wordPostings) error {
	added := 0
	for _, parts := range w.language.Slips(w.Term) {
		known, err := s.hasAll(parts)
		if err != nil {
			return err
		}
		if !known {
			continue
		}
		if err := s.addVariant(w, partSlip/math.Sqrt(float64(len(parts))), true, parts...); err != nil {
			return err
		}
		if added++; added == maxCorrections {
			break
		}
	}
	return nil
}

// hasAll reports whether each of the parts is in a visible document.
func (s *Searcher) hasAll(parts []string) (bool, error) {
	for _, part := range parts {
		t, err := s.term(termKey{part, true})
		if err != nil || t.docFreq == 0 {
			return false, err
		}
	}
	return true, nil
}

// scoreSimilar scores up to limit documents with similar words. Words that too many
// documents have are skipped.
func (s *Searcher) scoreSimilar(w *wordPostings, similar []dictionary.Similar, limit int) error {
	w.similar = make([][]similarScore, len(s.segments))
	for _, word := range similar {
		if int(word.Texts) > 2*limit { // as of when the dictionary was made
			continue
		}
		t, err := s.term(termKey{word.Word, false})
		if err != nil {
			return err
		}
		if t.docFreq == 0 || int(t.docFreq) > limit {
			continue
		}
		limit -= int(t.docFreq)
		match := word.Similarity >= minMatchSimilarity && len(w.Term) >= minMatchLetters
		if err := s.addSimilar(w, t, similarityWeight(word.Similarity), match); err != nil {
			return err
		}
	}
	for number, all := range w.similar {
		w.similar[number] = mergeScores(all)
	}
	return nil
}

// addSimilar adds the scores of the visible documents with a similar word.
func (s *Searcher) addSimilar(w *wordPostings, t *termPostings, weight float64, match bool) error {
	factor := weight * t.maxScore / fullShare
	for number := range s.segments {
		if t.parts[number].docs.IsEmpty() {
			continue
		}
		visible := s.visible[number]
		i, err := s.impactsOf(t, number, visible)
		if err != nil {
			return err
		}
		rank := 0
		i.docs.Iterate(func(doc uint32) bool {
			if visible.Contains(doc) {
				w.similar[number] = append(w.similar[number], similarScore{doc, factor * float64(i.shares[rank]), match})
			}
			rank++
			return true
		})
	}
	return nil
}

// mergeScores sorts scores by document and keeps the best of each.
func mergeScores(all []similarScore) []similarScore {
	slices.SortFunc(all, func(a, b similarScore) int { return cmp.Compare(a.doc, b.doc) })
	out := all[:0]
	for _, s := range all {
		if last := len(out) - 1; last >= 0 && out[last].doc == s.doc {
			out[last].score, out[last].match = max(out[last].score, s.score), out[last].match || s.match
			continue
		}
		out = append(out, s)
	}
	return out
}

// similarMatches returns the documents of a segment that match by a similar word.
func (w *wordPostings) similarMatches(number int) *roaring.Bitmap {
	out := roaring.New()
	if w.similar != nil {
		for _, s := range w.similar[number] {
			if s.match {
				out.Add(s.doc)
			}
		}
	}
	return out
}

// Corrections returns up to limit words that may be meant by each word of the
// request that no visible document has, the most likely first. All of them are
// words of visible documents.
func (s *Searcher) Corrections(limit int) (map[string][]string, error) {
	d := s.dictionary
	if d == nil {
		return nil, nil
	}
	out := map[string][]string{}
	for _, w := range s.words {
		if w.docFreq() > 0 || !w.MayBeMisspelt || w.synonym || w.compound || w.language.IsWord(w.Term) {
			continue
		}
		for _, term := range d.Corrections(w.Term) {
			t, err := s.term(termKey{term, false})
			if err != nil {
				return nil, err
			}
			if t.docFreq > 0 && len(out[w.Term]) < limit {
				out[w.Term] = append(out[w.Term], term)
			}
		}
	}
	return out, nil
}
