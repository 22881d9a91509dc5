package notify

import (
	"slices"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/inquiry"
)

// inquiryFacts is what is told of an inquiry.
type inquiryFacts struct {
	id           int64
	asker        int64 // 0: somebody under an alias, or an account that was erased
	organisation int64 // that asked; 0: semi-anonymously
	enteredBy    int64
	thread       int64   // from which it was passed on; 0: none
	desk         []int64 // assignee and substitute
	merged       []int64 // the inquiries that were merged into it
}

func findInquiry(tx *db.Tx, id int64) (inquiryFacts, error) {
	q, err := db.One(tx, func(r db.Row) (q inquiryFacts, err error) {
		var assignee, substitute int64
		err = r.Scan(&q.id, &q.asker, &q.organisation, &q.enteredBy, &assignee, &substitute, &q.thread)
		for _, p := range []int64{assignee, substitute} {
			if p != 0 {
				q.desk = append(q.desk, p)
			}
		}
		return q, err
	}, `
		SELECT id, COALESCE(asker_id, 0), COALESCE(organisation_id, 0), entered_by, COALESCE(assignee_id, 0), COALESCE(substitute_id, 0),
			COALESCE(thread_id, 0)
		FROM inquiry
		WHERE id = $1`, id)
	if err != nil {
		return q, err
	}
	q.merged, err = db.Column[int64](tx, `SELECT id FROM inquiry WHERE lead_id = $1 AND id <> $1 ORDER BY id`, id)
	return q, err
}

func (q inquiryFacts) place() Place { return Place{Kind: Inquiry, ID: q.id} }

// subjects returns the inquiry and those that were merged into it: who follows one of
// them waits for the same answer.
func (q inquiryFacts) subjects() []follow.Subject {
	out := []follow.Subject{{Kind: follow.Inquiry, ID: q.id}}
	for _, id := range q.merged {
		out = append(out, follow.Subject{Kind: follow.Inquiry, ID: id})
	}
	return out
}

// sidePeople returns who asked an inquiry, or one that was merged into it, who passed
// it on from a thread, and who said „Betrifft uns auch“ for their organisation
// until the instant then.
func sidePeople(tx *db.Tx, inquiry int64, then time.Time) ([]int64, error) {
	return db.Column[int64](tx, `
		WITH m AS (
			SELECT id, asker_id, asker_left, entered_by
			FROM inquiry
			WHERE id = $1 OR lead_id = $1)
		SELECT asker_id FROM m WHERE asker_id IS NOT NULL AND NOT asker_left
		UNION
		SELECT entered_by FROM m WHERE entered_by IS DISTINCT FROM asker_id
		UNION
		SELECT c.person_id
		FROM m
		JOIN concern c ON c.subject_kind = 'inquiry' AND c.subject_id = m.id
		WHERE c.person_id IS NOT NULL AND c.at <= $2`, inquiry, then)
}

// sideOrganisations returns everybody who may answer a Rückfrage: the people of the
// organisations that ask or support the inquiry, and who passed it on.
func sideOrganisations(tx *db.Tx, inquiry int64) ([]int64, error) {
	return db.Column[int64](tx, `
		WITH m AS (
			SELECT id, asker_id, organisation_id, asker_left, entered_by
			FROM inquiry
			WHERE id = $1 OR lead_id = $1),
		o AS (
			SELECT organisation_id AS id FROM m WHERE organisation_id IS NOT NULL AND NOT asker_left
			UNION
			SELECT c.organisation_id
			FROM m
			JOIN concern c ON c.subject_kind = 'inquiry' AND c.subject_id = m.id AND c.organisation_id IS NOT NULL)
		SELECT p.id FROM o JOIN person p ON p.organisation_id = o.id WHERE p.disabled_at IS NULL
		UNION
		SELECT asker_id FROM m WHERE asker_id IS NOT NULL AND NOT asker_left
		UNION
		SELECT entered_by FROM m WHERE entered_by IS DISTINCT FROM asker_id`, inquiry)
}

// progress are the acts that move an inquiry for those who wait for its answer. What
// happens within the desk is not among them, nor what is told as a Rückfrage or as an
// official answer.
var progress = []inquiry.Act{inquiry.ActExamine, inquiry.ActBegin, inquiry.ActRespond, inquiry.ActRest, inquiry.ActMerge, inquiry.ActUnmerge,
	inquiry.ActHandOver, inquiry.ActTakeBack, inquiry.ActDecline, inquiry.ActReopen, inquiry.ActWithdraw, inquiry.ActFollowUp,
	inquiry.ActRevise, inquiry.ActLeave}

// Acts that tell nothing: the desk's bookkeeping, and those that come with an event of
// the answer.
var (
	bookkeeping = []inquiry.Act{inquiry.ActDraft, inquiry.ActTickle}
	answering   = []inquiry.Act{inquiry.ActAnswer, inquiry.ActRelease, inquiry.ActEnterReply, inquiry.ActRetract}
)

// stepFacts is a row of an inquiry's history.
type stepFacts struct {
	inquiry, assignee int64
	act               inquiry.Act
}

// tellStep tells of a step of an inquiry: the desk, the asking side and followers.
func tellStep(tx *db.Tx, e event.Event) ([]story, error) {
	step, found, err := db.Found(db.One(tx, func(r db.Row) (s stepFacts, err error) {
		return s, r.Scan(&s.inquiry, &s.act, db.OrZero(&s.assignee))
	}, `SELECT inquiry_id, act, assignee_id FROM inquiry_step WHERE id = $1`, e.Subject))
	if err != nil || !found || slices.Contains(answering, step.act) || slices.Contains(bookkeeping, step.act) {
		return nil, err
	}
	q, err := findInquiry(tx, step.inquiry)
	if err != nil {
		return nil, err
	}
	if q.desk, err = deskAt(tx, q, e.Subject); err != nil {
		return nil, err
	}
	s := story{about: target{place: q.place(), item: e.Subject}, subjects: q.subjects()}
	switch {
	case step.act == inquiry.ActEnter:
		return tellEntered(tx, s, q)
	case step.act == inquiry.ActAskBack || step.act == inquiry.ActRemind:
		people, err := sideOrganisations(tx, q.id)
		if err != nil {
			return nil, err
		}
		s.direct = append(s.direct, audience{kind: Consultation, people: people})
	case slices.Contains(progress, step.act):
		people, err := sidePeople(tx, q.id, e.At)
		if err != nil {
			return nil, err
		}
		s.direct = append(s.direct, audience{kind: InquiryProgress, people: people})
	}
	s.direct = append(s.direct, audience{kind: AssignedInquiry, people: q.desk})
	if slices.Contains(progress, step.act) || step.act == inquiry.ActAskBack {
		s.followed = following{kind: FollowedInquiry, about: s.about, level: follow.All}
	}
	for i := range s.direct {
		s.direct[i].act = string(step.act)
	}
	s.followed.act = string(step.act)
	if step.act == inquiry.ActRespond {
		return []story{s}, settleConsultation(tx, q)
	}
	return []story{s}, nil
}

// deskAt returns to whom the inquiry was assigned at a step of its history: assignee and
// substitute, or the assignee alone if it was assigned to others since.
func deskAt(tx *db.Tx, q inquiryFacts, step int64) ([]int64, error) {
	since, err := db.Scalar[bool](tx, `
		SELECT EXISTS (SELECT 1 FROM inquiry_step WHERE inquiry_id = $1 AND id > $2 AND act = $3)`, q.id, step, string(inquiry.ActAssign))
	if err != nil || !since {
		return q.desk, err
	}
	return db.Column[int64](tx, `
		SELECT assignee_id
		FROM inquiry_step
		WHERE inquiry_id = $1 AND id <= $2 AND act = $3 AND assignee_id IS NOT NULL
		ORDER BY id DESC
		LIMIT 1`, q.id, step, string(inquiry.ActAssign))
}

// tellEntered tells of a new inquiry: all programme managers, who asked in the thread
// that somebody passed on, and who follows the organisation's questions.
func tellEntered(tx *db.Tx, s story, q inquiryFacts) ([]story, error) {
	desk, err := db.Column[int64](tx, `SELECT DISTINCT person_id FROM role_grant WHERE role = 'programme' AND board_id IS NULL`)
	if err != nil {
		return nil, err
	}
	act := string(inquiry.ActEnter)
	if q.enteredBy != q.asker {
		s.direct = append(s.direct, audience{kind: InquiryProgress, act: act, people: []int64{q.asker}})
	}
	s.direct = append(s.direct, audience{kind: NewInquiry, act: act, people: desk})
	stories := []story{s}
	if q.asker == 0 && q.thread != 0 { // who asked under an alias is no side of the inquiry, and hears of it in the thread
		t, found, err := findThread(tx, q.thread)
		if err != nil {
			return nil, err
		}
		if found {
			stories = append(stories, story{about: target{place: t.place()},
				direct: []audience{{kind: InquiryProgress, act: act, people: []int64{t.asker}}}})
		}
	}
	if q.organisation != 0 {
		stories[0].subjects = append(s.subjects, follow.Subject{Kind: follow.Organisation, ID: q.organisation})
		stories[0].followed = following{kind: FollowedInquiry, act: act, about: s.about, level: follow.Threads}
	}
	return stories, nil
}

// settleConsultation marks the Rückfragen of an inquiry as read for everybody: somebody
// has answered.
func settleConsultation(tx *db.Tx, q inquiryFacts) error {
	people, err := sideOrganisations(tx, q.id)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(people, chunkSize) {
		list, args := db.In(3, chunk)
		_, err := tx.Exec(`
			UPDATE notification
			SET read_at = $1
			WHERE person_id IN `+list+` AND place_kind = 'inquiry' AND place_id = $2 AND kind = 'consultation' AND read_at IS NULL`,
			append([]any{tx.Now, q.id}, args...)...)
		if err != nil {
			return err
		}
	}
	return nil
}
