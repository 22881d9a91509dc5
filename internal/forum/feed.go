package forum

import (
	"context"
	"slices"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// Contribution is a post as it is shown outside of its thread, such as in a feed.
type Contribution struct {
	Post
	Title string // of the thread
}

const contributionColumns = shownColumns + `, t.title`

func scanContribution(by account.Viewer) func(db.Row) (Contribution, error) {
	return func(r db.Row) (c Contribution, err error) {
		fields := append(c.fields(), &c.Title)
		err = r.Scan(fields...)
		c.Post = c.outside(by)
		return c, err
	}
}

// outside returns the post as feeds show it: only what is visible to everybody who
// reads the board has a text, and guests learn no names. Whoever may see more of it
// sees that on its page, from where nothing is kept.
func (p Post) outside(by account.Viewer) Post {
	if p.State != Visible {
		p.Source, p.HTML = "", ""
	}
	return p.withoutNames(by)
}

// Questions are the newest questions on something.
type Questions struct {
	List []Contribution
	Last time.Time // when one was last hidden or shown again, withdrawn or blackened; zero: never
}

// QuestionsOfBoard returns up to limit of the newest questions of a board. It is empty
// where by may not read it.
func (f *Forum) QuestionsOfBoard(ctx context.Context, by account.Viewer, boardID int64, limit int) (Questions, error) {
	return f.questions(ctx, by, ofBoard, `t.board_id = $4`, boardID, limit)
}

// QuestionsOfService returns up to limit of the newest questions on an OZG service that
// by may read.
func (f *Forum) QuestionsOfService(ctx context.Context, by account.Viewer, service int64, limit int) (Questions, error) {
	return f.questions(ctx, by, ofService, `EXISTS (SELECT 1 FROM thread_service ts WHERE ts.thread_id = t.id AND ts.service_id = $4)`,
		service, limit)
}

// Which threads questionsSQL is about: $5 at most of what $4 names.
const (
	ofBoard = `
		SELECT n.id
		FROM thread n
		WHERE n.board_id = $4 AND NOT n.hidden
		ORDER BY n.created_at DESC
		LIMIT $5`
	ofService = `
		SELECT t.id
		FROM thread_service ts
		JOIN thread t ON t.id = ts.thread_id
		JOIN board b ON b.id = t.board_id
		WHERE ts.service_id = $4 AND NOT t.hidden AND ` + board.VisibleSQL + `
		ORDER BY ts.thread_id DESC
		LIMIT $5`
)

// questionsSQL selects the questions of the threads that which selects, newest first.
func questionsSQL(which string) string {
	return `
		SELECT ` + contributionColumns + postJoins + `
		JOIN thread t ON t.id = e.thread_id
		JOIN board b ON b.id = t.board_id
		WHERE e.position = 1 AND e.thread_id IN (` + which + `) AND ` + board.VisibleSQL + `
		ORDER BY t.created_at DESC, t.id DESC`
}

// lastSQL selects when a question was last taken out or put back, of threads that
// fulfil the condition.
func lastSQL(which string) string {
	return `
		SELECT MAX(e.state_at)
		FROM post e
		JOIN thread t ON t.id = e.thread_id
		JOIN board b ON b.id = t.board_id
		WHERE e.state_at IS NOT NULL AND e.position = 1 AND ` + which + ` AND ` + board.VisibleSQL
}

// LastDeparture returns when a thread that by could read last left a board, and on it a
// service; 0 stands for all of either. It is zero for never.
func (f *Forum) LastDeparture(ctx context.Context, by account.Viewer, boardID, service int64) (time.Time, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) (time.Time, error) {
		return db.One(tx, func(r db.Row) (t time.Time, err error) { return t, r.Scan(db.Instant(&t)) }, `
			SELECT MAX(d.at)
			FROM thread_departure d
			JOIN board b ON b.id = d.board_id
			WHERE d.service_id = $4 AND ($5 = 0 OR d.board_id = $5) AND `+board.VisibleSQL, append(board.Seen(by), service, boardID)...)
	})
}

func (f *Forum) questions(ctx context.Context, by account.Viewer, newest, all string, of int64, limit int) (out Questions, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		args := append(board.Seen(by), of)
		out.Last, err = db.One(tx, func(r db.Row) (t time.Time, err error) { return t, r.Scan(db.Instant(&t)) }, lastSQL(all), args...)
		if err != nil {
			return err
		}
		out.List, err = db.List(tx, scanContribution(by), questionsSQL(newest), append(args, limit)...)
		return err
	})
	return out, err
}

// LatestPosts returns a thread and up to limit of its latest posts, newest first. A
// thread that is hidden or waits for approval is fault.NotFound for everybody.
func (f *Forum) LatestPosts(ctx context.Context, by account.Viewer, thread int64, limit int) (t Thread, out []Contribution, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		if t, err = findLed(tx, by, thread); err != nil {
			return err
		}
		if t.Hidden {
			return fault.Missing()
		}
		posts, err := listPosts(tx, t.ID, t.LastPosition-limit+1, t.LastPosition)
		for _, p := range slices.Backward(posts) {
			out = append(out, Contribution{p.outside(by), t.Title})
		}
		t = t.forGuests(by)
		return err
	})
	return t, out, err
}
