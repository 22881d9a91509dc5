package inquiry

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// DueFilter narrows the desk's queue by dates.
type DueFilter string

const (
	DueAny     DueFilter = ""
	Overdue    DueFilter = "overdue"
	TicklerDue DueFilter = "tickler" // its Wiedervorlage has come
)

// Filter narrows the desk's queue. Zero values do not narrow.
type Filter struct {
	State State // "": all open ones
	Board int64
	Mine  bool // assigned to the viewer, or with the viewer as substitute
	Due   DueFilter
	After string // Inbox.Next of the page before
}

// Inbox is a page of the desk's queue: by due date, those whose clock stands
// still last; of the same day those that concern most organisations first.
type Inbox struct {
	Rows   []DeskRow
	Counts map[State]int // under the filter, but for its state
	Next   string        // leads to the next page, "" on the last one
}

// Open is the number of open inquiries under the filter.
func (i Inbox) Open() int {
	n := 0
	for s, c := range i.Counts {
		if s.Open() {
			n += c
		}
	}
	return n
}

// DeskRow is an inquiry in the desk's queue.
type DeskRow struct {
	Number       string
	Title        string
	State        State
	BoardName    string
	BoardSlug    string
	Organisation string // the asking one by name, or its alias
	AskedAt      time.Time
	Due          catalogue.Date
	Stopped      bool
	Overdue      bool
	Tickler      catalogue.Date
	TicklerDue   bool
	Assignee     string
	Weight       int
	DeskOnly     bool
	key          queueKey
}

// queueKey is a place in the queue.
type queueKey struct {
	due    string
	weight int
	id     int64
}

func (k queueKey) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(fmt.Sprintf("%s %d %d", k.due, k.weight, k.id)))
}

// parseQueueKey parses a place in the queue. Invalid values mean the beginning.
func parseQueueKey(s string) queueKey {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.Split(string(raw), " ")
	if err != nil || len(parts) != 3 {
		return queueKey{weight: 1 << 30}
	}
	weight, err1 := strconv.Atoi(parts[1])
	id, err2 := strconv.ParseInt(parts[2], 10, 64)
	if err1 != nil || err2 != nil {
		return queueKey{weight: 1 << 30}
	}
	return queueKey{parts[0], weight, id}
}

// Inbox returns a page of the desk's queue. Programme managers only.
func (s *Inquiries) Inbox(ctx context.Context, by account.Viewer, f Filter) (out Inbox, err error) {
	if !by.Programme() {
		return out, fault.Forbid("Den Schreibtisch sieht nur das Programmmanagement.")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if out.Counts, err = countStates(tx, by, f); err != nil {
			return err
		}
		if out.Rows, err = listQueue(tx, by, f); err != nil {
			return err
		}
		if len(out.Rows) > RowsPerPage {
			out.Rows = out.Rows[:RowsPerPage]
			out.Next = out.Rows[RowsPerPage-1].key.String()
		}
		return nil
	})
	return out, err
}

// queueWhere narrows inquiries q by $1 board, $2 mine, $3 viewer, $4 due filter
// and $5 today.
const queueWhere = `($1 = 0 OR q.board_id = $1)
	AND (NOT $2 OR q.assignee_id = $3 OR q.substitute_id = $3)
	AND ($4 <> 'overdue' OR (q.due < $5 AND q.stopped_on = '' AND ` + openSQL + `))
	AND ($4 <> 'tickler' OR (q.tickler <> '' AND q.tickler <= $5))`

const openSQL = `q.state NOT IN ('merged', 'declined', 'answered', 'withdrawn')`

// dueKeySQL is the place of q in the queue. Of open ones there is an index of it,
// which wants just these words.
const dueKeySQL = `CASE WHEN q.stopped_on = '' THEN q.due ELSE '9' || q.due END`

func (f Filter) args(tx *db.Tx, by account.Viewer) []any {
	return []any{f.Board, f.Mine, by.ID, string(f.Due), string(catalogue.DateOf(tx.Now))}
}

func countStates(tx *db.Tx, by account.Viewer, f Filter) (map[State]int, error) {
	type count struct {
		state State
		n     int
	}
	list, err := db.List(tx, func(r db.Row) (c count, err error) { return c, r.Scan(&c.state, &c.n) }, `
		SELECT q.state, COUNT(*)
		FROM inquiry q
		WHERE `+queueWhere+`
		GROUP BY q.state`, f.args(tx, by)...)
	out := map[State]int{}
	for _, c := range list {
		out[c.state] = c.n
	}
	return out, err
}

// listQueue returns a page of the queue and one more. Weighing an inquiry costs
// more than all the rest, so only those are weighed whose due dates can come to
// the page.
func listQueue(tx *db.Tx, by account.Viewer, f Filter) ([]DeskRow, error) {
	after := parseQueueKey(f.After)
	today := catalogue.DateOf(tx.Now)
	which := queueWhere + ` AND $6 = '' AND ` + openSQL
	if f.State != "" {
		which = queueWhere + ` AND q.state = $6`
	}
	return db.List(tx, func(r db.Row) (d DeskRow, err error) {
		err = r.Scan(&d.key.id, &d.Number, &d.Title, &d.State, &d.BoardName, &d.BoardSlug,
			&d.Organisation,
			db.Instant(&d.AskedAt), &d.Due, &d.Stopped, &d.Tickler, &d.Assignee, &d.DeskOnly, &d.Weight, &d.key.due)
		d.key.weight = d.Weight
		d.Overdue = d.State.Open() && !d.Stopped && d.Due.Before(today)
		d.TicklerDue = d.Tickler != "" && !d.Tickler.After(today)
		return d, err
	}, `
		WITH queue AS (
			SELECT q.id, `+weightSQL+` AS weight, `+dueKeySQL+` AS due_key
			FROM inquiry q
			WHERE `+which+` AND `+dueKeySQL+` >= $7
				AND `+dueKeySQL+` <= COALESCE((
					SELECT `+dueKeySQL+`
					FROM inquiry q
					WHERE `+which+` AND `+dueKeySQL+` > $7
					ORDER BY `+dueKeySQL+`
					LIMIT 1 OFFSET $10), '~'))
		SELECT q.id, q.number, q.title, q.state, b.name, b.slug, COALESCE(o.name, a.words),
			q.asked_at, q.due, q.stopped_on <> '', q.tickler, COALESCE(p.name, ''), q.desk_only, queue.weight, queue.due_key
		FROM queue
		JOIN inquiry q ON q.id = queue.id
		JOIN board b ON b.id = q.board_id
		LEFT JOIN organisation o ON o.id = q.organisation_id
		LEFT JOIN alias a ON a.id = q.alias_id
		LEFT JOIN person p ON p.id = q.assignee_id
		WHERE queue.due_key > $7
			OR (queue.due_key = $7 AND queue.weight < $8)
			OR (queue.due_key = $7 AND queue.weight = $8 AND q.id > $9)
		ORDER BY queue.due_key, queue.weight DESC, q.id
		LIMIT $10`, append(f.args(tx, by), string(f.State), after.due, after.weight, after.id, RowsPerPage+1)...)
}
