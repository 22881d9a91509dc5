package follow

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/db"
)

// Hears says of what a person wants to hear in a place, by all their levels
// that touch it.
type Hears struct {
	All      bool // every reply
	Threads  bool // new threads
	Official bool // official answers
	Own      bool // what concerns the person without following, such as replies to an own question
	Mentions bool
}

// Unset is what a person hears who has no level for any of the subjects.
var Unset = Hears{Own: true, Mentions: true}

// hears returns what the levels say together. That of the place itself, if there
// is one, decides alone; of the others a mute beats all, and else the person
// hears what any of them says.
func hears(place Level, others []Level) Hears {
	if place != Default {
		others = []Level{place}
	}
	h := Unset
	h.Own = place != None && place != Official
	for _, l := range others {
		switch {
		case l == Muted:
			return Hears{}
		case l.Follows():
			h.All = h.All || l.includes(All)
			h.Threads = h.Threads || l.includes(Threads)
			h.Official = h.Official || l.includes(Official)
		}
	}
	return h
}

// includes reports whether a level by which somebody follows makes them hear of what
// belongs to the level other.
func (l Level) includes(other Level) bool { return l == All || l == other }

// Follower is a person with a level for one of the subjects at least.
type Follower struct {
	Person int64
	Hears  Hears
	rows   []row
}

// nearness orders the kinds of subjects by how much they say why somebody hears.
var nearness = []Kind{Thread, Inquiry, Article, Service, Organisation, Board}

// Via returns the nearest subject because of which the person hears of what belongs
// to the level: All, Threads or Official. It is zero if they do not.
func (f Follower) Via(l Level) (s Subject) {
	near := len(nearness)
	for _, r := range f.rows {
		if n := slices.Index(nearness, r.subject.Kind); r.level.Follows() && r.level.includes(l) && n >= 0 && n < near {
			s, near = r.subject, n
		}
	}
	return s
}

// minRows is the least number of rows that FollowersTx reads: it must exceed those
// of one person.
const minRows = 64

// FollowersTx returns people with a level for any of the subjects, by id and
// beyond after, about limit of them; more says whether there may be others.
// The first subject is the place itself, whose level decides alone (see Hears):
// the thread; the others are its board, its services and the organisation that
// asked for everybody to see, never that of a semi-anonymous author. People who
// hear nothing are among them. Who began to follow after the instant then does not
// follow yet.
func FollowersTx(tx *db.Tx, then time.Time, after int64, limit int, subjects ...Subject) (list []Follower, more bool, err error) {
	rows := max(limit, minRows, 2*len(subjects))
	arms, args := followerArms(` AND person_id > $1`, []any{after}, subjects)
	args = append(args, rows)
	found, err := listLevels(tx, arms+`
		ORDER BY 1
		LIMIT $`+strconv.Itoa(len(args)), args)
	if err != nil {
		return nil, false, err
	}
	if more = len(found) == rows; more { // the last person may have more rows
		last := found[len(found)-1].person
		for found[len(found)-1].person == last {
			found = found[:len(found)-1]
		}
	}
	return combine(found, then, subjects[0]), more, nil
}

// HearsTx returns what each of the people hears of the subjects at the instant then;
// the first subject is the place itself (see FollowersTx).
func HearsTx(tx *db.Tx, then time.Time, people []int64, subjects ...Subject) (map[int64]Hears, error) {
	out := make(map[int64]Hears, len(people))
	for _, p := range people {
		out[p] = Unset
	}
	for len(people) > 0 {
		chunk := people[:min(len(people), 256)]
		people = people[len(chunk):]
		list, args := db.In(1, chunk)
		arms, args := followerArms(` AND person_id IN `+list, args, subjects)
		found, err := listLevels(tx, arms+` ORDER BY 1`, args)
		if err != nil {
			return nil, err
		}
		for _, f := range combine(found, then, subjects[0]) {
			out[f.Person] = f.Hears
		}
	}
	return out, nil
}

// followerArms returns one SELECT for each subject, joined by UNION ALL: sorted by
// person each of them is a walk along the index follow_subject.
func followerArms(who string, args []any, subjects []Subject) (string, []any) {
	arms := make([]string, len(subjects))
	for i, s := range subjects {
		args = append(args, string(s.Kind), s.ID)
		arms[i] = `SELECT person_id, subject_kind, subject_id, level, at FROM follow WHERE subject_kind = $` +
			strconv.Itoa(len(args)-1) + ` AND subject_id = $` + strconv.Itoa(len(args)) + who
	}
	return strings.Join(arms, "\nUNION ALL\n"), args
}

// row is a level of a person.
type row struct {
	person  int64
	subject Subject
	level   Level
	at      time.Time
}

func listLevels(tx *db.Tx, query string, args []any) ([]row, error) {
	return db.List(tx, func(r db.Row) (x row, err error) {
		return x, r.Scan(&x.person, &x.subject.Kind, &x.subject.ID, &x.level, db.Instant(&x.at))
	}, query, args...)
}

// combine turns rows, sorted by person, into one Follower each. Levels chosen after the
// instant then make nobody hear; they do silence.
func combine(rows []row, then time.Time, place Subject) (out []Follower) {
	for i, r := range rows {
		if r.level.Follows() && r.at.After(then) {
			rows[i].level = Default
		}
	}
	for len(rows) > 0 {
		person, own, others, n := rows[0].person, Default, []Level(nil), 0
		for ; n < len(rows) && rows[n].person == person; n++ {
			if rows[n].subject == place {
				own = rows[n].level
			} else {
				others = append(others, rows[n].level)
			}
		}
		out = append(out, Follower{Person: person, Hears: hears(own, others), rows: rows[:n]})
		rows = rows[n:]
	}
	return out
}

// pairs returns the list of subjects for a row-value IN, with placeholders from
// $first on. It is padded to a power of two like that of db.In.
func pairs(first int, subjects []Subject) (string, []any) {
	size := 1
	for size < len(subjects) {
		size *= 2
	}
	parts, args := make([]string, size), make([]any, 0, 2*size)
	for i := range parts {
		s := subjects[min(i, len(subjects)-1)]
		parts[i] = "($" + strconv.Itoa(first+2*i) + ", CAST($" + strconv.Itoa(first+2*i+1) + " AS BIGINT))"
		args = append(args, string(s.Kind), s.ID)
	}
	return "(VALUES " + strings.Join(parts, ", ") + ")", args
}
