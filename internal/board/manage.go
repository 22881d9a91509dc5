package board

import (
	"context"
	"regexp"
	"slices"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// Limits of a board, in characters.
const (
	MaxSlug        = 40
	maxName        = 80
	MaxDescription = 400
)

// slugForm is what may stand in an address.
var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// NewSlug is part of the address of the form for a new board, so no board can have
// this slug.
const NewSlug = "neu"

// Text is what a board says about itself.
type Text struct {
	Name        string
	Description string
}

func (t Text) checked(c *fault.Check) Text {
	textfield.Line(c, "name", "Name", &t.Name, 3, maxName)
	textfield.Line(c, "beschreibung", "Beschreibung", &t.Description, 10, MaxDescription)
	return t
}

// Creation is the input of Create.
type Creation struct {
	Slug string // for the address; can never be changed
	Text
	Settings
}

// Create opens a board beyond the OZG, at the end of the list, and returns its
// id. Administrators only; recorded in the audit log with the reason.
func (s *Boards) Create(ctx context.Context, by account.Viewer, in Creation, reason string) (id int64, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return 0, err
	}
	var c fault.Check
	in.Text = in.Text.checked(&c)
	c.Require(len(in.Slug) <= MaxSlug && slugForm.MatchString(in.Slug), "kennung",
		"Bitte verwenden Sie für die Adresse höchstens 40 Zeichen: kleine Buchstaben ohne Umlaute, Ziffern und einzelne Bindestriche.")
	c.Require(in.Slug != NewSlug, "kennung", "Diese Adresse ist schon vergeben.")
	in.Settings = in.Settings.tidy()
	reason = in.Settings.check(&c, reason)
	if err := c.Err(); err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = tx.Insert(`
			INSERT INTO board (slug, name, description, kind, position, audience, four_eyes, indexable, first_review, semi_anonymous,
				created_at)
			SELECT $1, $2, $3, 'beyond', MAX(position) + 1, $4, $5, $6, $7, $8, $9
			FROM board
			RETURNING id`, in.Slug, in.Name, in.Description, string(in.Audience), in.FourEyes, in.Indexable, in.FirstReview, in.SemiAnonymous,
			tx.Now)
		if fault.Is(err, fault.Conflict) {
			c.Add("kennung", "Diese Adresse ist schon vergeben.")
			return c.Err()
		}
		if err != nil {
			return err
		}
		if err := admit(tx, id, in.Settings); err != nil {
			return err
		}
		order, err := inPlace(tx)
		if err != nil {
			return err
		}
		if err := arrange(tx, order); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "board.create", "board", id, reason)
	})
	return id, err
}

// Describe changes what a board says about itself; its address stays. Administrators
// only; recorded in the audit log with the reason. A call that changes nothing
// records nothing.
func (s *Boards) Describe(ctx context.Context, by account.Viewer, id int64, in Text, reason string) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	in = in.checked(&c)
	reason = checkReason(&c, reason)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`
			UPDATE board
			SET name = $1, description = $2
			WHERE id = $3 AND (name <> $1 OR description <> $2)`, in.Name, in.Description, id)
		if err != nil || n == 0 {
			return err
		}
		return audit.RecordTx(tx, by.ID, "board.describe", "board", id, reason)
	})
}

// Shift moves a board one place up or down among those of its kind; at the end it
// does nothing. Administrators only; recorded in the audit log.
func (s *Boards) Shift(ctx context.Context, by account.Viewer, id int64, up bool) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		order, err := inPlace(tx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(order, func(p placed) bool { return p.id == id })
		if at < 0 {
			return fault.Missing()
		}
		to := at + 1
		if up {
			to = at - 1
		}
		if to < 0 || to >= len(order) || order[to].group != order[at].group {
			return nil
		}
		order[at], order[to] = order[to], order[at]
		if err := arrange(tx, order); err != nil {
			return err
		}
		act := "board.down"
		if up {
			act = "board.up"
		}
		return audit.RecordTx(tx, by.ID, act, "board", id, "")
	})
}

// placed is a board with the group in which it can be moved.
type placed struct {
	id    int64
	group string
}

// inPlace returns all boards in the order of lists, the unsorted one last.
func inPlace(tx *db.Tx) ([]placed, error) {
	return db.List(tx, func(r db.Row) (p placed, err error) { return p, r.Scan(&p.id, &p.group) }, `
		SELECT b.id, b.kind || CASE WHEN b.archived_at IS NULL THEN '' ELSE ' archived' END
		FROM board b
		ORDER BY b.kind = 'unsorted', b.kind = 'beyond', `+inOrder+`, b.id`)
}

// arrange stores the order.
func arrange(tx *db.Tx, order []placed) error {
	for i, p := range order {
		if _, err := tx.Exec(`UPDATE board SET position = $1 WHERE id = $2 AND position <> $1`, i+1, p.id); err != nil {
			return err
		}
	}
	return nil
}

// Archive closes a board for all writing, or reopens it. It can still be read and
// found. Archived or open already, it is fault.Conflict. Administrators only; recorded in
// the audit log with the reason.
func (s *Boards) Archive(ctx context.Context, by account.Viewer, id int64, archived bool, reason string) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	reason = checkReason(&c, reason)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		kind, _, err := settings(tx, id)
		if err != nil {
			return err
		}
		if kind == Unsorted {
			return fault.Reject("Der Platz für Fragen ohne Bereich bleibt immer offen.")
		}
		if err := c.Err(); err != nil {
			return err
		}
		act, since := "board.reopen", any(nil)
		if archived {
			act, since = "board.archive", any(tx.Now)
		}
		n, err := tx.Exec(`
			UPDATE board
			SET archived_at = $1
			WHERE id = $2 AND (archived_at IS NULL) = $3`, since, id, archived)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Of(fault.Conflict, "Das ist schon geschehen: Am Bereich hat sich nichts geändert.")
		}
		return audit.RecordTx(tx, by.ID, act, "board", id, reason)
	})
}

func checkReason(c *fault.Check, reason string) string {
	textfield.Line(c, "grund", "Grund", &reason, 3, maxReason)
	return reason
}
