package notify

import (
	"slices"

	"kommunalforum/internal/account"
	boards "kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
)

// threadFacts is what is told of a thread.
type threadFacts struct {
	id, board    int64
	asker        int64 // who really asked, of a semi-anonymous question too; 0: an account that was erased
	organisation int64 // that asked; 0: semi-anonymously
	hidden       bool
	pending      bool // waits for review
}

func findThread(tx *db.Tx, id int64) (t threadFacts, found bool, err error) {
	return db.Found(db.One(tx, func(r db.Row) (t threadFacts, err error) {
		return t, r.Scan(&t.id, &t.board, &t.asker, &t.organisation, &t.hidden, &t.pending)
	}, `
		SELECT id, board_id, COALESCE(asker_id, author_id, 0), COALESCE(organisation_id, 0), hidden, review = 'waiting'
		FROM thread
		WHERE id = $1`, id))
}

// subjects returns whose levels count for what happens in the thread.
func (t threadFacts) subjects(tx *db.Tx) ([]follow.Subject, error) {
	services, err := db.Column[int64](tx, `SELECT service_id FROM thread_service WHERE thread_id = $1 ORDER BY service_id`, t.id)
	if err != nil {
		return nil, err
	}
	return subjectsOf(follow.Subject{Kind: follow.Thread, ID: t.id}, t.board, services, t.organisation), nil
}

// subjectsOf puts the subjects together; organisation 0 is none.
func subjectsOf(place follow.Subject, board int64, services []int64, organisation int64) []follow.Subject {
	out := []follow.Subject{place, {Kind: follow.Board, ID: board}}
	for _, id := range services {
		out = append(out, follow.Subject{Kind: follow.Service, ID: id})
	}
	if organisation != 0 {
		out = append(out, follow.Subject{Kind: follow.Organisation, ID: organisation})
	}
	return out
}

func (t threadFacts) place() Place { return Place{Kind: Thread, ID: t.id} }

// postFacts is what is told of a post.
type postFacts struct {
	thread   threadFacts
	id       int64
	position int
	author   int64 // who really wrote it
	house    int64 // the organisation beside it; 0: an alias
	visible  bool
	solution bool
}

func findPost(tx *db.Tx, id int64) (e postFacts, found bool, err error) {
	var thread int64
	e, found, err = db.Found(db.One(tx, func(r db.Row) (e postFacts, err error) {
		return e, r.Scan(&e.id, &thread, &e.position, &e.author, &e.house, &e.visible, &e.solution)
	}, `
		SELECT id, thread_id, position, COALESCE(asker_id, author_id, 0), COALESCE(organisation_id, 0), state = 'visible', solution_at IS NOT NULL
		FROM post
		WHERE id = $1`, id))
	if err != nil || !found {
		return e, false, err
	}
	e.thread, found, err = findThread(tx, thread)
	e.visible = e.visible && !e.thread.hidden
	return e, found, err
}

func (e postFacts) target() target {
	return target{place: e.thread.place(), item: e.id, position: e.position}
}

// story returns a story about the post with the levels that count for it.
func (e postFacts) story(tx *db.Tx) (story, error) {
	subjects, err := e.thread.subjects(tx)
	return story{about: e.target(), subjects: subjects, author: e.author}, err
}

func tellThreadOpened(tx *db.Tx, e event.Event) ([]story, error) {
	question, found, err := db.Found(db.Scalar[int64](tx, `SELECT id FROM post WHERE thread_id = $1 AND position = 1`, e.Subject))
	if err != nil || !found {
		return nil, err
	}
	return tellPost(tx, e, question, following{kind: FollowedThread, level: follow.Threads})
}

func tellPostAdded(tx *db.Tx, e event.Event) ([]story, error) {
	return tellPost(tx, e, e.Subject, following{kind: FollowedReply, level: follow.All})
}

// tellPost tells of a new post: whom it mentions, who asked, and followers; its author
// if a moderator published it.
func tellPost(tx *db.Tx, e event.Event, id int64, followed following) ([]story, error) {
	post, found, err := findPost(tx, id)
	if err != nil || !found || !post.visible {
		return nil, err
	}
	s, err := post.story(tx)
	if err != nil {
		return nil, err
	}
	s.mentioning = id
	if e.Actor != post.author {
		s.direct = append(s.direct, audience{kind: Measure, people: []int64{post.author}})
	}
	if post.thread.asker != post.author {
		s.direct = append(s.direct, audience{kind: ReplyToQuestion, people: []int64{post.thread.asker}})
	}
	followed.about = s.about
	s.followed = followed
	return []story{s}, nil
}

// tellMentions tells whom an edit mentions newly.
func tellMentions(tx *db.Tx, e event.Event) ([]story, error) {
	post, found, err := findPost(tx, e.Subject)
	if err != nil || !found || !post.visible {
		return nil, err
	}
	s, err := post.story(tx)
	s.mentioning = post.id
	return []story{s}, err
}

// tellPostSolved tells who wrote the solution, who asked, and those of the others who
// wrote in the thread and follow it.
func tellPostSolved(tx *db.Tx, e event.Event) ([]story, error) {
	post, found, err := findPost(tx, e.Subject)
	if err != nil || !found || !post.visible || !post.solution {
		return nil, err
	}
	s, err := post.story(tx)
	if err != nil {
		return nil, err
	}
	others, err := db.Column[int64](tx, `
		SELECT DISTINCT COALESCE(asker_id, author_id, 0)
		FROM post
		WHERE thread_id = $1 AND state = 'visible' AND created_at <= $2`, post.thread.id, e.At)
	s.direct = []audience{
		{kind: Solution, act: ActOwnSolution, people: []int64{post.author}},
		{kind: Solution, people: []int64{post.thread.asker}},
		{kind: FollowedReply, people: others},
	}
	return []story{s}, err
}

// tellPostMeasure tells an author what moderation did with the post, and who had reported
// it that it is shown again.
func tellPostMeasure(tx *db.Tx, e event.Event) ([]story, error) {
	post, found, err := findPost(tx, e.Subject)
	if err != nil || !found {
		return nil, err
	}
	own := story{about: post.target(), direct: []audience{{kind: Measure, people: []int64{post.author}}}}
	if e.Kind != event.PostUnhidden || !post.visible {
		return []story{own}, nil
	}
	reports, err := tellReportersShown(tx, post)
	return append(reports, own), err
}

// tellThreadMeasure tells who asked what moderation did with the thread.
func tellThreadMeasure(tx *db.Tx, e event.Event) ([]story, error) {
	t, found, err := findThread(tx, e.Subject)
	if err != nil || !found {
		return nil, err
	}
	return []story{{about: target{place: t.place()}, direct: []audience{{kind: Measure, people: []int64{t.asker}}}}}, nil
}

func tellThreadPending(tx *db.Tx, e event.Event) ([]story, error) {
	t, found, err := findThread(tx, e.Subject)
	if err != nil || !found || !t.pending {
		return nil, err
	}
	return tellReviewers(tx, target{place: t.place()}, t.board, t.organisation, t.asker)
}

func tellReplyPending(tx *db.Tx, e event.Event) ([]story, error) {
	type reply struct{ thread, board, house, author int64 }
	h, found, err := db.Found(db.One(tx, func(r db.Row) (h reply, err error) { return h, r.Scan(&h.thread, &h.board, &h.house, &h.author) }, `
		SELECT h.thread_id, t.board_id, h.organisation_id, h.author_id
		FROM held_reply h
		JOIN thread t ON t.id = h.thread_id
		WHERE h.id = $1 AND h.state = 'waiting'`, e.Subject))
	if err != nil || !found {
		return nil, err
	}
	return tellReviewers(tx, target{place: Place{Kind: Thread, ID: h.thread}, item: e.Subject}, h.board, h.house, h.author)
}

func tellReplyRejected(tx *db.Tx, e event.Event) ([]story, error) {
	type reply struct{ thread, author int64 }
	h, found, err := db.Found(db.One(tx, func(r db.Row) (h reply, err error) { return h, r.Scan(&h.thread, &h.author) }, `
		SELECT thread_id, author_id
		FROM held_reply
		WHERE id = $1 AND state = 'refused'`, e.Subject))
	if err != nil || !found {
		return nil, err
	}
	return []story{{about: target{place: Place{Kind: Thread, ID: h.thread}, item: e.Subject},
		direct: []audience{{kind: Measure, people: []int64{h.author}}}}}, nil
}

// tellModerators tells who may decide about a post on the board: its moderators who may
// read it, but neither its author nor those of the organisation beside it, who leave it to
// others; if there are none, administrators who may read it.
func tellModerators(tx *db.Tx, kind Kind, about target, board, house, author int64) ([]story, error) {
	var people []int64
	for _, role := range []account.Role{account.Moderator, account.Admin} {
		var err error
		people, err = db.Column[int64](tx, `
			SELECT DISTINCT p.id
			FROM board b
			JOIN role_grant rg ON rg.role = $4
			JOIN person p ON p.id = rg.person_id
			JOIN organisation po ON po.id = p.organisation_id
			WHERE b.id = $1 AND (p.organisation_id <> $2 OR $4 = 'admin') AND p.id <> $3 AND `+boards.ModeratorsSQL,
			board, house, author, string(role))
		if err != nil || len(people) > 0 {
			return []story{{about: about, direct: []audience{{kind: kind, people: people}}}}, err
		}
	}
	return []story{{about: about, direct: []audience{{kind: kind}}}}, nil
}

// tellReviewers tells who may decide about a first post. Where nobody who reads the board may,
// administrators hear that somebody is to be appointed.
func tellReviewers(tx *db.Tx, about target, board, house, author int64) ([]story, error) {
	stories, err := tellModerators(tx, Review, about, board, house, author)
	if err != nil || len(stories[0].direct[0].people) > 0 {
		return stories, err
	}
	people, err := administrators(tx)
	people = slices.DeleteFunc(people, func(p int64) bool { return p == author })
	return []story{{about: target{place: Place{Kind: Unattended, ID: board}, item: about.item},
		direct: []audience{{kind: Review, act: ActUnreviewed, people: people}}}}, err
}

// ActUnreviewed is the act of notifications that nobody who reads a board may decide about a
// first post there.
const ActUnreviewed = "review.unattended"

func administrators(tx *db.Tx) ([]int64, error) {
	return db.Column[int64](tx, `SELECT DISTINCT person_id FROM role_grant WHERE role = 'admin' AND board_id IS NULL`)
}
