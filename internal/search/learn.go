package search

import (
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/search/german"
)

// learning is what the forum's public texts teach about words before an index is
// built from them: "Fachverfahren" is one that others are made of. It is kept in
// the index and holds as long as the index does, because texts and queries must
// be taken apart alike. That is why only what everybody may read teaches: from
// how a word is taken apart guests could else learn of texts that they cannot see.
type learning struct {
	counts map[string]int
	total  int // words read
	docs   int // documents read
}

// Limits of what is learnt.
const (
	learnDocs  = 100_000 // documents that are read
	learnWords = 60_000  // words that are kept, the most frequent ones
	learnLeast = 2       // times that a word must occur
)

// read counts the words of a text.
func (n *learning) read(plain *german.Language, text string) {
	for _, t := range plain.Tokens(text) {
		if t.Kind == german.Single && len(t.Term) >= 4 {
			n.counts[t.Term]++
		}
		n.total++
	}
}

// learn reads the public texts of the sources.
func learn(ctx context.Context, sources ...source) (learning, error) {
	n := learning{counts: map[string]int{}}
	plain := german.New(german.Lists{}, german.NewSplitter(nil, nil))
	for _, next := range sources {
		for after := int64(0); n.docs < learnDocs; {
			docs, last, err := next(ctx, after)
			if err != nil {
				return n, err
			}
			if last <= after {
				break
			}
			after = last
			for _, d := range docs {
				if d.acl != everybody || n.docs == learnDocs {
					continue
				}
				n.read(plain, d.title)
				n.read(plain, d.body)
				n.docs++
			}
		}
	}
	n.forget()
	return n, nil
}

// forget keeps the most frequent words.
func (n *learning) forget() {
	var words []string
	for w, c := range n.counts {
		if c >= learnLeast {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int {
		if d := n.counts[b] - n.counts[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	kept := map[string]int{}
	for _, w := range words[:min(len(words), learnWords)] {
		kept[w] = n.counts[w]
	}
	n.counts = kept
}

// keyLearnt holds what was learnt before the index was built.
var keyLearnt = []byte("kommunalforum.learnt")

// encode packs the words: there may be tens of thousands.
func (n learning) encode() []byte {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, flate.DefaultCompression) // the level is valid
	fmt.Fprintln(w, n.total, n.docs)
	for word, c := range n.counts {
		fmt.Fprintln(w, word, c)
	}
	w.Close() // a buffer takes everything
	return out.Bytes()
}

func decodeLearning(packed []byte) (learning, error) {
	n := learning{counts: map[string]int{}}
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return n, err
	}
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		word, number, _ := strings.Cut(line, " ")
		c, err := strconv.Atoi(number)
		if err != nil {
			return n, err
		}
		if i > 0 {
			n.counts[word] = c
			continue
		}
		if n.total, err = strconv.Atoi(word); err != nil {
			return n, err
		}
		n.docs = c
	}
	return n, nil
}
