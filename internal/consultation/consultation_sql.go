package consultation

import (
	"math"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

// preparesSQL is CanPrepareOn for the person $2 on a board b.
const preparesSQL = `(b.kind <> 'unsorted' AND EXISTS (
	SELECT 1
	FROM role_grant cg
	WHERE cg.person_id = $2
	AND ((cg.role IN ('admin', 'programme') AND cg.board_id IS NULL)
		OR (cg.role = 'moderator' AND (cg.board_id IS NULL OR cg.board_id = b.id)))))`

// VisibleSQL is the rule of who reads a consultation c on a board b. Its parameters are
// those of board.VisibleSQL.
const VisibleSQL = `(` + board.VisibleSQL + ` AND (c.state <> 'draft' OR ` + preparesSQL + `))`

// ReadersSQL is true for the people p of an organisation po who may read a consultation c
// on a board b.
var ReadersSQL = board.Readers(VisibleSQL)

// ownSQL counts the positions of the organisation $4.
const ownSQL = `(
	SELECT COUNT(*)
	FROM consultation_position own
	WHERE own.consultation_id = c.id AND own.organisation_id = $4 AND own.stance <> '')`

const entryColumns = headColumns + ownSQL + `, ` + board.Columns

// docColumns are entryColumns where no organisation asks.
const docColumns = headColumns + `0, ` + board.Columns

const headColumns = `c.id, c.title, c.issuer, c.state, c.ends_on, c.disclosure, c.guests, c.changed_at, `

const entryJoins = `
	FROM consultation c
	JOIN board b ON b.id = c.board_id`

// seen returns the first four arguments of a query over entryColumns with VisibleSQL.
func seen(by account.Viewer) []any { return append(board.Seen(by), by.Organisation.ID) }

// scanEntry reads entryColumns, and more behind them.
func scanEntry(today catalogue.Date, e *Entry, more ...any) func(db.Row) error {
	return func(r db.Row) error {
		boardFields, boardDone := board.Fields(&e.Board)
		targets := append([]any{&e.ID, &e.Title, &e.Issuer, &e.State, &e.EndsOn, &e.Disclosure, &e.Guests, db.Instant(&e.ChangedAt), &e.Own},
			boardFields...)
		err := r.Scan(append(targets, more...)...)
		boardDone()
		e.Standing = standing(e.State, e.EndsOn, today)
		if e.Standing == IsOpen {
			e.DaysLeft = daysUntil(today, e.EndsOn)
		}
		return err
	}
}

// daysUntil is the number of days from one to another.
func daysUntil(from, to catalogue.Date) int {
	return int(math.Round(to.Begin().Sub(from.Begin()).Hours() / 24)) // days of the change of time have 23 or 25 hours
}

// listEntries returns the entries of a query over entryColumns.
func listEntries(tx *db.Tx, query string, args ...any) ([]Entry, error) {
	today := catalogue.DateOf(tx.Now)
	return db.List(tx, func(r db.Row) (e Entry, err error) { return e, scanEntry(today, &e)(r) }, query, args...)
}

// find returns a consultation that by may read, without sections and steps.
func find(tx *db.Tx, by account.Viewer, id int64) (Consultation, error) {
	return db.One(tx, func(r db.Row) (c Consultation, err error) {
		return c, scanEntry(catalogue.DateOf(tx.Now), &c.Entry, &c.Intro.Source, &c.Intro.HTML, &c.Outcome.Source, &c.Outcome.HTML,
			db.OrZero(&c.Document), &c.Revision, db.Instant(&c.OpenedAt))(r)
	}, `
		SELECT `+entryColumns+`, c.intro, c.intro_html, c.outcome, c.outcome_html, c.document_id, c.revision, c.opened_at`+entryJoins+`
		WHERE c.id = $5 AND `+VisibleSQL, append(seen(by), id)...)
}

// whole returns what find does, with sections and steps.
func whole(tx *db.Tx, by account.Viewer, id int64) (c Consultation, err error) {
	if c, err = find(tx, by, id); err != nil {
		return c, err
	}
	err = tx.Together(
		func(tx *db.Tx) (err error) { c.Sections, err = listSections(tx, id); return err },
		func(tx *db.Tx) (err error) { c.Steps, err = listSteps(tx, id); return err },
	)
	return c, err
}

// listSections returns the sections of a consultation by number, with former wordings.
func listSections(tx *db.Tx, consultation int64) ([]Section, error) {
	list, err := db.List(tx, func(r db.Row) (s Section, err error) {
		return s, r.Scan(&s.ID, &s.Number, &s.Heading, &s.Text.Source, &s.Text.HTML, &s.Wording, &s.Correction, db.Instant(&s.CorrectedAt),
			&s.Verdict, &s.Answer)
	}, `
		SELECT id, number, heading, source, html, wording, correction, corrected_at, verdict, answer
		FROM consultation_section
		WHERE consultation_id = $1
		ORDER BY number, id`, consultation)
	if err != nil {
		return nil, err
	}
	at := map[int64]int{}
	for i, s := range list {
		at[s.ID] = i
	}
	err = db.Each(tx, func(r db.Row) error {
		var section int64
		var w Wording
		if err := r.Scan(&section, &w.Number, &w.Heading, &w.Text.Source, &w.Text.HTML, db.Instant(&w.Until)); err != nil {
			return err
		}
		s := &list[at[section]]
		s.Former = append(s.Former, w)
		return nil
	}, `
		SELECT w.section_id, w.number, w.heading, w.source, w.html, w.until_at
		FROM consultation_wording w
		JOIN consultation_section s ON s.id = w.section_id
		WHERE s.consultation_id = $1
		ORDER BY w.section_id, w.number DESC`, consultation)
	return list, err
}

func listSteps(tx *db.Tx, consultation int64) ([]Step, error) {
	return db.List(tx, func(r db.Row) (s Step, err error) {
		return s, r.Scan(&s.Act, &s.Reason, &s.EndsOn, &s.Section, db.Instant(&s.At))
	}, `
		SELECT act, reason, ends_on, section, at
		FROM consultation_step
		WHERE consultation_id = $1
		ORDER BY id DESC`, consultation)
}

func insertStep(tx *db.Tx, consultation int64, s Step) (int64, error) {
	return tx.Insert(`
		INSERT INTO consultation_step (consultation_id, act, reason, ends_on, section, at)
		VALUES ($1, $2, $3, $4, $5, $6)
		RETURNING id`, consultation, string(s.Act), s.Reason, string(s.EndsOn), s.Section, tx.Now)
}

func insertSection(tx *db.Tx, consultation int64, number int, s part, once string) error {
	_, err := tx.Insert(`
		INSERT INTO consultation_section (consultation_id, number, heading, source, html, pipeline, wording, correction, verdict, answer, once_key)
		VALUES ($1, $2, $3, $4, $5, $6, 1, '', '', '', $7)
		RETURNING id`, consultation, number, s.heading, s.text.Source, string(s.text.HTML), s.text.Version, once)
	return err
}

// touch counts a change of a consultation by those who prepare it.
func touch(tx *db.Tx, id int64) error {
	_, err := tx.Exec(`UPDATE consultation SET revision = revision + 1, changed_at = $1 WHERE id = $2`, tx.Now, id)
	return err
}
