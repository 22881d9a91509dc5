package notify

import (
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/web/path"
)

// consultationFacts is what is told of a consultation.
type consultationFacts struct{ id, board int64 }

func (c consultationFacts) about(item int64) target {
	return target{place: Place{Kind: Consulting, ID: c.id}, item: item}
}

func findConsultation(tx *db.Tx, id int64) (c consultationFacts, found bool, err error) {
	return db.Found(db.One(tx, func(r db.Row) (c consultationFacts, err error) { return c, r.Scan(&c.id, &c.board) },
		`SELECT id, board_id FROM consultation WHERE id = $1 AND state <> 'draft'`, id))
}

// toFollowers tells who follows the board and wants to hear of what is new there.
func (c consultationFacts) toFollowers(act event.Kind) story {
	about := c.about(0)
	return story{about: about, subjects: []follow.Subject{{Kind: follow.Board, ID: c.board}},
		followed: following{kind: FollowedConsultation, act: string(act), about: about, level: follow.Threads}}
}

// tellConsultationOpened tells who follows the board.
func tellConsultationOpened(tx *db.Tx, e event.Event) ([]story, error) {
	c, found, err := findConsultation(tx, e.Subject)
	if err != nil || !found {
		return nil, err
	}
	return []story{c.toFollowers(e.Kind)}, nil
}

// tellConsultationStepped tells those who speak for organisations that took positions: of
// a correction, positions on that section.
func tellConsultationStepped(tx *db.Tx, e event.Event) ([]story, error) {
	type step struct {
		consultation int64
		act          string
		section      int
	}
	s, found, err := db.Found(db.One(tx, func(r db.Row) (s step, err error) { return s, r.Scan(&s.consultation, &s.act, &s.section) },
		`SELECT consultation_id, act, section FROM consultation_step WHERE id = $1`, e.Subject))
	if err != nil || !found {
		return nil, err
	}
	c, found, err := findConsultation(tx, s.consultation)
	if err != nil || !found {
		return nil, err
	}
	people, err := consultation.SpeakersTx(tx, c.id, s.section)
	if err != nil {
		return nil, err
	}
	hears := audience{kind: PositionProgress, act: consultationAct(consultation.Act(s.act)), people: people}
	return []story{{about: c.about(e.Subject), direct: []audience{hears}}}, nil
}

// tellConsultationEnding reminds those who began: who speak for organisations that took
// positions, and who keep a draft of some; and who follows the board.
func tellConsultationEnding(tx *db.Tx, e event.Event) ([]story, error) {
	c, found, err := findConsultation(tx, e.Subject)
	if err != nil || !found {
		return nil, err
	}
	people, err := consultation.SpeakersTx(tx, c.id, 0)
	if err != nil {
		return nil, err
	}
	drafting, err := draft.HoldersTx(tx, path.To(path.TakePositions, c.id))
	if err != nil {
		return nil, err
	}
	s := c.toFollowers(e.Kind)
	s.direct = []audience{{kind: PositionsDue, people: append(people, drafting...)}}
	return []story{s}, nil
}

// consultationAct is the act of notifications of a step of a consultation.
func consultationAct(a consultation.Act) string { return "consultation." + string(a) }
