package inquiry

import (
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// MergeInput names the inquiry that answers both.
type MergeInput struct {
	Basis
	Into string // its file number
}

// MergeTx merges an inquiry into another one: supporters, voices and notices
// follow, for they are looked up along the link; nothing is copied.
func MergeTx(tx *db.Tx, by account.Viewer, number string, in MergeInput) (Settled, error) {
	in.Into = strings.ToUpper(textfield.Clean(in.Into))
	if again, err := merged(tx, by, number, in.Into); again.Number != "" || err != nil {
		return again, err
	}
	q, err := performIn(tx, by, number, ActMerge, in.Basis, func(tx *db.Tx, q *Inquiry) (step, error) {
		lead, err := findLead(tx, by, *q, in.Into)
		if err != nil {
			return step{}, err
		}
		// What was merged into q follows q's new lead.
		if _, err := tx.Exec(`UPDATE inquiry SET lead_id = $1 WHERE lead_id = $2`, lead.ID, q.ID); err != nil {
			return step{}, err
		}
		_, err = tx.Exec(`UPDATE inquiry SET merged_into = $1, former_state = $2 WHERE id = $3`, lead.ID, string(q.State), q.ID)
		if err != nil {
			return step{}, err
		}
		return step{other: lead.ID}, event.AppendTx(tx, event.InquirySaved, lead.ID, by.ID)
	})
	if err != nil {
		return Settled{}, err
	}
	return settled(tx, q.ID)
}

// merged returns the first result when a programme manager merges the same two
// again.
func merged(tx *db.Tx, by account.Viewer, number, into string) (Settled, error) {
	if !by.Programme() {
		return Settled{}, nil
	}
	id, again, err := db.Found(db.Scalar[int64](tx, `
		SELECT q.id
		FROM inquiry q
		JOIN inquiry l ON l.id = q.merged_into
		WHERE q.number = $1 AND l.number = $2`, number, into))
	if !again || err != nil {
		return Settled{}, err
	}
	return settled(tx, id)
}

// findLead returns the inquiry into which q may be merged. Merging must not
// show anybody more than their own question's readers may see.
func findLead(tx *db.Tx, by account.Viewer, q Inquiry, number string) (Inquiry, error) {
	var c fault.Check
	lead, err := find(tx, by, number)
	switch {
	case fault.Is(err, fault.NotFound):
		c.Add("ziel", "Einen Vorgang mit der Nummer „%s“ gibt es nicht.", number)
	case err != nil:
		return lead, err
	case lead.ID == q.ID:
		c.Add("ziel", "Bitte geben Sie einen anderen Vorgang an.")
	case !lead.State.Open() && lead.State != Answered:
		c.Add("ziel", "Der Vorgang %s ist „%s“. Bitte geben Sie einen offenen oder beantworteten Vorgang an.", lead.Number, lead.State.German())
	case lead.DeskOnly:
		c.Add("ziel", "Der Vorgang %s ist nur für das Programmmanagement sichtbar. Führen Sie ihn bitte umgekehrt in diesen Vorgang.", lead.Number)
	case lead.Board.Audience == board.Restricted && lead.Board.ID != q.Board.ID:
		c.Add("ziel", "Der Vorgang %s liegt in einem geschlossenen Bereich, den die fragende Stelle vielleicht nicht sieht.", lead.Number)
	}
	return lead, c.Err()
}

// UnmergeTx undoes a merging: the inquiry returns to its former state, and
// everyone who was moved comes back with it.
func UnmergeTx(tx *db.Tx, by account.Viewer, number string, in Basis) (Settled, error) {
	q, err := performIn(tx, by, number, ActUnmerge, in, func(tx *db.Tx, q *Inquiry) (step, error) {
		lead, err := db.Scalar[int64](tx, `SELECT merged_into FROM inquiry WHERE id = $1`, q.ID)
		if err != nil {
			return step{}, err
		}
		// What had been merged into q before returns to q.
		_, err = tx.Exec(`
			WITH RECURSIVE follower (id) AS (
				SELECT id FROM inquiry WHERE id = $1
				UNION
				SELECT m.id FROM inquiry m JOIN follower f ON m.merged_into = f.id)
			UPDATE inquiry
			SET lead_id = $1
			WHERE id IN (SELECT id FROM follower)`, q.ID)
		if err != nil {
			return step{}, err
		}
		if _, err := tx.Exec(`UPDATE inquiry SET merged_into = NULL, former_state = '' WHERE id = $1`, q.ID); err != nil {
			return step{}, err
		}
		return step{other: lead}, event.AppendTx(tx, event.InquirySaved, lead, by.ID)
	})
	if err != nil {
		return Settled{}, err
	}
	return settled(tx, q.ID)
}
