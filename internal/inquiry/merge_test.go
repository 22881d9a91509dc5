package inquiry_test

import (
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/inquiry"
)

func (w *world) merge(number, into string) error {
	return w.in(func(tx *db.Tx) (inquiry.Settled, error) {
		return inquiry.MergeTx(tx, w.people["desk"], number, inquiry.MergeInput{Into: into})
	})
}

func (w *world) unmerge(number string) error {
	return w.in(func(tx *db.Tx) (inquiry.Settled, error) {
		return inquiry.UnmergeTx(tx, w.people["desk"], number, inquiry.Basis{Reason: "doch verschieden"})
	})
}

// examined asks as somebody and lets the desk examine it.
func (w *world) examined(who string) string {
	w.t.Helper()
	number, err := w.q.Ask(w.ctx(), w.people[who], w.input(twoEyes, "von "+who))
	w.must(err)
	w.must(w.q.Examine(w.ctx(), w.people["desk"], number, inquiry.Basis{}))
	return number
}

func TestSupportersFollowAMergingAndComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b, c := w.examined("asker"), w.examined("member"), w.examined("supporter")
	w.must(w.q.Support(w.ctx(), w.people["insider"], a))
	w.must(w.q.Support(w.ctx(), w.people["insider"], b))
	w.must(w.merge(a, b))
	w.must(w.merge(a, b)) // the same form again
	w.wants(fault.Invalid, w.merge(a, c))
	if p := w.show(b); p.Weight != 3 || len(p.Merged) != 1 || p.Supporters.Organisations != 3 {
		t.Errorf("weight of b is %d, merged %v", p.Weight, p.Merged)
	}
	w.must(w.merge(b, c)) // a follows
	if p := w.show(c); p.Weight != 4 || len(p.Merged) != 2 {
		t.Errorf("weight of c is %d, merged %v", p.Weight, p.Merged)
	}
	// Everybody who asked sees the whole of the one that is answered.
	for _, who := range []string{"asker", "colleague", "member", "insider"} {
		p, err := w.q.Show(w.ctx(), w.people[who], c)
		if err != nil || p.Access != inquiry.Whole {
			t.Errorf("%s sees %d of c, %v", who, p.Access, err)
		}
	}
	w.takeUpMerged(c)
	w.must(w.answer("desk", c, answer("members")))
	p, err := w.q.Show(w.ctx(), w.people["asker"], a)
	if err != nil || len(p.Answers) != 1 || p.Answers[0].Number != c || p.MergedInto == nil || p.MergedInto.Number != b {
		t.Errorf("the asker of a reads %+v, merged into %+v, %v", p.Answers, p.MergedInto, err)
	}

	w.must(w.unmerge(b)) // a comes back with it
	if p := w.show(c); p.Weight != 1 || len(p.Merged) != 0 {
		t.Errorf("weight of c is %d, merged %v", p.Weight, p.Merged)
	}
	if p := w.show(b); p.Weight != 3 || p.State != inquiry.Examining || len(p.Merged) != 1 {
		t.Errorf("weight of b is %d, state %s", p.Weight, p.State)
	}
	w.must(w.unmerge(a))
	if p := w.show(a); p.Weight != 2 || p.State != inquiry.Examining || len(p.Answers) != 0 {
		t.Errorf("weight of a is %d, state %s", p.Weight, p.State)
	}
}

func (w *world) takeUpMerged(number string) {
	w.t.Helper()
	w.must(w.q.Assign(w.ctx(), w.people["desk"], number, inquiry.AssignInput{Assignee: w.people["desk"].ID}))
	w.must(w.q.Begin(w.ctx(), w.people["desk"], number, inquiry.Basis{}))
}

func TestMergingShowsNobodyMoreThanTheirOwnQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.examined("asker")
	for name, other := range map[string]string{"itself": a, "nothing": "FPM-1999-0001", "desk only": w.escalateDeskOnly(),
		"closed": w.escalate(closed)} {
		if err := w.merge(a, other); !fault.Is(err, fault.Invalid) {
			t.Errorf("merging into %s: %v", name, err)
		}
	}
	// The other way round is fine: its readers stay the same.
	hidden := w.escalateDeskOnly()
	w.must(w.q.Examine(w.ctx(), w.people["desk"], hidden, inquiry.Basis{}))
	w.must(w.merge(hidden, a))
	p, err := w.q.Show(w.ctx(), w.people["supporter"], a)
	w.must(err)
	if len(p.Merged) != 0 {
		t.Errorf("others learn of the hidden one: %v", p.Merged)
	}
}

func TestAskerOfAMergedIntoQuestionCannotWithdrawIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.examined("asker"), w.examined("member")
	w.must(w.merge(b, a))
	left, err := w.q.Withdraw(w.ctx(), w.people["asker"], a)
	w.must(err)
	if !left || w.state(a) != inquiry.Examining {
		t.Errorf("left %v, state %s", left, w.state(a))
	}
}
