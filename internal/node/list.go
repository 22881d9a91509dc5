package node

import (
	"time"

	"kommunalforum/internal/db"
)

// Info is what the database knows of a node.
type Info struct {
	ID      string
	Machine string // its name
	Schema  int64  // newest migration that its program knows
	Seen    time.Time
	Ready   bool
	Behind  int64 // events that its index had not heard of, as of half a minute before Seen at most
}

// Gone reports whether the node was not seen for so long that it does not serve any more.
func (i Info) Gone(now time.Time) bool { return now.Sub(i.Seen) >= silence }

// AllTx returns all nodes that were not away for too long, the newest last. The consumer
// is that whose results their indexes are.
func AllTx(tx *db.Tx, consumer string) ([]Info, error) {
	return db.List(tx, func(r db.Row) (i Info, err error) {
		return i, r.Scan(&i.ID, &i.Machine, &i.Schema, db.Instant(&i.Seen), &i.Ready, &i.Behind)
	}, `
		SELECT n.id, n.name, n.schema, n.seen_at, n.ready, l.head - COALESCE(c.event_id, 0)
		FROM node n
		CROSS JOIN event_log l
		LEFT JOIN cursor c ON c.node = n.id AND c.consumer = $1
		ORDER BY n.started_at, n.id`, consumer)
}
