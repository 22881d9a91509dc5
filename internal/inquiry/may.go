package inquiry

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

const (
	onlySide     = "Das dürfen nur die fragende Stelle und die Organisationen, die die Frage unterstützen."
	onlyAsker    = "Das darf nur, wer die Frage gestellt hat."
	onlySystem   = "Das geschieht von selbst, sobald die Zeit gekommen ist."
	neverDrafter = "Wer am Entwurf mitgeschrieben hat, gibt ihn nicht selbst frei. Bitte lassen Sie eine zweite Person des " +
		"Programmmanagements entscheiden."
)

// ErrNotDesk refuses everybody but programme management.
var ErrNotDesk = fault.Forbid("Das darf nur das Programmmanagement.")

// wrongState refuses an act that the inquiry's state does not allow.
func (q Inquiry) wrongState() error {
	return fault.Reject("Der Vorgang ist „" + q.State.German() + "“. In diesem Stand ist das nicht möglich.")
}

// person says whether by is the kind of person for the act; nil if so.
func (q Inquiry) person(by account.Viewer, act Act) error {
	if !q.knows(by) {
		return ErrNotDesk
	}
	switch act.who() {
	case Desk, Assignee:
		if !by.Programme() {
			return ErrNotDesk
		}
	case SecondPerson:
		if !by.Programme() {
			return ErrNotDesk
		}
		if q.facts.drafter {
			return fault.Forbid(neverDrafter)
		}
	case AskingSide:
		if !q.facts.side {
			return fault.Forbid(onlySide)
		}
	case Asker:
		if !q.facts.asker {
			return fault.Forbid(onlyAsker)
		}
	case System:
		return fault.Forbid(onlySystem)
	}
	return nil
}

// moment says whether the inquiry stands where the act is possible; nil if so.
func (q Inquiry) moment(act Act) error {
	t, ok := transition(q.State, act, q.facts.former)
	switch {
	case !ok:
		return q.wrongState()
	case t.needs(FourEyes) && !q.Board.FourEyes:
		return fault.Reject("In diesem Bereich braucht die Antwort keine Freigabe. Sie können sie gleich veröffentlichen.")
	case t.needs(TwoEyes) && q.Board.FourEyes:
		return fault.Reject("In diesem Bereich gibt eine zweite Person die Antwort frei. Bitte legen Sie den Entwurf zur Freigabe vor.")
	case t.needs(NeedsDraft) && !q.facts.drafted:
		return fault.Reject("Bitte speichern Sie zuerst einen Entwurf der Antwort.")
	case t.needs(Unsupported) && q.facts.supported:
		return fault.Reject("Andere Organisationen unterstützen die Frage. Sie können sich zurückziehen, die Frage bleibt bestehen.")
	case t.needs(OnceInTime) && q.facts.followedUp:
		return fault.Reject("Eine Nachfrage ist einmal möglich. Bitte stellen Sie eine neue Frage.")
	case t.needs(OnceInTime) && q.FollowUpUntil().Before(q.facts.today):
		return fault.Reject("Nachfragen sind zehn Arbeitstage lang möglich. Bitte stellen Sie eine neue Frage.")
	}
	return nil
}

// FollowUpUntil is the last day on which the asker may put a Nachfrage.
func (q Inquiry) FollowUpUntil() catalogue.Date {
	return catalogue.AddWorkingDays(q.facts.answeredOn, FollowUpDays, q.facts.calendar)
}

// Basis is what every act of the desk comes with.
type Basis struct {
	Revision int    // of the inquiry as the page showed it; 0 accepts any
	Reason   string // where the act wants one, or where somebody acts in place of the assignee
}

// readReason cleans the reason and notes what is wrong with it.
func (in *Basis) readReason(c *fault.Check, least int) {
	textfield.Line(c, "grund", "Grund", &in.Reason, least, MaxReason)
}

// allow checks person, moment, revision and reason, in this order.
func (q Inquiry) allow(by account.Viewer, act Act, in Basis) error {
	if err := q.person(by, act); err != nil {
		return err
	}
	if err := q.fresh(in); err != nil {
		return err
	}
	if err := q.moment(act); err != nil {
		return err
	}
	var c fault.Check
	in.readReason(&c, 0)
	switch {
	case in.Reason != "" || !q.ReasonWanted(by, act):
	case act.who() == Assignee && !q.Mine(by):
		c.Add("grund", "Der Vorgang ist jemand anderem zugewiesen. Bitte nennen Sie den Grund, aus dem Sie tätig werden.")
	default:
		c.Add("grund", "Bitte nennen Sie den Grund.")
	}
	return c.Err()
}

// fresh refuses an act on a state of things that somebody else has changed.
func (q Inquiry) fresh(in Basis) error {
	if in.Revision != 0 && in.Revision != q.Revision {
		return fault.Of(fault.Conflict, "Jemand anderes hat den Vorgang gerade geändert. Bitte prüfen Sie den neuen Stand und senden "+
			"Sie dann noch einmal.")
	}
	return nil
}
