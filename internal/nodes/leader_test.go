//go:build postgres

package nodes_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/nodes"
	. "kommunalforum/internal/testkit"
)

// crowd makes people of Ann's organisation, numbered, who may do what members may.
func crowd(w *World, people int) {
	w.T.Helper()
	do(w, `
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2)
		INSERT INTO person (email, name, search, sort_key, function, organisation_id, password, created_at, address_due)
		SELECT 'p' || i || '@viele.example', 'Person ' || i, '', '', '', (SELECT organisation_id FROM person WHERE id = $1), '', 0, $3
		FROM n`, w.By(Ann).ID, people, w.DB.Now(w.Ctx).AddDate(5, 0, 0))
	do(w, `INSERT INTO consent (person_id, version, at) SELECT id, $1, 0 FROM person WHERE email LIKE '%@viele.example'`, Terms)
}

// leads reports whether the node has begun to lead.
func leads(p *nodes.Process) bool { return strings.Contains(p.Log(), "this node leads now") }

// TestALeaderThatStandsStillIsReplaced halts its process. Its machine goes on confirming
// what the server sends.
func TestALeaderThatStandsStillIsReplaced(t *testing.T) {
	t.Parallel()
	w := Idle(t)
	first := nodes.Serve(w)
	w.Soon("it leads", func() bool { return leads(first) })
	second := nodes.Serve(w)
	first.Halt()
	w.Soon("the other one leads", func() bool { return leads(second) })
	first.Continue()
	w.Soon("it leads no longer", func() bool { return strings.Contains(first.Log(), "this node leads no longer") })
}

// TestEverybodyIsToldOnceThoughTheLeaderDies kills it while it tells the followers of a
// board of a question.
func TestEverybodyIsToldOnceThoughTheLeaderDies(t *testing.T) {
	t.Parallel()
	const followers = 5_000
	w := Idle(t)
	crowd(w, followers)
	do(w, `
		INSERT INTO follow (person_id, subject_kind, subject_id, level, at)
		SELECT id, 'board', $1, 'all', 0
		FROM person
		WHERE email LIKE '%@viele.example'`, w.Board(Members))
	procs := []*nodes.Process{nodes.Serve(w), nodes.Serve(w)}
	w.Soon("one leads", func() bool { return leads(procs[0]) || leads(procs[1]) })
	w.Ask(Bea, Members, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	told := func() int {
		return number(w, `SELECT COUNT(*) FROM notification WHERE person_id IN (SELECT id FROM person WHERE email LIKE '%@viele.example')`)
	}
	w.Soon("some are told", func() bool { return told() > 0 })
	for _, p := range procs {
		if leads(p) {
			p.Kill()
			break
		}
	}
	n := told()
	t.Logf("%d were told when the leader died", n)
	if n >= followers {
		t.Fatal("everybody was told before: the test is blind")
	}
	w.Soon("everybody is told", func() bool { return told() >= followers && number(w, `SELECT COUNT(*) FROM fanout`) == 0 })
	if got := told(); got != followers {
		t.Errorf("%d people were told %d times", followers, got)
	}
	if n := number(w, `SELECT COUNT(*) FROM (SELECT person_id FROM notification GROUP BY person_id, event_id HAVING COUNT(*) > 1) x`); n != 0 {
		t.Errorf("%d people were told twice", n)
	}
}
