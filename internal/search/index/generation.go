package index

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"kommunalforum/internal/event"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/german"
)

// Names of what an index keeps beside its documents.
const (
	valueLog        = "log"       // id of the event log that it follows
	valueCursor     = "cursor"    // the last event that it has applied
	valueNonce      = "nonce"     // of that event
	valueBegun      = "begun"     // the last event before it was begun
	valueVersion    = "version"   // set once the index is complete
	valueLexicon    = "lexicon"   // checksum of the word lists that its texts were analysed with
	valueVocabulary = "learnt"    // see vocabulary
	valueCatalogue  = "catalogue" // see catalogueEdition
)

// Generation is one opened index. Whoever got it from Acquire may use it until
// Release.
type Generation struct {
	*engine.Store
	language   *german.Language // analyses texts as those in the index were
	learntDocs int              // documents that the vocabulary was learnt from
	complete   atomic.Bool      // it holds everything; false while it is being built, and once it missed events
	users      sync.WaitGroup
}

// create creates an empty generation whose texts are analysed with the vocabulary.
func create(path string, v vocabulary, log *slog.Logger) (*Generation, error) {
	store, err := engine.Create(path, log)
	if err != nil {
		return nil, err
	}
	g := &Generation{Store: store}
	g.setVocabulary(v)
	b := g.NewBatch()
	b.SetValue(valueVocabulary, v.encode())
	b.SetNumber(valueLexicon, int64(builtinLexicon().checksum))
	if err := g.Write(b); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	return g, nil
}

// open opens a complete generation of the version. After engine.ErrLocked its
// folder must stay; every other error means that it is of no use.
func open(path string, version int, log *slog.Logger) (*Generation, error) {
	store, err := engine.Open(path, log)
	if err != nil {
		return nil, err
	}
	g := &Generation{Store: store}
	if err := g.check(version); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	g.complete.Store(true)
	return g, nil
}

// check compares version and word lists, and loads the vocabulary.
func (g *Generation) check(version int) error {
	have, err := g.Number(valueVersion)
	if err == nil && have != int64(version) {
		err = fmt.Errorf("index of version %d, wanted is %d", have, version)
	}
	if err != nil {
		return err
	}
	checksum, err := g.Number(valueLexicon)
	if err != nil {
		return err
	}
	if checksum != int64(builtinLexicon().checksum) {
		return errors.New("its texts were analysed with other word lists")
	}
	packed, err := g.Value(valueVocabulary)
	if err != nil {
		return err
	}
	v, err := decodeVocabulary(packed)
	if err != nil {
		return err
	}
	g.setVocabulary(v)
	return nil
}

func (g *Generation) setVocabulary(v vocabulary) {
	g.language, g.learntDocs = builtinLexicon().language(v), v.docs
}

// Build builds a generation of nothing but these documents, which follows no event
// log, in a new folder. The caller closes it.
func Build(ctx context.Context, folder string, docs []document.Document, log *slog.Logger) (*Generation, error) {
	v, err := learn(ctx, func(_ context.Context, after int64) ([]document.Document, int64, error) {
		if after > 0 {
			return nil, after, nil
		}
		return docs, int64(len(docs)), nil
	})
	if err != nil {
		return nil, err
	}
	g, err := create(folder, v, log)
	if err != nil {
		return nil, err
	}
	w, err := newWriter(g)
	if err == nil {
		err = w.put(docs...)
	}
	if err == nil {
		err = w.flush()
	}
	if err == nil {
		err = g.UpdateStatistics(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, g.Close())
	}
	g.complete.Store(true)
	return g, nil
}

// Language returns the language that analyses texts as those in the index were.
func (g *Generation) Language() *german.Language { return g.language }

// Complete reports whether everything was indexed; false while it is being built, and
// once the log no longer leads on from it.
func (g *Generation) Complete() bool { return g.complete.Load() }

// Cursor returns the id of the last event that the index has applied.
func (g *Generation) Cursor() (int64, error) { return g.Number(valueCursor) }

// position returns which event log the index follows and how far.
func (g *Generation) position() (at event.Position, err error) {
	id, err := g.Value(valueLog)
	if err != nil {
		return at, err
	}
	at.Log = string(id)
	if at.Event, err = g.Cursor(); err != nil {
		return at, err
	}
	at.Nonce, err = g.Number(valueNonce)
	return at, err
}

// Release ends the use of a generation from Acquire.
func (g *Generation) Release() { g.users.Done() }

// Close closes the generation once nobody uses it any more. Those from Acquire are
// closed by the index.
func (g *Generation) Close() error {
	g.users.Wait()
	return g.Store.Close()
}

// Every generation has a folder of its own, whose name says when it was begun. A
// folder is never used again, so a rebuild cannot disturb the index that answers,
// whatever happens to either.
const (
	folderPrefix = "index-"
	// unfinishedSuffix ends the name of the file beside a folder that says that its
	// index is being built.
	unfinishedSuffix = ".unfertig"
)

// newFolder returns the path of the folder for a new generation.
func (ix *Index) newFolder() string {
	return filepath.Join(ix.dir, folderPrefix+time.Now().UTC().Format("20060102T150405.000000000"))
}

// folders returns the folders of generations below dir, newest first.
func folders(dir string) []string {
	entries, _ := os.ReadDir(dir) // a folder that cannot be read holds no index
	var out []string
	for _, e := range slices.Backward(entries) {
		if strings.HasPrefix(e.Name(), folderPrefix) && !strings.HasSuffix(e.Name(), unfinishedSuffix) {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out
}

// markUnfinished notes beside the folder of an index that it is being built.
func markUnfinished(folder string) error {
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return err
	}
	return os.WriteFile(folder+unfinishedSuffix, nil, 0o600)
}

// isUnfinished reports whether the index was begun and not finished.
func isUnfinished(folder string) bool {
	_, err := os.Lstat(folder + unfinishedSuffix)
	return err == nil
}
