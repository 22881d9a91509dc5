package reuse

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/mention"
)

// Question is what a question to organisations of the register is made of.
type Question struct {
	Board     int64
	Slug      string              // of the board, "" if there is none on which by may ask
	Addressed []mention.Addressee // contacts who may read the board, mention.MaxPeople at most
	Others    int                 // organisations on the list whom no mention reaches
}

// Question returns whom a question to the organisations on a list would tell, in its
// order: their contacts, by the words that mention them. Members only.
func (r *Register) Question(ctx context.Context, by account.Viewer, service int64, f Filter) (q Question, err error) {
	if err := by.MustBeMember(); err != nil {
		return q, err
	}
	err = r.db.Read(ctx, func(tx *db.Tx) error {
		if err := mustExist(tx, service); err != nil {
			return err
		}
		type place struct {
			id   int64
			slug string
		}
		b, found, err := db.Found(db.One(tx, func(row db.Row) (p place, err error) { return p, row.Scan(&p.id, &p.slug) }, `
			SELECT b.id, b.slug
			FROM board b
			JOIN service s ON s.subject_area_id = b.subject_area_id
			WHERE s.id = $4 AND b.archived_at IS NULL AND `+board.VisibleSQL+`
			ORDER BY b.id
			LIMIT 1`, append(board.Seen(by), service)...))
		if err != nil || !found {
			return err
		}
		q.Board, q.Slug = b.id, b.slug
		list, err := candidates(tx, by, service, f)
		if err != nil {
			return err
		}
		return q.address(tx, by, list)
	})
	return q, err
}

// maxAsked is among how many entries of a list contacts are looked for.
const maxAsked = 200

func (q *Question) address(tx *db.Tx, by account.Viewer, list []candidate) error {
	list = list[:min(len(list), maxAsked)]
	ids, organisations := make([]int64, len(list)), map[int64]bool{}
	for i, c := range list {
		ids[i] = c.id
		if c.organisation != by.Organisation.ID {
			organisations[c.organisation] = true
		}
	}
	in, args := db.In(3, ids)
	type contact struct {
		entry, organisation int64
		mention.Addressee
	}
	found, err := db.List(tx, func(r db.Row) (c contact, err error) {
		return c, r.Scan(&c.entry, &c.organisation, &c.ID, &c.Name, &c.Organisation)
	}, `
		SELECT x.id, x.organisation_id, p.id, p.name, po.name
		FROM reuse x
		JOIN person p ON p.id = x.contact_id AND p.organisation_id = x.organisation_id AND p.disabled_at IS NULL
		JOIN organisation po ON po.id = p.organisation_id
		JOIN board b ON b.id = $1
		WHERE x.organisation_id <> $2 AND `+board.ReadersSQL+` AND x.id IN `+in, append([]any{q.Board, by.Organisation.ID}, args...)...)
	if err != nil {
		return err
	}
	byEntry := make(map[int64]contact, len(found))
	for _, c := range found {
		byEntry[c.entry] = c
	}
	told, reached := map[int64]bool{}, map[int64]bool{}
	var people []mention.Addressee
	for _, c := range list {
		x, ok := byEntry[c.id]
		if ok && !told[x.ID] && len(people) < mention.MaxPeople {
			told[x.ID], reached[x.organisation] = true, true
			people = append(people, x.Addressee)
		}
	}
	q.Addressed, err = mention.SpellTx(tx, people)
	q.Others = len(organisations) - len(reached)
	return err
}
