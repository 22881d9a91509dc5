package forum

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// writers narrows to what organisations or a person wrote. One of the two is set.
type writers struct {
	Organisations []int64
	Person        int64
}

// where is the condition that column prefix x was written by them, with its
// placeholders from $first on.
func (w writers) where(x string, first int) (string, []any) {
	if w.Person != 0 {
		in, args := db.In(first, []int64{w.Person})
		return x + ".author_id IN " + in, args
	}
	in, args := db.In(first, w.Organisations)
	return x + ".organisation_id IN " + in, args
}

// Most rows of each part of an Activity.
const (
	activityQuestions = 10
	activityPosts     = 8
	activityServices  = 12
)

// Activity is what organisations write here.
type Activity struct {
	Open     []Row     // their questions that nothing answers yet, newest first
	Newest   []Said    // the last post of theirs in each thread, newest first
	Services []Service // the OZG services of those threads, by name
}

// Activity returns what the organisations wrote lately, as far as by may read it.
func (f *Forum) Activity(ctx context.Context, by account.Viewer, organisations ...int64) (a Activity, err error) {
	if len(organisations) == 0 {
		return a, nil
	}
	who := writers{Organisations: organisations}
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		if a.Open, err = openBy(tx, by, who, activityQuestions); err != nil {
			return err
		}
		if a.Newest, err = newestBy(tx, by, who, activityPosts); err != nil {
			return err
		}
		a.Services, err = servicesBy(tx, by, who, activityServices)
		return err
	})
	return a, err
}

// NewestOf returns the newest posts of a person, as far as by may read them: the
// last one of each thread.
func (f *Forum) NewestOf(ctx context.Context, by account.Viewer, person int64) ([]Said, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) ([]Said, error) { return newestBy(tx, by, writers{Person: person}, activityPosts) })
}

// PublicOrganisations returns the ids of the organisations that guests can read
// something of: guests learn of no others.
func (f *Forum) PublicOrganisations(ctx context.Context) ([]int64, error) {
	return db.View(ctx, f.db, publicOrganisations)
}

// openBy returns the newest threads that they asked and that nothing answers
// yet, as far as by may read them.
func openBy(tx *db.Tx, by account.Viewer, who writers, limit int) ([]Row, error) {
	wrote, ids := who.where("t", 5)
	return db.List(tx, scanRow(by), `
		SELECT `+rowColumns+threadJoins+`
		WHERE `+wrote+` AND t.state = 'open' AND NOT t.hidden AND `+board.VisibleSQL+`
		ORDER BY t.id DESC
		LIMIT $4`, append(append(board.Seen(by), limit), ids...)...)
}

// Said is a post in a list: its thread, and when it was written.
type Said struct {
	PostID    int64
	ThreadID  int64
	Title     string
	Question  bool
	State     State
	BoardName string
	At        time.Time
}

// maxNewest bounds how many posts are looked at for what somebody wrote lately.
const maxNewest = 200

// newestBy returns the newest posts that they wrote, as far as by may read
// them: the last one of each thread.
func newestBy(tx *db.Tx, by account.Viewer, who writers, limit int) ([]Said, error) {
	wrote, ids := who.where("e", 5)
	all, err := db.List(tx, func(r db.Row) (s Said, err error) {
		return s, r.Scan(&s.PostID, &s.ThreadID, &s.Title, &s.Question, &s.State, &s.BoardName, db.Instant(&s.At))
	}, `
		SELECT e.id, t.id, t.title, e.position = 1, t.state, b.name, e.created_at
		FROM post e
		JOIN thread t ON t.id = e.thread_id
		JOIN board b ON b.id = t.board_id
		WHERE `+wrote+` AND e.state = 'visible' AND NOT t.hidden AND `+board.VisibleSQL+`
		ORDER BY e.id DESC
		LIMIT $4`, append(append(board.Seen(by), maxNewest), ids...)...)
	threads := map[int64]bool{}
	var out []Said
	for _, s := range all {
		if !threads[s.ThreadID] && len(out) < limit {
			threads[s.ThreadID] = true
			out = append(out, s)
		}
	}
	return out, err
}

// servicesBy returns the OZG services of the threads in which they wrote
// lately, as far as by may read them, by name.
func servicesBy(tx *db.Tx, by account.Viewer, who writers, limit int) ([]Service, error) {
	wrote, ids := who.where("e", 6)
	return db.List(tx, func(r db.Row) (s Service, err error) { return s, r.Scan(&s.ID, &s.Name) }, `
		SELECT s.id, s.name
		FROM thread t
		JOIN board b ON b.id = t.board_id
		JOIN thread_service ts ON ts.thread_id = t.id
		JOIN service s ON s.id = ts.service_id
		WHERE t.id IN (
			SELECT e.thread_id
			FROM post e
			WHERE `+wrote+` AND e.state = 'visible'
			ORDER BY e.id DESC
			LIMIT $5)
		AND NOT t.hidden AND `+board.VisibleSQL+`
		GROUP BY s.id, s.name, s.sort_key
		ORDER BY s.sort_key, s.id
		LIMIT $4`, append(append(board.Seen(by), limit, maxNewest), ids...)...)
}

// publicOrganisations returns the organisations that guests can read something of: the only
// ones of which they learn that they are here.
func publicOrganisations(tx *db.Tx) ([]int64, error) {
	type key struct{}
	return db.Cached(tx, key{}, func(tx *db.Tx) ([]int64, error) {
		return db.Column[int64](tx, `
			SELECT o.id
			FROM organisation o
			WHERE `+organisation.NamedSQL+` AND EXISTS (
				SELECT 1
				FROM post e
				JOIN thread t ON t.id = e.thread_id
				JOIN board b ON b.id = t.board_id
				WHERE e.organisation_id = o.id AND e.state = 'visible' AND NOT t.hidden AND b.audience = 'public')
			ORDER BY o.id`)
	})
}
