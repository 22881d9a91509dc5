//go:build postgres

package nodes_test

import (
	"fmt"
	"net/http"
	"testing"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db/dbtest"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/once"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestRoundTripsAreFew holds how often what people do most waits for the server. While
// a write does, so do all other writers.
func TestRoundTripsAreFew(t *testing.T) {
	t.Parallel()
	var wire *dbtest.Wire
	w := Idle(t, func(c *config.Config) {
		wire = dbtest.NewWire(t, c.Database, 0)
		c.Database = wire.Address(t, c.Database)
	})
	limited := t.Context()
	by := w.By(Ann)
	thread := w.Ask(Bea, Public, "Wie geht das?", "So?")
	w.Reply(Bea, thread, "So.")
	address := path.Thread(thread, "Wie geht das?")
	texts := 0
	fresh := func() string { texts++; return fmt.Sprintf("Genau so, zum %d. Mal.", texts) } // what was just sent leads to that
	for _, x := range []struct {
		name string
		most int64
		do   func() error
	}{
		{"reply", 5, func() error {
			_, err := w.Forum.Reply(limited, by, thread, forum.Reply{Text: fresh(), Once: once.NewKey()})
			return err
		}},
		{"question", 8, func() error {
			_, err := w.Forum.OpenThread(limited, by, forum.Question{Board: w.Board(Public), Title: "Und wie geht das?", Text: fresh(),
				Services: []int64{10061, 10010}, Once: once.NewKey()})
			return err
		}},
		{"thread page", 7, func() error {
			if a := w.Get(Ann, address); a.Code != http.StatusOK {
				return fmt.Errorf("%d", a.Code)
			}
			return nil
		}},
	} {
		fewest := int64(1000)
		for range 5 { // statements are prepared once for each connection
			before := wire.Trips()
			if err := x.do(); err != nil {
				t.Fatalf("%s: %v", x.name, err)
			}
			fewest = min(fewest, wire.Trips()-before)
		}
		t.Logf("%s: %d round trips", x.name, fewest)
		if fewest > x.most {
			t.Errorf("%s takes %d round trips, at most %d are wanted", x.name, fewest, x.most)
		}
	}
}
