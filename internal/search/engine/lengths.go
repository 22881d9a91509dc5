package engine

import (
	"encoding/binary"
	"math"
	"strconv"

	"kommunalforum/internal/search/dictionary"
)

// valueLengths is the name under which the lengths are stored.
const valueLengths = "lengths"

// lengths are sums over the texts that an audience may read, for the mean lengths
// of fields. They are computed with the dictionary. Empty texts do not count: a
// reply has no title, and it must not make titles seem short, or every real one
// would be too long to matter.
type lengths struct {
	texts [4]int64 // by field in the order of lengthFields
	words [4]int64
}

var lengthFields = [4]string{FieldTitle, fieldTitleParts, FieldBody, fieldBodyParts}

// usualLengths are taken for the means until there are any texts.
var usualLengths = [4]float64{4, 5, 80, 100}

// add counts texts with so many words in the field with the number.
func (n *lengths) add(field, words, texts int) {
	n.texts[field] += int64(texts)
	n.words[field] += int64(words) * int64(texts)
}

// lengthTerm is the term by which the index knows the length of a field.
func lengthTerm(field, words int) string { return strconv.Itoa(field) + strconv.Itoa(words) }

// addLengths adds the lengths of the texts of a segment to the sums.
func addLengths(s *segment, readers []dictionary.Readers, sums *[dictionary.Audiences]lengths) error {
	last, field, words := "", 0, 0
	return s.each(fieldLengths, func(term string, doc uint32) {
		if term != last {
			field, words = int(term[0]-'0'), 0
			words, _ = strconv.Atoi(term[1:]) // made by lengthTerm
			last = term
		}
		if r := readers[doc]; r.Exists && r.Open {
			for a := r.Audience; a < dictionary.Audiences; a++ {
				sums[a].add(field, words, 1)
			}
		}
	})
}

// means are the mean lengths of fields, in words, at least one.
type means map[string]float64

// meanSteps is the number of steps between a mean length and its double.
const meanSteps = 32

// means returns the mean lengths, rounded to steps of two in a hundred: impacts
// that were computed with them hold until a step is passed, and smaller differences
// do not matter to the order of results.
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

func encodeLengths(all [dictionary.Audiences]lengths) (out []byte) {
	for _, n := range all {
		for _, x := range append(n.texts[:], n.words[:]...) {
			out = binary.BigEndian.AppendUint64(out, uint64(x))
		}
	}
	return out
}

// decodeLengths decodes what encodeLengths made; anything else means no texts.
func decodeLengths(b []byte) (all [dictionary.Audiences]lengths) {
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
