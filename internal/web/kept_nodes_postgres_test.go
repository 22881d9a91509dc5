//go:build postgres

package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestKeptPagesOfOneNodeAreWhatFreshOnesAreAfterActsOnAnother.
func TestKeptPagesOfOneNodeAreWhatFreshOnesAreAfterActsOnAnother(t *testing.T) {
	t.Parallel()
	newKeptWalk(t, 3, func(w *World) *World { return w.Node() }).run(40)
}

// TestAHiddenPostIsGoneFromTheNextPageOfEachNode, and the pages of other threads stay.
func TestAHiddenPostIsGoneFromTheNextPageOfEachNode(t *testing.T) {
	t.Parallel()
	w := New(t)
	nodes := []reader{newReader(w), newReader(w.Node())}
	here := w.Ask(Ann, Public, "Frage zum Kanarienvogel", "Wer weiß etwas?")
	beside := w.Ask(Ann, Public, "Frage zur Amsel", "Wer weiß etwas?")
	stayed := 0
	for n := range 10 {
		word := fmt.Sprint("Zaunkönig", n)
		reply := w.Reply(Bea, here, word)
		for i, r := range nodes {
			for range 2 {
				if a, _ := r.get(t, threadPath(w, here)); a.Code != http.StatusOK || !strings.Contains(a.Body, word) {
					t.Errorf("node %d does not show reply %d", i, n)
				}
			}
			r.get(t, threadPath(w, beside))
		}
		w.Reply(Bea, here, "Noch etwas.")
		for _, r := range nodes {
			if _, kept := r.get(t, threadPath(w, beside)); kept {
				stayed++
			}
		}
		if err := w.Forum.Hide(w.Ctx, w.By(Mod), reply, "gehört nicht hierher"); err != nil {
			t.Fatal(err)
		}
		for i, r := range nodes {
			if a, _ := r.get(t, threadPath(w, here)); strings.Contains(a.Body, word) {
				t.Errorf("node %d shows hidden reply %d", i, n)
			}
		}
	}
	if stayed == 0 {
		t.Error("replies leave no page of another thread")
	}
}
