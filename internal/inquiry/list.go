package inquiry

import (
	"context"
	"slices"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// Scope says whose inquiries a list shows.
type Scope string

const (
	All       Scope = ""          // all that the viewer may see
	Own       Scope = "own"       // of the viewer's organisation, or escalated by the viewer
	Supported Scope = "supported" // „Betrifft uns auch" of the viewer's organisation
)

// ListFilter narrows a list of inquiries. Zero values do not narrow, except
// that State "" of All means the open ones.
type ListFilter struct {
	Scope Scope
	State State
	Board int64
	After int64 // Listing.Next of the page before
}

// Listing is a page of inquiries, newest first.
type Listing struct {
	Rows []Row
	Next int64 // leads to the next page, 0 on the last one
}

// Row is an inquiry in a list.
type Row struct {
	ID        int64
	Number    string
	Title     string
	State     State
	BoardName string
	BoardSlug string
	AskedAt   time.Time
	Weight    int            // organisations concerned
	Due       catalogue.Date // for those who see the whole of an open one
	Stopped   bool
	Waits     bool // for the viewer's side to respond
}

// List returns the inquiries that by may see, at least in outline. Guests see none.
func (s *Inquiries) List(ctx context.Context, by account.Viewer, f ListFilter) (out Listing, err error) {
	if err := by.MustBeMember(); err != nil {
		return out, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if out.Rows, err = listRows(tx, by, f); err != nil {
			return err
		}
		if len(out.Rows) > RowsPerPage {
			out.Rows = out.Rows[:RowsPerPage]
			out.Next = out.Rows[RowsPerPage-1].ID
		}
		return nil
	})
	return out, err
}

// scopes narrow the inquiries q; the placeholders are those of seen.
var scopes = map[Scope]string{
	All: `TRUE`,
	Own: `((NOT q.asker_left AND (q.asker_id = $2 OR q.organisation_id = $4)) OR (q.entered_by = $2 AND q.entered_by IS DISTINCT FROM q.asker_id))`,
	Supported: `q.id IN (SELECT c.subject_id FROM concern c WHERE c.subject_kind = 'inquiry' AND c.organisation_id = $4)
		AND (q.asker_left OR q.organisation_id IS DISTINCT FROM $4)`,
}

func listRows(tx *db.Tx, by account.Viewer, f ListFilter) ([]Row, error) {
	scope, ok := scopes[f.Scope]
	if !ok {
		return nil, fault.Missing()
	}
	openOnly := f.Scope == All && f.State == ""
	return db.List(tx, scanRow, query(rowColumns,
		scope+` AND ($6 = '' OR q.state = $6) AND (NOT $7 OR `+openSQL+`) AND ($8 = 0 OR q.board_id = $8) AND ($9 = 0 OR q.id < $9)`, `
		ORDER BY q.id DESC
		LIMIT $10`), append(seen(by), string(f.State), openOnly, f.Board, f.After, RowsPerPage+1)...)
}

// Waiting returns up to limit of the inquiries whose Rückfrage by may answer, the
// longest waiting first: those of by's organisation and those that it supports.
func (s *Inquiries) Waiting(ctx context.Context, by account.Viewer, limit int) ([]Row, error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Row, error) {
		return db.List(tx, scanRow, query(rowColumns, `q.state IN ('asked-back', 'resting') AND `+sideSQL, `
			ORDER BY q.asked_back_on, q.id
			LIMIT $6`), append(seen(by), limit)...)
	})
}

const rowColumns = `q.id, q.number, q.title, q.state, b.name, b.slug, q.asked_at, ` + weightSQL + `,
	CASE WHEN s.access = 3 AND ` + openSQL + ` THEN q.due ELSE '' END,
	s.access = 3 AND q.stopped_on <> '',
	s.side AND q.state IN ('asked-back', 'resting')`

func scanRow(r db.Row) (row Row, err error) {
	return row, r.Scan(&row.ID, &row.Number, &row.Title, &row.State, &row.BoardName, &row.BoardSlug, db.Instant(&row.AskedAt), &row.Weight,
		&row.Due, &row.Stopped, &row.Waits)
}

// ThreadStatus says what programme management has to do with a thread.
type ThreadStatus struct {
	Answers   []AnswerVersion // official answers that settle it, withdrawn and expired ones too
	Inquiries []Row           // that it was escalated to, newest first
	Pending   bool            // one of them was neither declined nor withdrawn
}

// PassedOn returns the newest inquiry that was neither declined nor withdrawn: the
// thread cannot be escalated again. ok is false if there is none.
func (t ThreadStatus) PassedOn() (r Row, ok bool) {
	i := slices.IndexFunc(t.Inquiries, func(r Row) bool { return r.State != Declined && r.State != Withdrawn })
	if i < 0 {
		return Row{}, false
	}
	return t.Inquiries[i], true
}

// ThreadStatus returns the official answers and inquiries of a thread, as far as
// by may see them.
func (s *Inquiries) ThreadStatus(ctx context.Context, by account.Viewer, thread int64) (out ThreadStatus, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		escalated, err := db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM inquiry WHERE thread_id = $1)`, thread)
		if err != nil || !escalated { // as most threads, and the rest is dear
			return err
		}
		err = tx.Together(
			func(tx *db.Tx) (err error) { out.Answers, err = AnswersForTx(tx, by, thread); return err },
			func(tx *db.Tx) (err error) { out.Inquiries, err = listOfThread(tx, by, thread); return err })
		_, out.Pending = out.PassedOn()
		return err
	})
	return out, err
}

// listOfThread returns the inquiries that a thread was escalated to, newest first.
func listOfThread(tx *db.Tx, by account.Viewer, thread int64) ([]Row, error) {
	return db.List(tx, scanRow, query(rowColumns, `q.thread_id = $6`, `ORDER BY q.id DESC`), append(seen(by), thread)...)
}

// NotPassedOnSQL is true for a thread t that neither lies with programme management
// nor did: it has no inquiry but declined and withdrawn ones. It has no parameters.
const NotPassedOnSQL = `NOT EXISTS (
	SELECT 1
	FROM inquiry pq
	WHERE pq.thread_id = t.id AND pq.state NOT IN ('declined', 'withdrawn'))`
