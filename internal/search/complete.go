package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/german"
	"kommunalforum/internal/search/query"
)

// Completion is what somebody may want to type: whole lines of the search
// field, and things by their titles.
type Completion struct {
	Lines  []string
	Titles []Hit // withoutFacet excerpts
}

// Limits of completing, which happens at every few keys: nothing is scored, and
// few texts are looked at.
const (
	minPrefixLetters = 3 // letters of the last word
	maxLines         = 5 // that are offered
	maxPrefixWords   = 15
	maxSpellingTexts = 2 // texts in which a word's spelling is looked for
	maxTitles        = 5 // that are offered
	maxTitleDocs     = 8
	completeDeadline = 300 * time.Millisecond
)

// Complete returns how the line may go on. Its words come from texts that by may
// countEntries, spelled as they are there, and its titles are of such texts. Without an
// answer in time there is none.
func (ix *Index) Complete(ctx context.Context, by account.Viewer, line string) (out Completion, err error) {
	st := ix.acquire()
	if st == nil {
		return out, nil
	}
	defer st.users.Done()
	line = strings.TrimLeft(line, " ")
	before, last, ok := lastWord(st.german, line)
	d := st.dictionary.Load()
	if !ok || d == nil || query.Normalise(line) != strings.TrimSpace(line) {
		return out, nil
	}
	limited, cancel := context.WithTimeout(ctx, completeDeadline)
	defer cancel()
	v, err := ix.viewNow(limited, st, by)
	if err == nil {
		terms := d.of(v).withPrefix(last, maxPrefixWords)
		var spelled map[string]string
		if spelled, err = ix.spellings(limited, st, by, v, terms, maxSpellingTexts); err == nil {
			stems := map[string]bool{} // one form of a word is enough
			for _, term := range terms {
				if stem := german.Stem(term); spelled[term] != "" && !stems[stem] && len(out.Lines) < maxLines {
					stems[stem] = true
					out.Lines = append(out.Lines, before+spelled[term])
				}
			}
			out.Titles, err = ix.titles(limited, st, by, v, before, last, terms)
		}
	}
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return Completion{}, nil
	}
	return out, err
}

// lastWord takes the word off a line that somebody is typing; before is the
// line up to it, and the word is folded.
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

// titles returns things whose titles have the words before the last one, and one
// that begins as it. Services, articles and answers come before threads.
func (ix *Index) titles(ctx context.Context, st *store, by account.Viewer, v view, before, last string, terms []string) ([]Hit, error) {
	var ends []Filter
	for _, term := range append([]string{last}, terms...) {
		ends = append(ends, Term(fieldTitle, term))
	}
	req := request{view: v, newest: true, must: []Filter{Any(ends...)}}
	for _, t := range st.german.Tokens(before) {
		if t.Kind == german.Single && !t.Stop {
			req.must = append(req.must, Term(fieldTitle, t.Term))
		}
	}
	var ids []string
	for _, kinds := range [][]document.Kind{{document.Service, document.Article, document.Answer}, {document.Thread}} {
		var any []Filter
		for _, k := range kinds {
			any = append(any, Term(fieldKind, string(k)))
		}
		of := req
		of.must = append(slices.Clone(req.must), Any(any...))
		list, err := st.top(ctx, of, maxTitleDocs)
		if err != nil {
			return nil, err
		}
		ids = append(ids, list...)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var hits map[string]Hit
	err := ix.db.Read(ctx, func(tx *db.Tx) (err error) {
		hits, err = load(tx, by, ids)
		return err
	})
	var out []Hit
	for _, id := range ids {
		if h, ok := hits[id]; ok {
			out = append(out, h)
		}
	}
	// A title that begins with what was typed is meant before all others.
	start := german.Fold(before + last)
	slices.SortStableFunc(out, func(a, b Hit) int {
		return cmp.Compare(begins(b, start), begins(a, start))
	})
	return out[:min(len(out), maxTitles)], err
}

func begins(h Hit, folded string) int {
	if strings.HasPrefix(german.Fold(h.Title), folded) {
		return 1
	}
	return 0
}
