package notify

import (
	"slices"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
)

// tellThreadMoved tells who asked of the move; who asked or wrote, and who follows the
// thread, if they can no longer read it where it is; and those of whom that was true
// before, if they can again; and who decides there about posts that were reported.
func tellThreadMoved(tx *db.Tx, e event.Event) ([]story, error) {
	t, found, err := findThread(tx, e.Subject)
	if err != nil || !found {
		return nil, err
	}
	authors, err := forum.AuthorsTx(tx, t.id)
	if err != nil {
		return nil, err
	}
	reported, err := tellReportsMoved(tx, t.id)
	if err != nil {
		return nil, err
	}
	led, err := forum.LedTx(tx, t.id)
	if err != nil {
		return nil, err
	}
	for _, id := range led[1:] {
		reported = append(reported, regained(Place{LostThread, id}, t.place(), ActRegained))
	}
	lost := target{place: Place{LostThread, t.id}, item: e.ID}
	return append([]story{
		regained(lost.place, t.place(), ActRegained),
		{about: target{place: t.place()}, direct: []audience{{kind: Measure, people: []int64{t.asker}}}},
		{about: lost, subjects: []follow.Subject{{Kind: follow.Thread, ID: t.id}},
			direct:   []audience{{kind: Measure, act: ActLostOwn, people: []int64{t.asker}}, {kind: Measure, act: ActLost, people: authors}},
			followed: following{kind: FollowedReply, act: ActLost, about: lost, level: follow.Official}},
	}, reported...), nil
}

// tellBoardNarrowed tells who asked or wrote on the board, and who follows it, if they
// can no longer read it: once for all of its threads.
func tellBoardNarrowed(tx *db.Tx, e event.Event) ([]story, error) {
	restricted, found, err := db.Found(db.Scalar[bool](tx, `SELECT audience = 'restricted' FROM board WHERE id = $1`, e.Subject))
	if err != nil || !found || !restricted {
		return nil, err // every member reads it
	}
	subject := follow.Subject{Kind: follow.Board, ID: e.Subject}
	search := func(tx *db.Tx, after int64, limit int) (found []audience, last int64, more bool, err error) {
		authors, others, err := forum.AuthorsOfBoardTx(tx, e.Subject, e.ID, after, limit)
		if err != nil || len(authors)+len(others) == 0 {
			return nil, after, false, err
		}
		hears, err := follow.HearsTx(tx, e.At, others, subject)
		followers := slices.DeleteFunc(slices.Clone(others), func(p int64) bool { return !hears[p].Official })
		return []audience{{kind: Measure, act: ActLostBoard, people: authors},
			{kind: FollowedThread, act: ActLostBoard, via: subject, people: followers},
		}, slices.Max(slices.Concat(authors, others)), len(authors)+len(others) == limit, err
	}
	return []story{{about: target{place: Place{LostBoard, e.Subject}, item: e.ID}, searched: search}}, nil
}

// tellBoardBarred tells the person who can no longer read boards, whether or not they
// wrote there: that a group, an organisation or a role ended is a matter of their own. It
// tells of all boards that one act took at once.
func tellBoardBarred(tx *db.Tx, e event.Event) ([]story, error) {
	person, found, err := account.BarredTx(tx, e.ID)
	if err != nil || !found {
		return nil, err
	}
	return []story{{about: target{place: Place{LostBoards, e.ID}, item: e.ID},
		direct: []audience{{kind: Measure, act: ActBarred, people: []int64{person}}}}}, nil
}

// tellBoardWidened tells those who could no longer read the board and can again.
func tellBoardWidened(_ *db.Tx, e event.Event) ([]story, error) {
	place := Place{Board, e.Subject}
	return []story{regained(Place{LostBoard, e.Subject}, place, ActRegainedBoard), readmitted(place)}, nil
}

// readmitted tells those who were told that they lost sight of several boards at once
// that they can read this one again.
func readmitted(board Place) story {
	return story{about: target{place: board}, searched: func(tx *db.Tx, after int64, limit int) ([]audience, int64, bool, error) {
		people, err := db.Column[int64](tx, `
			SELECT DISTINCT bb.person_id
			FROM board_barred bb
			JOIN notification n ON n.person_id = bb.person_id AND n.place_kind = 'lost.boards' AND n.place_id = bb.first_id
			WHERE bb.board_id = $1 AND bb.person_id > $2 AND `+account.BarredSQL+`
			ORDER BY bb.person_id
			LIMIT $3`, board.ID, after, limit)
		if len(people) > 0 {
			after = people[len(people)-1]
		}
		return []audience{{kind: Measure, act: ActRegainedBoard, people: people}}, after, len(people) == limit, err
	}}
}

// lostSQL is the condition of the index of what people lost sight of; SQLite takes the
// index only where it stands as it is.
const lostSQL = `place_kind IN ('lost.thread', 'lost.board')`

// regained tells those who were told that they lost sight of a place that they can read
// it again, for the reason for which they heard then. Who still cannot hears nothing,
// because they may not see the place.
func regained(lost, place Place, act string) story {
	return story{about: target{place: place}, searched: func(tx *db.Tx, after int64, limit int) ([]audience, int64, bool, error) {
		type row struct {
			person int64
			kind   Kind
		}
		// The kinds of what people wrote sort behind those of what they follow.
		rows, err := db.List(tx, func(r db.Row) (x row, err error) { return x, r.Scan(&x.person, &x.kind) }, `
			SELECT person_id, MAX(kind)
			FROM notification
			WHERE `+lostSQL+` AND place_kind = $1 AND place_id = $2 AND person_id > $3
			GROUP BY person_id
			ORDER BY person_id
			LIMIT $4`, string(lost.Kind), lost.ID, after, limit)
		var out []audience
		for _, x := range rows {
			i := slices.IndexFunc(out, func(a audience) bool { return a.kind == x.kind })
			if i < 0 {
				i = len(out)
				out = append(out, audience{kind: x.kind, act: act})
			}
			out[i].people = append(out[i].people, x.person)
			after = x.person
		}
		return out, after, len(rows) == limit, err
	}}
}

// opposite says which notifications those of an act make untrue, by the id of the place
// that these are about, which is $1.
type opposite struct {
	untrue string // condition of what is removed
	quiet  string // condition of those whose mail, if it has not left, makes the one of the act needless
}

// both is an opposite in which all that is removed makes the mail needless.
func both(condition string) opposite { return opposite{condition, condition} }

var opposites = map[string]opposite{
	ActLost:      both(`place_kind = 'thread' AND act = '` + ActRegained + `' AND place_id = $1`),
	ActLostOwn:   both(`place_kind = 'thread' AND act = '` + ActRegained + `' AND place_id = $1`),
	ActRegained:  both(`place_kind = 'lost.thread' AND place_id = $1`),
	ActLostBoard: both(`place_kind = 'board' AND place_id = $1`),
	ActBarred: {
		untrue: `place_kind = 'board' AND place_id IN (SELECT board_id FROM board_barred WHERE first_id = $1)`,
		quiet: `place_kind = 'board' AND place_id IN (SELECT MIN(board_id) FROM board_barred WHERE first_id = $1 GROUP BY first_id
			HAVING COUNT(*) = 1)`,
	},
	ActRegainedBoard: {
		untrue: lostBoardSQL + ` AND NOT (place_kind = 'lost.boards' AND ` + barredSQL("<>") + `)`,
		quiet:  lostBoardSQL,
	},
}

// lostBoardSQL is true for notifications that the board $1 was lost, perhaps among others.
var lostBoardSQL = `(place_kind = 'lost.board' AND place_id = $1 OR place_kind = 'lost.boards' AND ` + barredSQL("=") + `)`

// barredSQL is true for notifications of boards lost at once among which is the board $1,
// or with "<>" another one.
func barredSQL(compared string) string {
	return `EXISTS (
		SELECT 1
		FROM board_barred bb
		WHERE bb.first_id = notification.place_id AND bb.board_id ` + compared + ` $1)`
}

// takeBack removes what the event made untrue for those of the people whom it told that
// they lost sight of the place, or can read it again: that they can, or lost it. If the
// mail of that has not left, neither does the one of the event, because nobody needs to
// hear that a thread was moved to and fro.
func takeBack(tx *db.Tx, e event.Event, act string, place int64, people []int64) error {
	former, ok := opposites[act]
	if !ok {
		return nil
	}
	list, args := db.In(4, people)
	args = append([]any{place, e.ID, act}, args...)
	_, err := tx.Exec(`
		UPDATE notification
		SET delivery = '', due_at = NULL
		WHERE event_id = $2 AND act = $3 AND person_id IN `+list+` AND delivery <> '' AND person_id IN (
			SELECT person_id
			FROM notification
			WHERE `+former.quiet+` AND person_id IN `+list+` AND delivery IN ('now', 'daily', 'weekly'))`, args...)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		DELETE FROM notification
		WHERE `+former.untrue+` AND person_id IN (
			SELECT person_id
			FROM notification
			WHERE event_id = $2 AND act = $3 AND person_id IN `+list+`)`, args...)
	return err
}
