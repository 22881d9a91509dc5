package index_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/index"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/search/searchtest"
	"kommunalforum/internal/testkit"
)

// run lets the index tend itself until the test ends.
func (w *world) run(t *testing.T) {
	ctx, cancel := context.WithCancel(w.Ctx)
	var worker sync.WaitGroup
	ix := w.OwnIndex
	worker.Go(func() { ix.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		worker.Wait()
	})
}

func (w *world) wantReady(want bool) {
	w.T.Helper()
	if got := w.OwnIndex.State().Ready; got != want {
		w.T.Fatalf("ready: %v, want %v", got, want)
	}
}

// generations lists the folders of indexes, oldest first.
func (w *world) generations() []string {
	w.T.Helper()
	list, err := filepath.Glob(filepath.Join(w.OwnDir, "index-*"))
	w.Must(err)
	return list
}

// newest returns the files of the newest index that match.
func (w *world) newest(pattern string) []string {
	w.T.Helper()
	all := w.generations()
	files, err := filepath.Glob(filepath.Join(all[len(all)-1], pattern))
	w.Must(err)
	if len(files) == 0 {
		w.T.Fatalf("no %s in %s", pattern, all[len(all)-1])
	}
	return files
}

var errNone = errors.New("there is no index")

// inspectNewest returns what is wrong with the newest index.
func inspectNewest(dir string) error {
	all := index.Inspect(dir)
	if len(all) == 0 {
		return errNone
	}
	return all[0].Err
}

var damages = map[string]func(*world){
	"table of contents deleted":   func(w *world) { w.Must(os.Remove(w.newest("store/root.bolt")[0])) },
	"table of contents emptied":   func(w *world) { w.Must(os.Truncate(w.newest("store/root.bolt")[0], 0)) },
	"table of contents cut off":   func(w *world) { w.Must(os.Truncate(w.newest("store/root.bolt")[0], 9000)) },
	"table of contents is noise":  func(w *world) { scribble(w, "store/root.bolt", 0, 1<<20) },
	"mapping deleted":             func(w *world) { w.Must(os.Remove(w.newest("index_meta.json")[0])) },
	"mapping is noise":            func(w *world) { scribble(w, "index_meta.json", 0, 1<<20) },
	"segment deleted":             func(w *world) { w.Must(os.Remove(w.newest("store/*.zap")[0])) },
	"segment emptied":             func(w *world) { w.Must(os.Truncate(w.newest("store/*.zap")[0], 0)) },
	"segment cut off":             func(w *world) { w.Must(os.Truncate(w.newest("store/*.zap")[0], 500)) },
	"segment with a changed byte": func(w *world) { scribble(w, "store/*.zap", 300, 1) },
	"folder emptied":              func(w *world) { w.Must(os.RemoveAll(w.newest("store")[0])) },
	"all deleted":                 func(w *world) { w.Must(os.RemoveAll(w.OwnDir)) },
	"a file in place of the folder": func(w *world) {
		path := w.generations()[0]
		w.Must(os.RemoveAll(path))
		w.Must(os.WriteFile(path, []byte("?"), 0o600))
	},
}

// scribble overwrites a part of a file.
func scribble(w *world, pattern string, from, length int) {
	w.T.Helper()
	file := w.newest(pattern)[0]
	data, err := os.ReadFile(file)
	w.Must(err)
	for i := from; i < min(from+length, len(data)); i++ {
		data[i] ^= 0x5a
	}
	w.Must(os.WriteFile(file, data, 0o600))
}

func TestDamagedIndexHealsByItself(t *testing.T) {
	t.Parallel()
	whole := newWorld(t)
	whole.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	whole.CatchUp()
	whole.Must(whole.OwnIndex.Close())
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			w := &world{World: &searchtest.World{World: whole.World.World, OwnDir: t.TempDir()}}
			w.Must(os.CopyFS(w.OwnDir, os.DirFS(whole.OwnDir)))
			if err := inspectNewest(w.OwnDir); err != nil {
				t.Errorf("inspecting a sound index: %v", err)
			}
			damage(w)
			if err := inspectNewest(w.OwnDir); err == nil && !strings.HasPrefix(name, "mapping") {
				t.Error("inspecting finds nothing")
			}
			w.Open(index.Version)
			w.wantReady(false)
			if r := w.Find(testkit.Guest, query.Form{Text: "Amsel"}); !r.Partial || r.Total != 0 {
				t.Errorf("without an index a search says %+v", r)
			}
			w.run(t)
			w.Soon("the index is built", func() bool { return w.OwnIndex.State().Ready })
			w.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel")
			if n := len(w.generations()); n != 1 {
				t.Errorf("%d folders are left, want 1", n)
			}
		})
	}
}

func TestIndexSurvivesAnotherStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	w.CatchUp()
	w.Ask(testkit.Ann, testkit.Public, "Noch eine Amsel", "Text")
	before := w.generations()
	w.Reopen(index.Version)
	w.wantReady(true)
	if after := w.generations(); !slices.Equal(before, after) {
		t.Errorf("the index was rebuilt: %v, before %v", after, before)
	}
	w.CatchUp()
	w.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel; thread Noch eine Amsel")
}

func TestIndexOfAnotherVersionIsRebuilt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	w.Reopen(index.Version + 1)
	w.wantReady(false)
	w.Must(w.OwnIndex.Rebuild(w.Ctx))
	w.wantReady(true)
	w.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel")
	w.Reopen(index.Version + 1)
	w.wantReady(true)
}

func TestUnfinishedRebuildLeavesTheOldIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	w.CatchUp()
	w.Must(w.OwnIndex.Close())
	// As a crash in the middle of a rebuild leaves it: a newer folder without an end.
	old := w.generations()[0]
	newer := filepath.Join(w.OwnDir, "index-99991231T000000.000000000")
	w.Must(os.CopyFS(newer, os.DirFS(old)))
	w.Must(os.Truncate(w.newest("store/*.zap")[0], 100))
	w.Open(index.Version)
	w.wantReady(true)
	w.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel")
	if got := w.generations(); len(got) != 1 || got[0] != old {
		t.Errorf("folders are %v, want %s", got, old)
	}
	// And one that is stopped while it runs.
	ctx, cancel := context.WithCancel(w.Ctx)
	cancel()
	if err := w.OwnIndex.Rebuild(ctx); err == nil {
		t.Error("a stopped rebuild reports success")
	}
	w.wantReady(true)
	w.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel")
	if got := w.generations(); len(got) != 1 {
		t.Errorf("the stopped rebuild left %v", got)
	}
}

// TestLockedIndexDoesNotHang opens a folder that is held open already.
func TestLockedIndexDoesNotHang(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	w.CatchUp()
	holder := w.OwnIndex
	if err := inspectNewest(w.OwnDir); !errors.Is(err, engine.ErrLocked) {
		t.Errorf("inspecting a held index: %v", err)
	}
	begun := time.Now()
	w.Open(index.Version)
	if took := time.Since(begun); took > time.Minute {
		t.Errorf("opening took %s", took)
	}
	w.wantReady(false)
	w.Must(w.OwnIndex.Rebuild(w.Ctx))
	w.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel")
	if !holder.State().Ready || len(w.generations()) != 2 {
		t.Errorf("the index that was held is gone: %v", w.generations())
	}
	if r, err := search.New(w.DB, holder).Find(w.Ctx, w.By(testkit.Guest), query.Form{Text: "Amsel"}); err != nil || r.Total != 1 {
		t.Errorf("its holder finds %d: %v", r.Total, err)
	}
}

// TestIndexOfAnotherDatabaseIsRebuilt is what restoring a backup comes to.
func TestIndexOfAnotherDatabaseIsRebuilt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	w.CatchUp()
	w.Must(w.OwnIndex.Close())
	restored := &world{World: &searchtest.World{World: testkit.New(t), OwnDir: w.OwnDir}}
	restored.Open(index.Version)
	restored.wantReady(false)
	restored.Must(restored.OwnIndex.Rebuild(restored.Ctx))
	restored.WantTitles(testkit.Guest, "Amsel", "")
}

func TestLogThatWasPrunedForcesARebuild(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 3 {
		w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	}
	// The program's own index passed them all; they grow old and are pruned.
	w.Must(w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM event WHERE id = (SELECT MAX(id) - 1 FROM event)`)
		return err
	}))
	w.Reopen(index.Version)
	w.wantReady(false)
}

// killBackgroundWork reports to the index what bleve reports when its background
// work has died.
func (w *world) killBackgroundWork() {
	w.T.Helper()
	g := w.OwnIndex.Acquire()
	defer g.Release()
	for _, report := range scorch.RegistryAsyncErrorCallbacks {
		report(scorch.NewScorchError("test", "made up", scorch.ErrAsyncPanic), filepath.Join(g.Path(), "store"))
	}
}

// failSearch lets a search fail.
func (w *world) failSearch() {
	w.T.Helper()
	g := w.OwnIndex.Acquire()
	defer g.Release()
	failure := errors.New("made up")
	if err := g.WithSearcher(w.Ctx, engine.Request{}, func(*engine.Searcher) error { return failure }); !errors.Is(err, failure) {
		w.T.Fatalf("the search did not fail: %v", err)
	}
}

func TestIndexThatStoppedWorkingIsReplaced(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(*world){
		"background work died": func(w *world) { w.killBackgroundWork() },
		"a search failed and files are damaged": func(w *world) {
			w.Must(os.Remove(w.newest("store/*.zap")[0]))
			w.failSearch()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
			w.CatchUp()
			before := w.generations()
			fail(w)
			w.run(t)
			w.Soon("another index answers", func() bool { return !slices.Equal(before, w.generations()) && w.OwnIndex.State().Ready })
			w.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel")
		})
	}
}

// rebuiltOnRequest asks for a rebuild and waits until the test's index was built.
func (w *world) rebuiltOnRequest(before []string) {
	w.T.Helper()
	w.Must(w.DB.Write(w.Ctx, event.OutdateTx))
	w.Soon("the request is done", func() bool {
		st := w.OwnIndex.State()
		return st.Ready && st.Total == 0 && !slices.Equal(before, w.generations()) && len(w.generations()) == 1
	})
}

func TestSuspicionAloneKeepsASoundIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.generations()
	w.failSearch()
	w.run(t)
	w.rebuiltOnRequest(before) // after the check
}

func TestRequestedRebuildIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	before := w.generations()
	w.run(t)
	w.rebuiltOnRequest(before)
	if after := w.generations(); slices.Equal(before, after) || len(after) != 1 {
		t.Errorf("folders are %v, before %v", after, before)
	}
	w.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel")
	if st := w.OwnIndex.State(); !st.Ready || st.Total != 0 {
		t.Errorf("state afterwards is %+v", st)
	}
}

// TestNewEditionOfTheCatalogueIsTakenIn changes what the database remembers of
// the files it loaded.
func TestNewEditionOfTheCatalogueIsTakenIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Must(w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`UPDATE catalogue_file SET sha256 = 'another'`); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE service SET listed = FALSE WHERE id = 10061`); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE service SET name = 'Kanarienvogelhaltung' WHERE id = 10092`)
		return err
	}))
	w.WantTitles(testkit.Guest, "Kanarienvogelhaltung", "")
	w.run(t)
	w.Soon("the new name is found", func() bool {
		return w.Titles(testkit.Guest, "Kanarienvogelhaltung") == "service Kanarienvogelhaltung"
	})
	w.WantTitles(testkit.Guest, "10061", "")
}

// TestNamesOfPeopleAreNotInTheIndex looks at the bytes on disk.
func TestNamesOfPeopleAreNotInTheIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	w.CatchUp()
	w.Must(w.OwnIndex.Close())
	for _, file := range w.newest("store/*") {
		data, err := os.ReadFile(file)
		w.Must(err)
		for _, name := range []string{"ahorn", "anna", "musterstadt"} {
			if bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(name))) {
				t.Errorf("%s holds %q", filepath.Base(file), name)
			}
		}
	}
}
