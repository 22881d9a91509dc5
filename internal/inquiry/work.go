package inquiry

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

// Work is what waits for a programme manager.
type Work struct {
	New       int // inquiries that nobody has looked at
	ToRelease int // answers that the viewer may release: somebody else drafted them
}

// Task is an open inquiry that somebody is the assignee of, or the substitute.
type Task struct {
	Number  string
	Title   string
	State   State
	Due     catalogue.Date
	Stopped bool // its clock stands still
	Overdue bool
}

// Work counts what waits for by as a programme manager; nothing waits for others.
func (s *Inquiries) Work(ctx context.Context, by account.Viewer) (Work, error) {
	if !by.Programme() {
		return Work{}, nil
	}
	return db.View(ctx, s.db, func(tx *db.Tx) (Work, error) {
		return db.One(tx, func(r db.Row) (w Work, err error) { return w, r.Scan(&w.New, &w.ToRelease) }, `
			SELECT COUNT(CASE WHEN q.state = 'received' THEN 1 END),
				COUNT(CASE WHEN q.state = 'for-release' AND NOT EXISTS (
					SELECT 1
					FROM official_answer oa
					JOIN answer_version x ON x.answer_id = oa.id AND x.state = 'draft'
					JOIN answer_drafter ad ON ad.version_id = x.id
					WHERE oa.inquiry_id = q.id AND ad.person_id = $1) THEN 1 END)
			FROM inquiry q
			WHERE q.state IN ('received', 'for-release')`, by.ID)
	})
}

// Tasks returns up to limit of the open inquiries that by, a programme manager, is the
// assignee or the substitute of, the first due first. Others have none.
func (s *Inquiries) Tasks(ctx context.Context, by account.Viewer, limit int) ([]Task, error) {
	if !by.Programme() {
		return nil, nil
	}
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Task, error) {
		today := catalogue.DateOf(tx.Now)
		return db.List(tx, func(r db.Row) (x Task, err error) {
			err = r.Scan(&x.Number, &x.Title, &x.State, &x.Due, &x.Stopped)
			x.Overdue = !x.Stopped && x.Due.Before(today)
			return x, err
		}, `
			SELECT q.number, q.title, q.state, q.due, q.stopped_on <> ''
			FROM inquiry q
			WHERE (q.assignee_id = $1 OR q.substitute_id = $1) AND `+openSQL+`
			ORDER BY `+dueKeySQL+`, q.id
			LIMIT $2`, by.ID, limit)
	})
}
