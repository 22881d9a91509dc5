package forum

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

// moved notes from which board a thread was moved, and appends the event of it.
func moved(tx *db.Tx, thread, from, by int64) error {
	if err := event.AppendTx(tx, event.ThreadMoved, thread, by); err != nil {
		return err
	}
	if err := noteMove(tx, thread, from); err != nil {
		return err
	}
	return departed(tx, thread, from)
}

// noteMove notes from which board a thread, or all of its posts, went away by the newest
// event.
func noteMove(tx *db.Tx, thread, from int64) error {
	id, err := event.HeadTx(tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO thread_move (event_id, thread_id, board_id, at) VALUES ($1, $2, $3, $4)`, id, thread, from, tx.Now)
	return err
}

// departed notes for feeds that the thread is leaving a board or one of its services.
func departed(tx *db.Tx, thread, boardID int64) error {
	_, err := tx.Exec(`
		INSERT INTO thread_departure (board_id, service_id, at)
		SELECT $1, service_id, $2
		FROM (SELECT service_id FROM thread_service WHERE thread_id = $3 UNION ALL SELECT 0) s
		WHERE TRUE
		ON CONFLICT (board_id, service_id) DO UPDATE SET at = excluded.at`, boardID, tx.Now, thread)
	return err
}

// FormerReadersSQL is true for the people p of an organisation po who would see the
// thread of the row m of thread_move if it were still on the board from which it was
// moved, and not merged.
var FormerReadersSQL = `EXISTS (
	SELECT 1
	FROM thread t
	JOIN board b ON b.id = m.board_id
	WHERE t.id = m.thread_id AND ` + board.Readers(visibleUnmerged) + `)`

// LedToSQL is the number of the thread to which the number of a thread leads: of the one
// into which it was merged, or its own.
func LedToSQL(thread string) string {
	return `COALESCE((SELECT led.merged_into FROM thread led WHERE led.id = ` + thread + `), ` + thread + `)`
}

// QuestionThenSQL is the id of the post that opened a thread t, in whatever thread it
// stands now.
const QuestionThenSQL = `COALESCE((SELECT q.id FROM post q WHERE q.thread_id = t.id AND q.position = 1), (
	SELECT MAX(tp.post_id)
	FROM thread_transfer tr
	JOIN thread_transfer_post tp ON tp.transfer_id = tr.id AND tp.from_position = 1
	WHERE tr.from_id = t.id AND tr.kind = 'merge' AND tr.undone_at IS NULL))`

// TitleThenSQL is the title of a thread t when it was moved, of which m is the row of
// thread_move, or ” if its question, whose post is e, was changed since: what was
// written later is not for those who cannot read it.
const TitleThenSQL = `CASE
	WHEN e.state = 'visible' AND COALESCE(e.edited_at, 0) < m.at AND COALESCE(e.state_at, 0) < m.at THEN t.title
	ELSE ''
END`

// AuthorsTx returns who asked or wrote in the thread, each once, whatever became of
// their posts, but for those that they withdrew.
func AuthorsTx(tx *db.Tx, thread int64) ([]int64, error) {
	return db.Column[int64](tx, `
		SELECT DISTINCT COALESCE(asker_id, author_id)
		FROM post
		WHERE thread_id = $1 AND state <> 'withdrawn' AND COALESCE(asker_id, author_id) IS NOT NULL`, thread)
}

// wroteSQL is true for the people p who asked or wrote in a thread t of a board b that
// fulfils the condition.
func wroteSQL(condition string) string {
	posts := `
		SELECT 1
		FROM post e
		JOIN thread t ON t.id = e.thread_id
		WHERE e.state <> 'withdrawn' AND t.board_id = b.id AND ` + condition
	return `(EXISTS (` + posts + ` AND e.author_id = p.id) OR EXISTS (` + posts + ` AND e.asker_id = p.id))`
}

var wroteBefore = wroteSQL(`NOT EXISTS (SELECT 1 FROM thread_move m WHERE m.thread_id = t.id AND m.event_id > $4)`)

// AuthorsOfBoardTx looks at up to limit people beyond the person after, by id, and
// returns those who asked or wrote on the board, and the others. Threads that were moved
// there after the event do not count.
func AuthorsOfBoardTx(tx *db.Tx, boardID, event, after int64, limit int) (authors, others []int64, err error) {
	err = db.Each(tx, func(r db.Row) error {
		var person int64
		var wrote bool
		err := r.Scan(&person, &wrote)
		if wrote {
			authors = append(authors, person)
		} else {
			others = append(others, person)
		}
		return err
	}, `
		SELECT p.id, `+wroteBefore+`
		FROM (SELECT id FROM person WHERE id > $1 AND disabled_at IS NULL ORDER BY id LIMIT $2) p
		JOIN board b ON b.id = $3`, after, limit, boardID, event)
	return authors, others, err
}

// Loss says what new settings of a board take from its members.
type Loss struct {
	People    int // who asked or wrote there and could no longer read it
	Questions int // that they asked
}

// LossBy returns what the settings would take from the members of the board. Nobody
// counts who cannot read it now. Administrators only.
func (f *Forum) LossBy(ctx context.Context, by account.Viewer, boardID int64, in board.Settings) (l Loss, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return l, err
	}
	could, args := in.ReadersSQL(boardID, 1)
	return l, f.db.Read(ctx, func(tx *db.Tx) error {
		_, err := db.One(tx, func(r db.Row) (int, error) { return 0, r.Scan(&l.People, &l.Questions) }, `
			WITH loser (id) AS (
				SELECT p.id
				FROM person p
				JOIN organisation po ON po.id = p.organisation_id
				JOIN board b ON b.id = $1
				WHERE `+board.ReadersSQL+` AND NOT `+could+` AND `+wroteSQL("TRUE")+`)
			SELECT (SELECT COUNT(*) FROM loser),
				(SELECT COUNT(*) FROM loser l JOIN thread t ON t.author_id = l.id WHERE t.board_id = $1)
				+ (SELECT COUNT(*) FROM loser l JOIN thread t ON t.asker_id = l.id WHERE t.board_id = $1)`, args...)
		return err
	})
}
