package dbtest

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/db"
)

// grows are tables that become too large to be read from end to end.
var grows = []string{"thread", "post", "thread_service", "follow", "notification", "read_mark", "person", "outbox"}

var readToTheEnd = regexp.MustCompile(`Seq Scan on (\w+)`)

// WantIndexesTx fails unless a server reads by these indexes for the query, and reads no table
// from end to end that grows. Its tables must be full and analysed: where there is little
// a server reads all of it.
func WantIndexesTx(t testing.TB, tx *db.Tx, name, query string, args []any, indexes ...string) {
	t.Helper()
	steps, err := db.Column[string](tx, `EXPLAIN (COSTS OFF) `+query, args...)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	plan := strings.Join(steps, "\n")
	for _, index := range indexes {
		if !regexp.MustCompile(`\b(` + index + `)\b`).MatchString(plan) {
			t.Errorf("%s does not read by %s:\n%s", name, index, plan)
		}
	}
	for _, m := range readToTheEnd.FindAllStringSubmatch(plan, -1) {
		if slices.Contains(grows, m[1]) {
			t.Errorf("%s reads all of %s:\n%s", name, m[1], plan)
		}
	}
}
