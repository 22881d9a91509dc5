package folding

import (
	"bytes"
	"slices"
	"strings"
	"sync"
)

// Phrases are folded sequences of words to look for in texts.
type Phrases []string

// NewPhrases folds the texts and leaves out those without a letter or digit.
func NewPhrases(texts ...string) (p Phrases) {
	for _, t := range texts {
		if t = Text(t); t != "" {
			p = append(p, t)
		}
	}
	return p
}

// String returns all phrases as one text, for ParsePhrases.
func (p Phrases) String() string { return strings.Join(p, "\n") }

// ParsePhrases parses what String returned.
func ParsePhrases(s string) Phrases {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// buffers for folded texts: whoever looks for phrases reads many.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// In reports whether a Markdown text contains one of the phrases as whole words, in
// any spelling.
func (p Phrases) In(source string) bool {
	if len(p) == 0 {
		return false
	}
	buffer := buffers.Get().(*[]byte)
	f := folder{umlauts: true, out: (*buffer)[:0]}
	f.all(Unmarked(source))
	defer func() {
		*buffer = f.out
		buffers.Put(buffer)
	}()
	for _, phrase := range p {
		if _, ok := find(f.out, phrase, 0, true); ok {
			return true
		}
	}
	return false
}

// Replace replaces every occurrence of the phrases in a text, in any spelling; with
// whole it replaces whole words only.
func (p Phrases) Replace(text, replacement string, whole bool) string {
	f := folder{umlauts: true, places: true}
	f.all(text)
	type span struct{ from, to int }
	var spans []span
	for _, phrase := range p {
		for at, ok := find(f.out, phrase, 0, whole); ok; at, ok = find(f.out, phrase, at+1, whole) {
			spans = append(spans, span{f.from[at], f.to[at+len(phrase)-1]})
		}
	}
	slices.SortFunc(spans, func(a, b span) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to // the longest of those that begin together
	})
	var b strings.Builder
	done := 0
	for _, s := range spans {
		if s.from < done {
			done = max(done, s.to) // the rest of one that overlaps goes too
			continue
		}
		b.WriteString(text[done:s.from])
		b.WriteString(replacement)
		done = s.to
	}
	return b.String() + text[done:]
}

// find returns where the phrase begins in a folded text, from a place on.
func find(folded []byte, phrase string, from int, whole bool) (at int, ok bool) {
	for from <= len(folded)-len(phrase) {
		i := bytes.Index(folded[from:], []byte(phrase))
		if i < 0 {
			return 0, false
		}
		at, end := from+i, from+i+len(phrase)
		if !whole || (at == 0 || folded[at-1] == ' ') && (end == len(folded) || folded[end] == ' ') {
			return at, true
		}
		from = at + 1
	}
	return 0, false
}
