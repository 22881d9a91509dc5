package consultation

import (
	"context"
	"slices"
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/textfield"
)

// Stance is what an organisation thinks of a section.
type Stance string

const (
	NoStance Stance = ""       // none, or one that was withdrawn
	Agree    Stance = "agree"  // as it stands
	Change   Stance = "change" // with another wording
	Reject   Stance = "reject"
	Remark   Stance = "remark" // on the whole, which is section 0
)

// Stances lists those that can be taken on a section.
var Stances = []Stance{Agree, Change, Reject}

// German returns the word for it on pages, "" for none.
func (s Stance) German() string {
	switch s {
	case Agree:
		return "Zustimmung"
	case Change:
		return "Änderung vorgeschlagen"
	case Reject:
		return "Ablehnung"
	case Remark:
		return "Anmerkung"
	}
	return ""
}

// Position is what an organisation says about a section, or with section 0 about the whole.
type Position struct {
	ID           int64
	Section      int
	Organisation organisation.Organisation
	Stance       Stance
	Proposal     string // the wording that is wanted
	Reasons      string
	Wording      int // of the section, to which it refers
	Revision     int
	By           string // who saved it last; "" for those who may not know, and for erased accounts
	ChangedAt    time.Time
}

// says reports whether it says the same as another.
func (p Position) says(o Position) bool {
	return p.Stance == o.Stance && p.Proposal == o.Proposal && p.Reasons == o.Reasons
}

// Choice is what somebody chose in a form for a section, or with section 0 wrote about the
// whole, where the stance is not asked.
type Choice struct {
	Section  int
	Stance   Stance // NoStance withdraws a position that there is
	Proposal string
	Reasons  string
	Wording  int  // of the section that the form showed; 0 means the present one
	Reaffirm bool // a position on a former wording holds for the one shown, too
	Revision int  // of the position that the form was opened with, 0 for none
}

// Positions are the choices of a form. Sections that it does not have stay as they are.
type Positions struct {
	Organisation int64 // for which the form was opened
	Choices      []Choice
	Once         string // key of the form
}

// FieldOf names the field of a form that belongs to a section.
func FieldOf(name string, section int) string { return name + "-" + strconv.Itoa(section) }

// check cleans a choice and says what is wrong with it.
func (x *Choice) check(c *fault.Check) {
	reasons, proposal := FieldOf("gruende", x.Section), FieldOf("vorschlag", x.Section)
	if x.Section == 0 {
		textfield.Lines(c, reasons, "Anmerkung zum Ganzen", &x.Reasons, 0, MaxReasons)
		x.Stance, x.Proposal = NoStance, ""
		if x.Reasons != "" {
			x.Stance = Remark
		}
		return
	}
	if x.Stance != NoStance && !slices.Contains(Stances, x.Stance) {
		c.Add(FieldOf("haltung", x.Section), "Bitte wählen Sie zu Abschnitt %d eine der angebotenen Möglichkeiten.", x.Section)
		return
	}
	least, wanted, number := 0, 0, strconv.Itoa(x.Section)
	switch x.Stance {
	case Change:
		least, wanted = 3, 1
	case Reject:
		least = 3
	}
	textfield.Lines(c, proposal, "Gewünschte Fassung zu Abschnitt "+number, &x.Proposal, wanted, MaxProposal)
	textfield.Lines(c, reasons, "Begründung zu Abschnitt "+number, &x.Reasons, least, MaxReasons)
	if x.Stance == NoStance && x.Proposal+x.Reasons != "" {
		c.Add(FieldOf("haltung", x.Section), "Bitte wählen Sie zu Abschnitt %s, ob Sie zustimmen, eine Änderung vorschlagen oder ablehnen.", number)
	}
	if x.Stance != Change && x.Stance != NoStance && x.Proposal != "" {
		c.Add(FieldOf("haltung", x.Section),
			"Sie schlagen zu Abschnitt %s eine Fassung vor. Wählen Sie dazu „Änderung vorgeschlagen“, oder löschen Sie sie.", number)
	}
}

func (x Choice) position() Position {
	return Position{Section: x.Section, Stance: x.Stance, Proposal: x.Proposal, Reasons: x.Reasons, Wording: x.Wording}
}

// reaffirms reports whether it only says that the present position holds for the wording
// that the form showed.
func (x Choice) reaffirms(present Position) bool {
	return x.Reaffirm && x.position().says(present) && x.Stance != NoStance && x.Wording > present.Wording
}

// content is what of a form says whether it is the same one again.
func (in Positions) content(id int64) []string {
	out := []string{strconv.FormatInt(id, 10)}
	for _, x := range in.Choices {
		out = append(out, strconv.Itoa(x.Section), string(x.Stance), x.Proposal, x.Reasons)
	}
	return out
}

var (
	errNobody = fault.Forbid("Stellung nimmt, wer für eine Organisation sprechen kann. Ihr Konto gehört zu keiner.")

	// ErrOver is the answer to a position that comes too late. What was written is given back.
	ErrOver = fault.Reject("Die Beteiligung ist beendet. Ihre Stellungnahme ist nicht mehr angekommen. Was Sie geschrieben haben, steht noch hier; " +
		"bitte kopieren Sie es, wenn Sie es behalten wollen.")

	errMoved = fault.Of(fault.Conflict, "Sie gehören inzwischen zu einer anderen Organisation als der, für die Sie dieses Formular geöffnet haben. "+
		"Gespeichert ist nichts. Bitte prüfen Sie, ob Sie das auch für Ihre jetzige Organisation sagen wollen, und speichern Sie dann.")

	// ErrColleague is the answer to a position on a section on which a colleague saved
	// another one meanwhile.
	ErrColleague = fault.Of(fault.Conflict, "Inzwischen wurde in einem anderen Fenster oder von jemand anderem aus Ihrer Organisation "+
		"Stellung genommen. Von diesem Formular ist noch nichts gespeichert. Unten stehen beide Texte; gleichen Sie sie ab und speichern Sie dann.")
)

// TakePositions saves what by chose for their organisation, all of it or nothing. Where a
// colleague saved another text since the form was opened, the answer is ErrColleague with
// the sections; sections that by left as they were stay as the colleague saved them. After
// the end the answer is ErrOver.
func (s *Consultations) TakePositions(ctx context.Context, by account.Viewer, id int64, in Positions) (conflicts []int, err error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		conflicts = nil
		c, err := whole(tx, by, id)
		if err != nil {
			return err
		}
		if err := mayspeak(tx, by, c, in.Organisation); err != nil {
			return err
		}
		choices, err := c.checked(in.Choices)
		if err != nil {
			return err
		}
		present, err := ownPositions(tx, id, by.Organisation.ID)
		if err != nil {
			return err
		}
		var changed []Choice
		for _, x := range choices {
			todo, clash, err := compare(tx, present[x.Section], x)
			todo = todo || x.reaffirms(present[x.Section])
			switch {
			case err != nil:
				return err
			case clash:
				conflicts = append(conflicts, x.Section)
			case todo:
				changed = append(changed, x)
			}
		}
		if len(conflicts) > 0 {
			return ErrColleague
		}
		return savePositions(tx, by, c, present, changed, in)
	})
	return conflicts, err
}

// mayspeak refuses who cannot speak for an organisation on this consultation now.
func mayspeak(tx *db.Tx, by account.Viewer, c Consultation, organisation int64) error {
	belongs, err := db.Scalar[bool](tx, `
		SELECT EXISTS (SELECT 1 FROM person WHERE id = $1 AND organisation_id = $2 AND disabled_at IS NULL)`, by.ID, by.Organisation.ID)
	switch {
	case err != nil:
		return err
	case !by.Organisation.Named():
		return errNobody
	case c.Standing == IsDraft:
		return fault.Of(fault.Conflict, "Die Beteiligung ist noch nicht eröffnet.")
	case c.Standing == IsWithdrawn:
		return fault.Reject("Die Beteiligung wurde zurückgezogen. Ihre Stellungnahme ist nicht mehr angekommen. Was Sie geschrieben haben, steht " +
			"noch hier.")
	case c.Standing != IsOpen:
		return ErrOver
	case c.Board.Archived:
		return errArchived
	case !belongs || organisation != 0 && organisation != by.Organisation.ID:
		return errMoved
	}
	return nil
}

// checked returns the choices cleaned, each section once.
func (c Consultation) checked(list []Choice) ([]Choice, error) {
	var found fault.Check
	seen := map[int]bool{}
	var out []Choice
	for _, x := range list {
		if _, known := c.Section(x.Section); seen[x.Section] || !known && x.Section != 0 {
			return nil, fault.Reject("Diesen Abschnitt gibt es nicht.")
		}
		seen[x.Section] = true
		if s, _ := c.Section(x.Section); x.Wording < 1 || x.Wording > s.Wording {
			x.Wording = s.Wording
		}
		x.check(&found)
		out = append(out, x)
	}
	return out, found.Err()
}

// compare says whether a choice is to be saved over the present position, or clashes with
// what a colleague saved since the form was opened.
func compare(tx *db.Tx, present Position, x Choice) (todo, clash bool, err error) {
	wanted := x.position()
	switch {
	case wanted.says(present):
		return false, false, nil
	case x.Revision == present.Revision:
		return true, false, nil
	}
	before := Position{} // as the form was opened
	if x.Revision > 0 {
		if before, _, err = db.Found(db.One(tx, func(r db.Row) (p Position, err error) {
			return p, r.Scan(&p.Stance, &p.Proposal, &p.Reasons)
		}, `
			SELECT stance, proposal, reasons
			FROM consultation_position_step
			WHERE position_id = $1 AND revision = $2`, present.ID, x.Revision)); err != nil {
			return false, false, err
		}
	}
	return false, !wanted.says(before), nil
}

// savePositions stores what changed and tells the log once.
func savePositions(tx *db.Tx, by account.Viewer, c Consultation, present map[int]Position, changed []Choice, in Positions) error {
	if err := once.ClaimTx(tx, by.ID, in.Once, in.content(c.ID)...); err != nil {
		return err
	}
	if len(changed) == 0 {
		return nil
	}
	if err := account.CountActivityTx(tx, by, account.Posting); err != nil {
		return err
	}
	for _, x := range changed {
		if err := savePosition(tx, by, c.ID, present[x.Section], x.position()); err != nil {
			return err
		}
	}
	return event.AppendTx(tx, event.PositionTaken, c.ID, by.ID)
}

// History returns a position with everything that it said before, newest first: for who
// belongs to its organisation, and for who prepares the consultation.
func (s *Consultations) History(ctx context.Context, by account.Viewer, id, position int64) (c Consultation, list []Position, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if c, err = whole(tx, by, id); err != nil {
			return err
		}
		list, err = listHistory(tx, id, position)
		if err != nil {
			return err
		}
		if len(list) == 0 || !by.SignedIn() || list[0].Organisation.ID != by.Organisation.ID && !c.CanPrepare(by) {
			return fault.Missing()
		}
		return nil
	})
	return c, list, err
}
