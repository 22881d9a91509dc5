package notify

import (
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/inquiry"
)

// answerFacts is what is told of a version of an official answer.
type answerFacts struct {
	version, answer, board int64
	number                 int // of the version
	inquiry                int64
	forAsker               bool // released to the asking side only
	act                    string
}

func findAnswer(tx *db.Tx, version int64, kind event.Kind) (a answerFacts, found bool, err error) {
	a, found, err = db.Found(db.One(tx, func(r db.Row) (a answerFacts, err error) {
		return a, r.Scan(&a.version, &a.answer, &a.number, &a.board, &a.inquiry, &a.forAsker)
	}, `
		SELECT x.id, oa.id, x.version, oa.board_id, oa.inquiry_id, x.audience = $2
		FROM answer_version x
		JOIN official_answer oa ON oa.id = x.answer_id
		WHERE x.id = $1 AND x.state <> 'draft'`, version, string(inquiry.ToAsker)))
	a.act = string(kind)
	if kind == event.AnswerReleased && a.number > 1 {
		a.act = ActRevised
	}
	return a, found, err
}

// tellAnswer tells of an official answer that was released, withdrawn or has expired:
// who asked in a thread that it settles, who asked or supports the inquiry, who cites an
// earlier version in a post or an article, the desk, and followers, those of a thread in
// the thread.
func tellAnswer(tx *db.Tx, e event.Event) ([]story, error) {
	a, found, err := findAnswer(tx, e.Subject, e.Kind)
	if err != nil || !found {
		return nil, err
	}
	q, err := findInquiry(tx, a.inquiry)
	if err != nil {
		return nil, err
	}
	var stories []story
	if !a.forAsker {
		if stories, err = a.inThreads(tx, e.At); err != nil {
			return nil, err
		}
	}
	own, err := a.inInquiry(tx, q, e.At, len(stories) == 0)
	if err != nil {
		return nil, err
	}
	stories = append(stories, own)
	desk := story{about: own.about, direct: []audience{{kind: AssignedInquiry, act: a.act, people: q.desk}}}
	if e.Kind == event.AnswerReleased && a.number == 1 {
		return append(stories, desk), nil
	}
	cited, err := a.inPosts(tx, q, e.At)
	if err != nil {
		return nil, err
	}
	citing, err := tellCiting(tx, a.answer)
	return append(append(stories, cited, desk), citing...), err
}

// inPosts returns the story for those whose posts link to the answer, as far as others
// can read these. It is about the answer, not the posts: whoever may no longer read it
// hears nothing.
func (a answerFacts) inPosts(tx *db.Tx, q inquiryFacts, then time.Time) (story, error) {
	people, err := db.Column[int64](tx, `
		SELECT DISTINCT COALESCE(e.asker_id, e.author_id, 0)
		FROM citation c
		JOIN post e ON e.id = c.post_id
		JOIN thread t ON t.id = e.thread_id
		WHERE c.answer_id = $1 AND e.state = 'visible' AND e.created_at <= $2 AND NOT t.hidden`, a.answer, then)
	return story{about: a.target(), subjects: append(q.subjects(), follow.Subject{Kind: follow.Board, ID: a.board}),
		direct: []audience{{kind: CitedByPost, act: a.act, people: people}}}, err
}

// target is the answer as a place of its own.
func (a answerFacts) target() target {
	return target{place: Place{Kind: Answer, ID: a.answer}, item: a.version}
}

// inThreads returns a story for each thread that the answer settles.
func (a answerFacts) inThreads(tx *db.Tx, then time.Time) (out []story, err error) {
	threads, err := db.Column[int64](tx, `
		SELECT DISTINCT thread_id
		FROM inquiry
		WHERE (id = $1 OR lead_id = $1) AND thread_id IS NOT NULL
		ORDER BY thread_id`, a.inquiry)
	if err != nil {
		return nil, err
	}
	for _, id := range threads {
		t, found, err := findThread(tx, id)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		s := story{about: target{place: t.place()}}
		if s.subjects, err = t.subjects(tx); err != nil {
			return nil, err
		}
		supporting, err := db.Column[int64](tx, `
			SELECT person_id
			FROM concern
			WHERE subject_kind = 'thread' AND subject_id = $1 AND person_id IS NOT NULL AND at <= $2`, id, then)
		if err != nil {
			return nil, err
		}
		s.direct = []audience{{kind: OfficialAnswer, act: a.act, people: append(supporting, t.asker)}}
		s.followed = following{kind: FollowedOfficial, act: a.act, about: s.about, level: follow.Official}
		out = append(out, s)
	}
	return out, nil
}

// inInquiry returns the story for the asking side and who follows the inquiry; where no thread tells of it, also for who follows board, services and
// organisation.
func (a answerFacts) inInquiry(tx *db.Tx, q inquiryFacts, then time.Time, alone bool) (s story, err error) {
	s = story{about: target{place: q.place()}, subjects: q.subjects()}
	people, err := sidePeople(tx, q.id, then)
	if err != nil {
		return s, err
	}
	s.direct = []audience{{kind: OfficialAnswer, act: a.act, people: people}}
	s.followed = following{kind: FollowedOfficial, act: a.act, level: follow.Official, about: a.target()}
	if !alone {
		return s, nil
	}
	services, err := db.Column[int64](tx, `SELECT service_id FROM inquiry_service WHERE inquiry_id = $1 ORDER BY service_id`, q.id)
	s.subjects = append(s.subjects, subjectsOf(s.subjects[0], a.board, services, q.organisation)[1:]...)
	return s, err
}
