package search

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// best offers the documents of the result by their scores, at least all those that
// may belong to the list.
//
// Words go from the one that can tell most to the one that can tell least: the
// documents with the first one are scored by all words, then those with the
// second one that were not scored yet, and so on, until the rest of the words
// together could not lift a document onto the page any more. What everybody
// writes thus never costs a look at everything. The outcome is exact.
func (l *look) best(r result, list *ranking) error {
	words := slices.Clone(l.words)
	slices.SortStableFunc(words, func(a, b *lookedWord) int { return cmp.Compare(b.most(), a.most()) })
	s := &scoring{look: l, list: list, lifts: lifts(l.ask.year), raise: 1}
	for _, f := range s.lifts {
		s.raise *= max(1, f.factor)
	}
	left := make(result, len(r))
	for number := range r {
		left[number] = r[number].Clone()
	}
	for i, w := range words {
		rest := 0.0
		for _, w := range words[i:] {
			rest += w.most()
		}
		if list.full() && !list.takes(rest*s.raise*(1+roundingSlack)) {
			return nil
		}
		for number := range l.segments {
			docs := roaring.And(left[number], w.scored(number))
			if docs.IsEmpty() {
				continue
			}
			left[number].AndNot(docs)
			if err := s.score(number, docs); err != nil {
				return err
			}
		}
	}
	return nil
}

// roundingSlack is by how much a bound may be too low because it was summed up in
// another order than the scores.
const roundingSlack = 1e-9

// most is the highest score that the word can give.
func (w *lookedWord) most() (out float64) {
	above := 0.0
	for _, way := range w.ways {
		sum := 0.0
		for _, t := range way.terms {
			sum += t.bound()
		}
		out, above = max(out, way.weight*sum), max(above, way.aboveScore())
	}
	for _, all := range w.near {
		for _, n := range all {
			out = max(out, n.score)
		}
	}
	return w.weight * (out + above)
}

// bound is the highest score that the term gives any document, as far as its
// impacts are known.
func (t *lookedTerm) bound() float64 {
	top := uint16(0)
	for number, i := range t.impacts {
		if i != nil {
			top = max(top, i.top)
		} else if !t.docs[number].IsEmpty() {
			return t.most
		}
	}
	return t.most * float64(top) / wholeShare
}

// scored returns the documents of a segment that the word gives any score.
func (w *lookedWord) scored(number int) *roaring.Bitmap {
	out := roaring.Or(w.touched(number), w.above(number))
	if w.near != nil {
		for _, n := range w.near[number] {
			out.Add(n.doc)
		}
	}
	return out
}

// scoring scores documents and keeps the best.
type scoring struct {
	*look
	list  *ranking
	lifts []lift
	raise float64 // how far the lifts can raise a score
	// Reused from batch to batch.
	docs        [batchDocs]uint32
	total, word [batchDocs]float64
	way         [batchDocs]float64
	lifted      []*roaring.Bitmap
}

// batchDocs is how many documents are scored at once.
const batchDocs = 1024

// score scores documents of a segment.
func (s *scoring) score(number int, docs *roaring.Bitmap) error {
	ways := make([][][]*stream, len(s.words))
	titles := make([][]titleAbove, len(s.words))
	nears := make([][]nearScore, len(s.words))
	for i, w := range s.words {
		for _, way := range w.ways {
			if above := roaring.And(way.above(number), docs); !above.IsEmpty() {
				titles[i] = append(titles[i], titleAbove{above, way.aboveScore()})
			}
			var terms []*stream
			for _, t := range way.terms {
				if t.docs[number].Intersects(docs) {
					impacts, err := s.weigh(t, number, docs)
					if err != nil {
						return err
					}
					terms = append(terms, newStream(impacts, t.most/wholeShare))
				}
			}
			ways[i] = append(ways[i], terms)
		}
		if w.near != nil {
			nears[i] = w.near[number]
		}
	}
	if err := s.readLifts(number); err != nil {
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
			s.scoreTitles(w, batch, titles[i])
			nears[i] = s.scoreWord(w, batch, ways[i], nears[i])
		}
		if err := s.gather(number, batch); err != nil {
			return err
		}
	}
}

// scoreWord adds the score of the word to the totals of the batch: that of the
// best of its ways. It returns what is left of the near ones.
func (s *scoring) scoreWord(w *lookedWord, batch []uint32, ways [][]*stream, near []nearScore) []nearScore {
	word, way := s.word[:len(batch)], s.way[:len(batch)]
	clear(word)
	for i, terms := range ways {
		if len(terms) == 0 {
			continue
		}
		clear(way)
		for _, t := range terms {
			t.add(batch, way)
		}
		for j, sum := range way {
			word[j] = max(word[j], w.ways[i].weight*sum)
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

// titleAbove says of which documents the titles above them have a word, and what
// that is worth.
type titleAbove struct {
	docs  *roaring.Bitmap
	score float64
}

// scoreTitles adds what the titles above the documents of the batch say.
func (s *scoring) scoreTitles(w *lookedWord, batch []uint32, titles []titleAbove) {
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

// gather offers a batch to the list.
func (s *scoring) gather(number int, batch []uint32) error {
	for i, doc := range batch {
		score := s.total[i]
		if !s.list.takes(score * s.raise * (1 + roundingSlack)) {
			continue
		}
		for j, docs := range s.lifted {
			if docs.Contains(doc) {
				score *= s.lifts[j].factor
			}
		}
		if s.list.takes(score) {
			if err := s.list.offer(number, doc, score); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *scoring) readLifts(number int) error {
	s.lifted = s.lifted[:0]
	for _, f := range s.lifts {
		docs, err := s.segments[number].docs(f.field, f.term)
		if err != nil {
			return err
		}
		s.lifted = append(s.lifted, docs)
	}
	return nil
}

// stream walks over the documents of impacts in their order.
type stream struct {
	*impacts
	factor float64
	walk   interface{ NextMany([]uint32) int }
	docs   [256]uint32
	at, n  int
	rank   int // of the first in docs
}

func newStream(i *impacts, factor float64) *stream {
	return &stream{impacts: i, factor: factor, walk: i.docs.ManyIterator()}
}

// add adds to the sums of documents, which never go back, what the term tells
// of them.
func (t *stream) add(batch []uint32, sums []float64) {
	for i, doc := range batch {
		for t.at == t.n || t.docs[t.at] < doc {
			if t.at < t.n {
				t.at++
				continue
			}
			t.rank += t.n
			if t.at, t.n = 0, t.walk.NextMany(t.docs[:]); t.n == 0 {
				return
			}
		}
		if t.docs[t.at] == doc {
			sums[i] += t.factor * float64(t.share[t.rank+t.at])
		}
	}
}
