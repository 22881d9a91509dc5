package index

import (
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/german"
)

// vocabulary is what an index learns about words from the forum's public texts
// before it is built: "Fachverfahren" is a part of compounds. It is stored in the
// index and never changes, because texts and queries must be split alike. Only
// public texts teach, because guests could otherwise tell from how a word is split
// that texts exist which they cannot read.
type vocabulary struct {
	counts map[string]int
	total  int // words read
	docs   int // documents read
}

const (
	maxLearnDocs   = 100_000 // documents that are read
	maxVocabulary  = 60_000  // words that are kept, the most frequent ones
	minOccurrences = 2       // times that a word must occur
)

// count counts the words of a text.
func (v *vocabulary) count(plain *german.Language, text string) {
	for _, t := range plain.Tokens(text) {
		if t.Kind == german.Single && len(t.Term) >= 4 {
			v.counts[t.Term]++
		}
		v.total++
	}
}

// learn reads the public texts of the sources.
func learn(ctx context.Context, sources ...source) (vocabulary, error) {
	v := vocabulary{counts: map[string]int{}}
	plain := german.New(german.Lists{}, german.NewSplitter(nil, nil))
	for _, next := range sources {
		for after := int64(0); v.docs < maxLearnDocs; {
			docs, last, err := next(ctx, after)
			if err != nil {
				return v, err
			}
			if last <= after {
				break
			}
			after = last
			for _, d := range docs {
				if d.ACL != board.ACLPublic || v.docs == maxLearnDocs {
					continue
				}
				v.count(plain, d.Title)
				v.count(plain, d.Body)
				v.docs++
			}
		}
	}
	v.prune()
	return v, nil
}

// prune keeps the most frequent words.
func (v *vocabulary) prune() {
	var words []string
	for w, c := range v.counts {
		if c >= minOccurrences {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int {
		if d := v.counts[b] - v.counts[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	kept := map[string]int{}
	for _, w := range words[:min(len(words), maxVocabulary)] {
		kept[w] = v.counts[w]
	}
	v.counts = kept
}

// encode compresses the vocabulary: there may be tens of thousands of words.
func (v vocabulary) encode() []byte {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, flate.DefaultCompression) // the level is valid
	fmt.Fprintln(w, v.total, v.docs)
	for word, c := range v.counts {
		fmt.Fprintln(w, word, c)
	}
	w.Close() // a buffer cannot fail
	return out.Bytes()
}

func decodeVocabulary(packed []byte) (vocabulary, error) {
	v := vocabulary{counts: map[string]int{}}
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return v, err
	}
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		word, number, _ := strings.Cut(line, " ")
		c, err := strconv.Atoi(number)
		if err != nil {
			return v, err
		}
		if i > 0 {
			v.counts[word] = c
			continue
		}
		if v.total, err = strconv.Atoi(word); err != nil {
			return v, err
		}
		v.docs = c
	}
	return v, nil
}
