package search

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// top offers the documents of the result by their scores, at least all those that
// may belong to the list.
//
// Searched go from the one that can tell most to the one that can tell least: the
// documents with the first one are scored by all words, then those with the
// second one that were not scored yet, and so on, until the rest of the words
// together could not lift a document onto the page any more. What everybody
// writes thus never costs a look at everything. The outcome is exact.
func (s *searcher) rankByScore(r matches, list *collector) error {
	words := slices.Clone(s.words)
	slices.SortStableFunc(words, func(a, b *wordPostings) int { return cmp.Compare(b.maxScore(), a.maxScore()) })
	sc := &scorer{searcher: s, collector: list, boosts: boosts(s.req.year), maxBoost: 1}
	for _, f := range sc.boosts {
		sc.maxBoost *= max(1, f.factor)
	}
	left := make(matches, len(r))
	for number := range r {
		left[number] = r[number].Clone()
	}
	for i, w := range words {
		rest := 0.0
		for _, w := range words[i:] {
			rest += w.maxScore()
		}
		if list.full() && !list.accepts(rest*sc.maxBoost*(1+roundingSlack)) {
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

// maxTermScore is the highest score that the word can give.
func (w *wordPostings) maxScore() (out float64) {
	above := 0.0
	for _, way := range w.variants {
		sum := 0.0
		for _, t := range way.terms {
			sum += t.scoreBound()
		}
		out, above = max(out, way.weight*sum), max(above, way.threadTitleScore())
	}
	for _, all := range w.similar {
		for _, n := range all {
			out = max(out, n.score)
		}
	}
	return w.weight * (out + above)
}

// scoreBound is the highest score that the term gives any document, as far as its
// impacts are known.
func (t *termPostings) scoreBound() float64 {
	top := uint16(0)
	for number, i := range t.impacts {
		if i != nil {
			top = max(top, i.top)
		} else if !t.docs[number].IsEmpty() {
			return t.maxScore
		}
	}
	return t.maxScore * float64(top) / fullShare
}

// scoredDocs returns the documents of a segment that the word gives any score.
func (w *wordPostings) scoredDocs(number int) *roaring.Bitmap {
	out := roaring.Or(w.partialMatches(number), w.inThreadTitle(number))
	if w.similar != nil {
		for _, n := range w.similar[number] {
			out.Add(n.doc)
		}
	}
	return out
}

// scorer scores documents and keeps the best.
type scorer struct {
	*searcher
	collector *collector
	boosts    []boost
	maxBoost  float64 // how far the lifts can raise a score
	// Reused from batch to batch.
	docs        [scoreBatch]uint32
	total, word [scoreBatch]float64
	variant     [scoreBatch]float64
	boosted     []*roaring.Bitmap
}

// scoreBatch is how many documents are scored at once.
const scoreBatch = 1024

// score scores documents of a segment.
func (s *scorer) score(number int, docs *roaring.Bitmap) error {
	ways := make([][][]*impactIterator, len(s.words))
	titles := make([][]threadTitleBonus, len(s.words))
	nears := make([][]similarScore, len(s.words))
	for i, w := range s.words {
		for _, way := range w.variants {
			if above := roaring.And(way.inThreadTitle(number), docs); !above.IsEmpty() {
				titles[i] = append(titles[i], threadTitleBonus{above, way.threadTitleScore()})
			}
			var terms []*impactIterator
			for _, t := range way.terms {
				if t.docs[number].Intersects(docs) {
					impacts, err := s.impactsOf(t, number, docs)
					if err != nil {
						return err
					}
					terms = append(terms, newImpactIterator(impacts, t.maxScore/fullShare))
				}
			}
			ways[i] = append(ways[i], terms)
		}
		if w.similar != nil {
			nears[i] = w.similar[number]
		}
	}
	if err := s.readBoosts(number); err != nil {
		return err
	}
	for walk := docs.ManyIterator(); ; {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		n := walk.NextMany(s.docs[:])
		if n == 0 {
			return nil
		}
		batch, total := s.docs[:n], s.total[:n]
		clear(total)
		for i, w := range s.words {
			s.addThreadTitles(w, batch, titles[i])
			nears[i] = s.scoreWord(w, batch, ways[i], nears[i])
		}
		if err := s.collectBatch(number, batch); err != nil {
			return err
		}
	}
}

// scoreWord adds the score of the word to the totals of the batch: that of the
// top of its ways. It returns what is left of the near ones.
func (s *scorer) scoreWord(w *wordPostings, batch []uint32, ways [][]*impactIterator, near []similarScore) []similarScore {
	word, way := s.word[:len(batch)], s.variant[:len(batch)]
	clear(word)
	for i, terms := range ways {
		if len(terms) == 0 {
			continue
		}
		clear(way)
		for _, it := range terms {
			it.addScores(batch, way)
		}
		for j, sum := range way {
			word[j] = max(word[j], w.variants[i].weight*sum)
		}
	}
	for j, doc := range batch {
		for len(near) > 0 && near[0].doc < doc {
			near = near[1:]
		}
		if len(near) == 0 {
			break
		}
		if near[0].doc == doc {
			word[j] = max(word[j], near[0].score)
		}
	}
	for j, score := range word {
		s.total[j] += w.weight * score
	}
	return near
}

// threadTitleBonus says of which documents the titles above them have a word, and what
// that is worth.
type threadTitleBonus struct {
	docs  *roaring.Bitmap
	score float64
}

// addThreadTitles adds what the titles above the documents of the batch say.
func (s *scorer) addThreadTitles(w *wordPostings, batch []uint32, titles []threadTitleBonus) {
	if len(titles) == 0 {
		return
	}
	for j, doc := range batch {
		best := 0.0
		for _, t := range titles {
			if t.score > best && t.docs.Contains(doc) {
				best = t.score
			}
		}
		s.total[j] += w.weight * best
	}
}

// collectBatch offers a batch to the list.
func (s *scorer) collectBatch(number int, batch []uint32) error {
	for i, doc := range batch {
		score := s.total[i]
		if !s.collector.accepts(score * s.maxBoost * (1 + roundingSlack)) {
			continue
		}
		for j, docs := range s.boosted {
			if docs.Contains(doc) {
				score *= s.boosts[j].factor
			}
		}
		if s.collector.accepts(score) {
			if err := s.collector.collect(number, doc, score); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *scorer) readBoosts(number int) error {
	s.boosted = s.boosted[:0]
	for _, f := range s.boosts {
		docs, err := s.segments[number].docs(f.field, f.term)
		if err != nil {
			return err
		}
		s.boosted = append(s.boosted, docs)
	}
	return nil
}

// impactIterator walks over the documents of impacts in their order.
type impactIterator struct {
	*impacts
	factor float64
	it     interface{ NextMany([]uint32) int }
	docs   [256]uint32
	at, n  int
	rank   int // words the first in docs
}

func newImpactIterator(i *impacts, factor float64) *impactIterator {
	return &impactIterator{impacts: i, factor: factor, it: i.docs.ManyIterator()}
}

// addScores adds to the sums of documents, which never go back, what the term tells
// words them.
func (it *impactIterator) addScores(batch []uint32, sums []float64) {
	for i, doc := range batch {
		for it.at == it.n || it.docs[it.at] < doc {
			if it.at < it.n {
				it.at++
				continue
			}
			it.rank += it.n
			if it.at, it.n = 0, it.it.NextMany(it.docs[:]); it.n == 0 {
				return
			}
		}
		if it.docs[it.at] == doc {
			sums[i] += it.factor * float64(it.shares[it.rank+it.at])
		}
	}
}
