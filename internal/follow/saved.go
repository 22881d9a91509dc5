package follow

import (
	"context"
	"net/url"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// Limits of saved searches.
const (
	MaxSearches = 50   // of a person
	MaxName     = 80   // characters
	MaxQuery    = 2000 // bytes
)

// NameOf returns the words of a search as a name for it.
func NameOf(words string) string {
	if r := []rune(words); len(r) > MaxName {
		return strings.TrimSpace(string(r[:MaxName-1])) + "…"
	}
	return words
}

// SavedSearch is a search that somebody wants to repeat.
type SavedSearch struct {
	ID        int64
	Name      string
	Query     string // as the address of the search page carries it
	CreatedAt time.Time
	Followed  bool
}

// Save keeps a search under a name, follows it and returns its id, and whether it was
// saved under another name before: the same query again, in whatever capital letters,
// gets the new one. More than MaxSearches are fault.Invalid. What was there before is no
// news: it tells of what comes from now on.
func (f *Follows) Save(ctx context.Context, by account.Viewer, name, query string) (id int64, renamed bool, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, false, err
	}
	var c fault.Check
	textfield.Line(&c, "name", "Name der Suche", &name, 1, MaxName)
	c.Require(query != "" && len(query) <= MaxQuery, "", "Diese Suche lässt sich nicht speichern. Bitte suchen Sie zuerst nach etwas.")
	if err := c.Err(); err != nil {
		return 0, false, err
	}
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.CountActivityTx(tx, by, account.Following); err != nil {
			return err
		}
		if query, err = sameSearchTx(tx, by.ID, query); err != nil {
			return err
		}
		others, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM saved_search WHERE person_id = $1 AND query <> $2`, by.ID, query)
		if err != nil {
			return err
		}
		if others >= MaxSearches {
			return fault.Reject("Sie haben schon 50 Suchen gespeichert. Löschen Sie zuerst eine, die Sie nicht mehr brauchen.")
		}
		renamed, err = db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM saved_search WHERE person_id = $1 AND query = $2 AND name <> $3)`,
			by.ID, query, name)
		if err != nil {
			return err
		}
		head, err := event.HeadTx(tx)
		if err != nil {
			return err
		}
		id, err = tx.Insert(`
			INSERT INTO saved_search (person_id, name, query, created_at, event_id)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (person_id, query) DO UPDATE SET name = excluded.name
			RETURNING id`, by.ID, name, query, tx.Now, head)
		if err != nil {
			return err
		}
		return SetTx(tx, by.ID, Subject{Search, id}, All)
	})
	return id, renamed, err
}

// sameSearchTx returns the query of the person's saved search that finds the same, since
// it differs by capital letters only, or else the query itself.
func sameSearchTx(tx *db.Tx, person int64, query string) (string, error) {
	saved, err := searchesTx(tx, person, `TRUE`)
	for _, x := range saved {
		if strings.EqualFold(typed(x.Query), typed(query)) {
			return x.Query, err
		}
	}
	return query, err
}

// typed returns a query as it was typed into the search form.
func typed(query string) string {
	if plain, err := url.QueryUnescape(query); err == nil {
		return plain
	}
	return query
}

// Searches returns by's saved searches, the newest first.
func (f *Follows) Searches(ctx context.Context, by account.Viewer) ([]SavedSearch, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) ([]SavedSearch, error) { return searchesTx(tx, by.ID, `TRUE`) })
}

// SearchesTx returns those of the person's saved searches that have these ids.
func SearchesTx(tx *db.Tx, person int64, ids []int64) ([]SavedSearch, error) {
	list, args := db.In(2, ids)
	return searchesTx(tx, person, `s.id IN `+list, args...)
}

func searchesTx(tx *db.Tx, person int64, which string, args ...any) ([]SavedSearch, error) {
	return db.List(tx, func(r db.Row) (s SavedSearch, err error) {
		return s, r.Scan(&s.ID, &s.Name, &s.Query, db.Instant(&s.CreatedAt), &s.Followed)
	}, `
		SELECT s.id, s.name, s.query, s.created_at,
			EXISTS (SELECT 1 FROM follow f WHERE f.person_id = $1 AND f.subject_kind = 'search' AND f.subject_id = s.id AND f.level = 'all')
		FROM saved_search s
		WHERE s.person_id = $1 AND `+which+`
		ORDER BY s.id DESC`, append([]any{person}, args...)...)
}

// Forget deletes one of by's saved searches; somebody else's is fault.NotFound.
func (f *Follows) Forget(ctx context.Context, by account.Viewer, id int64) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return f.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`DELETE FROM saved_search WHERE id = $1 AND person_id = $2`, id, by.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Missing()
		}
		if _, err := tx.Exec(`DELETE FROM follow_ended WHERE person_id = $1 AND subject_kind = 'search' AND subject_id = $2`, by.ID, id); err != nil {
			return err
		}
		return removeTx(tx, by.ID, Subject{Search, id})
	})
}

// beginTx lets a saved search begin with what comes from now on, because somebody
// follows it again.
func beginTx(tx *db.Tx, person, id int64) error {
	head, err := event.HeadTx(tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE saved_search
		SET event_id = $1
		WHERE id = $2 AND person_id = $3
		AND NOT EXISTS (SELECT 1 FROM follow WHERE person_id = $3 AND subject_kind = 'search' AND subject_id = $2 AND level = 'all')`,
		head, id, person)
	return err
}

// DueSearch is a followed search of which somebody is to be told.
type DueSearch struct {
	ID, Person int64
	Query      string
	Event      int64 // they were told of everything up to this event
	Tries      int   // that failed since
}

// DueSearchesTx returns up to limit followed searches that were told of less than
// everything up to the event, those that are furthest behind first. Those that were put
// off are not due.
func DueSearchesTx(tx *db.Tx, upto int64, limit int) ([]DueSearch, error) {
	return db.List(tx, func(r db.Row) (s DueSearch, err error) {
		return s, r.Scan(&s.ID, &s.Person, &s.Query, &s.Event, &s.Tries)
	}, `
		SELECT s.id, s.person_id, s.query, s.event_id, s.tries
		FROM saved_search s
		WHERE s.event_id < $1 AND s.next_at <= $3
		AND EXISTS (
			SELECT 1
			FROM follow f
			WHERE f.person_id = s.person_id AND f.subject_kind = 'search' AND f.subject_id = s.id AND f.level = 'all')
		ORDER BY s.event_id, s.id
		LIMIT $2`, upto, limit, tx.Now)
}

// AdvanceTx notes that searches which were told of everything up to from were told of
// everything up to the event to. It returns how many: those that somebody else
// advanced, or that are no more, are not among them.
func AdvanceTx(tx *db.Tx, from, to int64, searches ...int64) (int64, error) {
	list, args := db.In(3, searches)
	return tx.Exec(`
		UPDATE saved_search
		SET event_id = $1, tries = 0, next_at = 0
		WHERE event_id = $2 AND id IN `+list, append([]any{to, from}, args...)...)
}

// PostponeTx puts a search off that failed, unless somebody else advanced it or put it
// off since. It stays where it is, so nothing is missed.
func PostponeTx(tx *db.Tx, s DueSearch, until time.Time) error {
	_, err := tx.Exec(`
		UPDATE saved_search
		SET tries = tries + 1, next_at = $1
		WHERE id = $2 AND event_id = $3 AND tries = $4`, until, s.ID, s.Event, s.Tries)
	return err
}
