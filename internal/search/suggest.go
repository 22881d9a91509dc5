package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search/german"
)

// Limits of a suggestion, which costs searches of its own.
const (
	suggestWords = 2 // words that are put right
	suggestTries = 3 // words that each may have been meant
	suggestLooks = 5 // texts in which the spelling is looked for
)

// suggest returns the text with words put right that the index does not know,
// "" when there is nothing to put right. It only takes words from texts that by
// may read: the dictionary is one of all texts, so each word is searched for as
// by would, and taken as it is spelled there.
func (ix *Index) suggest(ctx context.Context, s *store, by account.Viewer, a ask, text string) (string, error) {
	d := s.grams.Load()
	if d == nil {
		return "", nil
	}
	var right strings.Builder
	at, changed := 0, 0
	for _, w := range a.words {
		if changed == suggestWords || w.start < at || !unknown(s.german, d, w) {
			continue
		}
		for _, term := range d.meant(s.german, w.term) {
			spelled, err := ix.spelling(ctx, s, by, a, term)
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

// unknown reports whether no text has the word, nor all of its parts in one word
// each.
func unknown(l *german.Language, d *dictionary, w word) bool {
	return w.typo && len(w.ways) == 2 && d.count(w.term) == 0 && len(l.Parts(w.term)) == 1
}

// meant returns the words that somebody may have meant who typed one that no
// text has, the likeliest first. Other forms of the same word are none.
func (d *dictionary) meant(l *german.Language, typed string) []string {
	stem := german.Stem(typed)
	likes := slices.DeleteFunc(d.near(typed, nearMost), func(n near) bool {
		return !misspelt(typed, n.term) || german.Stem(n.term) == stem
	})
	slices.SortStableFunc(likes, func(a, b near) int {
		return cmp.Or(cmp.Compare(distance(typed, a.term, 2), distance(typed, b.term, 2)), cmp.Compare(b.count, a.count))
	})
	var out []string
	for _, n := range likes[:min(len(likes), suggestTries)] {
		out = append(out, n.term)
	}
	return out
}

// spelling returns how a folded word is spelled in a text that by may read, ""
// when there is none.
func (ix *Index) spelling(ctx context.Context, s *store, by account.Viewer, a ask, term string) (string, error) {
	spelled, err := ix.spellings(ctx, s, by, a.view, []string{term}, suggestLooks)
	return spelled[term], err
}

// spellings returns how folded words are spelled in texts that by may read, each
// looked for in a few texts. Words without such a text are missing.
func (ix *Index) spellings(ctx context.Context, s *store, by account.Viewer, v view, terms []string, looks int) (map[string]string, error) {
	texts := map[string][]string{} // their ids by term
	var all []string
	err := s.looking(ctx, ask{view: v}, func(l *look) error {
		for _, term := range terms {
			ids, err := l.having(term, looks)
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
			if spelled := hits[id].spells(s.german, term); spelled != "" {
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
