package index_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/event"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/index"
	"kommunalforum/internal/search/searchtest"
	"kommunalforum/internal/testkit"
)

// beside returns the world with another index in a new folder, as another node has one.
func (w *world) beside() *world {
	return &world{World: &searchtest.World{World: w.World.World, OwnDir: w.T.TempDir()}}
}

func TestCopyOfAnIndexInUseIsAdoptedByAnotherNode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	w.CatchUp()
	folder := filepath.Join(t.TempDir(), "kopie")
	for range 2 { // the second replaces the first
		w.Must(w.OwnIndex.CopyTo(folder))
	}
	w.Ask(testkit.Ann, testkit.Public, "Noch eine Amsel", "Text")
	w.CatchUp()
	other := w.beside()
	other.Open(index.Version)
	other.Must(other.OwnIndex.Adopt(w.Ctx, folder))
	other.wantReady(true)
	other.UpdateStatistics()
	other.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel")
	other.CatchUp()
	other.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel; thread Noch eine Amsel")
	other.Reopen(index.Version)
	other.wantReady(true)
	w.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel; thread Noch eine Amsel")
}

func TestIndexOfAStoppedNodeIsAdoptedOneInUseIsNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	w.CatchUp()
	other := w.beside()
	other.Open(index.Version)
	if err := other.OwnIndex.Adopt(w.Ctx, w.OwnDir); !errors.Is(err, engine.ErrLocked) {
		t.Errorf("one in use: %v", err)
	}
	w.Must(w.OwnIndex.Close())
	other.Must(other.OwnIndex.Adopt(w.Ctx, w.OwnDir))
	other.UpdateStatistics()
	other.WantTitles(testkit.Guest, "Amsel", "thread Frage zur Amsel")
}

func TestCopyThatDoesNotFitIsRefusedAndTheOwnIndexStays(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(w *world, folder string) *world{
		"nothing there": func(w *world, folder string) *world {
			w.Must(os.RemoveAll(folder))
			return w.beside()
		},
		"a changed byte": func(w *world, folder string) *world {
			segments, err := filepath.Glob(filepath.Join(folder, "store", "*.zap"))
			w.Must(err)
			content, err := os.ReadFile(segments[0])
			w.Must(err)
			content[len(content)/2] ^= 1
			w.Must(os.WriteFile(segments[0], content, 0o600))
			return w.beside()
		},
		"of another forum": func(w *world, _ string) *world {
			other := newWorld(w.T.(*testing.T))
			other.exec(`UPDATE event_log SET id = 'another'`)
			return other.beside()
		},
		"of before the log was pruned": func(w *world, _ string) *world {
			w.Ask(testkit.Ann, testkit.Public, "Noch eine Amsel", "Text")
			w.Ask(testkit.Ann, testkit.Public, "Und eine dritte", "Text")
			w.exec(`DELETE FROM event WHERE id < (SELECT head FROM event_log)`)
			return w.beside()
		},
		"of before a rebuild was asked for": func(w *world, _ string) *world {
			w.Must(w.DB.Write(w.Ctx, event.OutdateTx))
			return w.beside()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.CatchUp()
			folder := filepath.Join(t.TempDir(), "kopie")
			w.Must(w.OwnIndex.CopyTo(folder))
			other := spoil(w, folder)
			other.Open(index.Version)
			other.Must(other.OwnIndex.Rebuild(w.Ctx))
			before := other.generations()
			if err := other.OwnIndex.Adopt(w.Ctx, folder); err == nil {
				t.Fatal("it was taken over")
			}
			other.wantReady(true)
			if after := other.generations(); strings.Join(after, " ") != strings.Join(before, " ") {
				t.Errorf("left are %v, before %v", after, before)
			}
		})
	}
}
