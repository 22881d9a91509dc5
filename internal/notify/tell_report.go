package notify

import (
	"slices"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/forum"
)

// tellReported tells who decides about it that a post was reported. Where nobody who may
// read the post decides, administrators hear that somebody is to be appointed.
func tellReported(tx *db.Tx, e event.Event) ([]story, error) {
	post, found, err := findPost(tx, e.Subject)
	if err != nil || !found {
		return nil, err
	}
	stories, err := tellModerators(tx, Reported, post.target(), post.thread.board, post.house, post.author)
	if err != nil || len(stories[0].direct[0].people) > 0 {
		return stories, err
	}
	people, err := administrators(tx)
	people = slices.DeleteFunc(people, func(p int64) bool { return p == post.author })
	return []story{{about: target{place: Place{Kind: Unattended, ID: post.thread.board}, item: post.id},
		direct: []audience{{kind: Reported, act: ActUnattended, people: people}}}}, err
}

// ActUnattended is the act of notifications that nobody who reads a board may decide
// about a report there.
const ActUnattended = "report.unattended"

// tellReportsMoved tells who decides on the board where a thread now is that a post of it
// was reported before, if nobody told them yet.
func tellReportsMoved(tx *db.Tx, thread int64) ([]story, error) {
	reported, found, err := db.Found(db.Scalar[int64](tx, `
		SELECT r.post_id
		FROM report r
		JOIN post e ON e.id = r.post_id
		WHERE e.thread_id = $1 AND r.outcome = ''
		ORDER BY r.id
		LIMIT 1`, thread))
	if err != nil || !found {
		return nil, err
	}
	stories, err := tellReported(tx, event.Event{Subject: reported})
	for _, s := range stories {
		for i := range s.direct {
			list, args := db.In(3, s.direct[i].people)
			known, err := db.Column[int64](tx, `
				SELECT person_id
				FROM notification
				WHERE place_kind = 'thread' AND place_id = $1 AND kind = $2 AND person_id IN `+list,
				append([]any{thread, string(Reported)}, args...)...)
			if err != nil {
				return nil, err
			}
			s.direct[i].people = slices.DeleteFunc(s.direct[i].people, func(p int64) bool { return slices.Contains(known, p) })
			if s.direct[i].act == "" {
				s.direct[i].act = string(event.PostReported)
			}
		}
	}
	return stories, err
}

// tellReportSettled tells who made a report what became of it.
func tellReportSettled(tx *db.Tx, e event.Event) ([]story, error) {
	type report struct {
		person  int64
		outcome forum.Outcome
	}
	r, found, err := db.Found(db.One(tx, func(row db.Row) (r report, err error) { return r, row.Scan(&r.person, &r.outcome) }, `
		SELECT person_id, outcome
		FROM report
		WHERE id = $1 AND person_id IS NOT NULL AND outcome <> ''`, e.Subject))
	if err != nil || !found {
		return nil, err
	}
	return []story{{about: target{place: Place{Kind: Report, ID: e.Subject}},
		direct: []audience{{kind: ReportDecided, act: reportAct(r.outcome), people: []int64{r.person}}}}}, nil
}

// maxReporters is the maximum number of reports of which it is told that the post is shown
// again.
const maxReporters = 200

// ActShownAgain is the act of notifications that a post which was hidden upon a report is
// shown again.
const ActShownAgain = "report.shown"

// tellReportersShown tells who had reported the post that it is shown again. A person
// hears of it at the newest of their reports.
func tellReportersShown(tx *db.Tx, post postFacts) (out []story, err error) {
	type report struct{ id, person int64 }
	list, err := db.List(tx, func(row db.Row) (r report, err error) { return r, row.Scan(&r.id, &r.person) }, `
		SELECT id, person_id
		FROM report
		WHERE post_id = $1 AND outcome = $2 AND person_id IS NOT NULL
		ORDER BY id DESC
		LIMIT $3`, post.id, string(forum.PostHidden), maxReporters)
	for _, r := range list {
		out = append(out, story{about: target{place: Place{Kind: Report, ID: r.id}},
			direct: []audience{{kind: ReportDecided, act: ActShownAgain, people: []int64{r.person}}}})
	}
	return out, err
}

// reportAct is the act of notifications about reports with the outcome.
func reportAct(o forum.Outcome) string { return "report." + string(o) }
