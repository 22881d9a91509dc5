package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/german"
	"kommunalforum/internal/search/query"
)

// Completion is what somebody may want to type: whole lines of the search field,
// and titles.
type Completion struct {
	Lines  []string
	Titles []Hit // without excerpts
}

// Limits of completing, which happens every few keystrokes: nothing is scored, and
// few texts are read.
const (
	minPrefixLetters = 3 // of the last word
	maxLines         = 5
	maxPrefixWords   = 15 // words with the prefix that are tried
	maxSpellingTexts = 2  // texts in which the spelling of a word is looked for
	maxTitles        = 5
	maxTitleDocs     = 8 // of services, articles and answers, and of threads
)

// Complete returns how the line may continue. Its words come from texts that by may
// read, spelled as they are there, and its titles are of such texts. If that takes
// too long there are none.
func (s *Search) Complete(ctx context.Context, by account.Viewer, line string) (out Completion, err error) {
	l := s.lookup(by)
	if l == nil {
		return out, nil
	}
	defer l.Release()
	line = strings.TrimLeft(line, " ")
	before, last, ok := lastWord(l.Language(), line)
	if !ok || l.Dictionary() == nil || query.Normalise(line) != strings.TrimSpace(line) {
		return out, nil
	}
	limited, cancel := context.WithTimeout(ctx, completionTimeout)
	defer cancel()
	out, err = l.complete(limited, before, last)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return Completion{}, nil
	}
	return out, err
}

// complete completes the last word, folded, of a line that begins with before.
func (l *lookup) complete(ctx context.Context, before, last string) (out Completion, err error) {
	if err := l.readView(ctx, func(*db.Tx) error { return nil }); err != nil {
		return out, err
	}
	words := l.Dictionary().VisibleTo(l.view.ACLs).WithPrefix(last, maxPrefixWords)
	spelled, err := l.spellings(ctx, words, maxSpellingTexts)
	if err != nil {
		return out, err
	}
	stems := map[string]bool{} // one form of a word is enough
	for _, word := range words {
		if stem := german.Stem(word); spelled[word] != "" && !stems[stem] && len(out.Lines) < maxLines {
			stems[stem] = true
			out.Lines = append(out.Lines, before+spelled[word])
		}
	}
	out.Titles, err = l.titles(ctx, before, last, words)
	return out, err
}

// lastWord returns the word at the end of a line that somebody is typing, folded,
// and the line before it.
func lastWord(l *german.Language, line string) (before, last string, ok bool) {
	at := strings.LastIndexAny(line, " \"(„“") + 1
	if at > 0 {
		_, size := utf8.DecodeRuneInString(line[at-1:])
		at += size - 1
	}
	word := line[at:]
	if utf8.RuneCountInString(word) < minPrefixLetters {
		return "", "", false
	}
	tokens := l.Tokens(word)
	if len(tokens) != 1 || tokens[0].Kind != german.Single || tokens[0].Start != 0 || tokens[0].End != len(word) {
		return "", "", false
	}
	return line[:at], tokens[0].Term, true
}

// titles returns things with the words before the last one in their titles, and a
// word that begins with the last one. Services, articles and answers come before
// threads.
func (l *lookup) titles(ctx context.Context, before, last string, words []string) ([]Hit, error) {
	var ends []engine.Filter
	for _, word := range append([]string{last}, words...) {
		ends = append(ends, engine.Term(engine.FieldTitle, word))
	}
	must := []engine.Filter{engine.Any(ends...)}
	for _, t := range l.Language().Tokens(before) {
		if t.Kind == german.Single && !t.Stop {
			must = append(must, engine.Term(engine.FieldTitle, t.Term))
		}
	}
	var ids []string
	for _, kinds := range [][]document.Kind{{document.Service, document.Article, document.Answer}, {document.Thread}} {
		r := engine.Request{Scope: l.view.Scope, Newest: true, Must: append(slices.Clone(must), ofKinds(kinds))}
		list, err := l.Top(ctx, r, maxTitleDocs)
		if err != nil {
			return nil, err
		}
		ids = append(ids, list...)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	hits, err := l.load(ctx, ids)
	var out []Hit
	for _, id := range ids {
		if h, ok := hits[id]; ok {
			out = append(out, h)
		}
	}
	// A title that begins with the line is more likely than all others.
	start := german.Fold(before + last)
	slices.SortStableFunc(out, func(a, b Hit) int {
		return cmp.Compare(b.beginsWith(start), a.beginsWith(start))
	})
	return out[:min(len(out), maxTitles)], err
}

// ofKinds returns the condition that a document is of one of the kinds.
func ofKinds(kinds []document.Kind) engine.Filter {
	var any []engine.Filter
	for _, k := range kinds {
		any = append(any, engine.Term(engine.FieldKind, string(k)))
	}
	return engine.Any(any...)
}

// beginsWith returns 1 if the folded title begins with a text, 0 otherwise.
func (h Hit) beginsWith(folded string) int {
	if strings.HasPrefix(german.Fold(h.Title), folded) {
		return 1
	}
	return 0
}
