package engine_test

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/german"
)

// grown returns an index of several segments, that of batches batches, and its language.
func grown(t *testing.T, batches int) (*engine.Store, *german.Language) {
	t.Helper()
	s, err := engine.Create(filepath.Join(t.TempDir(), "index"), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	lang := builtinLanguage(t)
	for n := range batches {
		if err := put(s, lang, int64(n+1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := engine.Open(s.Path(), slog.New(slog.DiscardHandler)) // maps all segments
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again, lang
}

func put(s *engine.Store, lang *german.Language, id int64) error {
	b := s.NewBatch()
	err := b.Put(document.Document{Kind: document.Article, ID: id, Title: fmt.Sprintf("Amsel %d", id), Body: "Text", ACL: board.ACLPublic,
		Board: 1, At: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)}, lang)
	if err != nil {
		return err
	}
	return s.Write(b)
}

// find asks the index for all Amseln.
func find(t *testing.T, s *engine.Store, lang *german.Language) (n int, err error) {
	words, _ := engine.Analyse(lang, "Amsel")
	r := engine.Request{Words: words, Scope: engine.Scope{ACLs: []board.ACL{board.ACLPublic}}, Year: 2026}
	err = s.WithSearcher(t.Context(), r, func(searcher *engine.Searcher) error {
		m, err := searcher.Match(r)
		n = m.Count()
		return err
	})
	return n, err
}

// cut shortens all segments to nothing while they are mapped.
func cut(t *testing.T, s *engine.Store) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.Path(), "store", "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no segments: %v", err)
	}
	for _, f := range files {
		if err := os.Truncate(f, 0); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFaultInMappedMemoryEndsTheIndexOnly cuts the files of an index that is in use: each
// of its goroutines meets a page that is no more.
func TestFaultInMappedMemoryEndsTheIndexOnly(t *testing.T) {
	t.Run("in a search", func(t *testing.T) {
		s, lang := grown(t, 3)
		var err error
		for range 50 {
			cut(t, s)
			if _, err = find(t, s, lang); err != nil {
				break
			}
		}
		if !errors.Is(err, engine.ErrDamaged) || !s.Suspect() {
			t.Errorf("the search says %v", err)
		}
	})
	t.Run("in a batch", func(t *testing.T) {
		s, lang := grown(t, 3)
		var err error
		for id := int64(2); err == nil && id < 50; id++ { // a merge may have made another file meanwhile
			cut(t, s)
			err = put(s, lang, id)
		}
		if err == nil {
			t.Error("batches are written into what is not there")
		}
		select {
		case <-s.Failed(): // merging met it first
		default:
			if !s.Broken() {
				t.Error("the index would go on")
			}
		}
		if err := put(s, lang, 9); err == nil {
			t.Error("another batch was taken")
		}
	})
	t.Run("in a merge", func(t *testing.T) {
		for range 10 {
			s, _ := grown(t, 3)
			cut(t, s)
			merged := make(chan struct{})
			go func() {
				s.Merge(t.Context()) // never answers once merging died
				close(merged)
			}()
			select {
			case <-s.Failed():
				return
			case <-merged: // bleve had merged everything before
			case <-time.After(time.Minute):
				t.Fatal("nobody learns that merging died")
			}
		}
		t.Error("nothing is ever merged")
	})
}

// TestFilesThatWereCutAreNoEmptyAnswer cuts the files of an index by ever more bytes: what
// is missing of the last page reads as zeros, and a search finds nothing there.
func TestFilesThatWereCutAreNoEmptyAnswer(t *testing.T) {
	for _, less := range []int64{1, 100, 500, 1000, 1500} {
		s, lang := grown(t, 1)
		files, err := filepath.Glob(filepath.Join(s.Path(), "store", "*.zap"))
		if err != nil || len(files) != 1 {
			t.Fatalf("%d segments: %v", len(files), err)
		}
		info, err := os.Stat(files[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(files[0], info.Size()-less); err != nil {
			t.Fatal(err)
		}
		if n, err := find(t, s, lang); !errors.Is(err, engine.ErrDamaged) || !s.Suspect() || !s.Cut() {
			t.Errorf("%d bytes less of %d: %d found, %v", less, info.Size(), n, err)
		}
	}
}

// TestIndexLeavesTheLastRoomToTheDatabase has a disk that is nearly full.
func TestIndexLeavesTheLastRoomToTheDatabase(t *testing.T) {
	s, lang := grown(t, 2)
	giveRoom := engine.TakeRoom(s)
	if err := put(s, lang, 3); !errors.Is(err, engine.ErrNoRoom) || s.Broken() {
		t.Errorf("without room: %v, broken %v", err, s.Broken())
	}
	if n, err := find(t, s, lang); n != 2 || err != nil {
		t.Errorf("the index answers with %d: %v", n, err)
	}
	giveRoom()
	if err := put(s, lang, 3); err != nil {
		t.Errorf("once there is room: %v", err)
	}
	if n, err := find(t, s, lang); n != 3 || err != nil {
		t.Errorf("the index answers with %d: %v", n, err)
	}
}
