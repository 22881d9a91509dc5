// Package integrity owns the table page_check: whether the pages of the database can be
// read, at which is looked once a week while the forum serves.
//
// It promises: the look holds up neither readers nor writers; what it found stays known
// until the next one, also after a start.
package integrity

import (
	"context"
	"log/slog"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

const (
	// Rhythm is the time from one look to the next.
	Rhythm = 7 * 24 * time.Hour
	// again is that after a look that found damage, so that what was mended shows.
	again = 24 * time.Hour
	// settle is how long after the start the first look begins: a start has other work.
	settle    = 10 * time.Minute
	retry     = time.Hour // after a look that could not be finished
	maxDefect = 500       // characters
)

// Result is what the last look found.
type Result struct {
	Ended   time.Time
	Checked string // what was looked at, in German
	Defects int
	First   string // the first defect, in German: the table or index, and the page
}

// Sound reports whether nothing was found.
func (r Result) Sound() bool { return r.Defects == 0 }

// Checker looks at the pages of a database.
type Checker struct {
	db  *db.DB
	log *slog.Logger
}

// New returns a checker of the database.
func New(d *db.DB, log *slog.Logger) *Checker { return &Checker{d, log} }

// Run looks once a week until ctx ends. The leading node does.
func (c *Checker) Run(ctx context.Context) {
	pause := settle
	for sleep(ctx, pause) {
		wait, err := c.due(ctx)
		if err == nil && wait == 0 {
			_, err = c.Check(ctx)
			wait = retry
		}
		if err != nil && ctx.Err() == nil {
			c.log.Error("the pages of the database could not be checked, will retry", "error", err)
		}
		pause = min(max(wait, time.Minute), retry)
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// due returns how long it is until the next look. One that seems to have ended in the
// future, by a clock that was wrong, counts for nothing.
func (c *Checker) due(ctx context.Context) (time.Duration, error) {
	last, found, err := c.Last(ctx)
	now := c.db.Now(ctx)
	if err != nil || !found || last.Ended.After(now) {
		return 0, err
	}
	rhythm := Rhythm
	if !last.Sound() {
		rhythm = again
	}
	return max(0, last.Ended.Add(rhythm).Sub(now)), nil
}

// Check looks now and remembers what it found.
func (c *Checker) Check(ctx context.Context) (r Result, err error) {
	begun := time.Now()
	report, err := c.db.CheckPages(ctx)
	if err != nil {
		return r, err
	}
	r = Result{Checked: clip(report.Checked), Defects: len(report.Defects)}
	for i, defect := range report.Defects {
		if i == 0 {
			r.First = clip(defect)
		}
		c.log.Error("a page of the database is damaged, see OPERATING.md", "defect", defect)
	}
	if r.Sound() {
		c.log.Info("all pages of the database are sound", "took", time.Since(begun).Round(time.Millisecond))
	}
	err = c.db.Write(ctx, func(tx *db.Tx) error {
		r.Ended = tx.Now
		_, err := tx.Exec(`
			INSERT INTO page_check (id, ended_at, checked, defects, first)
			VALUES (1, $1, $2, $3, $4)
			ON CONFLICT (id) DO UPDATE
			SET ended_at = excluded.ended_at, checked = excluded.checked, defects = excluded.defects, first = excluded.first`,
			tx.Now, r.Checked, r.Defects, r.First)
		return err
	})
	return r, err
}

func clip(s string) string {
	if r := []rune(s); len(r) > maxDefect {
		return string(r[:maxDefect-1]) + "…"
	}
	return s
}

// Last returns what the last look found; found is false if there was none.
func (c *Checker) Last(ctx context.Context) (r Result, found bool, err error) {
	err = c.db.Read(ctx, func(tx *db.Tx) error {
		r, found, err = db.Found(db.One(tx, func(row db.Row) (r Result, err error) {
			return r, row.Scan(db.Instant(&r.Ended), &r.Checked, &r.Defects, &r.First)
		}, `SELECT ended_at, checked, defects, first FROM page_check`))
		return err
	})
	return r, found, err
}

// LastFor is Last for an administrator.
func (c *Checker) LastFor(ctx context.Context, by account.Viewer) (r Result, found bool, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return r, false, err
	}
	return c.Last(ctx)
}
