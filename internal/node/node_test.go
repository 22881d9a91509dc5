package node_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/job"
	"kommunalforum/internal/node"
	"kommunalforum/internal/testkit/testdb"
)

type place struct {
	*testing.T
	db *db.DB
}

func (p place) join(ctx context.Context, folder string, alone bool) *node.Node {
	p.Helper()
	n, err := node.Join(ctx, p.db, node.Options{Folder: folder, Alone: alone, Consumers: []string{"search"}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		p.Fatal(err)
	}
	return n
}

func (p place) beat(ctx context.Context, n *node.Node) {
	p.Helper()
	if err := n.Beat(ctx, true); err != nil {
		p.Fatal(err)
	}
}

// nodes returns the ids of all nodes with a cursor.
func (p place) nodes() []string {
	p.Helper()
	all, err := db.View(p.Context(), p.db, func(tx *db.Tx) ([]string, error) {
		return db.Column[string](tx, `SELECT n.id FROM node n JOIN cursor c ON c.node = n.id ORDER BY n.started_at`)
	})
	if err != nil {
		p.Fatal(err)
	}
	return all
}

func (p place) asked(n *node.Node) bool {
	p.Helper()
	asked, err := db.View(p.Context(), p.db, func(tx *db.Tx) (bool, error) {
		_, asked, err := job.RequestedTx(tx, job.Scrub, n.ID())
		return asked, err
	})
	if err != nil {
		p.Fatal(err)
	}
	return asked
}

// copyID copies what a copy of the data folder takes along.
func copyID(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(from, node.FileName))
	if err == nil {
		err = os.WriteFile(filepath.Join(to, node.FileName), content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestNodeKeepsItsIDOverStarts(t *testing.T) {
	p := place{t, testdb.New(t)}
	folder := t.TempDir()
	first := p.join(t.Context(), folder, false)
	other := p.join(t.Context(), t.TempDir(), false)
	again := p.join(t.Context(), folder, false)
	if first.ID() == "" || first.ID() != again.ID() || first.ID() == other.ID() {
		t.Errorf("ids %q, %q, %q", first.ID(), again.ID(), other.ID())
	}
	if info, err := os.Stat(filepath.Join(folder, node.FileName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if id, err := node.ReadID(folder); err != nil || id != first.ID() {
		t.Errorf("read %q, %v", id, err)
	}
}

func TestCopiedFolderGetsAnIDOfItsOwnWhoeverStartsFirst(t *testing.T) {
	p := place{t, testdb.New(t)}
	folder, copied := t.TempDir(), t.TempDir()
	original := p.join(t.Context(), folder, false)
	copyID(t, folder, copied)
	p.join(t.Context(), folder, false)
	if twin := p.join(t.Context(), copied, false); twin.ID() == original.ID() || !p.asked(twin) {
		t.Errorf("the copy, started second, has the same id %q, or does not look for what it missed", twin.ID())
	}
	copyID(t, folder, copied)
	twin := p.join(t.Context(), copied, false)
	if again := p.join(t.Context(), folder, false); twin.ID() != original.ID() || again.ID() == twin.ID() {
		t.Errorf("ids %q of the copy, started first, and %q of the original", twin.ID(), again.ID())
	}
}

func TestFolderCopiedWhileItServesIsNoticed(t *testing.T) {
	p := place{t, testdb.New(t)}
	folder, copied := t.TempDir(), t.TempDir()
	original := p.join(t.Context(), folder, false)
	copyID(t, folder, copied)
	twin := p.join(t.Context(), copied, false)
	p.beat(t.Context(), original)
	if original.ID() == twin.ID() {
		t.Fatal("both have one id")
	}
	p.beat(t.Context(), twin)
	p.beat(t.Context(), original)
	if want := []string{twin.ID(), original.ID()}; !slices.Equal(p.nodes(), want) {
		t.Errorf("nodes are %v, want %v", p.nodes(), want)
	}
}

func TestNodeThatIsAwayForAWeekIsForgottenAndComesBack(t *testing.T) {
	p := place{t, testdb.New(t)}
	now := p.db.Now(t.Context())
	days := func(n int) context.Context { return db.At(t.Context(), now.Add(time.Duration(n)*24*time.Hour)) }
	folder := t.TempDir()
	away, here := p.join(t.Context(), folder, false), p.join(t.Context(), t.TempDir(), false)
	p.beat(days(6), here)
	if len(p.nodes()) != 2 {
		t.Fatalf("after six days nodes are %v", p.nodes())
	}
	p.beat(days(8), here)
	if want := []string{here.ID()}; !slices.Equal(p.nodes(), want) || p.asked(away) {
		t.Fatalf("after eight days nodes are %v, want %v", p.nodes(), want)
	}
	id := away.ID()
	p.beat(days(8), away) // its process was suspended
	if away.ID() != id || len(p.nodes()) != 2 || !p.asked(away) {
		t.Errorf("nodes are %v", p.nodes())
	}
	p.beat(days(16), here)
	if back := p.join(days(16), folder, false); back.ID() != id || !p.asked(back) {
		t.Error("a node that was forgotten does not come back")
	}
}

func TestRestoredDatabaseAndAForumOfOneNode(t *testing.T) {
	p := place{t, testdb.New(t)}
	folder := t.TempDir()
	first := p.join(t.Context(), folder, false)
	err := p.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE node SET started_at = started_at - 1000`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if again := p.join(t.Context(), folder, false); again.ID() != first.ID() {
		t.Error("after the database was restored the node has another id")
	}
	p.join(t.Context(), t.TempDir(), false)
	if alone := p.join(t.Context(), folder, true); !slices.Equal(p.nodes(), []string{alone.ID()}) {
		t.Errorf("nodes are %v, want %s alone", p.nodes(), alone.ID())
	}
}

func TestNodeIsReplacedOnceANewerOneIsReady(t *testing.T) {
	for what, c := range map[string]struct {
		ready    bool
		age      time.Duration
		replaced bool
	}{
		"while the newer one builds its index": {ready: false},
		"once it is ready":                     {ready: true, replaced: true},
		"once it is gone":                      {ready: true, age: time.Hour},
	} {
		p := place{t, testdb.New(t)}
		n := p.join(t.Context(), t.TempDir(), false)
		if replaced, err := n.Replaced(t.Context()); err != nil || replaced {
			t.Errorf("alone: %v, %v", replaced, err)
		}
		err := p.db.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`
				INSERT INTO node (id, name, schema, started_at, seen_at, ready)
				VALUES ('newer', '', 9999, $1, $1, $2)`, tx.Now.Add(-c.age), c.ready)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if replaced, err := n.Replaced(t.Context()); err != nil || replaced != c.replaced {
			t.Errorf("%s: %v, %v", what, replaced, err)
		}
	}
}
