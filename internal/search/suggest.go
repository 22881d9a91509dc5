package search

import (
	"context"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search/german"
)

// Limits of a suggestion, which costs searches of its own.
const (
	maxCorrectedWords  = 2 // words that are put right
	maxWordCorrections = 3 // words that each may have been meant
	maxSuggestionTexts = 5 // texts in which the spelling is looked for
)

// suggest returns the text with words put right that stand nowhere, "" when there
// is nothing to put right. What may be meant by them comes from texts that by may
// findVisible, and is taken as it is spelled in one that by may read.
func (ix *Index) suggest(ctx context.Context, st *store, by account.Viewer, req request, text string, slips map[string][]string) (string, error) {
	var right strings.Builder
	at, changed := 0, 0
	for _, w := range req.words {
		if changed == maxCorrectedWords || w.start < at || !w.mayBeMisspelt {
			continue
		}
		for _, term := range slips[w.term] {
			spelled, err := ix.spelling(ctx, st, by, req, term)
			if err != nil {
				return "", err
			}
			if spelled != "" {
				right.WriteString(text[at:w.start] + spelled)
				at = w.end
				changed++
				break
			}
		}
	}
	if changed == 0 {
		return "", nil
	}
	return right.String() + text[at:], nil
}

// spelling returns how a folded word is spelled in a text that by may read, ""
// when there is none.
func (ix *Index) spelling(ctx context.Context, st *store, by account.Viewer, req request, term string) (string, error) {
	spelled, err := ix.spellings(ctx, st, by, req.view, []string{term}, maxSuggestionTexts)
	return spelled[term], err
}

// spellings returns how folded words are spelled in texts that by may read, each
// looked for in a few texts. Words without such a text are missing.
func (ix *Index) spellings(ctx context.Context, st *store, by account.Viewer, v view, terms []string, looks int) (map[string]string, error) {
	texts := map[string][]string{} // their ids by term
	var all []string
	err := st.withSearcher(ctx, request{view: v}, func(s *searcher) error {
		for _, term := range terms {
			ids, err := s.withWord(term, looks)
			if err != nil {
				return err
			}
			texts[term] = ids
			all = append(all, ids...)
		}
		return nil
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var hits map[string]Hit
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		hits, err = load(tx, by, all)
		return err
	})
	out := map[string]string{}
	for term, ids := range texts {
		for _, id := range ids {
			if spelled := hits[id].spells(st.german, term); spelled != "" {
				out[term] = spelled
				break
			}
		}
	}
	return out, err
}

// spells returns how the hit spells a folded word, "" when it has none.
func (h Hit) spells(l *german.Language, term string) string {
	for _, text := range []string{h.Title, h.text} {
		for _, t := range l.Tokens(text) {
			if t.Kind == german.Single && t.Term == term {
				return text[t.Start:t.End]
			}
		}
	}
	return ""
}
