package node

import (
	"context"
	"slices"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/job"
)

// Keep tells until ctx ends that the node is there, and whether it is ready. It also
// retires nodes that are away for too long.
func (n *Node) Keep(ctx context.Context, ready func(context.Context) bool) {
	var told, failing bool
	var last time.Time
	for ctx.Err() == nil {
		if is := ready(ctx); is != told || failing || time.Since(last) >= heartbeat {
			err := n.Beat(ctx, is)
			if err != nil && ctx.Err() == nil && !failing {
				n.Log.Error("this node cannot say that it is there, will retry", "error", err)
			}
			failing, told, last = err != nil, is, time.Now()
		}
		select {
		case <-ctx.Done():
		case <-time.After(look):
		}
	}
}

// Beat tells once that the node is there. A node that was retired meanwhile, or whose
// id another process has, registers again. The error is ErrOtherKey once another node
// has a key that this one does not know.
func (n *Node) Beat(ctx context.Context, ready bool) error {
	n.mu.Lock()
	own, prints := n.own, n.prints
	n.mu.Unlock()
	var known int64
	var key string
	err := n.db.Write(ctx, func(tx *db.Tx) (err error) {
		if key, _, err = keyTx(tx); err != nil {
			return err
		}
		known, err = tx.Exec(`UPDATE node SET seen_at = $1, ready = $2 WHERE id = $3 AND started_at = $4`, tx.Now, ready, own.id, own.started)
		if err != nil || known == 0 {
			return err
		}
		return retireTx(tx, `seen_at < $1`, tx.Now.Add(-Life))
	})
	if err == nil && known == 0 {
		err = n.register(ctx)
	}
	if err == nil && len(prints) > 0 && !slices.Contains(prints, key) {
		err = ErrOtherKey
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.beat = time.Now()
	if err != nil {
		n.beat = time.Time{}
	}
	return err
}

// Leave forgets the node, which does not serve. It may join again.
func (n *Node) Leave(ctx context.Context) error {
	return n.db.Write(ctx, func(tx *db.Tx) error { return retireTx(tx, `id = $1`, n.ID()) })
}

// Replaced reports whether a node with a newer program is ready.
func (n *Node) Replaced(ctx context.Context) (bool, error) {
	return db.View(ctx, n.db, func(tx *db.Tx) (bool, error) {
		return db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM node WHERE schema > $1 AND ready AND seen_at >= $2)`,
			n.schema, tx.Now.Add(-silence))
	})
}

// retireTx forgets the nodes of which the condition holds.
func retireTx(tx *db.Tx, condition string, arg any) error {
	gone, err := db.Column[string](tx, `SELECT id FROM node WHERE `+condition+` ORDER BY id`, arg)
	if err != nil {
		return err
	}
	for _, id := range gone {
		if err := event.LeaveTx(tx, id); err != nil {
			return err
		}
		if err := job.LeaveTx(tx, id); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM node WHERE id = $1`, id); err != nil {
			return err
		}
	}
	return nil
}

// ForgetAllTx forgets all nodes, of a forum that was restored for itself alone.
func ForgetAllTx(tx *db.Tx) error { return retireTx(tx, `id <> $1`, "") }
