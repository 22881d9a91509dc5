package backup

import (
	"strings"
	"time"

	"kommunalforum/internal/db"
)

// Kind says what was run.
type Kind string

const (
	Made    Kind = "backup"
	Drilled Kind = "drill" // restored for a trial
)

// Run is a backup or a drill, as the database remembers it.
type Run struct {
	Kind      Kind
	Scheduled bool
	Place     string
	Began     time.Time // zero: there is none
	Ended     time.Time // zero while it runs, and of one that was interrupted
	Bytes     int64
	Whole     bool
	Problem   string // why it is not, in German
}

// maxPlace and maxProblem bound what is remembered of a run, in characters.
const (
	maxPlace   = 500
	maxProblem = 1000
)

// keepRuns is how many runs are remembered.
const keepRuns = 100

// BeginTx remembers that a run begins, and returns its id.
func BeginTx(tx *db.Tx, kind Kind, scheduled bool, place string) (id int64, err error) {
	id, err = db.Scalar[int64](tx, `
		INSERT INTO backup (kind, scheduled, place, began_at, bytes, whole, problem)
		VALUES ($1, $2, $3, $4, 0, FALSE, '')
		RETURNING id`, string(kind), scheduled, cut(place, maxPlace), tx.Now)
	if err != nil {
		return 0, err
	}
	// What a page tells stays: the last whole one of each kind.
	_, err = tx.Exec(`
		DELETE FROM backup
		WHERE id <= $1 AND id NOT IN (SELECT MAX(id) FROM backup WHERE whole GROUP BY kind)`, id-keepRuns)
	return id, err
}

// EndTx remembers how a run ended: whole when there is no problem.
func EndTx(tx *db.Tx, id, bytes int64, problem string) error {
	_, err := tx.Exec(`UPDATE backup SET ended_at = $1, bytes = $2, whole = $3, problem = $4 WHERE id = $5`,
		tx.Now, bytes, problem == "", cut(problem, maxProblem), id)
	return err
}

func cut(text string, most int) string {
	runes := []rune(strings.ToValidUTF8(text, ""))
	return string(runes[:min(len(runes), most)])
}

// Status says how backups are.
type Status struct {
	Last    Run // the last one that was begun
	Whole   Run // the last one that is whole
	Drill   Run // the last drill
	Since   time.Time
	Planned bool // the server makes backups
}

// How old the last whole backup may be.
const (
	PlannedAge = 26 * time.Hour // where the server makes one a day
	ByHandAge  = 8 * 24 * time.Hour
)

// StatusTx returns the status. planned says that the server makes backups.
func StatusTx(tx *db.Tx, planned bool) (s Status, err error) {
	s.Planned = planned
	if s.Last, err = lastTx(tx, `kind = 'backup'`); err != nil {
		return s, err
	}
	if s.Whole, err = lastTx(tx, `kind = 'backup' AND whole`); err != nil {
		return s, err
	}
	if s.Drill, err = lastTx(tx, `kind = 'drill'`); err != nil {
		return s, err
	}
	s.Since, _, err = db.Found(db.One(tx, func(r db.Row) (t time.Time, err error) { return t, r.Scan(db.Instant(&t)) },
		`SELECT began_at FROM backup WHERE kind = 'backup' ORDER BY id LIMIT 1`))
	return s, err
}

// Overdue reports whether there should be a newer whole backup. Where nobody ever made one
// that is not known: others may back up the folder.
func (s Status) Overdue(now time.Time) bool {
	age := ByHandAge
	if s.Planned {
		age = PlannedAge
	}
	from := s.Whole.Began
	if from.IsZero() {
		from = s.Since
	}
	return !from.IsZero() && now.Sub(from) > age
}

// Interrupted reports whether a run can no longer be going on.
func (r Run) Interrupted(now time.Time) bool { return r.Ended.IsZero() && now.Sub(r.Began) > longest }

const (
	longest = 6 * time.Hour // that a backup may take, before another node begins one
	retry   = time.Hour     // after a backup that did not become whole
)

// EndInterruptedTx ends the scheduled runs that did not end, because nobody else can be at
// them.
func EndInterruptedTx(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE backup SET ended_at = $1, problem = $2 WHERE scheduled AND ended_at IS NULL`, tx.Now, interrupted)
	return err
}

const interrupted = "Das Forum wurde währenddessen angehalten."

// EndRestoredTx ends the runs that had not ended in a forum that was restored. The last one
// is that of the backup itself, as far as the database is in it: it could not say so yet.
func EndRestoredTx(tx *db.Tx, m Manifest) error {
	id, ok, err := db.Found(db.Scalar[int64](tx, `
		SELECT id
		FROM backup
		WHERE kind = 'backup' AND ended_at IS NULL AND began_at <= $1
		ORDER BY id DESC LIMIT 1`, m.Made))
	if err != nil {
		return err
	}
	if ok && !m.Server {
		_, err := tx.Exec(`UPDATE backup SET ended_at = $1, bytes = $2, whole = $3, problem = $4 WHERE id = $5`,
			m.Made, m.Size(), m.Whole(), cut(strings.Join(m.Defects, " "), maxProblem), id)
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE backup SET ended_at = $1, problem = $2 WHERE ended_at IS NULL`, tx.Now, interrupted)
	return err
}

// ClaimTx begins the scheduled backup that was due at the time, unless one since is whole,
// or runs, or failed just now. Only one of several nodes gets it.
func ClaimTx(tx *db.Tx, due time.Time, place string) (id int64, ok bool, err error) {
	taken, err := db.Scalar[bool](tx, `
		SELECT EXISTS (
			SELECT 1
			FROM backup
			WHERE kind = 'backup' AND scheduled AND began_at >= $1
			AND (whole OR began_at > $2 OR ended_at IS NULL AND began_at > $3))`, due, tx.Now.Add(-retry), tx.Now.Add(-longest))
	if err != nil || taken {
		return 0, false, err
	}
	id, err = BeginTx(tx, Made, true, place)
	return id, err == nil, err
}

const columns = `kind, scheduled, place, began_at, ended_at, bytes, whole, problem`

func lastTx(tx *db.Tx, condition string) (Run, error) {
	r, _, err := db.Found(db.One(tx, func(r db.Row) (x Run, err error) {
		return x, r.Scan(&x.Kind, &x.Scheduled, &x.Place, db.Instant(&x.Began), db.Instant(&x.Ended), &x.Bytes, &x.Whole, &x.Problem)
	}, `SELECT `+columns+` FROM backup WHERE `+condition+` ORDER BY id DESC LIMIT 1`))
	return r, err
}
