package notify

import (
	"context"
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
)

// GroupsPerPage is the number of places on a page of the inbox.
const GroupsPerPage = 20

// Filter narrows the inbox.
type Filter struct {
	Unread bool
	Seen   map[int64]int // positions up to which threads are read, as far as that is not written yet
	Before int64         // goes on behind the group with this newest id; 0: from the newest
}

// Inbox is a page of what somebody was told, grouped by place, newest first.
type Inbox struct {
	Groups []Entry
	Newest int64 // id of the newest notification there is, for SettleUptoTx
	Next   int64 // where the next page begins; 0 at the end
}

// Entry is what somebody was told about one place.
type Entry struct {
	Place  Place
	Title  string
	Number string // file number of inquiries and official answers, slug of boards
	Newest int64  // id of the newest notification
	Unread bool
	Lines  []Line // newest first
}

// Line is what is said about a place in one sentence: all notifications of one kind
// and act, those of hits by their saved search.
type Line struct {
	Kind     Kind
	Act      string
	Count    int
	Unread   int
	At       time.Time // of the newest
	Newest   int64     // its id
	Item     int64     // the first unread post, or the newest if all are read; version of an answer; step of an inquiry; event of a loss
	Position int       // of that post
	Via      Via       // what is followed that made it; zero if nothing needed to be
}

// Via is what somebody follows and therefore hears of something. Its kinds are those
// of package follow.
type Via struct {
	Kind string
	ID   int64
	Name string // that its member gave a saved search; "" for others, and once it is deleted
}

// Inbox returns a page of what by was told and may still see.
func (n *Notifications) Inbox(ctx context.Context, by account.Viewer, f Filter) (in Inbox, err error) {
	if err := by.MustBeMember(); err != nil {
		return in, err
	}
	err = n.db.Read(ctx, func(tx *db.Tx) error {
		in.Newest, err = db.Scalar[int64](tx, `SELECT COALESCE(MAX(id), 0) FROM notification WHERE person_id = $1`, by.ID)
		if err != nil {
			return err
		}
		for len(in.Groups) < GroupsPerPage {
			found, err := listPlaces(tx, by.ID, f)
			if err != nil {
				return err
			}
			shown, err := describe(tx, by.ID, f, found)
			if err != nil {
				return err
			}
			in.Groups = append(in.Groups, shown...)
			if len(found) < GroupsPerPage {
				return nil
			}
			f.Before = found[len(found)-1].newest
		}
		in.Groups = in.Groups[:GroupsPerPage]
		in.Next = in.Groups[GroupsPerPage-1].Newest
		return nil
	})
	return in, err
}

// place is a group before anybody asked whether it may be seen.
type place struct {
	Place
	newest int64
}

// listPlaces returns the places of a page, whoever may see them.
func listPlaces(tx *db.Tx, person int64, f Filter) ([]place, error) {
	where := `person_id = $1`
	if f.Unread {
		where += ` AND read_at IS NULL`
	}
	return db.List(tx, func(r db.Row) (p place, err error) { return p, r.Scan(&p.Kind, &p.ID, &p.newest) }, `
		SELECT place_kind, place_id, MAX(id)
		FROM notification
		WHERE `+where+`
		GROUP BY place_kind, place_id
		HAVING $2 = 0 OR MAX(id) < $2
		ORDER BY 3 DESC
		LIMIT $3`, person, f.Before, GroupsPerPage)
}

// describe returns the lines and titles of the places that the person may see.
func describe(tx *db.Tx, person int64, f Filter, places []place) ([]Entry, error) {
	if len(places) == 0 {
		return nil, nil
	}
	lines, err := listLines(tx, person, f, places)
	if err != nil {
		return nil, err
	}
	titles, err := titlesOf(tx, lines)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, p := range places {
		e := Entry{Place: p.Place, Newest: p.newest, Lines: lines[p.Place]}
		if e.Lines == nil {
			continue
		}
		e.Title, e.Number = titles[p.Place].title, titles[p.Place].number
		if e.Title == "" && p.Kind.Lost() {
			e.Title = p.Kind.Untitled()
		}
		for _, l := range e.Lines {
			e.Unread = e.Unread || l.Unread > 0
		}
		out = append(out, e)
	}
	return out, nil
}

// listLines returns what the person may see of the places, newest first.
func listLines(tx *db.Tx, person int64, f Filter, places []place) (map[Place][]Line, error) {
	out := map[Place][]Line{}
	args := []any{person, f.Unread}
	pairs := ""
	for i, p := range places {
		if i > 0 {
			pairs += ", "
		}
		pairs += "($" + strconv.Itoa(len(args)+1) + ", CAST($" + strconv.Itoa(len(args)+2) + " AS BIGINT))"
		args = append(args, string(p.Kind), p.ID)
	}
	type row struct {
		Place
		Line
		read bool
	}
	rows, err := db.List(tx, func(r db.Row) (x row, err error) {
		return x, r.Scan(&x.Place.Kind, &x.Place.ID, &x.Newest, &x.Line.Kind, &x.Act, db.Instant(&x.At), &x.read, &x.Item, &x.Position,
			&x.Via.Kind, &x.Via.ID, &x.Via.Name)
	}, `
		SELECT n.place_kind, n.place_id, n.id, n.kind, n.act, n.at, n.read_at IS NOT NULL, n.item_id, n.position, n.via_kind, n.via_id,
			COALESCE(s.name, '')
		FROM notification n`+peopleSQL+searchSQL+`
		WHERE n.person_id = $1 AND (n.place_kind, n.place_id) IN (VALUES `+pairs+`)
		AND (NOT $2 OR n.read_at IS NULL) AND `+VisibleSQL+`
		ORDER BY n.id DESC`, args...)
	for _, x := range rows {
		if x.Place.Kind == Thread && x.Position <= f.Seen[x.Place.ID] && f.Seen[x.Place.ID] > 0 {
			if x.read = true; f.Unread {
				continue
			}
		}
		out[x.Place] = addTo(out[x.Place], x.Line, x.read)
	}
	return out, err
}

// addTo adds a notification, older than those before it, to the lines of a place.
func addTo(lines []Line, l Line, read bool) []Line {
	for i := range lines {
		known := &lines[i]
		if known.Kind == l.Kind && (known.Act == l.Act || l.Kind.newestOnly()) && (known.Via == l.Via || l.Kind != FollowedSearch) {
			known.Count++
			if !read {
				known.Unread++
				if !l.Kind.newestOnly() {
					known.Item, known.Position = l.Item, l.Position // the first unread one
				}
			}
			return lines
		}
	}
	l.Count = 1
	if !read {
		l.Unread = 1
	}
	return append(lines, l)
}

type title struct{ title, number string }

// titlesOf returns the titles of the places that the lines are about; who may see
// these may see them. That of an official answer is the question of the version, and
// that of what was lost is as it was then, "" if nobody there can know it any more.
func titlesOf(tx *db.Tx, lines map[Place][]Line) (map[Place]title, error) {
	out := map[Place]title{}
	ids := map[PlaceKind][]int64{}
	for p, list := range lines {
		if p.Kind == Answer || p.Kind.Lost() {
			ids[p.Kind] = append(ids[p.Kind], list[0].Item)
		} else {
			ids[p.Kind] = append(ids[p.Kind], p.ID)
		}
	}
	for kind, query := range titleQueries {
		if len(ids[kind]) == 0 {
			continue
		}
		list, args := db.In(1, ids[kind])
		_, err := db.List(tx, func(r db.Row) (t title, err error) {
			p := Place{Kind: kind}
			err = r.Scan(&p.ID, &t.title, &t.number)
			if known := out[p].title; known != "" { // of boards lost at once
				t.title = known + "; " + t.title
			}
			out[p] = t
			return t, err
		}, query+list, args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// reportTitle is the title of a report r: its number, because its thread may be out of
// sight, and its reason is nothing for a mail. In the inbox the thread's title stands
// behind it, while who reported may read that.
const reportTitle = `'Ihre Meldung ' || r.id`

var titleQueries = map[PlaceKind]string{
	Thread:     `SELECT id, title, '' FROM thread WHERE id IN `,
	Inquiry:    `SELECT id, title, number FROM inquiry WHERE id IN `,
	Article:    `SELECT id, title, '' FROM faq_article WHERE id IN `,
	Board:      `SELECT id, name, slug FROM board WHERE id IN `,
	Unattended: `SELECT id, name, slug FROM board WHERE id IN `,
	Consulting: `SELECT id, title, '' FROM consultation WHERE id IN `,
	Service:    `SELECT id, name, '' FROM service WHERE id IN `,
	Suggestion: `SELECT id, title, '' FROM faq_suggestion WHERE id IN `,
	Report: `
		SELECT r.id, ` + reportTitle + ` || CASE WHEN ` + forum.ReadersSQL + ` THEN ': ' || t.title ELSE '' END, ''
		FROM report r
		JOIN person p ON p.id = r.person_id
		JOIN organisation po ON po.id = p.organisation_id
		JOIN post e ON e.id = r.post_id
		JOIN thread t ON t.id = e.thread_id
		JOIN board b ON b.id = t.board_id
		WHERE r.id IN `,
	LostThread: `
		SELECT m.thread_id, ` + forum.TitleThenSQL + `, ''
		FROM thread_move m
		JOIN thread t ON t.id = m.thread_id
		JOIN post e ON e.id = ` + forum.QuestionThenSQL + `
		WHERE m.event_id IN `,
	LostBoard: `SELECT board_id, name, '' FROM board_narrowing WHERE event_id IN `,
	LostBoards: `
		SELECT bb.first_id, bb.name, ''
		FROM board_barred bb
		JOIN board b ON b.id = bb.board_id
		JOIN person p ON p.id = bb.person_id
		JOIN organisation po ON po.id = p.organisation_id
		WHERE ` + barredStillSQL + ` AND bb.first_id IN `,
	Answer: `SELECT oa.id, x.question, oa.number FROM answer_version x JOIN official_answer oa ON oa.id = x.answer_id WHERE x.id IN `,
}
