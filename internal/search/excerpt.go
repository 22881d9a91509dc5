package search

import (
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"

	"kommunalforum/internal/markdown"
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

// match is a place in a text where a word of the query stands, in bytes.
type match struct {
	start, end int
	term       string
}

// excerpt cuts about excerptLength characters of plain text from where the most
// words of the query stand close together. The analyzer is that of the index,
// so what is marked is what was found.
func excerpt(a analysis.Analyzer, text string, terms []string) []Span {
	text = strings.Join(strings.Fields(text), " ")
	found := best(matches(a, text, terms))
	if len(found) == 0 {
		return []Span{{Text: markdown.Excerpt(text, excerptLength)}}
	}
	from, to := around(text, found[0].start)
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
		at = min(m.end, to)
		add(text[m.start:at], true)
	}
	tail := text[at:to]
	if to < len(text) {
		tail += " …"
	}
	add(lead+tail, false)
	return out
}

func matches(a analysis.Analyzer, text string, terms []string) []match {
	wanted := map[string]bool{}
	for _, t := range terms {
		wanted[t] = true
	}
	var out []match
	for _, token := range a.Analyze([]byte(text)) {
		if term := string(token.Term); wanted[term] {
			out = append(out, match{start: token.Start, end: token.End, term: term})
		}
	}
	return out
}

// best returns the matches from the beginning of the best cluster on: that with
// the most different words, and among these with the most matches.
func best(all []match) []match {
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

// around returns where an excerpt begins and ends whose first match is at start;
// both at the edge of a word where one is near.
func around(text string, start int) (from, to int) {
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
