package search

import (
	"encoding/binary"
	"math"
	"strconv"
)

// keyLengths holds the lengths beside the cursor.
var keyLengths = []byte("kommunalforum.lengths")

// lengths are those of the texts that an audience may read, to know how long a
// text is on average. They are summed up with the words of the dictionary. A
// reply has no title: it must not make titles seem short, or every real one were
// too long to matter.
type lengths struct {
	texts [4]int64 // that are not empty, by field in the order of lengthFields
	words [4]int64
}

var lengthFields = [4]string{fieldTitle, fieldTitleParts, fieldBody, fieldBodyParts}

// usualLengths are taken for the means until any texts were counted.
var usualLengths = [4]float64{4, 5, 80, 100}

// addScores counts texts of so many words in the field with the number.
func (n *lengths) add(field, words, texts int) {
	n.texts[field] += int64(texts)
	n.words[field] += int64(words) * int64(texts)
}

// lengthTerm is how the index keeps the length of the field with the number.
func lengthTerm(field, words int) string { return strconv.Itoa(field) + strconv.Itoa(words) }

// sumLengths adds the lengths of the texts of a segment.
func sumLengths(seg *segment, readers []readership, sums *[audiences]lengths) error {
	last, field, words := "", 0, 0
	return seg.each(fieldLengths, func(term string, doc uint32) {
		if term != last {
			field, words = int(term[0]-'0'), 0
			words, _ = strconv.Atoi(term[1:]) // hasKnownParts by lengthTerm
			last = term
		}
		if r := readers[doc]; r.exists && r.open {
			for a := r.audience; a < audiences; a++ {
				sums[a].add(field, words, 1)
			}
		}
	})
}

// means are the mean lengths of fields in words, at least one.
type means map[string]float64

// meanSteps is how many means there are between a length and its double.
const meanSteps = 32

// means returns the mean lengths, rounded to steps of two in a hundred: what was
// worked out with them holds until a step is passed, and no order of results
// hangs on less.
func (n lengths) means() means {
	out := means{}
	for i, f := range lengthFields {
		switch {
		case n.texts[i] == 0:
			out[f] = usualLengths[i]
		case n.words[i] > n.texts[i]:
			out[f] = math.Exp2(math.Round(math.Log2(float64(n.words[i])/float64(n.texts[i]))*meanSteps) / meanSteps)
		default:
			out[f] = 1
		}
	}
	return out
}

func encodeLengths(all [audiences]lengths) (out []byte) {
	for _, n := range all {
		for _, x := range append(n.texts[:], n.words[:]...) {
			out = binary.BigEndian.AppendUint64(out, uint64(x))
		}
	}
	return out
}

// decodeLengths reads what encodeLengths wrote; anything else means no texts.
func decodeLengths(b []byte) (all [audiences]lengths) {
	if len(b) != binary.Size(all[0].texts)*2*len(all) {
		return all
	}
	next := func(to *[4]int64) {
		for i := range to {
			to[i] = int64(binary.BigEndian.Uint64(b))
			b = b[8:]
		}
	}
	for a := range all {
		next(&all[a].texts)
		next(&all[a].words)
	}
	return all
}
