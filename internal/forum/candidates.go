package forum

import (
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

// CandidatePage is a page of CandidatesTx.
type CandidatePage struct {
	Overdue bool  // the overdue questions, oldest first; otherwise those past the threshold, most organisations first
	After   int64 // the last thread of the page before
	Limit   int
}

// CandidatesTx returns a page of the open questions on the boards that by moderates
// that could go to programme management, and whether there are more. NotPassedOn is a
// condition on a thread t without parameters: nobody passed it on yet. Days are the
// working days after which a question is overdue, see Thread.Overdue.
func CandidatesTx(tx *db.Tx, by account.Viewer, p CandidatePage, notPassedOn string, days int) (rows []Row, more bool, err error) {
	q := pastThreshold
	if p.Overdue {
		q = overdue(tx.Now, days)
	}
	rows, err = db.List(tx, scanRow(by), `
		SELECT `+rowColumns+threadJoins+q.join+`
		WHERE t.state = 'open' AND NOT t.hidden AND b.archived_at IS NULL AND `+notPassedOn+`
			AND `+board.VisibleSQL+` AND `+board.ModeratesSQL+`
			AND `+q.which+`
		ORDER BY `+q.order+`
		LIMIT $4`, append(append(board.Seen(by), p.Limit+1, p.After), q.args...)...)
	if more = len(rows) > p.Limit; more {
		rows = rows[:p.Limit]
	}
	return rows, more, err
}

// OwnOverdueTx returns up to limit of the questions that by asked and may put to
// programme management, oldest first, see CandidatesTx.
func OwnOverdueTx(tx *db.Tx, by account.Viewer, notPassedOn string, days, limit int) ([]Row, error) {
	q := overdue(tx.Now, days)
	return db.List(tx, scanRow(by), `
		SELECT `+rowColumns+threadJoins+`
		WHERE t.author_id = $2 AND t.state = 'open' AND NOT t.hidden AND b.archived_at IS NULL AND `+notPassedOn+`
			AND `+board.VisibleSQL+` AND `+q.which+`
		ORDER BY `+q.order+`
		LIMIT $4`, append(append(board.Seen(by), limit, 0), q.args...)...)
}

// candidates selects threads t of one kind of candidates after the thread $5; args
// are the parameters from $6 on.
type candidates struct {
	join, which, order string
	args               []any
}

// pastThreshold selects those that concern many organisations.
var pastThreshold = candidates{
	join: `
		JOIN (
			SELECT c.subject_id AS id, COUNT(*) AS voices, COUNT(DISTINCT NULLIF(COALESCE(v.state, va.land), '')) AS lands
			FROM concern c
			LEFT JOIN organisation v ON v.id = c.organisation_id
			LEFT JOIN alias va ON va.id = c.alias_id
			WHERE c.subject_kind = 'thread'
			GROUP BY c.subject_id
			HAVING COUNT(*) >= $6 AND COUNT(DISTINCT NULLIF(COALESCE(v.state, va.land), '')) >= $7) many ON many.id = t.id`,
	which: `($5 = 0 OR (many.voices, many.lands, -t.id) < (
				SELECT COUNT(*), COUNT(DISTINCT NULLIF(COALESCE(v.state, va.land), '')), -$5
				FROM concern c
				LEFT JOIN organisation v ON v.id = c.organisation_id
				LEFT JOIN alias va ON va.id = c.alias_id
				WHERE c.subject_kind = 'thread' AND c.subject_id = $5))`,
	order: `many.voices DESC, many.lands DESC, t.id`,
	args:  []any{ThresholdOrganisations, ThresholdStates},
}

// overdue selects the overdue ones. The holidays are those of each Land, so each has a
// moment of its own before which questions are overdue.
func overdue(now time.Time, days int) candidates {
	everywhere := overdueBefore(now, days, "")
	args := []any{everywhere}
	var own strings.Builder
	for _, land := range catalogue.States() {
		before := overdueBefore(now, days, land)
		if before.Equal(everywhere) {
			continue
		}
		args = append(args, land, before)
		own.WriteString(` WHEN $` + strconv.Itoa(4+len(args)) + ` THEN $` + strconv.Itoa(5+len(args)))
	}
	which := `t.created_at < $6` // the latest of them: no Land has fewer holidays
	if own.Len() > 0 {
		which += ` AND t.created_at < CASE COALESCE(o.state, a.land)` + own.String() + ` ELSE $6 END`
	}
	return candidates{
		which: which + ` AND ($5 = 0 OR (t.created_at, t.id) > (SELECT l.created_at, l.id FROM thread l WHERE l.id = $5))`,
		order: `t.created_at, t.id`,
		args:  args,
	}
}

// overdueBefore returns the moment before which a question of the Land is overdue.
func overdueBefore(now time.Time, days int, land string) time.Time {
	today := catalogue.DateOf(now)
	last := today
	for missing := days; missing > 0; missing = days - catalogue.WorkingDaysBetween(last, today, land) {
		last = last.AddDays(-missing) // which adds no more working days than that
	}
	return last.AddDays(1).Begin()
}
