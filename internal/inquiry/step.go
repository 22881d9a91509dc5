package inquiry

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/textfield"
)

// step is a row of the history to be written.
type step struct {
	act      Act
	from, to State
	actor    int64 // 0: the system
	desk     bool
	reason   string
	assignee int64 // to whom it was assigned, 0 for none
	other    int64 // into which inquiry it was merged, 0 for none
}

// addStep writes a row of the history and appends its event.
func addStep(tx *db.Tx, inquiry int64, s step) error {
	id, err := insertStep(tx, inquiry, s)
	if err != nil {
		return err
	}
	return event.AppendTx(tx, event.InquiryStepped, id, s.actor)
}

func insertStep(tx *db.Tx, inquiry int64, s step) (int64, error) {
	d := deeds[s.act]
	return tx.Insert(`
		INSERT INTO inquiry_step (inquiry_id, at, act, from_state, to_state, actor_id, organisation_id, desk, internal, reason, private,
			assignee_id, other_id)
		VALUES ($1, $2, $3, $4, $5, $6, (SELECT organisation_id FROM person WHERE id = $6), $7, $8, $9, $10, $11, $12)
		RETURNING id`, inquiry, tx.Now, string(s.act), string(s.from), string(s.to), db.Null(s.actor), s.desk, d.internal, s.reason, d.private,
		db.Null(s.assignee), db.Null(s.other))
}

// perform does an act of the workflow in a Write of its own.
func (s *Inquiries) perform(ctx context.Context, by account.Viewer, number string, act Act, in Basis, do func(*db.Tx, *Inquiry) (step, error)) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := performIn(tx, by, number, act, in, do)
		return err
	})
}

// performOnce is perform for acts that carry a message with a form's key.
func (s *Inquiries) performOnce(ctx context.Context, by account.Viewer, number string, act Act, in Basis, form once.Form,
	do func(*db.Tx, *Inquiry) (step, error)) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if again, err := saidBefore(tx, by, form); again || err != nil {
			return err
		}
		_, err := performIn(tx, by, number, act, in, do)
		return err
	})
}

// performIn does an act of the workflow: it loads the inquiry as by sees it,
// asks whether by may, lets do change what belongs to the act (nil if nothing
// does), moves the inquiry on and writes history, audit and event. The step
// that do returns adds to the history whom or what the act was about.
//
// The same person sending the same form twice gets the first result.
func performIn(tx *db.Tx, by account.Viewer, number string, act Act, in Basis, do func(*db.Tx, *Inquiry) (step, error)) (Inquiry, error) {
	in.Reason = textfield.Clean(in.Reason) // allow says what is wrong with it
	q, err := find(tx, by, number)
	if err != nil {
		return q, err
	}
	if done, err := q.doneBy(tx, by, act, in); done || err != nil {
		return q, err
	}
	if err := q.allow(by, act, in); err != nil {
		return q, err
	}
	if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
		return q, err
	}
	var about step
	if do != nil {
		if about, err = do(tx, &q); err != nil {
			return q, err
		}
	}
	t, _ := transition(q.State, act, q.facts.former)
	about.act, about.from, about.to = act, q.State, t.To
	about.actor, about.desk, about.reason = by.ID, t.Who != AskingSide && t.Who != Asker, in.Reason
	return q, q.move(tx, about)
}

// withText are the acts that carry more than a reason. A second sending is recognised
// by the form's key or the content, so that no other text is dropped silently.
var withText = map[Act]bool{ActAskBack: true, ActHandOver: true, ActAnswer: true, ActEnterReply: true, ActMerge: true}

// doneBy reports whether by did this very act as the last one, and it cannot be
// done again from where it led: a second sending of the same form.
func (q Inquiry) doneBy(tx *db.Tx, by account.Viewer, act Act, in Basis) (bool, error) {
	if _, possible := transition(q.State, act, q.facts.former); possible || withText[act] || q.person(by, act) != nil {
		return false, nil
	}
	return db.Scalar[bool](tx, `
		SELECT act = $2 AND COALESCE(actor_id, 0) = $3 AND reason = $4
		FROM inquiry_step
		WHERE inquiry_id = $1
		ORDER BY id DESC
		LIMIT 1`, q.ID, string(act), by.ID, in.Reason)
}

// saidBefore reports whether by sent the form with this message before.
func saidBefore(tx *db.Tx, by account.Viewer, f once.Form) (bool, error) {
	_, found, err := once.EarlierTx[int64](tx, by.ID, f, `SELECT id FROM inquiry_message WHERE author_id = $1 AND once_key = $2`)
	return found, err
}

// move changes the inquiry to the step's state, with its clock, and records the step.
// Afterwards q has the new state and revision.
func (q *Inquiry) move(tx *db.Tx, s step) error {
	today := catalogue.DateOf(tx.Now)
	var due, stopped catalogue.Date
	_, err := db.One(tx, func(r db.Row) (struct{}, error) { return struct{}{}, r.Scan(&due, &stopped) },
		`SELECT due, stopped_on FROM inquiry WHERE id = $1`, q.ID)
	if err != nil {
		return err
	}
	switch {
	case s.to.stopped() && stopped == "":
		stopped = today
	case !s.to.stopped() && stopped != "":
		// The due date moves by the working days that the clock stood still.
		if n := catalogue.WorkingDaysBetween(stopped, today, q.facts.calendar); n > 0 {
			due = catalogue.AddWorkingDays(due, n, q.facts.calendar)
		}
		stopped = ""
	}
	_, err = tx.Exec(`
		UPDATE inquiry
		SET state = $1, due = $2, stopped_on = $3, changed_at = $4, revision = revision + 1
		WHERE id = $5`, string(s.to), string(due), string(stopped), tx.Now, q.ID)
	if err != nil {
		return err
	}
	q.State = s.to
	q.Revision++
	return q.record(tx, s)
}

// record writes history, audit and event of an act; the caller has done it.
func (q Inquiry) record(tx *db.Tx, s step) error {
	if err := addStep(tx, q.ID, s); err != nil {
		return err
	}
	// Acting in place of the assignee is a privileged act whatever it was.
	if deeds[s.act].audited || s.act.who() == Assignee && s.reason != "" {
		if err := audit.RecordTx(tx, s.actor, "inquiry."+string(s.act), "inquiry", q.ID, s.reason); err != nil {
			return err
		}
	}
	return event.AppendTx(tx, event.InquirySaved, q.ID, s.actor)
}

// beside does an act of the desk that changes no state. allowed is the answer of
// the predicate; do changes what belongs to the act.
func (s *Inquiries) beside(ctx context.Context, by account.Viewer, number string, act Act, in Basis, can func(Inquiry) bool,
	do func(*db.Tx, Inquiry) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		q, err := find(tx, by, number)
		if err != nil {
			return err
		}
		if !by.Programme() {
			return ErrNotDesk
		}
		if err := q.fresh(in); err != nil {
			return err
		}
		var c fault.Check
		if in.readReason(&c, 0); c.Err() != nil {
			return c.Err()
		}
		if !can(q) {
			return q.wrongState()
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		if err := do(tx, q); err != nil {
			return err
		}
		return q.touch(tx, step{act: act, actor: by.ID, desk: true, reason: in.Reason})
	})
}

// touch records an act that leaves the state as it is.
func (q *Inquiry) touch(tx *db.Tx, s step) error {
	if _, err := tx.Exec(`UPDATE inquiry SET changed_at = $1, revision = revision + 1 WHERE id = $2`, tx.Now, q.ID); err != nil {
		return err
	}
	q.Revision++
	s.from, s.to = q.State, q.State
	return q.record(tx, s)
}
