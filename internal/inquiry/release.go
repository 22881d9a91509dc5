package inquiry

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
)

// Settled tells package usecase which threads now have which official answer.
type Settled struct {
	Number  string
	Threads []SettledThread
}

// SettledThread is a thread that an answer settles.
type SettledThread struct {
	ThreadID int64
	AnswerID int64 // 0: none any more
	Outdated bool  // the answer was withdrawn, or its validity has ended
}

// draftWrite is the transaction of SaveDraft.
func draftWrite(by account.Viewer, number string, in Basis, ready ReadyAnswer) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		q, err := find(tx, by, number)
		if err != nil {
			return err
		}
		// Whoever may begin the work may write; the reason is asked alike.
		if err := q.person(by, ActSubmit); err != nil {
			return err
		}
		files, err := draftFiles(tx, by, q.ID, ready)
		if err != nil {
			return err
		}
		if again, err := savedBefore(tx, by, q.ID, ready, files); again || err != nil {
			return err
		}
		if err := q.fresh(in); err != nil {
			return err
		}
		if !q.CanDraft(by) {
			return fault.Reject("Der Vorgang ist „" + q.State.German() + "“. Einen Entwurf schreiben Sie, solange er in Bearbeitung ist.")
		}
		var c fault.Check
		in.readReason(&c, 0)
		if !q.Mine(by) && in.Reason == "" {
			c.Add("grund", "Der Vorgang ist jemand anderem zugewiesen. Bitte nennen Sie den Grund, aus dem Sie tätig werden.")
		}
		if err := c.Err(); err != nil {
			return err
		}
		if ready.invalid != nil {
			return ready.invalid
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		if _, err := q.putDraft(tx, by, ready); err != nil {
			return err
		}
		return q.touch(tx, step{act: ActDraft, actor: by.ID, desk: true, reason: in.Reason})
	}
}

// savedBefore reports whether by saved the draft with this form's key before.
func savedBefore(tx *db.Tx, by account.Viewer, inquiry int64, ready ReadyAnswer, files attachment.Chosen) (bool, error) {
	_, found, err := once.EarlierTx[int64](tx, by.ID, ready.form(files), `
		SELECT x.id
		FROM official_answer oa
		JOIN answer_version x ON x.answer_id = oa.id
		JOIN answer_drafter ad ON ad.version_id = x.id
		WHERE ad.person_id = $1 AND x.once_key = $2 AND oa.inquiry_id = $5`, inquiry)
	return found, err
}

// submit checks that the draft is whole before a second person reads it.
func submit(tx *db.Tx, q *Inquiry) (step, error) {
	v, err := findVersion(tx, q.ID, isDraft)
	if err != nil {
		return step{}, err
	}
	// The confirmation of a wider audience is for the one who releases.
	return step{}, q.publishable(v.input(), true)
}

// AnswerTx answers at once, where four eyes are not required.
func AnswerTx(tx *db.Tx, by account.Viewer, number string, in Basis, ready ReadyAnswer) (Settled, error) {
	if again, err := published(tx, by, number, ready); again.Number != "" || err != nil {
		return again, err
	}
	return publishIn(tx, by, number, ActAnswer, in, func(q *Inquiry) (AnswerVersion, error) {
		return q.putWhole(tx, by, ready)
	})
}

// EnterReplyTx publishes the competent body's reply to an inquiry that was
// handed over. Who enters it stays responsible for the answer.
func EnterReplyTx(tx *db.Tx, by account.Viewer, number string, in Basis, ready ReadyAnswer) (Settled, error) {
	if again, err := published(tx, by, number, ready); again.Number != "" || err != nil {
		return again, err
	}
	return publishIn(tx, by, number, ActEnterReply, in, func(q *Inquiry) (AnswerVersion, error) {
		if err := setAssignee(tx, q.ID, by.ID, 0); err != nil {
			return AnswerVersion{}, err
		}
		return q.putWhole(tx, by, ready)
	})
}

// form returns the answer as a form.
func (r ReadyAnswer) form(files attachment.Chosen) once.Form {
	return once.Form{Key: r.in.Once, Content: append([]string{r.in.Question, r.in.Short, r.in.Text, r.in.Body,
		string(r.in.ValidFrom), string(r.in.ValidUntil), r.in.LegalBasis, r.in.Scope, string(r.in.Audience)}, files.Content()...)}
}

// published returns the first result when by sends the same answer again.
func published(tx *db.Tx, by account.Viewer, number string, ready ReadyAnswer) (Settled, error) {
	if !by.Programme() {
		return Settled{}, nil
	}
	inquiry, found, err := db.Found(db.Scalar[int64](tx, `SELECT id FROM inquiry WHERE number = $1`, number))
	if !found || err != nil {
		return Settled{}, err
	}
	files, err := draftFiles(tx, by, inquiry, ready)
	if err != nil {
		return Settled{}, err
	}
	id, again, err := once.EarlierTx[int64](tx, by.ID, ready.form(files), `
		SELECT oa.inquiry_id
		FROM official_answer oa
		JOIN answer_version x ON x.answer_id = oa.id
		WHERE x.released_by = $1 AND x.once_key = $2 AND oa.number = $5`, number)
	if !again || err != nil {
		return Settled{}, err
	}
	return settled(tx, id)
}

// ReleaseTx releases the draft that another programme manager wrote; confirm is
// the confirmation that it may be read by more people than the question.
func ReleaseTx(tx *db.Tx, by account.Viewer, number string, in Basis, confirm bool) (Settled, error) {
	return publishIn(tx, by, number, ActRelease, in, func(q *Inquiry) (AnswerVersion, error) {
		v, err := findVersion(tx, q.ID, isDraft)
		if err != nil {
			return v, err
		}
		return v, q.publishable(v.input(), confirm)
	})
}

// putWhole keeps a complete answer as the draft that is about to be released.
func (q *Inquiry) putWhole(tx *db.Tx, by account.Viewer, ready ReadyAnswer) (AnswerVersion, error) {
	if ready.invalid != nil {
		return AnswerVersion{}, ready.invalid
	}
	if err := q.publishable(ready.in, ready.in.Confirm); err != nil {
		return AnswerVersion{}, err
	}
	return q.putDraft(tx, by, ready)
}

// publishIn leads an inquiry to beantwortet with the version that get returns.
func publishIn(tx *db.Tx, by account.Viewer, number string, act Act, in Basis, get func(*Inquiry) (AnswerVersion, error)) (Settled, error) {
	q, err := performIn(tx, by, number, act, in, func(tx *db.Tx, q *Inquiry) (step, error) {
		v, err := get(q)
		if err != nil {
			return step{}, err
		}
		if err := publish(tx, by, v); err != nil {
			return step{}, err
		}
		_, err = tx.Exec(`UPDATE inquiry SET answered_on = $1 WHERE id = $2`, string(q.facts.today), q.ID)
		return step{}, err
	})
	if err != nil {
		return Settled{}, err
	}
	return settled(tx, q.ID)
}

func publish(tx *db.Tx, by account.Viewer, v AnswerVersion) error {
	if err := setReleased(tx, by, v); err != nil {
		return err
	}
	if err := event.AppendTx(tx, event.AnswerReleased, v.id, by.ID); err != nil {
		return err
	}
	return event.AppendTx(tx, event.AnswerSaved, v.AnswerID, by.ID)
}

func setReleased(tx *db.Tx, by account.Viewer, v AnswerVersion) error {
	_, err := tx.Exec(`
		UPDATE answer_version
		SET state = 'released', released_at = $1, released_by = $2
		WHERE id = $3 AND state = 'draft'`, tx.Now, by.ID, v.id)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE official_answer SET latest_id = $1, expiry_noticed = FALSE WHERE id = $2`, v.id, v.AnswerID)
	return err
}

// RetractTx withdraws a released version of an official answer: it stays
// readable with a banner that gives the reason.
func RetractTx(tx *db.Tx, by account.Viewer, number string, version int, in Basis) (Settled, error) {
	q, err := find(tx, by, number)
	if err != nil {
		return Settled{}, err
	}
	if !by.Programme() {
		return Settled{}, ErrNotDesk
	}
	if err := q.fresh(in); err != nil {
		return Settled{}, err
	}
	var c fault.Check
	in.readReason(&c, 1)
	if err := c.Err(); err != nil {
		return Settled{}, err
	}
	v, found, err := db.Found(db.One(tx, func(r db.Row) (v AnswerVersion, err error) { return v, r.Scan(&v.id, &v.AnswerID) }, `
		UPDATE answer_version
		SET state = 'withdrawn', withdrawn_at = $1, withdrawn_by = $2, withdrawn_why = $3
		WHERE answer_id IN (SELECT id FROM official_answer WHERE inquiry_id = $4) AND version = $5 AND state = 'released'
		RETURNING id, answer_id`, tx.Now, by.ID, in.Reason, q.ID, version))
	if err != nil {
		return Settled{}, err
	}
	if !found {
		return Settled{}, fault.Reject("Diese Fassung ist nicht veröffentlicht oder schon zurückgezogen.")
	}
	if err := q.touch(tx, step{act: ActRetract, actor: by.ID, desk: true, reason: in.Reason}); err != nil {
		return Settled{}, err
	}
	if err := event.AppendTx(tx, event.AnswerWithdrawn, v.id, by.ID); err != nil {
		return Settled{}, err
	}
	if err := event.AppendTx(tx, event.AnswerSaved, v.AnswerID, by.ID); err != nil {
		return Settled{}, err
	}
	return settled(tx, q.ID)
}

// ExpireTx notices up to limit answers whose validity ended since the last
// time, so that search and threads hear of it, and returns their threads.
func ExpireTx(tx *db.Tx, limit int) ([]Settled, error) {
	type expired struct{ answer, inquiry, version int64 }
	list, err := db.List(tx, func(r db.Row) (e expired, err error) { return e, r.Scan(&e.answer, &e.inquiry, &e.version) }, `
		SELECT oa.id, oa.inquiry_id, x.id
		FROM official_answer oa
		JOIN answer_version x ON x.id = oa.latest_id
		WHERE NOT oa.expiry_noticed AND x.valid_until <> '' AND x.valid_until < $1
		ORDER BY oa.id
		LIMIT $2`, string(catalogue.DateOf(tx.Now)), limit)
	if err != nil {
		return nil, err
	}
	var out []Settled
	for _, e := range list {
		if _, err := tx.Exec(`UPDATE official_answer SET expiry_noticed = TRUE WHERE id = $1`, e.answer); err != nil {
			return nil, err
		}
		if err := event.AppendTx(tx, event.AnswerExpired, e.version, 0); err != nil {
			return nil, err
		}
		if err := event.AppendTx(tx, event.AnswerSaved, e.answer, 0); err != nil {
			return nil, err
		}
		s, err := settled(tx, e.inquiry)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// settled returns what holds now for the threads of an inquiry and of those
// merged into it: the answer of the inquiry at their head, or their own. One
// that only the asking side may read settles no thread.
func settled(tx *db.Tx, inquiry int64) (Settled, error) {
	number, err := db.Scalar[string](tx, `SELECT number FROM inquiry WHERE id = $1`, inquiry)
	if err != nil {
		return Settled{}, err
	}
	s := Settled{Number: number}
	s.Threads, err = db.List(tx, func(r db.Row) (t SettledThread, err error) {
		return t, r.Scan(&t.ThreadID, &t.AnswerID, &t.Outdated)
	}, `
		SELECT m.thread_id, COALESCE(x.answer_id, 0),
			COALESCE(x.state = 'withdrawn' OR (x.valid_until <> '' AND x.valid_until < $2), FALSE)
		FROM inquiry m
		LEFT JOIN official_answer led ON led.inquiry_id = m.lead_id AND led.latest_id IS NOT NULL
		LEFT JOIN official_answer own ON own.inquiry_id = m.id AND own.latest_id IS NOT NULL
		LEFT JOIN answer_version x ON x.id = COALESCE(led.latest_id, own.latest_id) AND x.audience <> 'asker'
		WHERE (m.id = $1 OR m.lead_id = $1 OR m.merged_into = $1) AND m.thread_id IS NOT NULL
		ORDER BY m.id`, inquiry, string(catalogue.DateOf(tx.Now)))
	return s, err
}

// input returns the version as it was written, for checking.
func (v AnswerVersion) input() AnswerInput {
	return AnswerInput{Question: v.Question, Short: v.Short, Text: v.source, Body: v.Body, ValidFrom: v.ValidFrom, ValidUntil: v.ValidUntil,
		LegalBasis: v.LegalBasis, Scope: v.Scope, Audience: v.Audience}
}

// releaseOn returns to whom an answer on board b goes that was released to its
// readers: for a board that is not restricted this is the wider audience.
func releaseOn(b board.Board, r board.Release) board.Release {
	if r == board.ToBoard {
		return b.Widest()
	}
	return r
}
