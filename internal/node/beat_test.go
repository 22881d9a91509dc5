package node_test

import (
	"testing"

	"kommunalforum/internal/testkit/testdb"
)

// TestHeartbeatMakesNothingStale that nodes keep in memory.
func TestHeartbeatMakesNothingStale(t *testing.T) {
	p := place{t, testdb.New(t)}
	n := p.join(t.Context(), t.TempDir(), false)
	before, err := p.db.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.beat(t.Context(), n)
	if after, err := p.db.Version(t.Context()); err != nil || after != before {
		t.Errorf("version %d became %d, %v", before, after, err)
	}
}
