package account

import (
	"slices"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/organisation"
)

// BarTx keeps, for each of the boards, that the person can no longer read it for what
// ended in this transaction: a group, an organisation or a role. Whether they still can
// for another reason is asked when they are told, of all the boards at once. The actor
// hears nothing of it; 0 is nobody.
func BarTx(tx *db.Tx, actor, person int64, boards []int64) error {
	first := int64(0)
	for _, id := range boards {
		if err := event.AppendTx(tx, event.BoardBarred, id, actor); err != nil {
			return err
		}
		change, err := event.HeadTx(tx)
		if err != nil {
			return err
		}
		if first == 0 {
			first = change
		}
		_, err = tx.Exec(`
			INSERT INTO board_barred (event_id, board_id, person_id, name, at, first_id)
			SELECT $1, id, $2, name, $3, $5
			FROM board
			WHERE id = $4`, change, person, tx.Now, id, first)
		if err != nil {
			return err
		}
	}
	return nil
}

// UnbarTx lets those hear of it who could no longer read one of the boards and can by
// what began in this transaction.
func UnbarTx(tx *db.Tx, actor int64, boards []int64) error {
	for _, id := range boards {
		if err := event.AppendTx(tx, event.BoardWidened, id, actor); err != nil {
			return err
		}
	}
	return nil
}

// BarredTx returns whom an event of the kind event.BoardBarred is about; found is false
// for an account that was erased since, and for other boards than the first of those that
// one act took.
func BarredTx(tx *db.Tx, id int64) (person int64, found bool, err error) {
	return db.Found(db.Scalar[int64](tx, `SELECT person_id FROM board_barred WHERE event_id = $1 AND first_id = $1`, id))
}

// BarredSQL is true for a row bb of board_barred that is the last of its person and
// board: an earlier one tells nothing that the last one does not.
const BarredSQL = `NOT EXISTS (
	SELECT 1
	FROM board_barred later
	WHERE later.person_id = bb.person_id AND later.board_id = bb.board_id AND later.event_id > bb.event_id)`

// KeepBarred is how long it is kept that somebody can no longer read a board: as long as
// what they were told of it.
const KeepBarred = 365 * 24 * time.Hour

// PruneBarredTx deletes up to limit rows that served their time and returns how many they
// were.
func PruneBarredTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM board_barred
		WHERE event_id IN (SELECT event_id FROM board_barred WHERE at < $1 ORDER BY event_id LIMIT $2)`, tx.Now.Add(-KeepBarred), limit)
}

// restricted returns the board of a role in a list, if it is one that only those read
// whom it admits.
func restricted(tx *db.Tx, g Grant) ([]int64, error) {
	return db.Column[int64](tx, `SELECT id FROM board WHERE id = $1 AND audience = 'restricted'`, g.Board)
}

// kindChanged notes which boards the people can no longer read because they belong to
// another kind of organisation now, and which they can.
func kindChanged(tx *db.Tx, people []int64, before, now organisation.Kind) error {
	if before == now || len(people) == 0 {
		return nil
	}
	former, err := admitting(tx, before)
	if err != nil {
		return err
	}
	present, err := admitting(tx, now)
	if err != nil {
		return err
	}
	lost := without(former, present)
	for _, p := range people {
		if err := BarTx(tx, 0, p, lost); err != nil {
			return err
		}
	}
	return UnbarTx(tx, 0, without(present, former))
}

// admitting returns the restricted boards that admit a kind of organisation.
func admitting(tx *db.Tx, k organisation.Kind) ([]int64, error) {
	return db.Column[int64](tx, `SELECT board_id FROM board_admission WHERE organisation_kind = $1 ORDER BY board_id`, string(k))
}

func without(list, others []int64) []int64 {
	return slices.DeleteFunc(slices.Clone(list), func(id int64) bool { return slices.Contains(others, id) })
}
