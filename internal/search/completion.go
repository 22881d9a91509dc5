package search

import (
	"cmp"
	"context"
	"errors"
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
	minWordLetters   = 2 // of a last word that is completed together with the one before it
	maxLines         = 5
	maxTriedLines    = 12 // that are tried before it
	maxPhrases       = 5  // terms that begin alike
	maxPhraseWords   = 4  // words at the end of the line that may begin one
	maxJoined        = 3  // words that two typed ones are written as
	maxPrefixWords   = 15 // words with the prefix that are tried
	maxSpellingTexts = 2  // texts in which the spelling of a word is looked for
	maxTitles        = 5
	maxTitleDocs     = 8 // of services, articles and answers, and of threads
)

// Complete returns how the line may continue: terms of the field first, then words. All
// of it finds something for by, words come from texts that by may read, spelled as they are
// there, and titles are of such texts. If that takes too long, or the index cannot be
// read, there are none.
func (s *Search) Complete(ctx context.Context, by account.Viewer, line string) (out Completion, err error) {
	l := s.lookup(by)
	if l == nil {
		return out, nil
	}
	defer l.Release()
	line = strings.TrimLeft(line, " ")
	if l.Dictionary() == nil || len(line) > query.MaxLength || query.Normalise(line) != strings.TrimSpace(line) {
		return out, nil
	}
	limited, cancel := context.WithTimeout(ctx, completionTimeout)
	defer cancel()
	out, err = l.complete(limited, line)
	if err != nil && limited.Err() != nil && ctx.Err() == nil || errors.Is(err, engine.ErrDamaged) {
		return Completion{}, nil
	}
	return out, err
}

// complete completes the end of a line.
func (l *lookup) complete(ctx context.Context, line string) (out Completion, err error) {
	if err := l.readView(ctx, func(*db.Tx) error { return nil }); err != nil {
		return out, err
	}
	lines := l.phrases(line)
	before, last, ok := lastWord(l.Language(), line)
	var words []string
	if ok {
		var joined, more []string
		if joined, more, words, err = l.words(ctx, before, last); err != nil {
			return out, err
		}
		lines = slices.Concat(joined, lines, more)
	}
	if out.Lines, err = l.finding(ctx, lines); err != nil {
		return out, err
	}
	if ok {
		out.Titles, err = l.titles(ctx, before, last, words)
	}
	if err == nil && len(out.Titles) == 0 && len(out.Lines) > 0 {
		out.Titles, err = l.titles(ctx, out.Lines[0], "", nil)
	}
	return out, err
}

// phrases completes the end of a line to terms of the field, those of which most was typed
// first.
func (l *lookup) phrases(line string) (out []string) {
	if strings.HasSuffix(line, " ") {
		return nil
	}
	starts := []int{0}
	for i := 1; i < len(line); i++ {
		if line[i-1] == ' ' && line[i] != ' ' {
			starts = append(starts, i)
		}
	}
	for _, at := range starts[max(0, len(starts)-maxPhraseWords):] {
		for _, phrase := range l.Language().Phrases(line[at:], maxPhrases) {
			out = append(out, line[:at]+phrase)
		}
	}
	return out
}

// words completes the last word, folded, of a line that begins with before: as one word
// with the one before it, as it stands, or else as it was probably meant. It returns also
// the words that begin with the last one.
func (l *lookup) words(ctx context.Context, before, last string) (joined, lines, words []string, err error) {
	d := l.Dictionary().VisibleTo(l.view.ACLs)
	type candidate struct {
		before, word string
		joined       bool
	}
	var all []candidate
	if head, first, ok := lastWord(l.Language(), strings.TrimSuffix(before, " ")); ok && strings.HasSuffix(before, " ") {
		for _, word := range d.WithPrefix(first+last, maxJoined) {
			all = append(all, candidate{head, word, true})
		}
	}
	if utf8.RuneCountInString(last) >= minPrefixLetters {
		words = d.WithPrefix(last, maxPrefixWords)
	}
	meant := words
	if len(words) == 0 {
		meant = d.WithMisspeltPrefix(last, maxPhrases)
	}
	for _, word := range meant {
		all = append(all, candidate{before, word, false})
	}
	var spell []string
	for _, c := range all {
		spell = append(spell, c.word)
	}
	spelled, err := l.spellings(ctx, spell, maxSpellingTexts)
	stems := map[string]bool{} // one form of a word is enough
	for _, c := range all {
		if stem := german.Stem(c.word); spelled[c.word] != "" && !stems[stem] {
			stems[stem] = true
			if c.joined {
				joined = append(joined, c.before+spelled[c.word])
			} else {
				lines = append(lines, c.before+spelled[c.word])
			}
		}
	}
	return joined, lines, words, err
}

// finding returns the first lines that find something, without repetitions.
func (l *lookup) finding(ctx context.Context, lines []string) (out []string, err error) {
	seen := map[string]bool{}
	for _, line := range lines[:min(len(lines), maxTriedLines)] {
		if len(out) == maxLines {
			break
		}
		if key := german.Fold(line); !seen[key] {
			seen[key] = true
			r := engine.Request{Scope: l.view.Scope, AllWords: true, NoExpansion: true}
			r.Words, _ = engine.Analyse(l.Language(), query.Normalise(line))
			found := 0
			err := l.WithSearcher(ctx, r, func(s *engine.Searcher) error {
				matches, err := s.Match(r)
				found = matches.Count()
				return err
			})
			if err != nil {
				return nil, err
			}
			if found > 0 {
				out = append(out, line)
			}
		}
	}
	return out, nil
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
	if utf8.RuneCountInString(word) < minWordLetters {
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
	var must []engine.Filter
	if last != "" {
		must = append(must, engine.Any(ends...))
	}
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
	if len(ids) == 0 || len(must) == 0 {
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
