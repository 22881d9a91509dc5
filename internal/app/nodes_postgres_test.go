//go:build postgres

// Several nodes need a database that several processes can reach.

package app_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/node"
	"kommunalforum/internal/search/index"
	. "kommunalforum/internal/testkit"
)

// twoNodes returns two nodes of one forum, whose indexes are complete.
func twoNodes(t *testing.T) (a, b *World) {
	t.Helper()
	a = New(t)
	b = Open(t, t.TempDir(), SameForum(a))
	a.IndexReady()
	b.IndexReady()
	return a, b
}

func TestWhatIsWrittenOnOneNodeIsFoundOnTheOther(t *testing.T) {
	a, b := twoNodes(t)
	if a.Self.ID() == b.Self.ID() {
		t.Fatal("both nodes have one id")
	}
	a.Ask(Ann, Members, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	for _, w := range []*World{a, b} {
		w.Soon("the thread is found", func() bool { return w.Finds(Bea, "zeppelinlandeplatz") })
	}
}

func TestErasureReachesTheFolderAndTheIndexOfEveryNode(t *testing.T) {
	a, b := twoNodes(t)
	bea := a.By(Bea)
	a.Ask(Bea, Members, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	b.Soon("the thread is found by its organisation", func() bool { return b.Finds(Ann, "zeppelinlandeplatz organisation:Probeland") })
	if err := a.Acts.Leave(a.Ctx, bea, false); err != nil {
		t.Fatal(err)
	}
	for _, w := range []*World{a, b} {
		w.Scrubbed()
		if kept, err := w.Erased.Read(); err != nil || len(kept) != 1 || kept[0].Person != bea.ID {
			t.Errorf("the folder's list holds %v, %v", kept, err)
		}
		w.Soon("it is not found by it any more", func() bool { return !w.Finds(Ann, "zeppelinlandeplatz organisation:Probeland") })
	}
}

// TestNodeThatWasAwayLearnsOfErasures whether it is still known or was forgotten.
func TestNodeThatWasAwayLearnsOfErasures(t *testing.T) {
	for name, away := range map[string]time.Duration{"a day": 24 * time.Hour, "two weeks": 14 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			a := New(t)
			b, closeB, err := Start(t.TempDir(), SameForum(a))
			if err != nil {
				t.Fatal(err)
			}
			gone := b.Self.ID()
			if err := closeB(); err != nil {
				t.Fatal(err)
			}
			bea := a.By(Bea)
			if err := a.Acts.Leave(a.Ctx, bea, false); err != nil {
				t.Fatal(err)
			}
			if err := a.Self.Beat(db.At(a.Ctx, a.DB.Now(a.Ctx).Add(away)), true); err != nil {
				t.Fatal(err)
			}
			back := Open(t, b.Dir(), SameForum(a))
			back.Scrubbed()
			if kept, err := back.Erased.Read(); err != nil || len(kept) != 1 || kept[0].Person != bea.ID {
				t.Errorf("the folder's list holds %v, %v", kept, err)
			}
			if back.Self.ID() != gone {
				t.Errorf("it has another id: %s", back.Self.ID())
			}
		})
	}
}

func TestRebuildIsAskedOfEveryNode(t *testing.T) {
	a, b := twoNodes(t)
	before := map[*World]string{a: generation(t, a), b: generation(t, b)}
	if err := a.DB.Write(a.Ctx, event.OutdateTx); err != nil {
		t.Fatal(err)
	}
	for w, old := range before {
		w.Soon("the index is another one", func() bool {
			all := index.Inspect(filepath.Join(w.Dir(), "search"))
			return len(all) == 1 && all[0].Path != old
		})
		w.IndexReady()
	}
}

// generation returns the folder of the index that answers.
func generation(t *testing.T, w *World) string {
	t.Helper()
	g := w.Index.Acquire()
	if g == nil {
		t.Fatal("there is no index")
	}
	defer g.Release()
	return g.Path()
}

// TestHiddenPostIsFoundByNobodyBeforeTheIndexHeardOfIt on a node whose index stands
// still.
func TestHiddenPostIsFoundByNobodyBeforeTheIndexHeardOfIt(t *testing.T) {
	a := New(t)
	b, closeB, err := Start(t.TempDir(), SameForum(a))
	if err != nil {
		t.Fatal(err)
	}
	b.T = t
	b.IndexReady()
	thread := a.Ask(Ann, Members, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	post := a.Reply(Bea, thread, "Das macht bei uns der Luftschiffverein.")
	b.Soon("the reply is found", func() bool { return b.Finds(Ann, "luftschiffverein") })
	if err := closeB(); err != nil {
		t.Fatal(err)
	}
	still := Still(t, b.Dir(), SameForum(a))
	if !still.Finds(Ann, "luftschiffverein") {
		t.Fatal("the index that stands still finds nothing")
	}
	if err := a.Forum.Hide(a.Ctx, a.By(Mod), post, "Ein Test"); err != nil {
		t.Fatal(err)
	}
	if still.Finds(Ann, "luftschiffverein") {
		t.Error("a hidden reply is found")
	}
	if err := a.Boards.Configure(a.Ctx, a.By(Boss), a.Board(Members), board.Settings{Audience: board.Restricted}, "Ein Test"); err != nil {
		t.Fatal(err)
	}
	if still.Finds(Ann, "zeppelinlandeplatz") {
		t.Error("a thread of a board that was narrowed is found")
	}
}

func TestNodeIndexRebuildsOnceTheLogWentOnWithoutIt(t *testing.T) {
	a := New(t)
	b, closeB, err := Start(t.TempDir(), SameForum(a))
	if err != nil {
		t.Fatal(err)
	}
	b.T = t
	b.IndexReady()
	old := generation(t, b)
	if err := closeB(); err != nil {
		t.Fatal(err)
	}
	a.Ask(Ann, Members, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	a.Ask(Ann, Members, "Und wer betreibt den Leuchtturm?", "Wir suchen Erfahrungen.")
	a.Soon("its own index followed", func() bool { return a.Finds(Ann, "zeppelinlandeplatz") })
	err = a.DB.Write(a.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM event WHERE id < (SELECT head FROM event_log)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	back := Open(t, b.Dir(), SameForum(a))
	back.Soon("it is found", func() bool { return back.Index.State().Ready && back.Finds(Ann, "zeppelinlandeplatz") })
	if generation(t, back) == old {
		t.Error("the index was not rebuilt")
	}
}

func TestNodeWithoutTheKeyIsRefused(t *testing.T) {
	a := New(t)
	another := filepath.Join(t.TempDir(), "schluessel.txt")
	if err := os.WriteFile(another, []byte(strings.Repeat("ab", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, words := range map[string]string{"": "Schlüsseldatei eines anderen Knotens", another: "die richtige Schlüsseldatei"} {
		dir := t.TempDir()
		_, _, err := Start(dir, SameForum(a), func(c *config.Config) { c.KeyFile = path })
		if err == nil || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), "--key-file") {
			t.Errorf("key file %q: %v", path, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "schluessel.txt")); err == nil {
			t.Error("a key was made that nobody needs")
		}
	}
	nodes, err := db.View(a.Ctx, a.DB, func(tx *db.Tx) ([]node.Info, error) { return node.AllTx(tx, index.ConsumerName) })
	if err != nil || len(nodes) != 1 {
		t.Errorf("%v, %v: who was refused counts as a node", nodes, err)
	}
}

// TestNewKeyOfAnotherNodeIsNoticed when it was not given to all of them first.
func TestNewKeyOfAnotherNodeIsNoticed(t *testing.T) {
	a := New(t)
	old, err := os.ReadFile(filepath.Join(a.Dir(), "schluessel.txt"))
	if err != nil {
		t.Fatal(err)
	}
	both := filepath.Join(t.TempDir(), "schluessel.txt")
	if err := os.WriteFile(both, append([]byte(strings.Repeat("ab", 32)+"\n"), old...), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := a.Self.Beat(a.Ctx, true); err != nil || !a.Self.Alive() {
		t.Fatalf("before: %v", err)
	}
	Open(t, t.TempDir(), SameForum(a), func(c *config.Config) { c.KeyFile = both })
	if err := a.Self.Beat(a.Ctx, true); !errors.Is(err, node.ErrOtherKey) || a.Self.Alive() {
		t.Errorf("after: %v", err)
	}
}

func TestOldNodeStaysReadyUntilANewerOneIs(t *testing.T) {
	a, b := twoNodes(t)
	err := b.DB.Write(b.Ctx, func(tx *db.Tx) error { // b is the newer one from now on
		_, err := tx.Exec(`UPDATE node SET schema = 9999, ready = FALSE WHERE id = $1`, b.Self.ID())
		if err == nil {
			_, err = tx.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Self.Beat(a.Ctx, true); !errors.Is(err, db.ErrNewerSchema) {
		t.Fatalf("the old node writes: %v", err)
	}
	if code, body := ready(a.App); code != http.StatusOK {
		t.Errorf("without a newer node it answers %d %q", code, body)
	}
}
