package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"kommunalforum/internal/fault"
)

func TestKindSurvivesWrapping(t *testing.T) {
	err := fmt.Errorf("load thread: %w", fault.Missing())
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("kind of %v = %v, want NotFound", err, fault.KindOf(err))
	}
	if fault.Is(nil, fault.Internal) {
		t.Error("nil must be of no kind")
	}
	if got := fault.KindOf(errors.New("boom")); got != fault.Internal {
		t.Errorf("kind of a plain error = %v, want Internal", got)
	}
}

func TestInternalErrorsNeverSpeakToUsers(t *testing.T) {
	if got := fault.SentenceOf(errors.New("no such table: person")); got != "Bei uns ist etwas schiefgegangen." {
		t.Errorf("sentence = %q", got)
	}
}

func TestCheckNamesEveryField(t *testing.T) {
	var c fault.Check
	c.Add("titel", "Bitte füllen Sie „%s“ aus.", "Titel")
	c.Require(false, "text", "Bitte schreiben Sie einen Text.")
	c.Require(true, "ok", "nie")
	problems := fault.ProblemsOf(c.Err())
	if len(problems) != 2 || problems[0].Field != "titel" || problems[1].Field != "text" {
		t.Errorf("problems = %+v", problems)
	}
	if (&fault.Check{}).Err() != nil {
		t.Error("an empty check must be nil")
	}
}
