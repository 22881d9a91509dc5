package consultation

import (
	"context"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// Opening is what is decided when a consultation is opened.
type Opening struct {
	LastDay    string // as typed; that day counts whole, in Europe/Berlin
	Disclosure Disclosure
	Guests     bool
	Revision   int // of the draft that was read
}

// Refusal returns why an act is not possible as a consultation stands now, nil if it is.
func (e Entry) Refusal(a Act) error {
	open, ended := e.Standing == IsOpen, e.Standing == IsEnded
	switch {
	case a == ActOpen && e.Standing != IsDraft:
		return ErrNoDraft
	case a == ActExtend && !open && !ended:
		return fault.Of(fault.Conflict, "Verlängern lässt sich eine Beteiligung, solange es kein Ergebnis gibt.")
	case a == ActClose && !open, a == ActWithdraw && !open && !ended:
		return fault.Of(fault.Conflict, "Die Beteiligung läuft nicht. Laden Sie ihre Seite neu, um den jetzigen Stand zu sehen.")
	case a == ActDecide && !ended && e.Standing != IsDecided:
		return fault.Of(fault.Conflict, "Ein Ergebnis gibt es erst, wenn die Beteiligung beendet ist.")
	}
	return nil
}

// Open shows the draft to the readers of its board, and lets organisations take positions.
// From then on its text stays.
func (s *Consultations) Open(ctx context.Context, by account.Viewer, id int64, in Opening) error {
	return s.change(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		var found fault.Check
		today := catalogue.DateOf(tx.Now)
		until := lastDay(&found, in.LastDay, today)
		found.Require(in.Disclosure.Valid(), "sichtbar", "Bitte wählen Sie, wann die Stellungnahmen zu sehen sind.")
		found.Require(len(c.Sections) > 0, "", "Die Beteiligung hat noch keinen Abschnitt.")
		switch {
		case c.State == Opened && c.EndsOn == until && c.Disclosure == in.Disclosure && c.Guests == in.Guests:
			return errSame
		case c.State != Draft:
			return ErrNoDraft
		case c.Board.Archived:
			return errArchived
		case c.Revision != in.Revision:
			return ErrConflict
		case found.Err() != nil:
			return found.Err()
		}
		_, err := tx.Exec(`
			UPDATE consultation
			SET state = 'open', ends_on = $1, disclosure = $2, guests = $3, opened_at = $4, changed_at = $4, revision = revision + 1
			WHERE id = $5`, string(until), string(in.Disclosure), in.Guests, tx.Now, id)
		if err != nil {
			return err
		}
		if _, err := insertStep(tx, id, Step{Act: ActOpen, EndsOn: until}); err != nil {
			return err
		}
		return record(tx, by, event.ConsultationOpened, id, "consultation.open", id, "")
	})
}

// step carries out an act that has a reason and is told to those who took positions.
func step(tx *db.Tx, by account.Viewer, c Consultation, s Step) error {
	id, err := insertStep(tx, c.ID, s)
	if err != nil {
		return err
	}
	return record(tx, by, event.ConsultationStepped, id, "consultation."+string(s.Act), c.ID, s.Reason)
}

// last reports whether the newest step of a consultation is this one.
func (c Consultation) last(s Step) bool {
	return len(c.Steps) > 0 && c.Steps[0].Act == s.Act && c.Steps[0].Reason == s.Reason && c.Steps[0].EndsOn == s.EndsOn
}

// Extend gives a consultation a later last day. One that has ended is open again.
func (s *Consultations) Extend(ctx context.Context, by account.Viewer, id int64, revision int, typed, why string) error {
	return s.change(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		var found fault.Check
		textfield.Line(&found, "grund", "Grund", &why, MinReason, MaxReason)
		until := lastDay(&found, typed, catalogue.DateOf(tx.Now))
		at := Step{Act: ActExtend, Reason: why, EndsOn: until}
		switch {
		case c.last(at):
			return errSame
		case c.Refusal(ActExtend) != nil:
			return c.Refusal(ActExtend)
		case c.Board.Archived:
			return errArchived
		case c.Revision != revision:
			return ErrConflict
		}
		found.Require(c.Standing == IsEnded || until == "" || until.After(c.EndsOn), "letzter_tag",
			"Der neue letzte Tag muss nach dem bisherigen liegen.")
		if err := found.Err(); err != nil {
			return err
		}
		_, err := tx.Exec(`
			UPDATE consultation
			SET state = 'open', ends_on = $1, changed_at = $2, revision = revision + 1
			WHERE id = $3`, string(until), tx.Now, id)
		if err != nil {
			return err
		}
		return step(tx, by, c, at)
	})
}

// Close ends an open consultation before its last day.
func (s *Consultations) Close(ctx context.Context, by account.Viewer, id int64, revision int, why string) error {
	return s.end(ctx, by, id, revision, Closed, ActClose, why)
}

// Withdraw takes an opened consultation back. It stays to be read, and says why.
func (s *Consultations) Withdraw(ctx context.Context, by account.Viewer, id int64, revision int, why string) error {
	return s.end(ctx, by, id, revision, Withdrawn, ActWithdraw, why)
}

func (s *Consultations) end(ctx context.Context, by account.Viewer, id int64, revision int, to State, act Act, why string) error {
	return s.change(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		why, err := reason(why)
		at := Step{Act: act, Reason: why, EndsOn: c.EndsOn}
		switch {
		case err == nil && c.State == to && c.last(at):
			return errSame
		case c.Refusal(act) != nil:
			return c.Refusal(act)
		case c.Revision != revision:
			return ErrConflict
		case err != nil:
			return err
		}
		_, err = tx.Exec(`UPDATE consultation SET state = $1, changed_at = $2, revision = revision + 1 WHERE id = $3`, string(to), tx.Now, id)
		if err != nil {
			return err
		}
		return step(tx, by, c, at)
	})
}

// Correct replaces the wording of a section while or after positions are taken. The former
// one stays to be read beside it, and positions say to which they refer. Section is its id.
func (s *Consultations) Correct(ctx context.Context, by account.Viewer, id, section int64, revision int, in SectionInput, why string) error {
	p, problems := prepareSection(ctx, in)
	textfield.Line(problems, "grund", "Grund", &why, MinReason, MaxReason)
	return s.change(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		x, err := c.sectionByID(section)
		switch {
		case err != nil:
			return err
		case problems.Err() == nil && p.same(x):
			return errSame
		case c.Standing != IsOpen && c.Standing != IsEnded:
			return fault.Of(fault.Conflict, "Der Text lässt sich nicht mehr berichtigen.")
		case c.Board.Archived:
			return errArchived
		case c.Revision != revision:
			return ErrConflict
		case problems.Err() != nil:
			return problems.Err()
		}
		if err := replaceWording(tx, x, p, why); err != nil {
			return err
		}
		if err := touch(tx, id); err != nil {
			return err
		}
		return step(tx, by, c, Step{Act: ActCorrect, Reason: why, EndsOn: c.EndsOn, Section: x.Number})
	})
}

func replaceWording(tx *db.Tx, x Section, p part, why string) error {
	_, err := tx.Insert(`
		INSERT INTO consultation_wording (section_id, number, heading, source, html, pipeline, until_at)
		SELECT id, wording, heading, source, html, pipeline, $1
		FROM consultation_section
		WHERE id = $2
		RETURNING id`, tx.Now, x.ID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE consultation_section
		SET heading = $1, source = $2, html = $3, pipeline = $4, wording = wording + 1, correction = $5, corrected_at = $6
		WHERE id = $7`, p.heading, p.text.Source, string(p.text.HTML), p.text.Version, why, tx.Now, x.ID)
	return err
}

// Outcome is what became of a consultation.
type Outcome struct {
	Text     string         // Markdown
	Answers  map[int]Answer // by number of the section; sections may be left out
	Revision int
}

// Answer is what became of what was said about a section.
type Answer struct {
	Verdict Verdict
	Reasons string
}

// Decide publishes the outcome of a consultation that has ended, or changes the one that
// was published.
func (s *Consultations) Decide(ctx context.Context, by account.Viewer, id int64, in Outcome) error {
	problems := &fault.Check{}
	text := rich(ctx, problems, "text", "Ergebnis", in.Text, MaxOutcome, true)
	answers := map[int]Answer{}
	for number, a := range in.Answers {
		a.check(problems, number)
		answers[number] = a
	}
	return s.change(ctx, by, id, func(tx *db.Tx, c Consultation) error {
		switch {
		case problems.Err() == nil && c.State == Decided && text.Source == c.Outcome.Source && c.answered(answers):
			return errSame
		case c.Refusal(ActDecide) != nil:
			return c.Refusal(ActDecide)
		case c.Board.Archived:
			return errArchived
		case c.Revision != in.Revision:
			return ErrConflict
		case problems.Err() != nil:
			return problems.Err()
		}
		_, err := tx.Exec(`
			UPDATE consultation
			SET state = 'decided', outcome = $1, outcome_html = $2, changed_at = $3, revision = revision + 1
			WHERE id = $4`, text.Source, string(text.HTML), tx.Now, id)
		if err != nil {
			return err
		}
		for _, x := range c.Sections {
			a := answers[x.Number]
			err := tx.Queue(`UPDATE consultation_section SET verdict = $1, answer = $2 WHERE id = $3`, string(a.Verdict), a.Reasons, x.ID)
			if err != nil {
				return err
			}
		}
		if c.State == Decided {
			return record(tx, by, event.ConsultationSaved, id, "consultation.revise", id, "")
		}
		return step(tx, by, c, Step{Act: ActDecide, EndsOn: c.EndsOn})
	})
}

// check cleans an answer and says what is wrong with it.
func (a *Answer) check(c *fault.Check, number int) {
	field := FieldOf("erwiderung", number)
	if a.Verdict != Unsaid && a.Verdict.German() == "" {
		c.Add(FieldOf("entscheidung", number), "Bitte wählen Sie zu Abschnitt %d eine der angebotenen Möglichkeiten.", number)
	}
	least := 0
	if a.Verdict == Partly || a.Verdict == Rejected {
		least = MinReason
	}
	textfield.Lines(c, field, "Begründung zu Abschnitt "+strconv.Itoa(number), &a.Reasons, least, MaxAnswer)
}

// answered reports whether the sections say what the answers say.
func (c Consultation) answered(answers map[int]Answer) bool {
	for _, s := range c.Sections {
		if (answers[s.Number] != Answer{Verdict: s.Verdict, Reasons: s.Answer}) {
			return false
		}
	}
	return true
}
