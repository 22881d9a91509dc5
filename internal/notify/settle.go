package notify

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/readmark"
)

// SettleTx marks as read what the person was told about posts of the thread up to
// the position, and about the thread itself, as far as it had happened when they saw
// them: a mark is written seconds later. It is for who keeps the marks of what was
// read in a thread, in the same transaction.
func SettleTx(tx *db.Tx, person, thread int64, upto int, seen time.Time) error {
	_, err := tx.Exec(`
		UPDATE notification
		SET read_at = $1
		WHERE person_id = $2 AND place_kind = 'thread' AND place_id = $3 AND position <= $4 AND at <= $5 AND read_at IS NULL`,
		tx.Now, person, thread, upto, seen)
	return err
}

// UnsettleTx marks as unread what the person was told about posts of the thread from
// the position on.
func UnsettleTx(tx *db.Tx, person, thread int64, from int) error {
	_, err := tx.Exec(`
		UPDATE notification
		SET read_at = NULL
		WHERE person_id = $1 AND place_kind = 'thread' AND place_id = $2 AND position >= $3 AND read_at IS NOT NULL`,
		person, thread, from)
	return err
}

// SettlePlaceTx marks as read what the person was told about the place.
func SettlePlaceTx(tx *db.Tx, person int64, at Place) error {
	_, err := tx.Exec(`
		UPDATE notification
		SET read_at = $1
		WHERE person_id = $2 AND place_kind = $3 AND place_id = $4 AND read_at IS NULL`, tx.Now, person, string(at.Kind), at.ID)
	return err
}

// WaitsTx reports whether something that the person was told about the place is unread.
func WaitsTx(tx *db.Tx, person int64, at Place) (bool, error) {
	return db.Scalar[bool](tx, `
		SELECT EXISTS (
			SELECT 1
			FROM notification
			WHERE person_id = $1 AND place_kind = $2 AND place_id = $3 AND read_at IS NULL)`, person, string(at.Kind), at.ID)
}

// SettlePlace marks as read what by was told about the place. It costs a look into
// an index where nothing is unread.
func (n *Notifications) SettlePlace(ctx context.Context, by account.Viewer, at Place) error {
	if !by.SignedIn() {
		return nil
	}
	waits, err := db.View(ctx, n.db, func(tx *db.Tx) (bool, error) { return WaitsTx(tx, by.ID, at) })
	if err != nil || !waits {
		return err
	}
	return n.db.Write(ctx, func(tx *db.Tx) error { return SettlePlaceTx(tx, by.ID, at) })
}

// UnsettlePlaceTx marks the newest thing that the person was told about the place as
// unread and returns the position of the post that it is about, 0 for none; found is
// false if they were told nothing.
func UnsettlePlaceTx(tx *db.Tx, person int64, at Place) (position int, found bool, err error) {
	position, found, err = db.Found(db.Scalar[int](tx, `
		UPDATE notification
		SET read_at = NULL
		WHERE id = (
			SELECT MAX(id)
			FROM notification
			WHERE person_id = $1 AND place_kind = $2 AND place_id = $3)
		RETURNING position`, person, string(at.Kind), at.ID))
	return position, found, err
}

// SettleUptoTx marks as read what the person was told up to the notification with
// the id, the newest that they were shown, about one place or, with the zero place,
// about all. It returns the threads among it, with the highest position that each
// is read up to.
func SettleUptoTx(tx *db.Tx, person int64, at Place, upto int64) (threads map[int64]int, err error) {
	threads = map[int64]int{}
	_, err = db.List(tx, func(r db.Row) (struct{}, error) {
		var p Place
		var position int
		if err := r.Scan(&p.Kind, &p.ID, &position); err != nil {
			return struct{}{}, err
		}
		if p.Kind == Thread {
			threads[p.ID] = max(threads[p.ID], position)
		}
		return struct{}{}, nil
	}, `
		UPDATE notification
		SET read_at = $1
		WHERE person_id = $2 AND id <= $3 AND ($4 = '' OR place_kind = $4 AND place_id = $5) AND read_at IS NULL
		RETURNING place_kind, place_id, position`, tx.Now, person, upto, string(at.Kind), at.ID)
	return threads, err
}

// SettleBoardsTx marks as read what the person was told about threads on the boards and
// their posts up to the given one, by the order of all posts.
func SettleBoardsTx(tx *db.Tx, person int64, boards []int64, upto int64) error {
	in, ids := db.In(4, boards)
	_, err := tx.Exec(`
		UPDATE notification
		SET read_at = $1
		WHERE person_id = $2 AND place_kind = 'thread' AND read_at IS NULL AND EXISTS (
			SELECT 1
			FROM thread t
			JOIN post e ON e.thread_id = t.id AND (e.position = notification.position OR e.position = 1 AND notification.position = 0)
			WHERE t.id = notification.place_id AND t.board_id IN `+in+` AND `+readmark.OrderSQL+` <= $3)`,
		append([]any{tx.Now, person, upto}, ids...)...)
	return err
}
