package engine

import (
	"cmp"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// rankByScore collects the matches by their scores, at least all that may belong
// to the best entries.
//
// Words go from the one with the highest possible score to the one with the
// lowest: documents with the first word are scored by all words, then those with
// the second word that were not scored yet, and so on, until the remaining words
// together could not bring a document into the list any more. A word that everybody
// writes thus never costs a look at every document. The outcome is exact.
func (s *Searcher) rankByScore(matches Matches, c *collector) error {
	if err := s.needSimilar(); err != nil {
		return err
	}
	words := slices.Clone(s.words)
	slices.SortStableFunc(words, func(a, b *wordPostings) int { return cmp.Compare(b.maxScore(), a.maxScore()) })
	sc := scorers.Get().(*scorer)
	defer func() {
		sc.Searcher, sc.collector, sc.columns = nil, nil, nil
		scorers.Put(sc)
	}()
	columns, err := s.columns(matches)
	if err != nil {
		return err
	}
	sc.Searcher, sc.collector, sc.columns = s, c, columns
	sc.setBoosts()
	left := make(Matches, len(matches))
	for number := range matches {
		left[number] = matches[number].Clone()
	}
	for i, w := range words {
		rest := 0.0
		for _, w := range words[i:] {
			rest += w.maxScore()
		}
		if c.full() && !c.accepts(rest*sc.maxBoost*(1+roundingSlack)) {
			return nil
		}
		for number := range s.segments {
			docs := roaring.And(left[number], w.scoredDocs(number))
			if docs.IsEmpty() {
				continue
			}
			left[number].AndNot(docs)
			if err := sc.score(number, docs); err != nil {
				return err
			}
		}
	}
	return nil
}

// roundingSlack is by how much a bound may be too low because it was summed up in
// another order than the scores.
const roundingSlack = 1e-9

// maxScore is a bound of the scores of the word.
func (w *wordPostings) maxScore() (out float64) {
	inTitle := 0.0
	for _, v := range w.variants {
		sum := 0.0
		for _, t := range v.terms {
			sum += t.scoreBound()
		}
		out, inTitle = max(out, v.weight*sum), max(inTitle, v.threadTitleScore())
	}
	for _, all := range w.similar {
		for _, s := range all {
			out = max(out, s.score)
		}
	}
	return w.weight * (out + inTitle)
}

// scoreBound is a bound of the scores of the term, as far as its impacts are known.
func (t *termPostings) scoreBound() float64 {
	top := uint16(0)
	for _, p := range t.parts {
		if p.impacts != nil {
			top = max(top, p.impacts.top)
		} else if !p.docs.IsEmpty() {
			return t.maxScore
		}
	}
	return t.maxScore * float64(top) / fullShare
}

// scoredDocs returns the documents of a segment that the word gives any score; the set
// must not be changed.
func (w *wordPostings) scoredDocs(number int) *roaring.Bitmap {
	return once(&w.sets[number].scored, func() *roaring.Bitmap {
		any := []*roaring.Bitmap{w.partialMatches(number), w.inThreadTitle(number)}
		if w.similar != nil {
			similar := roaring.New()
			for _, s := range w.similar[number] {
				similar.Add(s.doc)
			}
			any = append(any, similar)
		}
		return union(any)
	})
}

// scorer scores documents in batches and collects the best.
type scorer struct {
	*Searcher
	collector *collector
	columns   []*column
	boosts    []fieldBoosts
	maxBoost  float64 // how far the boosts can raise a score
	// Reused from batch to batch.
	docs        [scoreBatch]uint32
	total, word [scoreBatch]float64
	variant     [scoreBatch]float64
}

// fieldBoosts are the factors of the values of a field, by their numbers.
type fieldBoosts struct {
	field   string
	factors []float64
}

// setBoosts sets the boosts, once the columns were read.
func (s *scorer) setBoosts() {
	s.boosts, s.maxBoost = s.boosts[:0], 1
	for _, b := range boosts(s.req.Year) {
		s.maxBoost *= max(1, b.factor)
		values := s.store.columns.known(b.field)
		at := slices.IndexFunc(s.boosts, func(f fieldBoosts) bool { return f.field == b.field })
		if at < 0 {
			at = len(s.boosts)
			s.boosts = append(s.boosts, fieldBoosts{b.field, slices.Repeat([]float64{1}, len(values))})
		}
		if code := slices.Index(values[:len(s.boosts[at].factors)], b.term); code > 0 {
			s.boosts[at].factors[code] *= b.factor
		}
	}
}

var scorers = sync.Pool{New: func() any { return &scorer{} }}

// scoreBatch is how many documents are scored at once.
const scoreBatch = 1024

// wordScores are the scores that a word gives the documents of a segment.
type wordScores struct {
	word     *wordPostings
	variants [][]*impactIterator // by variant and term
	inTitles []threadTitleScore
	similar  []similarScore // those that are left
}

// threadTitleScore is the score of replies for a word in the titles of their
// threads.
type threadTitleScore struct {
	docs  *roaring.Bitmap
	score float64
}

// score scores documents of a segment.
func (s *scorer) score(number int, docs *roaring.Bitmap) error {
	words := make([]wordScores, len(s.words))
	for i, w := range s.words {
		var err error
		if words[i], err = s.scoresOf(w, number, docs); err != nil {
			return err
		}
	}
	for it := docs.ManyIterator(); ; {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		n := it.NextMany(s.docs[:])
		if n == 0 {
			return nil
		}
		batch := s.docs[:n]
		clear(s.total[:n])
		for i := range words {
			s.addThreadTitles(&words[i], batch)
			s.addWord(&words[i], batch)
		}
		if err := s.collectBatch(number, batch); err != nil {
			return err
		}
	}
}

// scoresOf reads what a word gives the documents of a segment.
func (s *scorer) scoresOf(w *wordPostings, number int, docs *roaring.Bitmap) (wordScores, error) {
	out := wordScores{word: w}
	for _, v := range w.variants {
		if inTitle := roaring.And(v.inThreadTitle(number), docs); !inTitle.IsEmpty() {
			out.inTitles = append(out.inTitles, threadTitleScore{inTitle, v.threadTitleScore()})
		}
		var terms []*impactIterator
		for _, t := range v.terms {
			if t.parts[number].docs.Intersects(docs) {
				impacts, err := s.impactsOf(t, number, docs)
				if err != nil {
					return out, err
				}
				terms = append(terms, newImpactIterator(impacts, t.maxScore/fullShare))
			}
		}
		out.variants = append(out.variants, terms)
	}
	if w.similar != nil {
		out.similar = w.similar[number]
	}
	return out, nil
}

// addWord adds the score of a word, that of its best variant, to the totals of the
// batch.
func (s *scorer) addWord(w *wordScores, batch []uint32) {
	word, variant := s.word[:len(batch)], s.variant[:len(batch)]
	clear(word)
	for i, terms := range w.variants {
		if len(terms) == 0 {
			continue
		}
		clear(variant)
		for _, t := range terms {
			t.addScores(batch, variant)
		}
		weight := w.word.variants[i].weight
		for j, sum := range variant {
			word[j] = max(word[j], weight*sum)
		}
	}
	similar := w.similar
	for j, doc := range batch {
		for len(similar) > 0 && similar[0].doc < doc {
			similar = similar[1:]
		}
		if len(similar) == 0 {
			break
		}
		if similar[0].doc == doc {
			word[j] = max(word[j], similar[0].score)
		}
	}
	w.similar = similar
	for j, score := range word {
		s.total[j] += w.word.weight * score
	}
}

// addThreadTitles adds the scores for a word in thread titles to the totals of the
// batch.
func (s *scorer) addThreadTitles(w *wordScores, batch []uint32) {
	if len(w.inTitles) == 0 {
		return
	}
	for j, doc := range batch {
		best := 0.0
		for _, t := range w.inTitles {
			if t.score > best && t.docs.Contains(doc) {
				best = t.score
			}
		}
		s.total[j] += w.word.weight * best
	}
}

// collectBatch boosts the totals of a batch and collects its documents.
func (s *scorer) collectBatch(number int, batch []uint32) error {
	for i, doc := range batch {
		score := s.total[i]
		if !s.collector.accepts(score * s.maxBoost * (1 + roundingSlack)) {
			continue
		}
		for _, b := range s.boosts {
			score *= b.factors[s.columns[number].facets[b.field][doc]]
		}
		if s.collector.accepts(score) {
			if err := s.collector.collect(number, doc, score); err != nil {
				return err
			}
		}
	}
	return nil
}
