package notify

import "kommunalforum/internal/db"

// FollowPostsTx lets what people were told of posts and waiting replies of two threads
// stand with the thread in which these are now.
func FollowPostsTx(tx *db.Tx, one, other int64) error {
	_, err := tx.Exec(`
		UPDATE notification
		SET (place_id, position) = (SELECT e.thread_id, CASE WHEN notification.position = 0 THEN 0 ELSE e.position END
			FROM post e WHERE e.id = notification.item_id)
		WHERE place_kind = 'thread' AND place_id IN ($1, $2) AND `+aboutPostSQL+` AND item_id IN (
			SELECT e.id FROM post e WHERE e.thread_id IN ($1, $2))`, one, other)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE notification
		SET place_id = (SELECT h.thread_id FROM held_reply h WHERE h.id = notification.item_id)
		WHERE place_kind = 'thread' AND place_id IN ($1, $2) AND NOT `+aboutPostSQL+` AND item_id IN (
			SELECT h.id FROM held_reply h WHERE h.thread_id IN ($1, $2))`, one, other)
	return err
}

// MergedTx lets what people were told of a thread as a whole stand at the post that opened
// it, so that it follows that one by FollowPostsTx.
func MergedTx(tx *db.Tx, thread, question int64) error {
	_, err := tx.Exec(`
		UPDATE notification
		SET item_id = $2
		WHERE place_kind = 'thread' AND place_id = $1 AND item_id = 0 AND kind <> 'review'`, thread, question)
	return err
}

// UnmergedTx takes MergedTx back, once the thread has its posts again.
func UnmergedTx(tx *db.Tx, thread, question int64) error {
	_, err := tx.Exec(`
		UPDATE notification
		SET item_id = 0
		WHERE place_kind = 'thread' AND place_id = $1 AND item_id = $2 AND position = 0 AND kind <> 'review'`, thread, question)
	return err
}

// aboutPostSQL is true if the item of a notification about a thread is a post, not a reply
// that waits for review.
const aboutPostSQL = `(act NOT IN ('reply.pending', 'reply.rejected') AND kind <> 'review')`
