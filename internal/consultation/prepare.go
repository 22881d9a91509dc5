package consultation

import (
	"context"
	"errors"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/richtext"
)

// Begin makes the draft of a consultation, which only those who prepare it see. The same
// form again leads to the same draft.
func (s *Consultations) Begin(ctx context.Context, by account.Viewer, in Input) (id int64, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, err
	}
	if !CanPrepareSomewhere(by) {
		return 0, ErrNotPreparing
	}
	c, problems := prepare(ctx, in)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		found := *problems
		earlier, again, err := once.EarlierTx[int64](tx, by.ID, in.form(), `SELECT id FROM consultation WHERE created_by = $1 AND once_key = $2`)
		if again || err != nil {
			id = earlier
			return err
		}
		if err := c.settle(tx, by, &found, 0); err != nil {
			return err
		}
		if err := account.CountActivityTx(tx, by, account.Posting); err != nil {
			return err
		}
		id, err = tx.Insert(`
			INSERT INTO consultation (board_id, state, title, issuer, intro, intro_html, outcome, outcome_html, pipeline, document_id, ends_on,
				disclosure, guests, reminded_for, revision, created_by, organisation_id, created_at, changed_at, once_key)
			VALUES ($1, 'draft', $2, $3, $4, $5, '', '', $6, $7, '', 'at-once', FALSE, '', 1, $8, $9, $10, $10, $11)
			RETURNING id`, c.board, c.title, c.issuer, c.intro.Source, string(c.intro.HTML), c.intro.Version, db.Null(c.document), by.ID,
			by.Organisation.ID, tx.Now, richtext.Once(in.Once))
		if err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "consultation.begin", "consultation", id, "")
	})
	return id, err
}

// change runs an act on a consultation that by may prepare.
func (s *Consultations) change(ctx context.Context, by account.Viewer, id int64, act func(*db.Tx, Consultation) error) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := whole(tx, by, id)
		switch {
		case err != nil:
			return err
		case !c.CanPrepare(by):
			return ErrNotPreparing
		}
		if err := account.CountActivityTx(tx, by, account.Preparing); err != nil {
			return err
		}
		return act(tx, c)
	})
	if errors.Is(err, errSame) {
		return nil
	}
	return err
}

// errSame rolls an act back that changes nothing, such as a second click, so that it does
// not count.
var errSame = errors.New("nothing changes")

// changeDraft runs an act on the draft of a consultation, on a board that is not archived.
func (s *Consultations) changeDraft(ctx context.Context, by account.Viewer, id int64, act func(*db.Tx, Consultation) error) error {
	return s.change(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		switch {
		case c.State != Draft:
			return ErrNoDraft
		case c.Board.Archived:
			return errArchived
		}
		return act(tx, c)
	})
}

// Edit changes title, issuing body, introduction, board and source of a draft.
func (s *Consultations) Edit(ctx context.Context, by account.Viewer, id int64, in Input) error {
	o, problems := prepare(ctx, in)
	return s.changeDraft(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		found := *problems
		if found.Err() == nil && o.board == c.Board.ID && o.document == c.Document && o.title == c.Title && o.issuer == c.Issuer &&
			o.intro.Source == c.Intro.Source {
			return errSame
		}
		if c.Revision != in.Revision {
			return ErrConflict
		}
		if err := o.settle(tx, by, &found, c.Board.ID); err != nil {
			return err
		}
		_, err := tx.Exec(`
			UPDATE consultation
			SET board_id = $1, title = $2, issuer = $3, intro = $4, intro_html = $5, pipeline = $6, document_id = $7
			WHERE id = $8`, o.board, o.title, o.issuer, o.intro.Source, string(o.intro.HTML), o.intro.Version, db.Null(o.document), id)
		if err != nil {
			return err
		}
		return touch(tx, id)
	})
}

// AddSections adds sections at the end of a draft. The same form again adds nothing.
func (s *Consultations) AddSections(ctx context.Context, by account.Viewer, id int64, list []SectionInput, key string) error {
	parts, problems := prepareSections(ctx, list)
	return s.addSections(ctx, by, id, list, key, parts, problems)
}

// AddSection does it for one section, whose problems are told at its own fields.
func (s *Consultations) AddSection(ctx context.Context, by account.Viewer, id int64, in SectionInput, key string) error {
	p, problems := prepareSection(ctx, in)
	return s.addSections(ctx, by, id, []SectionInput{in}, key, []part{p}, problems)
}

func (s *Consultations) addSections(ctx context.Context, by account.Viewer, id int64, list []SectionInput, key string, parts []part,
	problems *fault.Check) error {
	form := once.Form{Key: key}
	for _, in := range list {
		form.Content = append(form.Content, in.Heading, in.Text)
	}
	return s.changeDraft(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		found := *problems
		_, again, err := once.EarlierTx[int64](tx, by.ID, form, `
			SELECT s.id
			FROM consultation_section s
			WHERE s.consultation_id = $5 AND s.once_key = $2 AND $1 <> 0`, id)
		if err != nil {
			return err
		}
		if again {
			return errSame
		}
		if n := len(c.Sections) + len(parts); n > MaxSections {
			found.Add("text", "Eine Beteiligung kann höchstens %d Abschnitte haben. Mit diesen wären es %d.", MaxSections, n)
		}
		if err := found.Err(); err != nil {
			return err
		}
		key := richtext.Once(key)
		for i, p := range parts {
			if err := insertSection(tx, id, len(c.Sections)+i+1, p, key); err != nil {
				return err
			}
		}
		return touch(tx, id)
	})
}

// EditSection changes a section of a draft. Section is its id.
func (s *Consultations) EditSection(ctx context.Context, by account.Viewer, id, section int64, revision int, in SectionInput) error {
	p, problems := prepareSection(ctx, in)
	return s.changeDraft(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		x, err := c.sectionByID(section)
		switch {
		case err != nil:
			return err
		case problems.Err() == nil && p.same(x):
			return errSame
		case c.Revision != revision:
			return ErrConflict
		case problems.Err() != nil:
			return problems.Err()
		}
		_, err = tx.Exec(`UPDATE consultation_section SET heading = $1, source = $2, html = $3, pipeline = $4 WHERE id = $5`,
			p.heading, p.text.Source, string(p.text.HTML), p.text.Version, section)
		if err != nil {
			return err
		}
		return touch(tx, id)
	})
}

func (c Consultation) sectionByID(id int64) (Section, error) {
	for _, s := range c.Sections {
		if s.ID == id {
			return s, nil
		}
	}
	return Section{}, fault.Missing()
}

// MoveSection moves a section of a draft to another place, counted from 1.
func (s *Consultations) MoveSection(ctx context.Context, by account.Viewer, id, section int64, revision, place int) error {
	return s.changeDraft(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		x, err := c.sectionByID(section)
		switch {
		case err != nil:
			return err
		case place < 1 || place > len(c.Sections):
			return fault.Reject("Dorthin lässt sich der Abschnitt nicht verschieben.")
		case x.Number == place:
			return errSame
		case c.Revision != revision:
			return ErrConflict
		}
		var order []int64
		for _, other := range c.Sections {
			if other.ID != section {
				order = append(order, other.ID)
			}
		}
		order = append(order[:place-1], append([]int64{section}, order[place-1:]...)...)
		return renumber(tx, id, order)
	})
}

// renumber numbers the sections of a draft in this order.
func renumber(tx *db.Tx, consultation int64, order []int64) error {
	for i, id := range order {
		if err := tx.Queue(`UPDATE consultation_section SET number = $1 WHERE id = $2 AND number <> $1`, i+1, id); err != nil {
			return err
		}
	}
	return touch(tx, consultation)
}

// RemoveSection removes a section of a draft for good.
func (s *Consultations) RemoveSection(ctx context.Context, by account.Viewer, id, section int64, revision int) error {
	return s.changeDraft(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		if _, err := c.sectionByID(section); err != nil {
			return err
		}
		if c.Revision != revision {
			return ErrConflict
		}
		if _, err := tx.Exec(`DELETE FROM consultation_section WHERE id = $1`, section); err != nil {
			return err
		}
		var order []int64
		for _, other := range c.Sections {
			if other.ID != section {
				order = append(order, other.ID)
			}
		}
		return renumber(tx, id, order)
	})
}

// Discard deletes a draft for good.
func (s *Consultations) Discard(ctx context.Context, by account.Viewer, id int64, revision int) error {
	return s.change(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		switch {
		case c.State != Draft:
			return ErrNoDraft
		case c.Revision != revision:
			return ErrConflict
		}
		if _, err := tx.Exec(`DELETE FROM consultation_section WHERE consultation_id = $1`, id); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM consultation WHERE id = $1`, id); err != nil {
			return err
		}
		return record(tx, by, event.ConsultationSaved, id, "consultation.discard", id, "")
	})
}

// record tells the search, those who notify and the audit log of an act. Subject is that of
// the event.
func record(tx *db.Tx, by account.Viewer, kind event.Kind, subject int64, act string, id int64, reason string) error {
	if kind != event.ConsultationSaved {
		if err := event.AppendTx(tx, kind, subject, by.ID); err != nil {
			return err
		}
	}
	if err := event.AppendTx(tx, event.ConsultationSaved, id, by.ID); err != nil {
		return err
	}
	return audit.RecordTx(tx, by.ID, act, "consultation", id, reason)
}

// Boards returns the boards on which by may prepare consultations, in the order of the
// start page.
func (s *Consultations) Boards(ctx context.Context, by account.Viewer) (out []board.Board, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := board.ListedTx(tx, by)
		for _, b := range all {
			if CanPrepareOn(by, b) && b.Readable(by) && !b.Archived {
				out = append(out, b)
			}
		}
		return err
	})
	return out, err
}
