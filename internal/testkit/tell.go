package testkit

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/notify"
)

// Tell notifies somebody of a place: of its posts at the positions, where it is a
// thread. It returns the id of the newest notification. Nobody asks whether they may
// see it.
func (w *World) Tell(who string, kind notify.Kind, at notify.Place, positions ...int) (newest int64) {
	w.T.Helper()
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) (err error) {
		for _, n := range positions {
			newest, err = tx.Insert(`
				INSERT INTO notification (person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, at, delivery)
				VALUES ($1, $2, '', $3, $4, COALESCE((SELECT id FROM post WHERE thread_id = $4 AND position = $5 AND $3 = 'thread'), 0), $5,
					'', 0, $6, '')
				RETURNING id`, w.By(who).ID, string(kind), string(at.Kind), at.ID, n, tx.Now)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.T.Fatalf("notify: %v", err)
	}
	return newest
}
