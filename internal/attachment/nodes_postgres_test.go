//go:build postgres

package attachment_test

import (
	"testing"

	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// TestTwoNodesShareTheFolder: what one of them received the other one sends, and what is
// removed on one is gone on both.
func TestTwoNodesShareTheFolder(t *testing.T) {
	t.Parallel()
	w := New(t)
	other := w.Node()
	thread := w.Ask(Ann, Members, "Eine Frage mit Anlagen", "Frage")
	f := other.Upload(Bea, "liste.csv", "a;b\n1;2\n")
	post, err := w.Forum.Reply(w.Ctx, w.By(Bea), thread, forum.Reply{Text: "Anbei", Files: chosen(f)})
	if err != nil {
		t.Fatal(err)
	}
	if got := content(w, f); got != "a;b\n1;2\n" {
		t.Errorf("one reads %q", got)
	}
	w.Upload(Ann, "liste.csv", "a;b\n1;2\n") // the same file, by way of the other node
	if err := other.Forum.Blacken(other.Ctx, other.By(Mod), post, 1, "Personenbezogene Daten"); err != nil {
		t.Fatal(err)
	}
	if n, err := w.Attached.RemoveBlobs(w.Ctx); err != nil || len(stored(w)) != 1 {
		t.Errorf("%d, %v: what Ann has is gone", n, err)
	}
}
