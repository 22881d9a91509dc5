package demo_test

import (
	"slices"
	"testing"
	"time"

	"kommunalforum/internal/demo"
)

// The states of an inquiry as DESIGN names them.
const (
	received  = "eingegangen"
	examined  = "in Prüfung"
	assigned  = "zugewiesen"
	working   = "in Bearbeitung"
	asking    = "Rückfrage"
	resting   = "ruhend"
	merged    = "zusammengeführt"
	releasing = "zur Freigabe"
	passedOn  = "abgegeben"
	declined  = "nicht angenommen"
	answered  = "beantwortet"
	withdrawn = "zurückgezogen"
)

// moves says which step leads from which states to which. A step without a
// target changes nothing.
var moves = map[string]struct {
	from []string
	to   string
}{
	demo.StepTakeOver: {[]string{received}, working},
	demo.StepExamine:  {[]string{received}, examined},
	demo.StepAssign:   {[]string{examined, assigned, working, asking, releasing}, assigned},
	demo.StepBegin:    {[]string{assigned}, working},
	demo.StepAskBack:  {[]string{working}, asking},
	demo.StepRespond:  {[]string{asking, resting}, working},
	demo.StepRest:     {[]string{asking}, resting},
	demo.StepMerge:    {[]string{examined, assigned, working}, merged},
	demo.StepDraft:    {[]string{working}, ""},
	demo.StepSubmit:   {[]string{working}, releasing},
	demo.StepRelease:  {[]string{releasing}, answered},
	demo.StepReturn:   {[]string{releasing}, working},
	demo.StepHandOver: {[]string{examined, assigned, working}, passedOn},
	demo.StepDecline:  {[]string{examined, assigned, working}, declined},
	demo.StepWithdraw: {[]string{received, examined, assigned, working, asking, resting}, withdrawn},
	demo.StepNote:     {[]string{received, examined, assigned, working, asking, resting, releasing, passedOn}, ""},
	demo.StepAnswer:   {[]string{working, passedOn}, answered},
	demo.StepFollowUp: {[]string{answered}, working},
}

// walk returns the state that the steps lead to and the number of official
// answers on the way, and complains about steps that nobody may take.
func walk(t *testing.T, q demo.Inquiry) (state string, answers int) {
	state = received
	var assignee, drafter string
	var answeredAgo time.Duration
	for _, s := range q.Steps {
		if !slices.Contains(moves[s.Kind].from, state) {
			t.Errorf("%s: %s is not possible while %s", q.File, s.Kind, state)
		}
		switch s.Kind {
		case demo.StepTakeOver:
			assignee = s.Author
		case demo.StepAssign:
			assignee = s.Assignee
		case demo.StepBegin, demo.StepAskBack, demo.StepDraft, demo.StepSubmit:
			if s.Author != assignee {
				t.Errorf("%s: %s by %s, but it lies with %s", q.File, s.Kind, s.Author, assignee)
			}
		case demo.StepRelease, demo.StepReturn:
			if s.Author == drafter {
				t.Errorf("%s: %s by the one who drafted", q.File, s.Kind)
			}
		case demo.StepFollowUp:
			// Ten working days are at least twelve days.
			if answeredAgo-s.Ago > 12*24*time.Hour {
				t.Errorf("%s: the follow-up comes too late", q.File)
			}
		}
		if s.Kind == demo.StepDraft {
			drafter = s.Author
		}
		if s.Kind == demo.StepSubmit && drafter == "" {
			t.Errorf("%s: nothing is drafted", q.File)
		}
		if to := moves[s.Kind].to; to != "" {
			state = to
		}
		if state == answered {
			answers++
			answeredAgo = s.Ago
		}
	}
	return state, answers
}

func TestShippedInquiriesFollowTheWorkflowAndCoverEveryState(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	versions := 0
	w := shipped(t)
	for _, q := range w.Inquiries {
		state, answers := walk(t, q)
		seen[state]++
		versions = max(versions, answers)
		if slices.Contains(w.FourEyes(), q.Board) && answersAlone(q) {
			t.Errorf("%s: %s needs a second person", q.File, q.Board)
		}
	}
	for _, state := range []string{received, examined, assigned, working, asking, resting, merged, releasing,
		passedOn, declined, answered, withdrawn} {
		if seen[state] == 0 {
			t.Errorf("no inquiry is %s", state)
		}
	}
	if seen[answered] < 2 || versions < 2 {
		t.Errorf("%d inquiries are answered, with at most %d versions", seen[answered], versions)
	}
}

// answersAlone says whether a programme manager answers without a second one.
// The answer of a competent body is only entered.
func answersAlone(q demo.Inquiry) bool {
	for i, s := range q.Steps {
		if s.Kind == demo.StepAnswer && q.Steps[i-1].Kind != demo.StepHandOver {
			return true
		}
	}
	return false
}
