package unread

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/readmark"
)

// State says how far somebody has read a thread.
type State struct {
	Upto int  // the position up to which it is read; 0: nothing
	New  bool // something unread follows
	Told bool // by was told something about it and has not read that

	mixed bool         // posts behind one that is unread may be read
	exact map[int]bool // of a mixed thread: the positions of what is unread
}

// Unread reports whether the post of the thread is unread for by.
func (s State) Unread(by account.Viewer, p forum.Post) bool {
	return s.New && p.Position > s.Upto && p.State == forum.Visible && !p.Own(by) && (!s.mixed || s.exact[p.Position])
}

// row is what the database says of a thread.
type row struct {
	thread, board   int64
	newest, written int // positions: of the newest post, of the mark
	excepted        bool
	baseline        int64
	unseen          bool // by the written mark something is unread
	last            int  // position of the last post that is, then
	mixed           bool // see State
}

// baselineJoined is the baseline on the board of a thread t, whose own row o was joined.
const baselineJoined = `COALESCE(o.post_id, (SELECT d.post_id FROM read_baseline d WHERE d.person_id = $2 AND d.board_id = 0), 0)`

// threadsJoined are threads t on boards that the viewer sees, with mark and baseline.
var threadsJoined = `
	FROM thread t
	JOIN board b ON b.id = t.board_id
	LEFT JOIN read_mark m ON m.person_id = $2 AND m.thread_id = t.id
	LEFT JOIN read_baseline o ON o.person_id = $2 AND o.board_id = t.board_id
	WHERE ` + board.VisibleSQL + ` AND t.id IN `

// unseenSQL is true if something is unread in such a thread by its mark.
var unseenSQL = `(t.mixed OR COALESCE(m.exception, FALSE) OR COALESCE(t.newest_id, 0) > ` + baselineJoined + `)
	AND ` + readmark.BeyondMarkSQL("$2", baselineJoined)

// lastUnseenSQL is the position of the last unread post in a thread for which unseenSQL is
// true: one's own posts may stand behind it.
var lastUnseenSQL = `CASE
	WHEN NOT t.mixed AND COALESCE(t.newest_author_id, 0) <> $2 THEN t.newest_position
	ELSE (
		SELECT MAX(e.position)
		FROM post e
		WHERE e.thread_id = t.id AND ` + readmark.PostUnreadSQL("$2", baselineJoined) + `)
END`

// heardSQL is true if the viewer has not muted the thread: of what is muted nothing is
// new, in no list and in no count. Its own page still says what is unread.
var heardSQL = `NOT ` + follow.MutedSQL("$2")

var (
	stateSQL = `
	SELECT t.id, t.board_id, COALESCE(t.newest_position, 0), COALESCE(m.position, 0), COALESCE(m.exception, FALSE), ` + baselineJoined + `,
		CASE WHEN ` + unseenSQL + ` THEN TRUE ELSE FALSE END,
		CASE WHEN ` + unseenSQL + ` THEN ` + lastUnseenSQL + ` ELSE 0 END, t.mixed` + threadsJoined
	unseenThreadsSQL = `SELECT t.id, t.board_id, ` + lastUnseenSQL + threadsJoined
)

// unread reports whether something is unread, with what is noted beyond the mark.
func (r row) unread(noted int) bool { return r.unseen && noted < r.last }

func listStates(tx *db.Tx, by account.Viewer, threads []int64) ([]row, error) {
	in, ids := db.In(4, threads)
	return db.List(tx, func(r db.Row) (x row, err error) {
		return x, r.Scan(&x.thread, &x.board, &x.newest, &x.written, &x.excepted, &x.baseline, &x.unseen, &x.last, &x.mixed)
	}, stateSQL+in, append(board.Seen(by), ids...)...)
}

// listUnseen returns those of the threads that hold something unread by the written marks
// and are not muted.
func listUnseen(tx *db.Tx, by account.Viewer, threads []int64) ([]row, error) {
	in, ids := db.In(4, threads)
	return db.List(tx, func(r db.Row) (x row, err error) {
		x.unseen = true
		return x, r.Scan(&x.thread, &x.board, &x.last)
	}, unseenThreadsSQL+in+` AND `+unseenSQL+` AND `+heardSQL, append(board.Seen(by), ids...)...)
}

// Threads returns which of the threads hold something unread, without those that by has
// muted. Guests have read everything.
func (u *Unread) Threads(ctx context.Context, by account.Viewer, threads []int64) (map[int64]bool, error) {
	if !by.SignedIn() || len(threads) == 0 {
		return nil, nil
	}
	noted := u.Pending(ctx, by.ID)
	rows, err := db.View(ctx, u.db, func(tx *db.Tx) ([]row, error) { return listUnseen(tx, by, threads) })
	out := make(map[int64]bool, len(rows))
	for _, r := range rows {
		out[r.thread] = r.unread(noted[r.thread])
	}
	return out, err
}

// Thread returns how far by has read a thread.
func (u *Unread) Thread(ctx context.Context, by account.Viewer, thread int64) (s State, err error) {
	if !by.SignedIn() {
		return State{}, nil
	}
	noted := u.Pending(ctx, by.ID)[thread]
	err = u.db.Read(ctx, func(tx *db.Tx) error {
		var told bool
		err := tx.Together(
			func(tx *db.Tx) (err error) { s, err = stateOf(tx, by, thread, noted); return err },
			func(tx *db.Tx) (err error) {
				told, err = notify.WaitsTx(tx, by.ID, notify.Place{Kind: notify.Thread, ID: thread})
				return err
			})
		s.Told = told
		return err
	})
	return s, err
}

func stateOf(tx *db.Tx, by account.Viewer, thread int64, noted int) (s State, err error) {
	rows, err := listStates(tx, by, []int64{thread})
	if err != nil || len(rows) == 0 {
		return State{}, err
	}
	r := rows[0]
	if !r.unread(noted) {
		return State{Upto: r.newest}, nil
	}
	s = State{Upto: max(r.written, noted), New: true}
	if r.mixed {
		return mixedState(tx, by, r, noted)
	}
	if r.excepted {
		return s, nil
	}
	// From the end, because what is unread stands there.
	below, found, err := db.Found(db.Scalar[int](tx, `
		SELECT e.position
		FROM post e
		WHERE e.thread_id = $1 AND `+readmark.OrderSQL+` <= $2
		ORDER BY e.position DESC
		LIMIT 1`, thread, r.baseline))
	if found {
		s.Upto = max(s.Upto, below)
	}
	return s, err
}

// mixedState is the state of a mixed thread in which something is unread. Upto is the
// position before the first of it.
func mixedState(tx *db.Tx, by account.Viewer, r row, noted int) (State, error) {
	s := State{Upto: r.newest, New: true, mixed: true, exact: map[int]bool{}}
	positions, err := db.Column[int](tx, `
		SELECT e.position
		FROM post e
		JOIN thread t ON t.id = e.thread_id
		LEFT JOIN read_mark m ON m.person_id = $1 AND m.thread_id = t.id
		WHERE e.thread_id = $2 AND e.position > $3 AND `+readmark.PostUnreadSQL("$1", "$4")+`
		ORDER BY e.position`, by.ID, r.thread, noted, r.baseline)
	for i, position := range positions {
		if i == 0 {
			s.Upto = position - 1
		}
		s.exact[position] = true
	}
	return s, err
}

// First returns the first unread post of a thread, or the newest visible one if by has
// read everything or is a guest. A thread that by may not see, or of which nothing is
// visible, is fault.NotFound.
func (u *Unread) First(ctx context.Context, by account.Viewer, thread int64) (post int64, err error) {
	noted := u.Pending(ctx, by.ID)[thread]
	err = u.db.Read(ctx, func(tx *db.Tx) error {
		if post, err = findFirst(tx, by, thread, noted); err != nil {
			return err
		}
		_, err = forum.PlaceOfTx(tx, by, post)
		return err
	})
	return post, err
}

func findFirst(tx *db.Tx, by account.Viewer, thread int64, noted int) (int64, error) {
	if by.SignedIn() {
		s, err := stateOf(tx, by, thread, noted)
		if err != nil {
			return 0, err
		}
		if s.New {
			return db.Scalar[int64](tx, `
				SELECT e.id
				FROM post e
				WHERE e.thread_id = $1 AND e.position > $2 AND e.state = 'visible' AND COALESCE(e.asker_id, e.author_id, 0) <> $3
				ORDER BY e.position
				LIMIT 1`, thread, s.Upto, by.ID)
		}
	}
	return newest(tx, thread)
}

// Last returns the newest visible post of a thread. A thread that by may not see, or
// of which nothing is visible, is fault.NotFound.
func (u *Unread) Last(ctx context.Context, by account.Viewer, thread int64) (post int64, err error) {
	err = u.db.Read(ctx, func(tx *db.Tx) error {
		if post, err = newest(tx, thread); err != nil {
			return err
		}
		_, err = forum.PlaceOfTx(tx, by, post)
		return err
	})
	return post, err
}

// newest returns the newest visible post of a thread.
func newest(tx *db.Tx, thread int64) (int64, error) {
	return db.Scalar[int64](tx, `
		SELECT e.id
		FROM post e
		JOIN thread t ON t.id = e.thread_id AND t.newest_position = e.position
		WHERE t.id = $1`, thread)
}
