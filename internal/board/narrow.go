package board

import (
	"context"
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

// reach orders audiences by size.
var reach = map[Audience]int{Restricted: 0, Members: 1, Public: 2}

// noteNarrowing records, after the event of the change, that fewer people may read
// the board than before. Until the search index has passed that event it knows only
// the former audience.
func noteNarrowing(tx *db.Tx, id int64, before, after Audience) error {
	if reach[after] >= reach[before] {
		return nil
	}
	change, err := event.HeadTx(tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO search_recheck (board_id, event_id)
		VALUES ($1, $2)
		ON CONFLICT (board_id) DO UPDATE SET event_id = excluded.event_id`, id, change)
	return err
}

// NarrowedSinceTx returns the boards whose audience was narrowed after the event.
func NarrowedSinceTx(tx *db.Tx, event int64) ([]int64, error) {
	return db.Column[int64](tx, `SELECT board_id FROM search_recheck WHERE event_id > $1 ORDER BY board_id`, event)
}

// noteReaders appends the events that people can no longer read the board, or can now,
// and keeps who could before.
func noteReaders(tx *db.Tx, id, by int64, before, after Settings) error {
	if before.Widens(after) {
		if err := event.AppendTx(tx, event.BoardWidened, id, by); err != nil {
			return err
		}
	}
	if !before.Narrows(after) {
		return nil
	}
	if err := event.AppendTx(tx, event.BoardNarrowed, id, by); err != nil {
		return err
	}
	change, err := event.HeadTx(tx)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`
		INSERT INTO board_narrowing (event_id, board_id, name, audience, at)
		SELECT $1, id, name, $2, $3
		FROM board
		WHERE id = $4`, change, string(before.Audience), tx.Now, id); err != nil {
		return err
	}
	for _, k := range before.Kinds {
		if !after.Admits(k) {
			if _, err := tx.Exec(`INSERT INTO board_exclusion (event_id, organisation_kind) VALUES ($1, $2)`, change, string(k)); err != nil {
				return err
			}
		}
	}
	for _, c := range before.Circles {
		if !after.AdmitsCircle(c) {
			if _, err := tx.Exec(`INSERT INTO board_exclusion (event_id, circle_id) VALUES ($1, $2)`, change, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// formerSQL is true for who could read a board before it was narrowed, of which m is the
// row of board_narrowing, because of what was changed then. Its parameters are those of
// VisibleSQL.
const formerSQL = `(m.audience = 'public'
	OR ($1 AND m.audience = 'members')
	OR ($1 AND m.audience = 'restricted' AND EXISTS (
		SELECT 1
		FROM board_exclusion be
		LEFT JOIN circle_member cm ON cm.circle_id = be.circle_id AND cm.person_id = $2
		WHERE be.event_id = m.event_id AND (be.organisation_kind = $3 OR cm.person_id IS NOT NULL))))`

// FormerReadersSQL is formerSQL for the people p of an organisation po.
var FormerReadersSQL = Readers(formerSQL)

// LastNarrowing returns when by last lost sight of a board, 0 for any of them, because
// fewer people may read it or because what had admitted by ended; zero for never.
func (s *Boards) LastNarrowing(ctx context.Context, by account.Viewer, id int64) (time.Time, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) (time.Time, error) {
		return db.One(tx, func(r db.Row) (t time.Time, err error) { return t, r.Scan(db.Instant(&t)) }, `
			SELECT MAX(x.at)
			FROM (
				SELECT m.at
				FROM board_narrowing m
				WHERE ($4 = 0 OR m.board_id = $4) AND `+formerSQL+`
				UNION ALL
				SELECT bb.at
				FROM board_barred bb
				WHERE bb.person_id = $2 AND ($4 = 0 OR bb.board_id = $4)) x`, append(Seen(by), id)...)
	})
}

// ReadersSQL is true for the people p of an organisation po who could read the board
// with the id if it had these settings. Its parameters begin with first; they are
// returned. The settings stand in place of the tables, so that the rule is ReadersSQL.
func (s Settings) ReadersSQL(id int64, first int) (condition string, args []any) {
	p := func(kind string, value any) string {
		args = append(args, value)
		return `CAST($` + strconv.Itoa(first+len(args)-1) + ` AS ` + kind + `)`
	}
	board := `SELECT ` + p("BIGINT", id) + ` AS id, ` + p("TEXT", string(s.Audience)) + ` AS audience`
	admitted := `SELECT CAST(NULL AS BIGINT), CAST(NULL AS TEXT), CAST(NULL AS BIGINT)`
	for _, k := range s.Kinds {
		admitted += ` UNION ALL SELECT $` + strconv.Itoa(first) + `, ` + p("TEXT", string(k)) + `, NULL`
	}
	for _, c := range s.Circles {
		admitted += ` UNION ALL SELECT $` + strconv.Itoa(first) + `, NULL, ` + p("BIGINT", c)
	}
	return `EXISTS (
		WITH board_admission (board_id, organisation_kind, circle_id) AS (` + admitted + `)
		SELECT 1
		FROM (` + board + `) b
		WHERE ` + ReadersSQL + `)`, args
}
