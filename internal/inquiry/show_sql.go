package inquiry

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/support"
)

// people reads background, asker and escalating moderator of a whole inquiry.
func (p *Page) people(tx *db.Tx) error {
	var enteredBy int64
	_, err := db.One(tx, func(r db.Row) (struct{}, error) {
		return struct{}{}, r.Scan(append([]any{&p.Background, &enteredBy}, account.AuthorFields(&p.Asker)...)...)
	}, `
		SELECT q.background_html, q.entered_by, `+account.AuthorColumns+`
		FROM inquiry q
		LEFT JOIN person p ON p.id = q.asker_id
		LEFT JOIN organisation o ON o.id = q.organisation_id
		LEFT JOIN alias a ON a.id = q.alias_id
		WHERE q.id = $1`, p.ID)
	if err != nil {
		return err
	}
	if enteredBy != p.Asker.PersonID {
		p.Escalated, err = db.One(tx, func(r db.Row) (b account.Byline, err error) {
			return b, r.Scan(account.BylineFields(&b)...)
		}, `
			SELECT `+account.BylineColumns+`
			FROM inquiry_step i
			JOIN person p ON p.id = i.actor_id
			JOIN organisation o ON o.id = i.organisation_id
			WHERE i.inquiry_id = $1 AND i.act = 'enter' AND p.id = $2`, p.ID, enteredBy)
	}
	if p.AskerLeft {
		p.Asker = p.Asker.WithoutPerson()
	}
	return err
}

// leftSQL holds for what the person (an expression) did for the organisation as
// part of an asking side that took its question q back: everybody, the desk
// too, learns the organisation alone. Who escalated a thread stays named.
func leftSQL(person, organisation string) string {
	return `q.asker_left AND (` + person + ` = q.asker_id OR ` + organisation + ` = q.organisation_id AND ` + person + ` <> q.entered_by)`
}

// listSteps returns the history. The desk's people, its internal steps and
// reasons are left out by the query for everybody else, and the people of an
// asking organisation that left for everybody.
func listSteps(tx *db.Tx, by account.Viewer, inquiry int64) ([]Step, error) {
	return db.List(tx, func(r db.Row) (s Step, err error) {
		return s, r.Scan(db.Instant(&s.At), &s.Act, &s.From, &s.To, &s.Desk, &s.System, &s.Reason, &s.Assignee, &s.Other, &s.Thread,
			&s.Actor.PersonID, &s.Actor.Name, &s.Actor.Organisation.Name, &s.Actor.Organisation.Kind, &s.Actor.Organisation.State)
	}, `
		WITH h AS (
			SELECT i.*, $5 OR NOT i.desk AS shown, NOT i.desk AND `+leftSQL("i.actor_id", "i.organisation_id")+` AS unnamed,
				i.act = 'enter' AND q.thread_id IS NOT NULL AS from_thread
			FROM inquiry_step i
			JOIN inquiry q ON q.id = i.inquiry_id
			WHERE i.inquiry_id = $6 AND ($5 OR NOT i.internal))
		SELECT h.at, h.act, h.from_state, h.to_state, h.desk, h.actor_id IS NULL,
			CASE WHEN $5 OR NOT h.private THEN h.reason ELSE '' END,
			CASE WHEN $5 THEN COALESCE(a.name, '') ELSE '' END,
			COALESCE((
				SELECT q.number
				FROM inquiry q
				JOIN board b ON b.id = q.board_id
				WHERE q.id = h.other_id AND `+accessSQL+` > 0), ''),
			h.from_thread,
			COALESCE(p.id, 0), COALESCE(p.name, ''), COALESCE(o.name, ''), COALESCE(o.kind, ''), COALESCE(o.state, '')
		FROM h
		LEFT JOIN person a ON a.id = h.assignee_id
		LEFT JOIN person p ON p.id = h.actor_id AND h.shown AND NOT h.unnamed
		LEFT JOIN organisation o ON o.id = h.organisation_id AND h.shown
		ORDER BY h.id`, append(seen(by), inquiry)...)
}

// listMessages returns the correspondence; who wrote for the desk is left out
// by the query for everybody else, and who wrote for an asking organisation
// that left for everybody.
func listMessages(tx *db.Tx, by account.Viewer, inquiry int64) ([]Message, error) {
	return db.List(tx, func(r db.Row) (m Message, err error) {
		o := &m.From.Organisation
		return m, r.Scan(&m.ID, &m.Kind, db.Instant(&m.At), &m.HTML, &m.From.PersonID, &m.From.Name, &o.ID, &o.Name, &o.Kind, &o.State)
	}, `
		SELECT m.id, m.kind, m.at, m.html, COALESCE(p.id, 0), COALESCE(p.name, ''), COALESCE(o.id, 0), COALESCE(o.name, ''),
			COALESCE(o.kind, ''), COALESCE(o.state, '')
		FROM inquiry_message m
		JOIN inquiry q ON q.id = m.inquiry_id
		LEFT JOIN organisation o ON o.id = m.organisation_id AND ($1 OR m.kind IN ('response', 'follow-up'))
		LEFT JOIN person p ON p.id = m.author_id AND o.id IS NOT NULL
			AND NOT (m.kind IN ('response', 'follow-up') AND `+leftSQL("m.author_id", "m.organisation_id")+`)
		WHERE m.inquiry_id = $2
		ORDER BY m.id`, by.Programme(), inquiry)
}

func listNotes(tx *db.Tx, inquiry int64) ([]Note, error) {
	return db.List(tx, func(r db.Row) (n Note, err error) {
		return n, r.Scan(append([]any{&n.ID, db.Instant(&n.At), &n.HTML}, account.BylineFields(&n.Author)...)...)
	}, `
		SELECT n.id, n.at, n.html, `+account.BylineColumns+`
		FROM inquiry_note n
		JOIN person p ON p.id = n.author_id
		JOIN organisation o ON o.id = n.organisation_id
		WHERE n.inquiry_id = $1
		ORDER BY n.id DESC`, inquiry)
}

// listHands returns who wrote and who released each version of the answer.
func listHands(tx *db.Tx, inquiry int64) (map[int][]string, error) {
	type hand struct {
		version int
		name    string
	}
	list, err := db.List(tx, func(r db.Row) (h hand, err error) { return h, r.Scan(&h.version, &h.name) }, `
		SELECT x.version, p.name
		FROM official_answer oa
		JOIN answer_version x ON x.answer_id = oa.id
		JOIN person p ON p.id = x.released_by OR p.id IN (SELECT person_id FROM answer_drafter WHERE version_id = x.id)
		WHERE oa.inquiry_id = $1
		GROUP BY x.version, p.id, p.name, p.sort_key
		ORDER BY x.version, p.sort_key, p.id`, inquiry)
	out := map[int][]string{}
	for _, h := range list {
		out[h.version] = append(out[h.version], h.name)
	}
	return out, err
}

// listSubjects returns what the voices of an inquiry are raised for: itself,
// those merged into it and the threads they came from.
func listSubjects(tx *db.Tx, inquiry int64) ([]support.Subject, error) {
	type source struct{ inquiry, thread int64 }
	list, err := db.List(tx, func(r db.Row) (s source, err error) { return s, r.Scan(&s.inquiry, &s.thread) }, `
		SELECT m.id, COALESCE(m.thread_id, 0)
		FROM inquiry m
		WHERE m.id = $1 OR m.lead_id = $1`, inquiry)
	var out []support.Subject
	for _, s := range list {
		out = append(out, support.Subject{Kind: support.Inquiry, ID: s.inquiry})
		if s.thread != 0 {
			out = append(out, support.Subject{Kind: support.Thread, ID: s.thread})
		}
	}
	return out, err
}
