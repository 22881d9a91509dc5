package inquiry

import "slices"

// State is how far an inquiry has come.
type State string

const (
	Received   State = "received"
	Examining  State = "examining"
	Assigned   State = "assigned"
	InProgress State = "in-progress"
	AskedBack  State = "asked-back"
	Resting    State = "resting"
	Merged     State = "merged"
	ForRelease State = "for-release"
	HandedOver State = "handed-over"
	Declined   State = "declined"
	Answered   State = "answered"
	Withdrawn  State = "withdrawn"
)

// States lists all states in the order of the desk's filter.
var States = []State{Received, Examining, Assigned, InProgress, AskedBack, Resting,
	ForRelease, HandedOver, Merged, Answered, Declined, Withdrawn}

// words are a state's name and what happens next, as the asking side reads it.
var words = map[State][2]string{
	Received:   {"eingegangen", "Das Programmmanagement hat die Frage erhalten und prüft als Nächstes, wer sie beantwortet."},
	Examining:  {"in Prüfung", "Das Programmmanagement prüft, ob es dazu schon eine Antwort gibt und wer zuständig ist."},
	Assigned:   {"zugewiesen", "Die Frage ist einer Bearbeiterin oder einem Bearbeiter zugewiesen. Als Nächstes beginnt die Bearbeitung."},
	InProgress: {"in Bearbeitung", "Das Programmmanagement bereitet die Antwort vor."},
	AskedBack:  {"Rückfrage", "Das Programmmanagement braucht noch eine Auskunft. Bis zur Rückmeldung ruht die Frist."},
	Resting:    {"ruhend", "Die Rückfrage ist noch offen, deshalb ruht der Vorgang. Mit der Rückmeldung geht es weiter."},
	Merged:     {"zusammengeführt", "Die Frage wird zusammen mit einer gleichen Frage beantwortet. Die Antwort erscheint dann auch hier."},
	ForRelease: {"zur Freigabe", "Die Antwort ist geschrieben und wird von einer zweiten Person geprüft."},
	HandedOver: {"abgegeben", "Eine andere Stelle ist zuständig und hat die Frage erhalten. Ihre Antwort erscheint hier."},
	Declined:   {"nicht angenommen", "Das Programmmanagement beantwortet diese Frage nicht. Den Grund lesen Sie im Verlauf."},
	Answered:   {"beantwortet", "Die offizielle Antwort steht auf dieser Seite."},
	Withdrawn:  {"zurückgezogen", "Die fragende Stelle hat die Frage zurückgezogen."},
}

// Valid reports whether s is a known state.
func (s State) Valid() bool { _, ok := words[s]; return ok }

// German returns the state's word on pages.
func (s State) German() string { return words[s][0] }

// Next says in a sentence what the state means and what happens next.
func (s State) Next() string { return words[s][1] }

// Open reports whether the inquiry still waits for its end. Merged ones wait
// with the inquiry that they were merged into and count as closed themselves.
func (s State) Open() bool {
	switch s {
	case Merged, Declined, Answered, Withdrawn:
		return false
	}
	return s.Valid()
}

// stopped reports whether the clock stands still.
func (s State) stopped() bool { return s == AskedBack || s == Resting || s == HandedOver }

// Act is a step of the workflow, or an act beside it that changes no state.
type Act string

const (
	ActEnter      Act = "enter"
	ActExamine    Act = "examine"
	ActAssign     Act = "assign"
	ActGiveBack   Act = "give-back" // the assignee is not competent
	ActBegin      Act = "begin"
	ActAskBack    Act = "ask-back"
	ActRespond    Act = "respond"
	ActRest       Act = "rest"
	ActMerge      Act = "merge"
	ActUnmerge    Act = "unmerge"
	ActSubmit     Act = "submit"
	ActSendBack   Act = "send-back"
	ActRelease    Act = "release"
	ActAnswer     Act = "answer"
	ActHandOver   Act = "hand-over"
	ActEnterReply Act = "enter-reply" // the competent body's
	ActTakeBack   Act = "take-back"   // from the competent body
	ActDecline    Act = "decline"
	ActReopen     Act = "reopen"
	ActWithdraw   Act = "withdraw"
	ActFollowUp   Act = "follow-up" // the asker's Nachfrage
	ActRevise     Act = "revise"    // a new version on the desk's own account
	ActLeave      Act = "leave"     // the asker, while others support the question
	ActRemind     Act = "remind"    // the system, of an open Rückfrage
	ActDraft      Act = "draft"     // a draft answer was saved
	ActSort       Act = "sort"      // into another board
	ActTickle     Act = "tickle"    // a Wiedervorlage date was set
	ActRetract    Act = "retract"   // an official answer was withdrawn
)

// Who may do an act.
type Who string

const (
	AnyMember    Who = "member"
	Desk         Who = "desk"          // a programme manager
	Assignee     Who = "assignee"      // or the substitute, or a programme manager who gives a reason
	SecondPerson Who = "second person" // a programme manager who did not draft
	AskingSide   Who = "asking side"   // asking organisation, escalating moderator, supporters
	Asker        Who = "asker"
	System       Who = "system"
)

// Need is what an act needs besides the right person and state.
type Need string

const (
	NeedsReason   Need = "reason"
	NeedsAssignee Need = "assignee"
	NeedsInquiry  Need = "other inquiry"
	NeedsQuestion Need = "question"
	NeedsReply    Need = "reply"
	NeedsDraft    Need = "draft"
	NeedsAnswer   Need = "answer"
	NeedsBody     Need = "competent body and note"
	FourEyes      Need = "four eyes required"
	TwoEyes       Need = "four eyes not required"
	Unsupported   Need = "no supporters"
	OnceInTime    Need = "once within the term"
	Reminded      Need = "reminder and term"
	FormerState   Need = "its former state"
)

// Transition is one row of the workflow: who leads an inquiry from one state
// to another, by which act, and what that needs.
type Transition struct {
	From, To State
	Act      Act
	Who      Who
	Needs    []Need
}

// Transitions is the whole workflow. "" as From is the beginning.
var Transitions = table(
	row(from(""), Received, ActEnter, AnyMember, NeedsQuestion),
	row(from(Received), Examining, ActExamine, Desk),
	row(from(Examining, Assigned, InProgress, AskedBack, Resting, ForRelease), Assigned, ActAssign, Desk, NeedsAssignee),
	row(from(Assigned), Examining, ActGiveBack, Assignee, NeedsReason),
	row(from(Assigned), InProgress, ActBegin, Assignee),
	row(from(InProgress), AskedBack, ActAskBack, Assignee, NeedsQuestion),
	row(from(AskedBack, Resting), InProgress, ActRespond, AskingSide, NeedsReply),
	row(from(AskedBack), Resting, ActRest, System, Reminded),
	row(from(Examining, Assigned, InProgress), Merged, ActMerge, Desk, NeedsInquiry),
	row(from(Merged), Examining, ActUnmerge, Desk, NeedsReason, FormerState),
	row(from(Merged), Assigned, ActUnmerge, Desk, NeedsReason, FormerState),
	row(from(Merged), InProgress, ActUnmerge, Desk, NeedsReason, FormerState),
	row(from(InProgress), ForRelease, ActSubmit, Assignee, NeedsDraft, FourEyes),
	row(from(ForRelease), InProgress, ActSendBack, SecondPerson, NeedsReason),
	row(from(ForRelease), Answered, ActRelease, SecondPerson),
	row(from(InProgress), Answered, ActAnswer, Assignee, NeedsAnswer, TwoEyes),
	row(from(Examining, Assigned, InProgress), HandedOver, ActHandOver, Desk, NeedsBody),
	row(from(HandedOver), Answered, ActEnterReply, Desk, NeedsAnswer),
	row(from(HandedOver), Examining, ActTakeBack, Desk, NeedsReason),
	row(from(Examining, Assigned, InProgress), Declined, ActDecline, Desk, NeedsReason),
	row(from(Declined), Examining, ActReopen, Desk, NeedsReason),
	row(from(Received, Examining, Assigned, InProgress, AskedBack, Resting, ForRelease, HandedOver), Withdrawn, ActWithdraw, Asker, Unsupported),
	row(from(Answered), InProgress, ActFollowUp, Asker, NeedsReason, OnceInTime),
	row(from(Answered), InProgress, ActRevise, Desk, NeedsReason),
)

func from(states ...State) []State { return states }

func row(from []State, to State, act Act, who Who, needs ...Need) []Transition {
	var out []Transition
	for _, f := range from {
		out = append(out, Transition{f, to, act, who, needs})
	}
	return out
}

func table(rows ...[]Transition) []Transition { return slices.Concat(rows...) }

// transition returns the row for an act in a state; former narrows the rows
// that lead back to where a merged inquiry came from.
func transition(s State, act Act, former State) (Transition, bool) {
	for _, t := range Transitions {
		if t.From == s && t.Act == act && (!t.needs(FormerState) || t.To == former) {
			return t, true
		}
	}
	return Transition{}, false
}

func (t Transition) needs(n Need) bool { return slices.Contains(t.Needs, n) }
