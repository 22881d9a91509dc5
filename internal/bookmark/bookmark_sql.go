package bookmark

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// lossSQL is the Loss of a post e of a thread t on a board b: of what not everybody
// reads who reads the board. It uses $1 to $3 as board.VisibleSQL does.
const lossSQL = `CASE
		WHEN t.hidden OR NOT ` + board.VisibleSQL + ` THEN 'unreadable'
		WHEN e.state = 'withdrawn' THEN 'withdrawn'
		WHEN e.state <> 'visible' THEN 'withheld'
		ELSE '' END`

const columns = `COALESCE(m.id, 0), e.id, ` + lossSQL + `, t.title, e.position = 1, e.solution_at IS NOT NULL, b.name,
	COALESCE(m.note, ''), COALESCE(m.remind_on, ''), COALESCE(m.at, 0), ` + account.AuthorColumns

const postJoins = `
	JOIN thread t ON t.id = e.thread_id
	JOIN board b ON b.id = t.board_id
	LEFT JOIN person p ON p.id = e.author_id
	LEFT JOIN organisation o ON o.id = e.organisation_id
	LEFT JOIN alias a ON a.id = e.alias_id`

const joins = `
	FROM bookmark m
	JOIN post e ON e.id = m.post_id` + postJoins

func scan(tx *db.Tx, by account.Viewer) func(db.Row) (Bookmark, error) {
	today := catalogue.DateOf(tx.Now)
	return func(r db.Row) (b Bookmark, err error) {
		fields := []any{&b.ID, &b.PostID, &b.Loss, &b.Title, &b.Question, &b.Solution, &b.Board, &b.Note, &b.RemindOn,
			db.Instant(&b.At)}
		err = r.Scan(append(fields, account.AuthorFields(&b.Author)...)...)
		b.Author = b.Author.For(by)
		b.withhold()
		b.due = b.RemindOn != "" && !b.RemindOn.After(today)
		return b, err
	}
}

// withhold removes what the owner may not read.
func (b *Bookmark) withhold() {
	if b.Loss == Kept {
		return
	}
	b.Question, b.Solution, b.Author = false, false, account.Byline{}
	if b.Loss == Unreadable {
		b.Title, b.Board = "", ""
	}
}

// findPost returns a post that by may read or has bookmarked, with the bookmark if
// there is one.
func findPost(tx *db.Tx, by account.Viewer, post int64) (Bookmark, error) {
	return db.One(tx, scan(tx, by), `
		SELECT `+columns+`
		FROM post e
		LEFT JOIN bookmark m ON m.post_id = e.id AND m.person_id = $2`+postJoins+`
		WHERE e.id = $4 AND (m.id IS NOT NULL OR `+lossSQL+` = '')`, append(board.Seen(by), post)...)
}

func insert(tx *db.Tx, by account.Viewer, post int64, note string, day catalogue.Date) error {
	n, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM bookmark WHERE person_id = $1`, by.ID)
	if err != nil {
		return err
	}
	if n >= MaxOfPerson {
		return fault.Reject("Auf Ihrer Merkliste stehen schon tausend Beiträge. Bitte entfernen Sie zuerst einige.")
	}
	_, err = tx.Insert(`
		INSERT INTO bookmark (person_id, post_id, note, remind_on, reminded, at)
		VALUES ($1, $2, $3, $4, FALSE, $5)
		RETURNING id`, by.ID, post, note, string(day), tx.Now)
	return err
}

// update replaces note and day. A new day is a new reminder.
func update(tx *db.Tx, b Bookmark, note string, day catalogue.Date) error {
	_, err := tx.Exec(`
		UPDATE bookmark
		SET note = $1, remind_on = $2, reminded = reminded AND remind_on = $2
		WHERE id = $3`, note, string(day), b.ID)
	return err
}

// EraseTx deletes the bookmarks of a person who leaves.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM bookmark WHERE person_id = $1`, person)
	return err
}
