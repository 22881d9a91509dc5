//go:build postgres

package nodes_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/event"
	"kommunalforum/internal/node"
	"kommunalforum/internal/nodes"
	. "kommunalforum/internal/testkit"
)

// TestNodeThatWasAwayForMoreThanAWeekMissesNothing prunes the log while it is away: what
// happened meanwhile is in no event any more.
func TestNodeThatWasAwayForMoreThanAWeekMissesNothing(t *testing.T) {
	t.Parallel()
	w := Idle(t)
	here, away := nodes.Serve(w), nodes.Serve(w)
	cookie := w.NewSession(Ann, "Test, Test")
	finds := func(p *nodes.Process, word string) bool {
		return strings.Contains(p.Get(cookie, "/suche?q="+word), "1 Treffer")
	}
	thread := w.Ask(Ann, Public, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	hidden := w.Reply(Bea, thread, "Fragen Sie den Kanarienvogel.")
	w.Soon("both are found", func() bool { return finds(away, "Zeppelinlandeplatz") && finds(away, "Kanarienvogel") })
	away.Kill()
	must(t, w.Forum.Hide(w.Ctx, w.By(Mod), hidden, "Gehört nicht hierher."))
	w.Ask(Bea, Members, "Wer betreibt eine Straußenfarm?", "Wir suchen Erfahrungen.") // last, because it is to be told of
	w.Soon("the other node finds what is new", func() bool { return finds(here, "Straußenfarm") && !finds(here, "Kanarienvogel") })

	id, err := node.ReadID(away.Data())
	must(t, err)
	do(w, `UPDATE node SET seen_at = seen_at - $1 WHERE id = $2`, (node.Life + 24*time.Hour).Milliseconds(), id)
	must(t, w.Self.Beat(w.Ctx, true))
	if n := number(w, `SELECT COUNT(*) FROM node WHERE id = $1`, id); n != 0 {
		t.Fatal("the node is not forgotten")
	}
	do(w, `UPDATE event SET at = at - $1`, (40 * 24 * time.Hour).Milliseconds())
	must(t, w.Self.Leave(w.Ctx)) // the world keeps no index
	w.Soon("everybody has heard of all", func() bool {
		do(w, `UPDATE cursor SET event_id = (SELECT head FROM event_log) WHERE consumer = 'search'`) // the other node has, and says so now and then
		return number(w, `SELECT head - (SELECT MIN(event_id) FROM cursor) FROM event_log`) == 0
	})
	pruning, end := context.WithCancel(w.Ctx)
	var working sync.WaitGroup
	working.Go(func() { event.RunPrune(pruning, w.DB, slog.New(slog.DiscardHandler)) })
	w.Soon("the log is pruned", func() bool { return number(w, `SELECT COUNT(*) FROM event`) == 1 })
	end()
	working.Wait()

	away.Start()
	w.Soon("it finds what is new, too", func() bool {
		return finds(away, "Straußenfarm") && finds(away, "Zeppelinlandeplatz") && !finds(away, "Kanarienvogel")
	})
	w.Soon("it is ready", func() bool { return strings.HasPrefix(away.Get("", "/bereit"), "bereit\n") })
	w.Ask(Bea, Members, "Wer betreibt eine Lamazucht?", "Wir suchen Erfahrungen.")
	w.Soon("it follows the log again", func() bool { return finds(away, "Lamazucht") })
}
