package search

import "encoding/binary"

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

// mean returns the mean length of a field, at least one word.
func (n lengths) mean(field string) float64 {
	for i, f := range lengthFields {
		if f == field && n.sums[i] > n.docs {
			return float64(n.sums[i]) / float64(n.docs)
		}
	}
	return 1
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
