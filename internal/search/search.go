// Package search finds threads, replies, files of posts, FAQ articles, official answers
// and services. It owns no table: it reads the search line (query), asks the index
// (index, engine) and loads hits from the database.
//
// It promises: hits, totals, counts and excerpts contain nothing that the viewer
// may not see, because the permission is part of every request and hits are loaded
// through the rule of visibility once more; and nothing else, be it the order of
// hits, a correction or a completion, depends on such texts, because words are
// counted within what the viewer may see.
package search

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/index"
	"kommunalforum/internal/search/query"
)

const (
	// HitsPerPage is the number of hits on a page.
	HitsPerPage = 10
	// MaxPages is the maximum number of pages: people narrow the search instead of
	// turning more of them.
	MaxPages = 50
)

// Search answers what people search for. Its methods may be called concurrently.
type Search struct {
	db    *db.DB
	index *index.Index
	kept  keptAnswers // for guests
}

// New returns the search in an index of the database.
func New(d *db.DB, ix *index.Index) *Search { return &Search{db: d, index: ix} }

// Result is a page of hits. All of it, including counts, is about what the viewer
// may see.
type Result struct {
	Text     string          // what was searched for: the line within the limits
	Searched bool            // there was a word or a condition to search for
	Problems []query.Problem // parts of the line that could not be understood
	// Normalized is the same search with the facet conditions of the line in its
	// fields, so that each can be replaced by another value.
	Normalized query.Form
	// AnyWord says that nothing has all the words; the hits have some of them, or
	// similar ones. Even otherwise the hits of a whole question may have only some.
	AnyWord bool
	Hits    []Hit // of this page
	// Near is the number of entries at the end of the list that do not have all the
	// words, while those before them do. No other number counts them.
	Near int
	// Services are those that fit best, on the first page, if they are not in Hits:
	// unless only services were asked for or found, they stand beside the list.
	Services      []Hit
	ServicesFirst bool // they fit better by far than everything in the list
	Texts         int  // documents that were found: a thread's question and replies are several
	// Total is the number of entries: a thread counts once. If there are too many
	// documents to count entries and facets, Counted is false and Total is Texts.
	Total    int
	Counted  bool
	Facets   Facets
	Boards   []board.Board // to which the viewer can narrow the search
	Page     int
	LastPage int
	// Suggestion is the line of Normalized with misspelt words corrected, "" if there
	// is none. All corrections are words of texts that the viewer may read.
	Suggestion  string
	Relaxations Relaxations // of a search that found little
	Partial     bool        // the index is being built, so hits may be missing
	Built       int         // while Partial: how much of it is built in per cent, -1 if unknown
	Took        time.Duration
}

// Find returns a page of what by may find. An unknown board is fault.NotFound; a
// search that takes too long is fault.Unready. While the index cannot be read nothing is
// found, and the result is Partial: the index is mended within seconds. The result must not
// be changed.
func (s *Search) Find(ctx context.Context, by account.Viewer, form query.Form) (Result, error) {
	begun := time.Now()
	form = form.Clipped()
	of, keeps, err := s.moment(ctx, by)
	if err != nil {
		return Result{}, err
	}
	if out, ok := s.kept.find(of, form); keeps && ok {
		out.Took = time.Since(begun)
		return out, nil
	}
	out, err := s.find(ctx, by, form, false)
	if errors.Is(err, engine.ErrDamaged) {
		return Result{Text: out.Text, Page: 1, LastPage: 1, Normalized: out.Normalized, Searched: out.Text != "", Partial: true,
			Built: s.built(), Took: out.Took}, nil
	}
	if keeps && err == nil && out.Searched && !out.Partial {
		s.kept.keep(of, form, out)
	}
	return out, err
}

// Newest returns what Find does, but the newest first and nothing that lacks a word: news
// of a saved search are never about what is merely similar.
func (s *Search) Newest(ctx context.Context, by account.Viewer, form query.Form) (Result, error) {
	form.Newest = true
	return s.find(ctx, by, form.Clipped(), true)
}

// find answers a form that is clipped; a strict answer has all words.
func (s *Search) find(ctx context.Context, by account.Viewer, form query.Form, strict bool) (out Result, err error) {
	begun := time.Now()
	defer func() { out.Took = time.Since(begun) }()
	terms, problems := form.Parse()
	out = Result{Text: form.Text, Page: 1, LastPage: 1, Problems: problems, Normalized: form.Normalized(terms)}
	l := s.lookup(by)
	if l == nil {
		out.Partial, out.Built, out.Searched = true, s.built(), out.Text != ""
		return out, s.mustListBoard(ctx, by, form, terms)
	}
	defer l.Release()
	if out.Partial = !l.Complete(); out.Partial {
		out.Built = s.built()
	}
	r := request{Request: engine.Request{Year: begun.Year(), NoExpansion: strict}, strict: strict}
	r.Words, r.isQuestion = engine.Analyse(l.Language(), terms.ScoredText())
	out.Searched = len(r.Words) > 0 || terms.HasConditions()
	r.Newest = form.Newest || len(r.Words) == 0
	err = l.readView(ctx, func(tx *db.Tx) error {
		if form.Board != "" && terms.Board == "" {
			if _, ok := l.view.boardBySlug(form.Board); !ok {
				return fault.Missing()
			}
			terms.Board = form.Board
		}
		out.Problems, err = l.addConditions(tx, &r, terms, out.Problems)
		return err
	})
	if err != nil {
		return out, err
	}
	r.Scope = l.view.Scope
	out.Boards = l.view.boards
	out.Normalized.Board = l.view.slugOf(r.Facets[engine.FieldBoard])
	if !out.Searched {
		return out, nil
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err = l.answer(limited, r, terms, form.Page, &out); err != nil && limited.Err() != nil && ctx.Err() == nil {
		return out, fault.Of(fault.Unready, "Die Suche hat zu lange gedauert. Bitte suchen Sie mit weniger oder mit selteneren Wörtern.")
	}
	return out, err
}

// mustListBoard returns fault.NotFound for a form with a board that by cannot see, while
// there is no index to search in.
func (s *Search) mustListBoard(ctx context.Context, by account.Viewer, form query.Form, terms query.Terms) error {
	if form.Board == "" || terms.Board != "" {
		return nil
	}
	return s.db.Read(ctx, func(tx *db.Tx) error {
		_, err := board.FindTx(tx, by, form.Board)
		return err
	})
}

// built returns how much of the index is built in per cent, -1 if it is unknown.
func (s *Search) built() int {
	st := s.index.State()
	if st.Total == 0 {
		return -1
	}
	return min(100*st.Done/st.Total, 99)
}

// answer fills in hits, suggestion and relaxations.
func (l *lookup) answer(ctx context.Context, r request, terms query.Terms, page int, out *Result) error {
	corrections, err := l.findHits(ctx, &r, page, out)
	if err == nil && terms.ScoredText() == out.Normalized.Text {
		out.Suggestion, err = l.suggest(ctx, r, out.Normalized.Text, corrections)
	}
	if err == nil {
		out.Relaxations, err = l.relaxations(ctx, r, *out)
	}
	return err
}

// maxRounds is how often a search is repeated because the index had not yet heard
// that some of its documents are gone.
const maxRounds = 3

// findHits finds and loads a page of hits. Documents that the database does not
// show to the viewer any more are excluded from the request, so that no count
// includes them either. It returns the words that may be meant by unknown ones.
func (l *lookup) findHits(ctx context.Context, r *request, page int, out *Result) (corrections map[string][]string, err error) {
	for round := 1; ; round++ {
		var found refs
		if found, corrections, err = find(ctx, l.Generation, r, l.view.boards, page, out); err != nil {
			return nil, err
		}
		marks := newHighlighter(r.Words, allWords(corrections))
		hits, err := l.load(ctx, idsOf(found.all()))
		if err != nil {
			return nil, err
		}
		shown := func(list []ref) (out []Hit) {
			for _, f := range list {
				h, ok := hits[f.id]
				if !ok {
					r.Exclude = append(r.Exclude, f.id)
					continue
				}
				h.Texts, h.Near = f.texts, f.near
				h.mark(l.Language(), marks)
				out = append(out, h)
			}
			return out
		}
		out.Hits, out.Services = shown(found.list), shown(found.services)
		if len(out.Hits)+len(out.Services) == len(found.all()) || round == maxRounds {
			return corrections, nil
		}
	}
}

// allWords returns all words that may be meant.
func allWords(corrections map[string][]string) (out []string) {
	for _, words := range corrections {
		out = append(out, words...)
	}
	return out
}

// How long the index is asked, at most.
var (
	timeout           = 2 * time.Second
	similarTimeout    = time.Second
	completionTimeout = 300 * time.Millisecond
)

// UseTestTimeouts lets searches take as long as they need, for tests: on a machine
// that is busy with other things they would find less. It must be called before the
// first search.
func UseTestTimeouts() { timeout, similarTimeout, completionTimeout = time.Hour, time.Hour, time.Hour }

// lookup is a search for a viewer in the generation of the index that answers.
type lookup struct {
	*index.Generation
	db   *db.DB
	by   account.Viewer
	view view // set by readView
}

// lookup returns nil if no index answers. The caller must release it.
func (s *Search) lookup(by account.Viewer) *lookup {
	g := s.index.Acquire()
	if g == nil {
		return nil
	}
	return &lookup{Generation: g, db: s.db, by: by}
}

// readView reads what the viewer may see, and runs more in the same transaction.
// The cursor is read first: an index that advances meanwhile is then taken for
// older than it is, never for newer.
func (l *lookup) readView(ctx context.Context, more func(*db.Tx) error) error {
	cursor, err := l.Cursor()
	if err != nil {
		return fmt.Errorf("read cursor of the index: %w", err)
	}
	return l.db.Read(ctx, func(tx *db.Tx) error {
		if l.view, err = viewOf(tx, l.by, cursor); err != nil {
			return err
		}
		return more(tx)
	})
}

// load reads the documents with these ids from the database; those that the viewer
// may not see are missing.
func (l *lookup) load(ctx context.Context, ids []string) (hits map[string]Hit, err error) {
	err = l.db.Read(ctx, func(tx *db.Tx) error {
		hits, err = load(tx, l.by, ids)
		return err
	})
	return hits, err
}
