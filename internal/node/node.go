// Package node owns the tables node and keyring: which processes serve the forum, each
// with a data folder of its own for its search index. Where the database is a file in
// that folder there is one. A node's id stands in its folder, in knoten.txt.
//
// It promises: no two running processes keep the same id for longer than a heartbeat,
// also when a folder was copied; the event log is kept for every node, until it was
// away for a week.
package node

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/job"
	"kommunalforum/internal/secret"
)

const (
	heartbeat = 30 * time.Second
	silence   = 3 * heartbeat   // after which a node counts as gone
	look      = 2 * time.Second // between two looks whether the node is ready, and after a failure
	// Life is how long a node may be away: then the log is not kept for it any more, and
	// what was requested from it is forgotten.
	Life    = 7 * 24 * time.Hour
	maxName = 100 // characters of the name of a machine
)

// Options of Join.
type Options struct {
	Folder string // the data folder
	Alone  bool   // no other process can reach the database
	// Consumers of the event log that keep their results in the folder.
	Consumers []string
	Log       *slog.Logger
}

// Node is this process among those that serve the forum. Its methods may be called
// concurrently.
type Node struct {
	Options
	db     *db.DB
	schema int64

	mu     sync.Mutex
	own    identity
	beat   time.Time // when a heartbeat last succeeded; zero: one failed since
	prints []string  // fingerprints of the keys
}

// Join registers the process that serves the folder, which is locked for it. With an
// error of a full disk it returns the node as well, which registers as soon as a heartbeat
// succeeds.
func Join(ctx context.Context, d *db.DB, o Options) (*Node, error) {
	_, schema, err := d.SchemaVersion(ctx)
	if err != nil {
		return nil, err
	}
	n := &Node{Options: o, db: d, schema: schema, beat: time.Now()}
	if err = n.register(ctx); err != nil {
		n.beat = time.Time{}
		n.own, _ = readIdentity(identityPath(o.Folder))
	}
	return n, err
}

// ID returns the id of the node. It changes when another process turns out to have the
// same one.
func (n *Node) ID() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.own.id
}

// Alive reports whether the last heartbeat succeeded: the database takes writes.
func (n *Node) Alive() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return !n.beat.IsZero() && time.Since(n.beat) < silence
}

// errTaken means that another process registered under the id at the same moment.
var errTaken = errors.New("the id of this node was taken")

// register takes the id that stands in the folder, or another one if some other process
// took that since this folder last did.
func (n *Node) register(ctx context.Context) error {
	path := identityPath(n.Folder)
	last, err := readIdentity(path)
	for err == nil {
		var found time.Time
		var next identity
		err = n.db.Read(ctx, func(tx *db.Tx) (err error) {
			found, err = startedTx(tx, last.id)
			next = last.next(tx.Now, found)
			return err
		})
		if err == nil {
			err = next.write(path)
		}
		if err == nil {
			err = n.db.Write(ctx, func(tx *db.Tx) error { return n.registerTx(tx, next, last.id == next.id, found) })
		}
		if errors.Is(err, errTaken) {
			last, err = next, nil
			continue
		}
		if err == nil {
			n.took(last, next)
		}
		return err
	}
	return err
}

func (n *Node) took(last, next identity) {
	if last.id != "" && last.id != next.id {
		n.Log.Info("this data folder is a copy of another node's: it has an id of its own now", "node", next.id)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.own = next
}

// registerTx writes the row of the node, unless its id was taken since found was read.
func (n *Node) registerTx(tx *db.Tx, next identity, same bool, found time.Time) error {
	now, err := startedTx(tx, next.id)
	if err == nil && same && !now.Equal(found) {
		err = errTaken
	}
	if err != nil {
		return err
	}
	if n.Alone {
		if err := retireTx(tx, `id <> $1`, next.id); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`
		INSERT INTO node (id, name, schema, started_at, seen_at, ready)
		VALUES ($1, $2, $3, $4, $5, FALSE)
		ON CONFLICT (id) DO UPDATE
		SET name = excluded.name, schema = excluded.schema, started_at = excluded.started_at, seen_at = excluded.seen_at, ready = FALSE`,
		next.id, machine(), n.schema, next.started, tx.Now)
	if err != nil {
		return err
	}
	for _, c := range n.Consumers {
		if err := event.JoinTx(tx, c, next.id); err != nil {
			return err
		}
	}
	if same && !found.IsZero() {
		return nil
	}
	return job.RequestFromTx(tx, job.Scrub, next.id) // it does not know what was requested before
}

// startedTx returns when the node with the id was last started, zero without one.
func startedTx(tx *db.Tx, id string) (time.Time, error) {
	at, _, err := db.Found(db.One(tx, func(r db.Row) (t time.Time, err error) {
		return t, r.Scan(db.Instant(&t))
	}, `SELECT started_at FROM node WHERE id = $1`, id))
	return at, err
}

// machine returns the name of the machine, which tells an operator what a row stands
// for.
func machine() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return string([]rune(name)[:min(maxName, len([]rune(name)))])
}

func newID() string {
	token, _ := secret.NewToken()
	return token[:16]
}
