package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/markdown"
	"kommunalforum/internal/search/german"
)

// Span is a piece of an excerpt. Mark says that it is a word of the query.
type Span struct {
	Text string
	Mark bool
}

const (
	excerptLength = 240 // characters
	excerptLead   = 60  // characters before the first match
	clusterLength = 200 // bytes from the first match to the last one
)

// passage is a place in a text where a word of the query stands, in bytes.
type passage struct {
	start, end int
	term       string
}

// excerpt cuts about excerptLength characters of plain text from where the most
// words of the query stand close together. The text is taken apart as it is for
// the index, so what is marked is what was found.
func excerpt(l *german.Language, text string, w highlighter) []Span {
	text = strings.Join(strings.Fields(text), " ")
	found := bestCluster(w.matches(l, text))
	if len(found) == 0 {
		return []Span{{Text: markdown.Excerpt(text, excerptLength)}}
	}
	from, to := excerptBounds(text, found[0].start)
	var out []Span
	add := func(s string, mark bool) {
		if s != "" {
			out = append(out, Span{Text: s, Mark: mark})
		}
	}
	at := from
	lead := ""
	if from > 0 {
		lead = "… "
	}
	for _, m := range found {
		if m.start < at || m.start >= to {
			continue
		}
		add(lead+text[at:m.start], false)
		lead = ""
		at = max(m.start, min(m.end, to))
		add(text[m.start:at], true)
	}
	tail := text[at:to]
	if to < len(text) {
		tail += " …"
	}
	add(lead+tail, false)
	return out
}

// highlighter are the terms of a query.
type highlighter struct{ words, parts map[string]bool }

// newHighlighter returns the terms of the words, and words that were found for those
// that are misspelt.
func newHighlighter(words []word, meant []string) highlighter {
	w := highlighter{map[string]bool{}, map[string]bool{}}
	for _, word := range words {
		for _, way := range word.variants {
			for _, term := range way.terms {
				if way.parts {
					w.parts[term] = true
				} else {
					w.words[term] = true
				}
			}
		}
	}
	for _, term := range meant {
		w.words[term] = true
	}
	return w
}

// matches returns where a text has wanted terms, in their order. Of a compound
// must the parts that were asked for match; neighbours among them are one match.
func (w highlighter) matches(l *german.Language, text string) []passage {
	var out []passage
	for _, t := range l.Tokens(text) {
		if t.Stop {
			continue
		}
		if w.words[t.Term] {
			out = append(out, passage{start: t.Start, end: t.End, term: t.Term})
			continue
		}
		if t.Kind != german.Single || !slices.ContainsFunc(l.Parts(t.Term), func(p string) bool { return w.parts[p] }) {
			continue
		}
		before := false
		for _, p := range l.Places(text, t) {
			hit := w.parts[p.Stem]
			if hit && before {
				out[len(out)-1].end = p.End
			} else if hit {
				out = append(out, passage{start: p.Start, end: p.End, term: p.Stem})
			}
			before = hit
		}
	}
	slices.SortStableFunc(out, func(a, b passage) int { return a.start - b.start })
	return out
}

// top returns the matches from the beginning of the best cluster on: that with
// the most different words, and among these with the most matches.
func bestCluster(all []passage) []passage {
	counts := map[string]int{}
	first, most, many := 0, 0, 0
	begin := 0
	for i, m := range all {
		counts[m.term]++
		for m.end-all[begin].start > clusterLength && begin < i {
			if counts[all[begin].term]--; counts[all[begin].term] == 0 {
				delete(counts, all[begin].term)
			}
			begin++
		}
		if n := i - begin + 1; len(counts) > most || len(counts) == most && n > many {
			first, most, many = begin, len(counts), n
		}
	}
	return all[first:]
}

// excerptBounds returns where an excerpt begins and ends whose first match is at start;
// both at the edge of a word where one is near.
func excerptBounds(text string, start int) (from, to int) {
	from = start
	for n := 0; n < excerptLead && from > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	if from > 0 && text[from-1] != ' ' {
		if space := strings.IndexByte(text[from:start], ' '); space >= 0 {
			from += space + 1
		} else {
			from = start
		}
	}
	to = from
	for n := 0; n < excerptLength && to < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	if to < len(text) && text[to] != ' ' {
		if space := strings.LastIndexByte(text[start:to], ' '); space > 0 {
			to = start + space
		}
	}
	return from, to
}
