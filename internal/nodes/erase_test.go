//go:build postgres

package nodes_test

import (
	"os"
	"path/filepath"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestErasureReachesEveryNode also one that is away meanwhile: its list and its index.
func TestErasureReachesEveryNode(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	folder := t.TempDir()
	away, closeAway, err := Start(folder, SameForum(a))
	must(t, err)
	away.T = t
	a.Ask(Bea, Members, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	const theirs = "zeppelinlandeplatz organisation:Probeland"
	for _, w := range []*World{a, b, away} {
		w.Soon("the thread is found by its organisation", func() bool { return w.Finds(Ann, theirs) })
	}
	must(t, closeAway())
	must(t, a.Acts.Leave(a.Ctx, a.By(Bea), false))
	list := func(w *World) string {
		content, _ := os.ReadFile(filepath.Join(w.Dir(), "geloescht.txt"))
		return string(content)
	}
	a.Soon("the node itself lists the account", func() bool { return list(a) != "" })
	for _, w := range []*World{b, Open(t, folder, SameForum(a))} {
		w.Soon("another node lists it", func() bool { return list(w) == list(a) })
		w.Soon("the thread is not found by it any more", func() bool { return w.Finds(Ann, "zeppelinlandeplatz") && !w.Finds(Ann, theirs) })
	}
}
