package follow

import (
	"context"
	"math/rand/v2"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

const (
	// RowsPerPage is how many rows a page of the list shows, and the most that can be
	// ended in one act.
	RowsPerPage = 50
	// UndoLife is how long what was ended can be brought back.
	UndoLife = 24 * time.Hour
)

// Row is a level that somebody chose.
type Row struct {
	Subject
	Level Level
	At    time.Time // when it was chosen
}

// Filter narrows the list of what somebody follows.
type Filter struct {
	Kind       Kind // "" for all
	Exceptions bool // what is muted or left out, in place of what is followed
	Page       int  // from 1 on; others mean the first or last
}

// Counts says how many rows of each kind there are.
type Counts struct{ Followed, Exceptions map[Kind]int }

// Sum returns how many rows of all kinds there are.
func Sum(of map[Kind]int) (n int) {
	for _, x := range of {
		n += x
	}
	return n
}

// Page is a page of the list, the newest level first.
type Page struct {
	Rows          []Row
	Counts        Counts
	Current, Last int
}

// Counts counts by's levels and saved searches.
func (f *Follows) Counts(ctx context.Context, by account.Viewer) (c Counts, searches int, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		if c, err = countTx(tx, by.ID); err != nil {
			return err
		}
		searches, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM saved_search WHERE person_id = $1`, by.ID)
		return err
	})
	return c, searches, err
}

// ListTx returns a page of the person's levels.
func ListTx(tx *db.Tx, person int64, f Filter) (p Page, err error) {
	if p.Counts, err = countTx(tx, person); err != nil {
		return p, err
	}
	counts := p.Counts.Followed
	if f.Exceptions {
		counts = p.Counts.Exceptions
	}
	total := counts[f.Kind]
	if f.Kind == "" {
		total = Sum(counts)
	}
	p.Last = max(1, (total+RowsPerPage-1)/RowsPerPage)
	p.Current = min(max(1, f.Page), p.Last)
	// MaxFollows bounds the offset.
	p.Rows, err = db.List(tx, scanRow, `
		SELECT subject_kind, subject_id, level, at
		FROM follow
		WHERE person_id = $1
		AND ($2 = '' OR subject_kind = $2)
		AND (level IN ('none', 'muted')) = $3
		ORDER BY at DESC, subject_kind, subject_id
		LIMIT $4 OFFSET $5`, person, string(f.Kind), f.Exceptions, RowsPerPage, (p.Current-1)*RowsPerPage)
	return p, err
}

func scanRow(r db.Row) (x Row, err error) {
	return x, r.Scan(&x.Kind, &x.ID, &x.Level, db.Instant(&x.At))
}

func countTx(tx *db.Tx, person int64) (Counts, error) {
	c := Counts{Followed: map[Kind]int{}, Exceptions: map[Kind]int{}}
	_, err := db.List(tx, func(r db.Row) (k Kind, err error) {
		var exception bool
		var n int
		if err = r.Scan(&k, &exception, &n); err != nil {
			return k, err
		}
		if exception {
			c.Exceptions[k] = n
		} else {
			c.Followed[k] = n
		}
		return k, nil
	}, `
		SELECT subject_kind, level IN ('none', 'muted'), COUNT(*)
		FROM follow
		WHERE person_id = $1
		GROUP BY 1, 2`, person)
	return c, err
}

// End ends by's levels for the subjects: what is followed is followed no more or, of
// exceptions, what is muted or left out is so no more. Subjects without such a level
// are passed over, because they were changed in another tab. It returns how many there
// were, and the batch with which Undo brings back exactly these, 0 if there were none.
func (f *Follows) End(ctx context.Context, by account.Viewer, exceptions bool, subjects []Subject) (n int, batch int64, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, 0, err
	}
	if len(subjects) == 0 {
		return 0, 0, nil
	}
	subjects = subjects[:min(len(subjects), RowsPerPage)]
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.CountActivityTx(tx, by, account.Silencing); err != nil {
			return err
		}
		batch = rand.Int64N(1 << 53)
		list, args := pairs(5, subjects)
		kept, err := tx.Exec(`
			INSERT INTO follow_ended (person_id, batch, subject_kind, subject_id, level, at, ended_at)
			SELECT person_id, $2, subject_kind, subject_id, level, at, $3
			FROM follow
			WHERE person_id = $1 AND (level IN ('none', 'muted')) = $4
			AND (subject_kind, subject_id) IN `+list, append([]any{by.ID, batch, tx.Now, exceptions}, args...)...)
		if n = int(kept); err != nil || n == 0 {
			return err
		}
		return endTx(tx, by.ID, batch)
	})
	if n == 0 {
		batch = 0
	}
	return n, batch, err
}

// endTx ends what the batch holds. Threads and inquiries are left out from then on,
// because otherwise the next reply would follow again, unless there is no room.
func endTx(tx *db.Tx, person, batch int64) error {
	c, err := countTx(tx, person)
	if err != nil {
		return err
	}
	const ofBatch = `(subject_kind, subject_id) IN (
		SELECT subject_kind, subject_id
		FROM follow_ended
		WHERE person_id = $1 AND batch = $2)`
	if Sum(c.Exceptions)+RowsPerPage <= MaxFollows {
		_, err := tx.Exec(`
			UPDATE follow
			SET level = 'none', at = $3
			WHERE person_id = $1 AND subject_kind IN ('thread', 'inquiry') AND level NOT IN ('none', 'muted')
			AND `+ofBatch, person, batch, tx.Now)
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(`
		DELETE FROM follow
		WHERE person_id = $1 AND NOT (level = 'none' AND at = $3)
		AND `+ofBatch, person, batch, tx.Now)
	return err
}

func endedTx(tx *db.Tx, person, batch int64) ([]Row, error) {
	return db.List(tx, scanRow, `
		SELECT subject_kind, subject_id, level, at
		FROM follow_ended
		WHERE person_id = $1 AND batch = $2`, person, batch)
}

// Levels returns by's levels for the subjects that have one; guests have none.
func (f *Follows) Levels(ctx context.Context, by account.Viewer, subjects ...Subject) (map[Subject]Level, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	return db.View(ctx, f.db, func(tx *db.Tx) (map[Subject]Level, error) { return LevelsTx(tx, by.ID, subjects...) })
}

// Ended returns how many rows Undo would bring back for the batch.
func (f *Follows) Ended(ctx context.Context, by account.Viewer, batch int64) (n int, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		rows, err := endedTx(tx, by.ID, batch)
		n = len(rows)
		return err
	})
	return n, err
}

// Undo brings back the rows of a batch of End as they were, and returns how many
// there were: none if it was undone before or is older than UndoLife. What by chose
// for a subject since then stays.
func (f *Follows) Undo(ctx context.Context, by account.Viewer, batch int64) (n int, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, err
	}
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.CountActivityTx(tx, by, account.Silencing); err != nil {
			return err
		}
		rows, err := endedTx(tx, by.ID, batch)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := mustFitTx(tx, by.ID, rows); err != nil {
			return err
		}
		_, err = tx.Exec(`
			INSERT INTO follow (person_id, subject_kind, subject_id, level, at)
			SELECT person_id, subject_kind, subject_id, level, at
			FROM follow_ended
			WHERE person_id = $1 AND batch = $2
			ON CONFLICT (person_id, subject_kind, subject_id) DO UPDATE
			SET level = excluded.level, at = excluded.at
			WHERE follow.level = 'none'
			AND follow.at = (SELECT MAX(e.ended_at) FROM follow_ended e WHERE e.person_id = $1 AND e.batch = $2)`, by.ID, batch)
		if err != nil {
			return err
		}
		n = len(rows)
		_, err = tx.Exec(`DELETE FROM follow_ended WHERE person_id = $1 AND batch = $2`, by.ID, batch)
		return err
	})
	return n, err
}

// mustFitTx refuses to bring back rows for which there is no room any more.
func mustFitTx(tx *db.Tx, person int64, rows []Row) error {
	c, err := countTx(tx, person)
	if err != nil {
		return err
	}
	followed, exceptions := Sum(c.Followed), Sum(c.Exceptions)
	for _, r := range rows {
		if r.Level.Follows() {
			followed++
		} else {
			exceptions++
		}
	}
	if followed > MaxFollows {
		return errFull
	}
	if exceptions > MaxFollows {
		return errFullOfExceptions
	}
	return nil
}

// PruneEndedTx deletes up to limit rows that can be brought back no more and returns
// how many.
func PruneEndedTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM follow_ended
		WHERE (person_id, batch, subject_kind, subject_id) IN (
			SELECT person_id, batch, subject_kind, subject_id
			FROM follow_ended
			WHERE ended_at <= $1
			LIMIT $2)`, tx.Now.Add(-UndoLife), limit)
}
