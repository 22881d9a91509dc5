package forum

import (
	"context"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/once"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/support"
)

// Merge is the input of MergeTx.
type Merge struct {
	Into    int64 // thread
	Reason  string
	Confirm bool   // needed when other people read the thread that takes the posts
	Once    string // key of the form; the same key again leads to the same result
}

// target finds the other thread of an act on t.
func target(tx *db.Tx, by account.Viewer, t Thread, id int64) (Thread, error) {
	var c fault.Check
	to, err := findLed(tx, by, id)
	switch {
	case fault.Is(err, fault.NotFound):
		c.Add("ziel", "Dieses Thema gibt es nicht. Bitte wählen Sie ein anderes.")
		return to, c.Err()
	case err != nil:
		return to, err
	case to.ID == t.ID:
		c.Add("ziel", "Das ist dieses Thema selbst. Bitte wählen Sie ein anderes.")
	case !to.CanModerate(by):
		c.Add("ziel", "„%s“ moderieren Sie nicht. Bitte wählen Sie ein anderes Thema.", to.Board.Name)
	case !to.CanTransfer(by):
		c.Add("ziel", "Dieses Thema nimmt keine Beiträge auf, weil es ausgeblendet ist, wartet oder sein Bereich archiviert ist.")
	}
	return to, c.Err()
}

// MergeTx makes all posts of a thread posts of another one, behind those that it has.
// Supporters and followers come along, and the former address leads to them. Moderators
// of both boards.
func MergeTx(tx *db.Tx, by account.Viewer, id int64, in Merge) (x Transfer, err error) {
	form := once.Form{Key: in.Once, Content: []string{"zusammenfuehren", strconv.FormatInt(id, 10), strconv.FormatInt(in.Into, 10)}}
	earlier, again, err := once.EarlierTx[int64](tx, by.ID, form, earlierTransfer)
	if again && err == nil {
		return sentBefore(tx, earlier)
	}
	if err != nil {
		return x, err
	}
	reason, invalid := reasonOrNone(in.Reason)
	from, to, err := findBoth(tx, by, id, in.Into)
	if err != nil {
		return x, err
	}
	if invalid != nil {
		return x, invalid
	}
	var c fault.Check
	confirmed(&c, from.Board, to.Board, in.Confirm)
	if c.Err() != nil {
		return x, c.Err()
	}
	if from.LastPosition > MaxTransferred {
		return x, fault.Reject("Das Thema hat mehr als 1.000 Beiträge. So viele lassen sich nicht auf einmal zusammenführen.")
	}
	x = Transfer{Kind: Merged, From: from.ID, To: to.ID, answer: to.OfficialAnswer}
	if err := x.begin(tx, by, richtext.Once(in.Once), to.next(), `TRUE`); err != nil {
		return x, err
	}
	if err := x.carry(tx, from, to, func() error { return merged(tx, from, to) }); err != nil {
		return x, err
	}
	if err := departed(tx, from.ID, from.Board.ID); err != nil {
		return x, err
	}
	if err := support.MergeTx(tx, from.ID, to.ID); err != nil {
		return x, err
	}
	if err := follow.MergeTx(tx, x.ID, from.ID, to.ID); err != nil {
		return x, err
	}
	if from.Board.ID != to.Board.ID {
		x.left = from.Board.ID
	}
	return x, x.record(tx, by, reason)
}

// findBoth returns the thread to take posts from and the other one.
func findBoth(tx *db.Tx, by account.Viewer, id, other int64) (from, to Thread, err error) {
	if from, err = findThread(tx, by, id); err != nil {
		return from, to, err
	}
	if err := from.mustTransfer(by); err != nil {
		return from, to, err
	}
	to, err = target(tx, by, from, other)
	return from, to, err
}

// merged hides the thread that lost its posts, and takes along what waits in it and what
// leads to it.
func merged(tx *db.Tx, from, to Thread) error {
	for _, query := range []string{
		`UPDATE thread SET hidden = TRUE, merged_into = $2 WHERE id = $1 OR merged_into = $1`,
		`UPDATE held_reply SET origin_id = COALESCE(origin_id, thread_id), thread_id = $2 WHERE thread_id = $1`,
	} {
		if _, err := tx.Exec(query, from.ID, to.ID); err != nil {
			return err
		}
	}
	if from.OfficialAnswer == 0 || to.OfficialAnswer != 0 {
		return nil
	}
	_, err := tx.Exec(`UPDATE thread SET official_answer_id = $1 WHERE id = $2`, from.OfficialAnswer, to.ID)
	return err
}

// next is the position of the next post of the thread: those from which posts went away
// are kept for them.
func (t Thread) next() int { return max(t.LastPosition, t.vacated) + 1 }

// findLed is findBare, which goes on to the thread into which this one was merged.
func findLed(tx *db.Tx, by account.Viewer, id int64) (Thread, error) {
	t, found, err := db.Found(findBare(tx, by, id))
	if found || err != nil {
		return t, err
	}
	into, err := db.Scalar[int64](tx, `SELECT merged_into FROM thread WHERE id = $1 AND merged_into IS NOT NULL`, id)
	if err != nil {
		return t, err
	}
	return findBare(tx, by, into)
}

// Led returns the thread where the posts of one that was merged stand now, if by may see
// it; for another thread its own id.
func (f *Forum) Led(ctx context.Context, by account.Viewer, thread int64) (int64, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) (int64, error) {
		t, err := findLed(tx, by, thread)
		return t.ID, err
	})
}

// MergedInto returns the post that opened a thread which was merged into another one that
// by may see; fault.NotFound for all other threads.
func (f *Forum) MergedInto(ctx context.Context, by account.Viewer, thread int64) (post int64, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		post, err = db.Scalar[int64](tx, `
			SELECT m.post_id
			FROM thread t
			JOIN thread_transfer x ON (x.from_id = t.id AND x.kind = 'merge' AND x.undone_at IS NULL)
				OR (x.to_id = t.id AND x.kind = 'split' AND x.undone_at IS NOT NULL)
			JOIN thread_transfer_post m ON m.transfer_id = x.id
				AND ((x.from_id = t.id AND m.from_position = 1) OR (x.to_id = t.id AND m.to_position = 1))
			WHERE t.id = $1 AND t.merged_into IS NOT NULL
			ORDER BY x.id DESC
			LIMIT 1`, thread)
		if err != nil {
			return err
		}
		_, err = PlaceOfTx(tx, by, post)
		return err
	})
	return post, err
}
