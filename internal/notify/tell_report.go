package notify

import (
	"slices"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/forum"
)

// tellReported tells who decides about it that a post was reported.
func tellReported(tx *db.Tx, e event.Event) ([]story, error) {
	post, found, err := findPost(tx, e.Subject)
	if err != nil || !found {
		return nil, err
	}
	return tellModerators(tx, Reported, post.target(), post.thread.board, post.house, post.author)
}

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
			s.direct[i].act = string(event.PostReported)
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

// reportAct is the act of notifications about reports with the outcome.
func reportAct(o forum.Outcome) string { return "report." + string(o) }
