package forum

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// Active narrows threads in which others wrote.
type Active struct {
	Since    time.Time
	Followed bool // those that the viewer follows; otherwise the rest, without what is muted
	After    Turn // where the list goes on; zero: at the newest
	Limit    int
}

// Turn is a place in a list of threads by their last post.
type Turn struct {
	At     int64 // of the last post, Unix milliseconds
	Thread int64
}

// Beyond how many threads a page of Active looks at most, however few of them are of
// its part, and how many at a time.
const (
	maxLooked     = 500
	lookedAtATime = 100
)

// activeThread is a thread that may belong to a page.
type activeThread struct {
	Turn
	part string
}

// Active returns the threads in which others wrote since a moment, by the last post,
// the newest first, and where the list goes on; the zero Turn if it does not. A page
// may hold fewer than Limit although the list goes on. Members only.
func (f *Forum) Active(ctx context.Context, by account.Viewer, a Active) (rows []Row, next Turn, err error) {
	if err := by.MustBeMember(); err != nil {
		return nil, Turn{}, err
	}
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		var ids []int64
		if ids, next, err = findActive(tx, by, a); err != nil {
			return err
		}
		rows, err = rowsOf(tx, by, ids)
		return err
	})
	return rows, next, err
}

// findActive returns the ids of a page.
func findActive(tx *db.Tx, by account.Viewer, a Active) (ids []int64, next Turn, err error) {
	part := "rest"
	if a.Followed {
		part = "followed"
	}
	next = a.After
	for range maxLooked / lookedAtATime {
		looked, err := listActive(tx, by, a.Since, next, lookedAtATime)
		if err != nil {
			return nil, Turn{}, err
		}
		for _, t := range looked {
			if t.part == part && len(ids) == a.Limit {
				return ids, next, nil
			}
			if next = t.Turn; t.part == part {
				ids = append(ids, t.Thread)
			}
		}
		if len(looked) < lookedAtATime {
			return ids, Turn{}, nil
		}
	}
	return ids, next, nil
}

// rowsOf returns the rows of threads in the order of their ids.
func rowsOf(tx *db.Tx, by account.Viewer, ids []int64) ([]Row, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := db.In(4, ids)
	rows, err := db.List(tx, scanRow(by), `
		SELECT `+rowColumns+threadJoins+`
		WHERE t.id IN `+in+` AND NOT t.hidden AND `+board.VisibleSQL, append(board.Seen(by), args...)...)
	if err != nil {
		return nil, err
	}
	place := make(map[int64]Row, len(rows))
	for _, r := range rows {
		place[r.ID] = r
	}
	out := make([]Row, 0, len(rows))
	for _, id := range ids {
		if r, ok := place[id]; ok {
			out = append(out, r)
		}
	}
	return out, nil
}
