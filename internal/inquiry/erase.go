package inquiry

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/support"
)

// leftReason stands on the desk's side of what passed on because somebody left.
const leftReason = "Das Konto wurde gelöscht."

// EraseTx settles the inquiries of somebody who leaves: what they worked on
// goes to the substitute or back to the desk, the questions of theirs that
// nobody of their organisation can answer for any more lose their asking side,
// and where the organisation is not to be named another stands in its place.
// Histories, messages and answers stay. Called by package usecase only, after
// the account itself was erased.
func EraseTx(tx *db.Tx, e account.Erasure) error {
	if err := passOn(tx, e.Person); err != nil {
		return err
	}
	if err := leaveAll(tx, e); err != nil {
		return err
	}
	if e.Organisation == 0 {
		return nil
	}
	asked, err := db.Column[int64](tx, `
		UPDATE inquiry
		SET organisation_id = $1
		WHERE asker_id = $2
		RETURNING id`, e.Organisation, e.Person)
	if err != nil {
		return err
	}
	if err := support.RemoveAllOfTx(tx, e.Person, support.Inquiry, asked); err != nil {
		return err
	}
	for _, id := range asked {
		if err := event.AppendTx(tx, event.InquirySaved, id, 0); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`UPDATE inquiry_message SET organisation_id = $1 WHERE author_id = $2`,
		`UPDATE inquiry_note SET organisation_id = $1 WHERE author_id = $2`,
		`UPDATE inquiry_step SET organisation_id = $1 WHERE actor_id = $2`,
	} {
		if _, err := tx.Exec(query, e.Organisation, e.Person); err != nil {
			return err
		}
	}
	return nil
}

// passOn hands the person's open inquiries to the substitute, if there is one
// who still works for the desk; otherwise any of its people may go on.
func passOn(tx *db.Tx, person int64) error {
	type held struct {
		Inquiry
		substitute int64
	}
	list, err := db.List(tx, func(r db.Row) (h held, err error) {
		return h, r.Scan(&h.ID, &h.State, db.OrZero(&h.substitute))
	}, `
		SELECT id, state, substitute_id
		FROM inquiry
		WHERE assignee_id = $1 AND state NOT IN ('answered', 'declined', 'withdrawn')
		ORDER BY id`, person)
	if err != nil {
		return err
	}
	colleagues, err := listStaff(tx)
	if err != nil {
		return err
	}
	for _, h := range list {
		if !colleagues.has(h.substitute) || h.substitute == person {
			h.substitute = 0
		}
		if _, err := tx.Exec(`UPDATE inquiry SET assignee_id = $1, substitute_id = NULL WHERE id = $2`, db.Null(h.substitute), h.ID); err != nil {
			return err
		}
		switch {
		case h.substitute != 0:
			err = h.touch(tx, step{act: ActAssign, actor: person, desk: true, reason: leftReason, assignee: h.substitute})
		case h.State == Assigned:
			err = h.move(tx, step{act: ActGiveBack, from: Assigned, to: Examining, actor: person, desk: true, reason: leftReason})
		default:
			err = h.touch(tx, step{act: ActGiveBack, actor: person, desk: true, reason: leftReason})
		}
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE inquiry SET substitute_id = NULL WHERE substitute_id = $1`, person)
	return err
}

// leaveAll takes the asking side from the person's open questions for which
// nobody of the organisation is there any more, or whose organisation is not to
// be named. The desk decides what becomes of them; supporters go on.
func leaveAll(tx *db.Tx, e account.Erasure) error {
	list, err := db.List(tx, func(r db.Row) (q Inquiry, err error) { return q, r.Scan(&q.ID, &q.State) }, `
		SELECT q.id, q.state
		FROM inquiry q
		WHERE q.asker_id = $1 AND NOT q.asker_left AND q.state NOT IN ('answered', 'declined', 'withdrawn')
		AND ($2 OR NOT EXISTS (
			SELECT 1
			FROM person p
			WHERE p.organisation_id = q.organisation_id AND p.disabled_at IS NULL))
		ORDER BY q.id`, e.Person, e.Organisation != 0)
	if err != nil {
		return err
	}
	for _, q := range list {
		if _, err := tx.Exec(`UPDATE inquiry SET asker_left = TRUE WHERE id = $1`, q.ID); err != nil {
			return err
		}
		if err := q.touch(tx, step{act: ActLeave, actor: e.Person}); err != nil {
			return err
		}
	}
	return nil
}

// OpenWorkTx counts the open inquiries that the person asked, and those that are
// assigned to them.
func OpenWorkTx(tx *db.Tx, person int64) (asked, assigned int, err error) {
	_, err = db.One(tx, func(r db.Row) (struct{}, error) { return struct{}{}, r.Scan(&asked, &assigned) }, `
		SELECT COALESCE(SUM(CASE WHEN asker_id = $1 AND NOT asker_left THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN assignee_id = $1 THEN 1 ELSE 0 END), 0)
		FROM inquiry
		WHERE (asker_id = $1 OR assignee_id = $1) AND state NOT IN ('answered', 'declined', 'withdrawn')`, person)
	return asked, assigned, err
}

// FindMentionsTx returns up to limit inquiries that hold the name or the address in
// their question, correspondence, notes, history or answer. It reads all texts.
func FindMentionsTx(tx *db.Tx, t account.NameMatcher, limit int) ([]account.Mention, error) {
	phrases, _ := t.Phrases()
	return account.MentionedTx(tx, nil, t.Matches, limit, `
		WITH x AS (
			SELECT id, title || ' ' || source || ' ' || background || ' ' || competent_body AS text
			FROM inquiry
			UNION ALL
			SELECT inquiry_id, source
			FROM inquiry_message
			UNION ALL
			SELECT inquiry_id, source
			FROM inquiry_note
			UNION ALL
			SELECT inquiry_id, reason
			FROM inquiry_step
			UNION ALL
			SELECT oa.inquiry_id, v.question || ' ' || v.short || ' ' || v.source || ' ' || v.body || ' ' || v.legal_basis || ' '
				|| v.scope || ' ' || v.withdrawn_why
			FROM answer_version v
			JOIN official_answer oa ON oa.id = v.answer_id)
		SELECT x.id, q.board_id, x.text
		FROM x
		JOIN inquiry q ON q.id = x.id
		WHERE `+db.Mentions("x.text", "$1"), phrases)
}
