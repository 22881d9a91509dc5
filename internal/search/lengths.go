package search

import (
	"encoding/binary"
	"math"
)

// keyLengths holds the lengths beside the cursor, in the same batch.
var keyLengths = []byte("kommunalforum.lengths")

// lengths are those of all texts that were ever taken in, in words, to know how
// long a text is on average. What is edited counts again and what is deleted
// stays counted: the mean moves by next to nothing, and knowing better would
// mean to read every document before it is replaced.
type lengths struct {
	docs int64
	sums [4]int64 // of the fields in the order of lengthFields
}

var lengthFields = [4]string{fieldTitle, fieldTitleParts, fieldBody, fieldBodyParts}

func (n lengths) plus(m lengths) lengths {
	n.docs += m.docs
	for i := range n.sums {
		n.sums[i] += m.sums[i]
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
		if n.sums[i] > n.docs {
			out[f] = math.Exp2(math.Round(math.Log2(float64(n.sums[i])/float64(n.docs))*meanSteps) / meanSteps)
		}
	}
	return out
}

func (n lengths) encode() []byte {
	out := binary.BigEndian.AppendUint64(nil, uint64(n.docs))
	for _, s := range n.sums {
		out = binary.BigEndian.AppendUint64(out, uint64(s))
	}
	return out
}

func decodeLengths(b []byte) (n lengths) {
	if len(b) != 8*(1+len(n.sums)) {
		return n
	}
	n.docs = int64(binary.BigEndian.Uint64(b))
	for i := range n.sums {
		n.sums[i] = int64(binary.BigEndian.Uint64(b[8*(i+1):]))
	}
	return n
}
