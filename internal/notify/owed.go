package notify

import (
	"time"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
)

// owed is a notification of which a mail may tell, with what decides whether it does.
type owed struct {
	id     int64
	person int64
	at     Place
	line   Line
	due    time.Time
	read   bool
	seen   bool         // the person may see it now
	level  follow.Level // of the place, at this moment
	via    follow.Level // of what is followed and made it, at this moment
	recipient
}

// recipient is what decides when mails leave for a person.
type recipient struct {
	closed bool   // no mail may go there
	state  string // Land of the organisation
	absence
}

// owedSQL selects owed; VisibleSQL and the levels are asked anew each time.
var owedSQL = `
	SELECT n.id, n.person_id, n.place_kind, n.place_id, n.kind, n.act, n.item_id, n.position, n.via_kind, n.via_id, n.at, n.due_at,
		COALESCE(s.name, ''), n.read_at IS NOT NULL, ` + VisibleSQL + `,
		COALESCE(f.level, ''), COALESCE(v.level, ''), p.disabled_at IS NOT NULL, po.state, COALESCE(np.absent_from, ''), COALESCE(np.absent_until, '')
	FROM notification n` + peopleSQL + searchSQL + `
	LEFT JOIN follow f ON f.person_id = n.person_id AND f.subject_kind = n.place_kind AND f.subject_id = n.place_id
	LEFT JOIN follow v ON v.person_id = n.person_id AND v.subject_kind = n.via_kind AND v.subject_id = n.via_id
	LEFT JOIN notify_person np ON np.person_id = n.person_id`

func listOwed(tx *db.Tx, tail string, args ...any) ([]owed, error) {
	return db.List(tx, func(r db.Row) (o owed, err error) {
		l := &o.line
		err = r.Scan(&o.id, &o.person, &o.at.Kind, &o.at.ID, &l.Kind, &l.Act, &l.Item, &l.Position, &l.Via.Kind, &l.Via.ID,
			db.Instant(&l.At), db.Instant(&o.due), &l.Via.Name, &o.read, &o.seen, &o.level, &o.via, &o.closed, &o.state, &o.From, &o.Until)
		l.Newest, l.Count, l.Unread = o.id, 1, 1
		return o, err
	}, owedSQL+tail, args...)
}

// wanted reports whether a mail tells of it: not read meanwhile, still to be seen,
// and not silenced since.
func (o owed) wanted() bool { return !o.read && o.seen && !o.closed && !o.silenced() }

// silenced reports whether the person has said since that they do not want to hear
// of it. What is left to do, and what moderation and editors decided, is told at every
// level.
func (o owed) silenced() bool {
	info, known := o.line.Kind.Info()
	switch {
	case !known:
		return true
	case info.Group == Work, o.line.Kind == Measure, o.line.Kind == ReportDecided, o.line.Kind == SuggestionDecided,
		o.line.Kind == Consultation, o.line.Kind == Reminder, o.line.Kind == ReuseDue:
		return false
	case o.level == follow.Muted:
		return true
	case o.line.Kind == Mention:
		return false
	case o.line.Via.Kind != "" && !o.via.Follows():
		return true
	}
	return (o.level == follow.None || o.level == follow.Official) && !o.line.Kind.official()
}

// away reports whether the person is absent on the day of t.
func (r recipient) away(t time.Time) bool { return !r.Until.Before(catalogue.DateOf(t)) }
