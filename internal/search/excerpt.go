package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/markdown"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/german"
)

// Span is a piece of an excerpt.
type Span struct {
	Text string
	Mark bool // it is a word that was searched for
}

const (
	excerptLength = 240 // characters
	excerptLead   = 60  // characters before the first passage
	clusterLength = 200 // bytes from the first passage to the last one
)

// passage is where a text has a word that was searched for, in bytes.
type passage struct {
	start, end int
	term       string
}

// excerpt cuts about excerptLength characters of a line of plain text where the most
// words are close together. The text is analysed as for the index, so what is marked is
// what was found.
func excerpt(l *german.Language, text string, h highlighter) (out []Span) {
	found := bestCluster(h.matches(l, text))
	if len(found) == 0 {
		return []Span{{Text: markdown.Excerpt(text, excerptLength)}}
	}
	from, to := excerptBounds(text, found[0].start)
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

// mark makes the excerpt, and says where in a file it stands.
func (h *Hit) mark(l *german.Language, marks highlighter) {
	if h.places == nil {
		h.text = oneLine(h.text)
	}
	h.narrow(l, marks)
	h.Excerpt = excerpt(l, h.text, marks)
}

// narrow cuts the text of a file down to the page that fits best, so that an excerpt
// never runs over two: the one with the most different words, long ones first.
func (h *Hit) narrow(l *german.Language, marks highlighter) {
	best, most := h.text, 0
	for i, p := range h.places {
		page := h.text[p.from:]
		if i+1 < len(h.places) {
			page = h.text[p.from:h.places[i+1].from]
		}
		letters := 0
		seen := map[string]bool{}
		for _, m := range marks.matches(l, page) {
			if !seen[m.term] {
				seen[m.term], letters = true, letters+len(m.term)
			}
		}
		if letters > most {
			best, most, h.Place = page, letters, p.name
		}
	}
	h.text = best
}

// oneLine returns a text with single spaces, as an excerpt shows it.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// highlighter finds the terms that were searched for.
type highlighter struct {
	words, parts map[string]bool
	known        map[string]marking // words that were looked at
}

// marking says what of a word is marked.
type marking int

const (
	unknown marking = iota
	nothing
	whole
	someParts
)

// newHighlighter returns the highlighter for words, and for words that were found
// in place of misspelt ones.
func newHighlighter(words []engine.Word, corrections []string) highlighter {
	h := highlighter{map[string]bool{}, map[string]bool{}, map[string]marking{}}
	for _, w := range words {
		for _, v := range w.Variants {
			for _, term := range v.Terms {
				if v.Parts {
					h.parts[term] = true
				} else {
					h.words[term] = true
				}
			}
		}
	}
	for _, term := range corrections {
		h.words[term] = true
	}
	return h
}

// marks says what of a token is marked.
func (h highlighter) marks(l *german.Language, t german.Token) marking {
	if t.Kind != german.Single {
		if h.words[t.Term] {
			return whole
		}
		return nothing
	}
	m := h.known[t.Term]
	if m == unknown {
		m = nothing
		if h.words[t.Term] {
			m = whole
		} else if slices.ContainsFunc(l.Parts(t.Term), func(p string) bool { return h.parts[p] }) {
			m = someParts
		}
		h.known[t.Term] = m
	}
	return m
}

// matches returns the passages with wanted terms in their order. Of a compound only
// the wanted parts match; adjacent parts are one passage.
func (h highlighter) matches(l *german.Language, text string) []passage {
	var out []passage
	for _, t := range l.Tokens(text) {
		if t.Stop {
			continue
		}
		switch h.marks(l, t) {
		case nothing:
			continue
		case whole:
			out = append(out, passage{start: t.Start, end: t.End, term: t.Term})
			continue
		}
		before := false
		for _, p := range l.Places(text, t) {
			hit := h.parts[p.Stem]
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

// bestCluster returns the passages from the beginning of the best cluster on: the
// one with the most different words, and among these with the most passages.
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

// excerptBounds returns where an excerpt begins and ends whose first passage begins
// at start; both at the edge of a word if one is near.
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
