package search

import (
	"context"
	"slices"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search/german"
)

// Ways lead on from a search that found nothing, or no text with all the words.
type Ways struct {
	Without   Shortened     // the text without a word that keeps it from being found
	Elsewhere int           // entries that the text finds without any condition
	Boards    []board.Board // that have to do with the words, by name or by their services
}

// Shortened is a text with one word less.
type Shortened struct {
	Word  string // that is left out, "" for no way
	Text  string
	Total int // entries with all the other words
}

// Limits of the ways, which cost searches of their own.
const (
	shortenMost  = 4 // words that are left out on trial
	waysServices = 5 // services whose Themenfelder are offered
	waysBoards   = 4
)

// Narrowed reports whether the query has a condition besides its text.
func (in Query) Narrowed() bool {
	return in != Query{Text: in.Text, Newest: in.Newest, Page: in.Page}
}

// ways looks for ways on from a result, which is filled in already.
func (ix *Index) ways(ctx context.Context, s *store, by account.Viewer, a ask, out Result) (w Ways, err error) {
	if !out.AnyWord && out.Total > 0 {
		return w, nil
	}
	terms, _ := Parse(out.Plain.Text)
	if terms.searched() == out.Plain.Text && !a.question {
		if w.Without, err = shorten(ctx, s, a, out.Plain.Text); err != nil {
			return w, err
		}
	}
	if out.Total > 0 {
		return w, nil
	}
	free := ask{words: a.words, year: a.year, view: a.view, newest: a.newest}
	about, err := a.services(ctx, s)
	if err != nil {
		return w, err
	}
	var areas []int64
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := free.narrow(tx, by, s.german, terms, nil); err != nil {
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
	for _, b := range a.view.boards {
		switch {
		case a.names(s.german, b.Name):
			named = append(named, b)
		case slices.Contains(areas, b.AreaID):
			served = append(served, b)
		}
	}
	w.Boards = append(named, served...)
	w.Boards = w.Boards[:min(len(w.Boards), waysBoards)]
	if out.Plain.Narrowed() && (len(a.words) > 0 || terms.narrow()) {
		w.Elsewhere, err = free.entries(ctx, s)
	}
	return w, err
}

// shorten leaves each word out on trial and returns what finds the most.
func shorten(ctx context.Context, s *store, a ask, text string) (best Shortened, err error) {
	tried := 0
	for _, w := range a.words {
		if !w.need || w.end > len(text) || tried == shortenMost {
			continue
		}
		tried++
		less := a
		rest := strings.Join(strings.Fields(text[:w.start]+" "+text[w.end:]), " ")
		if less.words, _ = understand(s.german, rest); len(less.words) == 0 {
			continue
		}
		less.all = true
		n, err := less.count(ctx, s)
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
func (a ask) entries(ctx context.Context, s *store) (n int, err error) {
	for _, a.all = range []bool{true, false} {
		if n, err = a.count(ctx, s); err != nil || n > 0 {
			return n, err
		}
	}
	return 0, nil
}

// count returns how many entries the question finds, or texts where they are
// too many.
func (a ask) count(ctx context.Context, s *store) (n int, err error) {
	err = s.looking(ctx, a, func(l *look) error {
		texts, err := l.result(a)
		if err != nil {
			return err
		}
		if n = texts.total(); n > countMost {
			return nil
		}
		t, err := l.count(texts, nil)
		if err == nil {
			n = len(t.entries)
		}
		return err
	})
	return n, err
}

// services returns the services that have most to do with the words.
func (a ask) services(ctx context.Context, s *store) (ids []int64, err error) {
	if len(a.words) == 0 {
		return nil, nil
	}
	about := ask{words: a.words, year: a.year, view: a.view}
	about.choose(fieldKind, string(Service))
	names, err := s.best(ctx, about, waysServices)
	for _, name := range names {
		_, id := splitID(name)
		ids = append(ids, id)
	}
	return ids, err
}

// names reports whether the name of something has one of the words in it.
func (a ask) names(l *german.Language, name string) bool {
	wanted := wantedOf(a.words, nil)
	return len(wanted.matches(l, name)) > 0
}
