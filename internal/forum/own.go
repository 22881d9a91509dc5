package forum

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// OwnQuestion is a question of the viewer, semi-anonymous ones included.
type OwnQuestion struct {
	Row
	Heard    bool   // somebody else has answered
	Unsolved bool   // heard, open to replies, and no answer is marked as solution
	Review   Review // of a first question
	Newest   int    // position of the newest post
}

// OwnFilter narrows the questions of the viewer. Zero values do not narrow.
type OwnFilter struct {
	Unsolved bool
	Waiting  bool  // unsolved, and somebody answered since its asker said that no answer helps
	After    int64 // OwnQuestions.Next of the part before
	Limit    int
}

// OwnQuestions are a part of the viewer's questions, newest first.
type OwnQuestions struct {
	Rows []OwnQuestion
	Next int64 // leads to the next part, 0 on the last one
}

const (
	askedSQL = `(t.author_id = $2 OR t.asker_id = $2)`

	// heardSQL is true for threads t in which somebody else than $2 answered.
	heardSQL = `EXISTS (
		SELECT 1
		FROM post h
		WHERE h.thread_id = t.id AND h.position > 1 AND h.state = 'visible' AND COALESCE(h.asker_id, h.author_id, 0) <> $2)`

	// waitingSQL is heardSQL for answers after those of which $2 said that none helps.
	waitingSQL = `EXISTS (
		SELECT 1
		FROM post h
		WHERE h.thread_id = t.id AND h.position > 1 AND h.position > t.unhelped AND h.state = 'visible'
			AND COALESCE(h.asker_id, h.author_id, 0) <> $2)`

	unsolvedSQL = `t.state = 'open' AND NOT t.hidden AND t.locked_reason IS NULL AND b.archived_at IS NULL AND ` + heardSQL
)

// OwnQuestions returns a part of the questions that by asked and still may see.
func (f *Forum) OwnQuestions(ctx context.Context, by account.Viewer, filter OwnFilter) (out OwnQuestions, err error) {
	if err := by.MustBeMember(); err != nil {
		return out, err
	}
	where := askedSQL + ` AND ` + visibleThread
	if filter.Unsolved || filter.Waiting {
		where += ` AND ` + unsolvedSQL
	}
	if filter.Waiting {
		where += ` AND ` + waitingSQL
	}
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		out.Rows, err = db.List(tx, func(r db.Row) (q OwnQuestion, err error) {
			q.Row, err = scanRow(by)(tail{r, []any{&q.Heard, &q.Unsolved, &q.Review, &q.Newest}})
			return q, err
		}, `
			SELECT `+rowColumns+`, `+heardSQL+`, `+unsolvedSQL+`, t.review,
				(SELECT MAX(l.position) FROM post l WHERE l.thread_id = t.id)`+threadJoins+`
			WHERE `+where+` AND ($4 = 0 OR t.id < $4)
			ORDER BY t.id DESC
			LIMIT $5`, append(board.Seen(by), filter.After, filter.Limit+1)...)
		return err
	})
	if len(out.Rows) > filter.Limit {
		out.Rows = out.Rows[:filter.Limit]
		out.Next = out.Rows[filter.Limit-1].ID
	}
	return out, err
}

// DismissAnswers notes that none of the answers up to the position helps by, who asked.
// The question waits for them no more until somebody answers again. Those of others are
// fault.Forbidden.
func (f *Forum) DismissAnswers(ctx context.Context, by account.Viewer, thread int64, upto int) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return f.db.Write(ctx, func(tx *db.Tx) error {
		t, err := findThread(tx, by, thread)
		if err != nil {
			return err
		}
		if !t.Own(by) {
			return fault.Forbid("Das entscheidet, wer gefragt hat.")
		}
		newest, err := db.Scalar[int](tx, `SELECT MAX(position) FROM post WHERE thread_id = $1`, thread)
		if err != nil {
			return err
		}
		n, err := tx.Exec(`UPDATE thread SET unhelped = $1 WHERE id = $2 AND unhelped < $1`, min(upto, newest), thread)
		if err != nil || n == 0 {
			return err // a second click costs nothing
		}
		return account.CountActivityTx(tx, by, account.Editing)
	})
}

// OwnReply is a thread that the viewer replied in, by the newest reply.
type OwnReply struct {
	Said
	Count    int  // replies of the viewer
	Solution bool // one of them is marked as solution
}

// OwnReplies are a part of the threads that the viewer replied in, the newest reply first.
type OwnReplies struct {
	Rows []OwnReply
	Next int64 // leads to the next part, 0 on the last one
}

// OwnReplies returns up to limit of the threads with replies that by wrote and others
// read, those behind the reply that OwnReplies.Next named, from the newest if after is 0.
func (f *Forum) OwnReplies(ctx context.Context, by account.Viewer, after int64, limit int) (out OwnReplies, err error) {
	if err := by.MustBeMember(); err != nil {
		return out, err
	}
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		out.Rows, err = db.List(tx, func(r db.Row) (s OwnReply, err error) {
			return s, r.Scan(&s.PostID, &s.ThreadID, &s.Title, &s.State, &s.BoardName, db.Instant(&s.At), &s.Count, &s.Solution)
		}, `
			WITH own AS (
				SELECT e.thread_id, MAX(e.id) AS newest, COUNT(*) AS replies, COUNT(e.solution_at) > 0 AS solved
				FROM post e
				WHERE (e.author_id = $2 OR e.asker_id = $2) AND e.position > 1 AND e.state = 'visible'
				GROUP BY e.thread_id)
			SELECT e.id, t.id, t.title, t.state, b.name, e.created_at, own.replies, own.solved
			FROM own
			JOIN post e ON e.id = own.newest
			JOIN thread t ON t.id = own.thread_id
			JOIN board b ON b.id = t.board_id
			WHERE ($4 = 0 OR e.id < $4) AND NOT t.hidden AND `+board.VisibleSQL+`
			ORDER BY e.id DESC
			LIMIT $5`, append(board.Seen(by), after, limit+1)...)
		return err
	})
	if len(out.Rows) > limit {
		out.Rows = out.Rows[:limit]
		out.Next = out.Rows[limit-1].PostID
	}
	return out, err
}

// OfColleagues returns up to limit of the newest questions that others of the
// viewer's organisation asked, as far as by may read them, those behind the
// thread after, from the newest if it is 0; next leads to the following part.
func (f *Forum) OfColleagues(ctx context.Context, by account.Viewer, after int64, limit int) (rows []Row, next int64, err error) {
	if err := by.MustBeMember(); err != nil {
		return nil, 0, err
	}
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		rows, err = db.List(tx, scanRow(by), `
			SELECT `+rowColumns+threadJoins+`
			WHERE t.organisation_id = $4 AND t.author_id <> $2 AND ($5 = 0 OR t.id < $5) AND NOT t.hidden AND `+board.VisibleSQL+`
			ORDER BY t.id DESC
			LIMIT $6`, append(board.Seen(by), by.Organisation.ID, after, limit+1)...)
		return err
	})
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID
	}
	return rows, next, err
}
