package event

import "kommunalforum/internal/db"

// JoinTx makes prune keep the log for the consumer of a node, from now on: also while
// it has no results yet.
func JoinTx(tx *db.Tx, consumer, node string) error {
	_, err := tx.Exec(`
		INSERT INTO cursor (consumer, node, event_id)
		VALUES ($1, $2, 0)
		ON CONFLICT (consumer, node) DO NOTHING`, consumer, node)
	return err
}

// LeaveTx ends that for all consumers of a node.
func LeaveTx(tx *db.Tx, node string) error {
	_, err := tx.Exec(`DELETE FROM cursor WHERE node = $1`, node)
	return err
}

// noteTx records how far a consumer of a node has come, for prune. A node that has left
// does not come back by it.
func noteTx(tx *db.Tx, consumer, node string, passed int64) error {
	_, err := tx.Exec(`UPDATE cursor SET event_id = $1 WHERE consumer = $2 AND node = $3`, passed, consumer, node)
	return err
}

// pruneTx deletes the oldest events, as far as they are old enough and every consumer
// has passed them, except the last one: a consumer recognises the log by its nonce.
func pruneTx(tx *db.Tx) error {
	_, err := tx.Exec(`
		DELETE FROM event
		WHERE id < (SELECT MIN(event_id) FROM cursor)
		AND id < COALESCE(
			(SELECT id FROM event WHERE at >= $1 ORDER BY id LIMIT 1),
			(SELECT head FROM event_log))`, tx.Now.Add(-keep))
	return err
}
