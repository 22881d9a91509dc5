package search

import (
	"context"
	"slices"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/german"
	"kommunalforum/internal/search/query"
)

// Relaxations are what to try after a search that found nothing, or nothing with
// all the words.
type Relaxations struct {
	WithoutWord Shortened     // the text without the word that keeps it from being found
	Unfiltered  int           // entries that the text finds without any condition
	Boards      []board.Board // that are related to the words, by name or by their services
}

// Shortened is a text without one of its words.
type Shortened struct {
	Word  string // that is left out, "" if leaving out a word does not help
	Text  string
	Total int // entries with all the other words
}

// Limits of relaxations, which need searches of their own.
const (
	maxDropped         = 4 // words that are left out on trial
	maxRelatedServices = 5 // whose Themenfelder are offered
	maxRelatedBoards   = 4
)

// relaxations looks for what to try after a result, which is filled in already.
func (l *lookup) relaxations(ctx context.Context, r request, out Result) (x Relaxations, err error) {
	if !out.AnyWord && out.Total > 0 {
		return x, nil
	}
	terms, _ := query.Parse(out.Normalized.Text)
	if terms.ScoredText() == out.Normalized.Text && !r.isQuestion {
		if x.WithoutWord, err = l.shorten(ctx, r, out.Normalized.Text); err != nil {
			return x, err
		}
	}
	if out.Total > 0 {
		return x, nil
	}
	unfiltered := request{Request: engine.Request{Words: r.Words, Year: r.Year, Scope: r.Scope, Newest: r.Newest}}
	services, err := l.relatedServices(ctx, r)
	if err != nil {
		return x, err
	}
	var areas []int64
	err = l.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := l.addConditions(tx, &unfiltered, terms, nil); err != nil {
			return err
		}
		found, err := catalogue.ServicesTx(tx, services)
		for _, s := range found {
			areas = append(areas, s.AreaID)
		}
		return err
	})
	if err != nil {
		return x, err
	}
	x.Boards = l.relatedBoards(r, areas)
	if out.Normalized.HasConditions() && (len(r.Words) > 0 || terms.HasConditions()) {
		x.Unfiltered, err = l.countRelaxed(ctx, unfiltered)
	}
	return x, err
}

// relatedBoards returns boards whose names have one of the words, and then those of
// the Themenfelder.
func (l *lookup) relatedBoards(r request, areas []int64) []board.Board {
	var named, served []board.Board
	for _, b := range l.view.boards {
		switch {
		case mentions(l.Language(), b.Name, r.Words):
			named = append(named, b)
		case slices.Contains(areas, b.AreaID):
			served = append(served, b)
		}
	}
	boards := append(named, served...)
	return boards[:min(len(boards), maxRelatedBoards)]
}

// shorten leaves each word out on trial and returns the text that finds most.
func (l *lookup) shorten(ctx context.Context, r request, text string) (best Shortened, err error) {
	tried := 0
	for _, w := range r.Words {
		if !w.Required || w.End > len(text) || tried == maxDropped {
			continue
		}
		tried++
		shorter := r
		rest := strings.Join(strings.Fields(text[:w.Start]+" "+text[w.End:]), " ")
		if shorter.Words, _ = engine.Analyse(l.Language(), rest); len(shorter.Words) == 0 {
			continue
		}
		shorter.AllWords = true
		n, err := l.count(ctx, shorter)
		if err != nil {
			return best, err
		}
		if n > best.Total {
			best = Shortened{Word: text[w.Start:w.End], Text: rest, Total: n}
		}
	}
	return best, nil
}

// countRelaxed returns how many entries a request finds with all of its words or,
// if there are none, with some of them.
func (l *lookup) countRelaxed(ctx context.Context, r request) (n int, err error) {
	for _, r.AllWords = range []bool{true, false} {
		if n, err = l.count(ctx, r); err != nil || n > 0 {
			return n, err
		}
	}
	return 0, nil
}

// count returns how many entries a request finds, or documents if these are too
// many to count entries.
func (l *lookup) count(ctx context.Context, r request) (n int, err error) {
	err = l.WithSearcher(ctx, r.Request, func(s *engine.Searcher) error {
		matches, err := s.Match(r.Request)
		if err != nil {
			return err
		}
		if n = matches.Count(); n > maxCounted {
			return nil
		}
		counts, err := s.Count(matches, nil)
		if err == nil {
			n = counts.Entries()
		}
		return err
	})
	return n, err
}

// relatedServices returns the OZG-IDs of the services that fit the words best.
func (l *lookup) relatedServices(ctx context.Context, r request) (ids []int64, err error) {
	if len(r.Words) == 0 {
		return nil, nil
	}
	services := engine.Request{Words: r.Words, Year: r.Year, Scope: r.Scope}
	services.ChooseFacet(engine.FieldKind, string(document.Service))
	found, err := l.Top(ctx, services, maxRelatedServices)
	for _, doc := range found {
		_, id := document.ParseID(doc)
		ids = append(ids, id)
	}
	return ids, err
}

// mentions reports whether a name has one of the words.
func mentions(l *german.Language, name string, words []engine.Word) bool {
	return len(newHighlighter(words, nil).matches(l, name)) > 0
}
