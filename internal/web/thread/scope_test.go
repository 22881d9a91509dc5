package thread_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestPagesSayWhetherItHoldsForTheViewersOrganisation: of services and limited solutions, to
// members; guests read for whom it holds.
func TestPagesSayWhetherItHoldsForTheViewersOrganisation(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Für wen gilt diese Lösung?", "Frage")
	solution := w.Reply(Bea, thread, "So geht es bei uns.")
	elsewhere := "Bayern"
	if w.By(Ann).Organisation.State == elsewhere {
		elsewhere = "Hessen"
	}
	if err := w.Forum.MarkSolution(w.Ctx, w.By(Ann), solution, true); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.LimitSolution(w.Ctx, w.By(Ann), solution, forum.Scope{States: []string{elsewhere}}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who, address string
		has, lacks   string
	}{
		{Ann, path.Thread(thread, "Für wen gilt diese Lösung?"), "Gilt nicht für Sie, denn sie gilt für " + elsewhere, "Gilt für Sie"},
		{Guest, path.Thread(thread, "Für wen gilt diese Lösung?"), "gilt für " + elsewhere, "für Sie"},
		{Ann, path.Service(10061), "Gilt das für uns?", ""},
		{Guest, path.Service(10061), "OZG-ID", "Gilt das für uns?"},
	} {
		body := w.Get(c.who, c.address).Body
		if !strings.Contains(body, c.has) || c.lacks != "" && strings.Contains(body, c.lacks) {
			t.Errorf("%q at %s: has %q: %v, lacks %q: %v", c.who, c.address, c.has, strings.Contains(body, c.has), c.lacks,
				!strings.Contains(body, c.lacks))
		}
	}
}
