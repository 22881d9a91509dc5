package search

import (
	"context"
	"slices"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/german"
	"kommunalforum/internal/search/query"
)

// Relaxations lead on from a search that found nothing, or no text with all the words.
type Relaxations struct {
	WithoutWord Shortened     // the text without a word that keeps it from being found
	Unfiltered  int           // entries that the text finds without any condition
	Boards      []board.Board // that have to do with the words, by name or by their services
}

// Shortened is a text with one word less.
type Shortened struct {
	Word  string // that is left out, "" for no way
	Text  string
	Total int // entries with all the other words
}

// Limits of the ways, which cost searches of their own.
const (
	maxDropped         = 4 // words that are left out on trial
	maxRelatedServices = 5 // relatedServices whose Themenfelder are offered
	maxRelatedBoards   = 4
)

// relaxations looks for ways on from a result, which is filled in already.
func (ix *Index) relaxations(ctx context.Context, st *store, by account.Viewer, req request, out Result) (w Relaxations, err error) {
	if !out.AnyWord && out.Total > 0 {
		return w, nil
	}
	terms, _ := query.Parse(out.Normalized.Text)
	if terms.ScoredText() == out.Normalized.Text && !req.isQuestion {
		if w.WithoutWord, err = shorten(ctx, st, req, out.Normalized.Text); err != nil {
			return w, err
		}
	}
	if out.Total > 0 {
		return w, nil
	}
	free := request{words: req.words, year: req.year, view: req.view, newest: req.newest}
	about, err := req.relatedServices(ctx, st)
	if err != nil {
		return w, err
	}
	var areas []int64
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := free.addConditions(tx, by, st.german, terms, nil); err != nil {
			return err
		}
		services, err := catalogue.ServicesTx(tx, about)
		for _, x := range services {
			areas = append(areas, x.AreaID)
		}
		return err
	})
	if err != nil {
		return w, err
	}
	var named, served []board.Board
	for _, b := range req.view.boards {
		switch {
		case req.mentions(st.german, b.Name):
			named = append(named, b)
		case slices.Contains(areas, b.AreaID):
			served = append(served, b)
		}
	}
	w.Boards = append(named, served...)
	w.Boards = w.Boards[:min(len(w.Boards), maxRelatedBoards)]
	if out.Normalized.HasConditions() && (len(req.words) > 0 || terms.HasConditions()) {
		w.Unfiltered, err = free.entries(ctx, st)
	}
	return w, err
}

// shorten leaves each word out on trial and returns what finds the most.
func shorten(ctx context.Context, st *store, req request, text string) (best Shortened, err error) {
	tried := 0
	for _, w := range req.words {
		if !w.required || w.end > len(text) || tried == maxDropped {
			continue
		}
		tried++
		less := req
		rest := strings.Join(strings.Fields(text[:w.start]+" "+text[w.end:]), " ")
		if less.words, _ = analyse(st.german, rest); len(less.words) == 0 {
			continue
		}
		less.allWords = true
		n, err := less.countEntries(ctx, st)
		if err != nil {
			return best, err
		}
		if n > best.Total {
			best = Shortened{Word: text[w.start:w.end], Text: rest, Total: n}
		}
	}
	return best, nil
}

// entries returns how many entries the question finds with all of its words, or
// else with some of them.
func (req request) entries(ctx context.Context, st *store) (n int, err error) {
	for _, req.allWords = range []bool{true, false} {
		if n, err = req.countEntries(ctx, st); err != nil || n > 0 {
			return n, err
		}
	}
	return 0, nil
}

// countEntries returns how many entries the question finds, or texts where they are
// too many.
func (req request) countEntries(ctx context.Context, st *store) (n int, err error) {
	err = st.withSearcher(ctx, req, func(s *searcher) error {
		texts, err := s.match(req)
		if err != nil {
			return err
		}
		if n = texts.count(); n > maxCounted {
			return nil
		}
		counts, err := s.countEntries(texts, nil)
		if err == nil {
			n = len(counts.entries)
		}
		return err
	})
	return n, err
}

// relatedServices returns the services that have most to do with the words.
func (req request) relatedServices(ctx context.Context, st *store) (ids []int64, err error) {
	if len(req.words) == 0 {
		return nil, nil
	}
	about := request{words: req.words, year: req.year, view: req.view}
	about.chooseFacet(fieldKind, string(document.Service))
	names, err := st.top(ctx, about, maxRelatedServices)
	for _, name := range names {
		_, id := document.ParseID(name)
		ids = append(ids, id)
	}
	return ids, err
}

// values reports whether the name of something has one of the words in it.
func (req request) mentions(l *german.Language, name string) bool {
	wanted := newHighlighter(req.words, nil)
	return len(wanted.matches(l, name)) > 0
}
