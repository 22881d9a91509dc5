package board

import (
	"context"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/textfield"
)

// Circle is a named group of people that restricted boards can admit.
type Circle struct {
	ID      int64
	Name    string
	Members []CircleMember
	Boards  []string // names of the boards that admit it
}

// CircleMember is a person in a circle.
type CircleMember struct {
	ID           int64
	Name         string
	Organisation string
	Disabled     bool
}

// Circles returns all circles by name, with their members. Administrators only.
func (s *Boards) Circles(ctx context.Context, by account.Viewer) ([]Circle, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Circle, error) { return listCircles(tx, by) })
}

// listCircles returns all circles by name, with their members. Administrators only.
func listCircles(tx *db.Tx, by account.Viewer) ([]Circle, error) {
	if err := by.MustBeAdmin(); err != nil {
		return nil, err
	}
	circles, err := db.List(tx, func(r db.Row) (c Circle, err error) { return c, r.Scan(&c.ID, &c.Name) }, `
		SELECT id, name
		FROM circle
		ORDER BY sort_key, id`)
	if err != nil {
		return nil, err
	}
	place := make(map[int64]*Circle, len(circles))
	for i := range circles {
		place[circles[i].ID] = &circles[i]
	}
	var circle int64
	_, err = db.List(tx, func(r db.Row) (m CircleMember, err error) {
		if err = r.Scan(&circle, &m.ID, &m.Name, &m.Organisation, &m.Disabled); err == nil {
			c := place[circle]
			c.Members = append(c.Members, m)
		}
		return m, err
	}, `
		SELECT cm.circle_id, p.id, p.name, o.name, p.disabled_at IS NOT NULL
		FROM circle_member cm
		JOIN person p ON p.id = cm.person_id
		JOIN organisation o ON o.id = p.organisation_id
		ORDER BY p.sort_key, p.id`)
	if err != nil {
		return nil, err
	}
	_, err = db.List(tx, func(r db.Row) (name string, err error) {
		if err = r.Scan(&circle, &name); err == nil {
			c := place[circle]
			c.Boards = append(c.Boards, name)
		}
		return name, err
	}, `
		SELECT ba.circle_id, b.name
		FROM board_admission ba
		JOIN board b ON b.id = ba.board_id
		WHERE ba.circle_id IS NOT NULL
		ORDER BY b.position`)
	return circles, err
}

// NewCircle creates a named group of people. Administrators only; recorded in the
// audit log.
func (s *Boards) NewCircle(ctx context.Context, by account.Viewer, name string, people ...int64) (id int64, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return 0, err
	}
	var c fault.Check
	textfield.Line(&c, "name", "Name", &name, 3, 80)
	if err := c.Err(); err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = tx.Insert(`INSERT INTO circle (name, sort_key) VALUES ($1, $2) RETURNING id`, name, folding.SortKey(name))
		if fault.Is(err, fault.Conflict) {
			c.Add("name", "Eine Gruppe mit diesem Namen gibt es schon.")
			return c.Err()
		}
		if err != nil {
			return err
		}
		for _, p := range people {
			if _, err := tx.Exec(`INSERT INTO circle_member (circle_id, person_id) VALUES ($1, $2)`, id, p); err != nil {
				return err
			}
		}
		return audit.RecordTx(tx, by.ID, "circle.create", "circle", id, name)
	})
	return id, err
}

// Join adds the person with the e-mail address to a circle, if they are not in it.
// Administrators only; recorded in the audit log.
func (s *Boards) Join(ctx context.Context, by account.Viewer, circle int64, email string) error {
	return s.keepCircle(ctx, by, circle, func(tx *db.Tx, name string) error {
		var c fault.Check
		person, err := db.One(tx, func(r db.Row) (m CircleMember, err error) { return m, r.Scan(&m.ID, &m.Name) }, `
			SELECT id, name
			FROM person
			WHERE email = $1 AND disabled_at IS NULL`, strings.ToLower(strings.TrimSpace(email)))
		if fault.Is(err, fault.NotFound) {
			c.Add("email", "Ein offenes Konto mit dieser E-Mail-Adresse gibt es nicht.")
			return c.Err()
		}
		if err != nil {
			return err
		}
		n, err := tx.Exec(`
			INSERT INTO circle_member (circle_id, person_id)
			VALUES ($1, $2)
			ON CONFLICT DO NOTHING`, circle, person.ID)
		if err != nil || n == 0 {
			return err
		}
		boards, err := admitting(tx, circle)
		if err != nil {
			return err
		}
		if err := account.UnbarTx(tx, by.ID, boards); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "circle.join", "person", person.ID, name)
	})
}

// Leave removes a person from a circle. Administrators only; recorded in the audit
// log.
func (s *Boards) Leave(ctx context.Context, by account.Viewer, circle, person int64) error {
	return s.keepCircle(ctx, by, circle, func(tx *db.Tx, name string) error {
		n, err := tx.Exec(`
			DELETE FROM circle_member
			WHERE circle_id = $1 AND person_id = $2`, circle, person)
		if err != nil || n == 0 {
			return err
		}
		boards, err := admitting(tx, circle)
		if err != nil {
			return err
		}
		if err := account.BarTx(tx, by.ID, person, boards); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "circle.leave", "person", person, name)
	})
}

// admitting returns the boards that admit a circle.
func admitting(tx *db.Tx, circle int64) ([]int64, error) {
	return db.Column[int64](tx, `SELECT board_id FROM board_admission WHERE circle_id = $1 ORDER BY board_id`, circle)
}

// keepCircle runs an act on a circle that exists, with its name.
func (s *Boards) keepCircle(ctx context.Context, by account.Viewer, circle int64, act func(*db.Tx, string) error) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		name, err := db.Scalar[string](tx, `SELECT name FROM circle WHERE id = $1`, circle)
		if err != nil {
			return err
		}
		return act(tx, name)
	})
}
