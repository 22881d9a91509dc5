// Package glossary explains the abbreviations and words of the field, and those of the forum
// itself. The former stand in the list by which the search knows that two words mean the
// same. It owns no table.
package glossary

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"kommunalforum/data"
	"kommunalforum/internal/folding"
)

// Entry is a word with what it means.
type Entry struct {
	Term  string
	Names []string // its other names
	Text  string
	Own   bool // a word of the forum
	key   string
}

// Letter is under which letter the entry stands.
func (e Entry) Letter() string { return strings.ToUpper(e.key[:1]) }

// Entries returns all entries in the order of the alphabet.
var Entries = sync.OnceValue(func() []Entry {
	text, err := data.FS.ReadFile("search/synonyms.txt")
	if err != nil {
		panic(fmt.Sprintf("word lists in the program: %v", err)) // a test reads them
	}
	var out []Entry
	for line := range strings.Lines(string(text)) {
		names, explanation, ok := strings.Cut(strings.TrimSpace(line), " | ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		all := strings.Split(names, " = ")
		e := Entry{Term: all[0], Names: all[1:], Text: explanation}
		if term, long, ok := strings.Cut(e.Term, " ("); ok {
			e.Term, e.Names = term, []string{strings.TrimSuffix(long, ")")}
		}
		out = append(out, e)
	}
	out = append(out, forumWords...)
	for i, e := range out {
		out[i].key = folding.SortKey(e.Term)
	}
	slices.SortFunc(out, func(a, b Entry) int { return strings.Compare(a.key, b.key) })
	return out
})

// Find returns the entries whose name or explanation has all of the words.
func Find(words string) (out []Entry) {
	wanted := strings.Fields(folding.Text(words))
	for _, e := range Entries() {
		all := folding.Text(e.Term + " " + strings.Join(e.Names, " ") + " " + e.Text)
		if !slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(all, w) }) {
			out = append(out, e)
		}
	}
	return out
}
