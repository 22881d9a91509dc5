package engine_test

import (
	"fmt"
	"log/slog"
	"sync"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
)

// TestSearchesShareWhatIsRemembered searches for many at once while the index grows and is
// merged: each finds what was there when it began, whatever the others remember.
func TestSearchesShareWhatIsRemembered(t *testing.T) {
	t.Parallel()
	lang := builtinLanguage(t)
	st, err := engine.Create(t.TempDir()+"/index", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	write := func(n int) {
		b := st.NewBatch()
		for i, acl := range []board.ACL{board.ACLPublic, board.ACLMembers} {
			d := document.Document{Kind: document.Thread, ID: int64(2*n + i), Title: "Wohngeld", Body: "Antrag auf Wohngeld im Bürgeramt", ACL: acl}
			if err := b.Put(d, lang); err != nil {
				t.Error(err)
			}
		}
		if err := st.Write(b); err != nil {
			t.Error(err)
		}
	}
	const batches = 30
	write(0)
	var all sync.WaitGroup
	all.Go(func() {
		for n := 1; n < batches; n++ {
			if write(n); n%10 == 0 {
				if err := st.Merge(t.Context()); err != nil {
					t.Error(err)
				}
			}
		}
	})
	words, _ := engine.Analyse(lang, "Wohngeld Antrag")
	for who := range 6 {
		scope, each := public, 1
		if who%2 == 1 {
			scope, each = engine.Scope{ACLs: []board.ACL{board.ACLPublic, board.ACLMembers}}, 2
		}
		all.Go(func() {
			for last := 0; last < each*batches; {
				found, err := countAll(t, st, engine.Request{Words: words, AllWords: true, Scope: scope})
				if err != nil || found < last || found%each != 0 {
					t.Errorf("finds %d after %d, %v", found, last, err)
					return
				}
				last = found
			}
		})
	}
	all.Wait()
}

// countAll returns how many entries a request finds, counted in three ways.
func countAll(t *testing.T, st *engine.Store, r engine.Request) (found int, err error) {
	err = st.WithSearcher(t.Context(), r, func(s *engine.Searcher) error {
		matches, err := s.Match(r)
		if err != nil {
			return err
		}
		counts, err := s.Count(matches, engine.FacetFields)
		if err != nil {
			return err
		}
		entries, err := s.CountEntries(matches, 1000)
		if err != nil {
			return err
		}
		ranking, err := s.Rank(r, matches, 1000)
		found = matches.Count()
		if counts.Entries() != found || entries != found || len(ranking.Best) != found || counts.Of(engine.FieldKind, "thread") != found {
			return fmt.Errorf("%d found, %d and %d entries, %d ranked, %d threads", found, counts.Entries(), entries, len(ranking.Best),
				counts.Of(engine.FieldKind, "thread"))
		}
		return err
	})
	return found, err
}
