package search

import (
	"context"
	"strings"

	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/german"
	"kommunalforum/internal/search/index"
)

// Limits of a suggestion, which needs searches of its own.
const (
	maxCorrectedWords  = 2 // words of the line that are corrected
	maxWordCorrections = 3 // corrections of a word that are tried
	maxSuggestionTexts = 5 // texts in which the spelling of a correction is looked for
)

// suggest returns the text with corrected words in place of those that no text has,
// "" if there is nothing to correct. Corrections are spelled as in a text that the
// viewer may read.
func (l *lookup) suggest(ctx context.Context, r request, text string, corrections map[string][]string) (string, error) {
	var corrected strings.Builder
	at, changed := 0, 0
	for _, w := range r.Words {
		if changed == maxCorrectedWords || w.Start < at || !w.MayBeMisspelt {
			continue
		}
		for _, word := range corrections[w.Term] {
			spelled, err := l.spellings(ctx, []string{word}, maxSuggestionTexts)
			if err != nil {
				return "", err
			}
			if spelled[word] != "" {
				corrected.WriteString(text[at:w.Start] + spelled[word])
				at = w.End
				changed++
				break
			}
		}
	}
	if changed == 0 {
		return "", nil
	}
	return corrected.String() + text[at:], nil
}

// spellings returns how folded words are spelled in texts that the viewer may read,
// by word; each is looked for in up to limit texts. Words without such a text are
// missing.
func (l *lookup) spellings(ctx context.Context, words []string, limit int) (map[string]string, error) {
	texts := map[string][]string{} // ids by word
	var all []string
	err := l.WithSearcher(ctx, engine.Request{Scope: l.view.Scope}, func(s *engine.Searcher) error {
		for _, word := range words {
			ids, err := s.WithWord(word, limit)
			if err != nil {
				return err
			}
			texts[word] = ids
			all = append(all, ids...)
		}
		return nil
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	hits, err := l.load(ctx, all)
	out := map[string]string{}
	for word, ids := range texts {
		for _, id := range ids {
			if spelled := hits[id].spells(l.Language(), word); spelled != "" {
				out[word] = spelled
				break
			}
		}
	}
	return out, err
}

// spells returns how the hit spells a folded word, "" if it does not have it.
func (h Hit) spells(l *german.Language, word string) string {
	for _, text := range []string{h.Title, index.FileTitle(h.File), h.text} {
		for _, t := range l.Tokens(text) {
			if t.Kind == german.Single && t.Term == word {
				return text[t.Start:t.End]
			}
		}
	}
	return ""
}
