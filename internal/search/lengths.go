package search

import (
	"encoding/binary"
	"math"
)

// keyLengths holds the lengths beside the cursor, in the same batch.
var keyLengths = []byte("kommunalforum.lengths")

// lengths are those of all texts that were ever taken in, to know how long a text
// is on average. What is edited counts again and what is deleted stays counted:
// the mean moves by next to nothing, and knowing better would mean to read every
// document before it is replaced. A reply has no title: it must not make titles
// seem short, or every real one were too long to matter.
type lengths struct {
	texts [4]int64 // that are not empty, by field in the order of lengthFields
	words [4]int64
}

var lengthFields = [4]string{fieldTitle, fieldTitleParts, fieldBody, fieldBodyParts}

// add counts a text of so many words in the field with the number.
func (n *lengths) add(field, words int) {
	if words > 0 {
		n.texts[field]++
		n.words[field] += int64(words)
	}
}

func (n lengths) plus(m lengths) lengths {
	for i := range n.words {
		n.texts[i] += m.texts[i]
		n.words[i] += m.words[i]
	}
	return n
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
		out[f] = 1
		if n.words[i] > n.texts[i] {
			out[f] = math.Exp2(math.Round(math.Log2(float64(n.words[i])/float64(n.texts[i]))*meanSteps) / meanSteps)
		}
	}
	return out
}

func (n lengths) encode() (out []byte) {
	for _, x := range append(n.texts[:], n.words[:]...) {
		out = binary.BigEndian.AppendUint64(out, uint64(x))
	}
	return out
}

func decodeLengths(b []byte) (n lengths) {
	if len(b) != binary.Size(n.texts)+binary.Size(n.words) {
		return n
	}
	for i := range n.words {
		n.texts[i] = int64(binary.BigEndian.Uint64(b[8*i:]))
		n.words[i] = int64(binary.BigEndian.Uint64(b[8*(len(n.texts)+i):]))
	}
	return n
}
