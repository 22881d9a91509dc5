package board

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

// reach orders audiences by size.
var reach = map[Audience]int{Restricted: 0, Members: 1, Public: 2}

// noteNarrowing records, after the event of the change, that fewer people may read
// the board than before. Until the search index has passed that event it knows only
// the former audience.
func noteNarrowing(tx *db.Tx, id int64, before, after Audience) error {
	if reach[after] >= reach[before] {
		return nil
	}
	change, err := event.HeadTx(tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO search_recheck (board_id, event_id)
		VALUES ($1, $2)
		ON CONFLICT (board_id) DO UPDATE SET event_id = excluded.event_id`, id, change)
	return err
}

// NarrowedSinceTx returns the boards whose audience was narrowed after the event.
func NarrowedSinceTx(tx *db.Tx, event int64) ([]int64, error) {
	return db.Column[int64](tx, `SELECT board_id FROM search_recheck WHERE event_id > $1 ORDER BY board_id`, event)
}
