package inquiry_test

import (
	"fmt"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/inquiry"
)

// move lets somebody work for the organisation of another from now on.
func (w *world) move(who, to string) {
	w.t.Helper()
	w.must(w.db.Write(w.ctx(), func(tx *db.Tx) error {
		return account.MoveTx(tx, 0, w.people[who].ID, w.people[to].Organisation.ID)
	}))
	v, err := account.New(w.db).ViewerOf(w.ctx(), who+"@test.example")
	w.must(err)
	w.people[who] = v
}

// talked is a question that the escalator passed on, with a note, a Rückfrage
// and its Rückmeldung by a colleague of the asker, supported by another
// organisation.
func (w *world) talked() string {
	w.t.Helper()
	number := w.escalate(twoEyes)
	w.must(w.q.Support(w.ctx(), w.people["supporter"], number))
	w.takeUp(number)
	w.must(w.q.Note(w.ctx(), w.people["assignee"], number, inquiry.NoteInput{Text: "Ein Vermerk", Once: w.once()}))
	w.must(w.q.AskBack(w.ctx(), w.people["assignee"], number, inquiry.AskBackInput{Text: "Welche?", Once: w.once()}))
	w.must(w.q.Respond(w.ctx(), w.people["colleague"], number, inquiry.MessageInput{Text: "Diese.", Once: w.once()}))
	w.must(w.q.AskBack(w.ctx(), w.people["assignee"], number, inquiry.AskBackInput{Text: "Und?", Once: w.once()}))
	w.must(w.q.Respond(w.ctx(), w.people["asker"], number, inquiry.MessageInput{Text: "Nichts weiter.", Once: w.once()}))
	return number
}

func TestRecordsKeepTheOrganisationOfThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.talked()
	employers := map[string]string{}
	for _, who := range []string{"asker", "colleague", "escalator", "assignee"} {
		employers["Person "+who] = w.people[who].Organisation.Name
		w.move(who, "member")
	}
	p := w.show(number)
	check := func(where string, b account.Byline) {
		t.Helper()
		if want := employers[b.Name]; b.Organisation.Name != want {
			t.Errorf("%s: %s stands there with %q, want %q", where, b.Name, b.Organisation.Name, want)
		}
	}
	for _, s := range p.Steps {
		check(s.What(), s.Actor)
	}
	for _, m := range p.Messages {
		check(m.Kind.German(), m.From)
	}
	for _, n := range p.Desk.Notes {
		check("note", n.Author)
	}
	check("asker", p.Asker)
	check("escalated", p.Escalated)
	if len(p.Steps) < 8 || len(p.Messages) != 4 || len(p.Desk.Notes) != 1 || p.Escalated.Name == "" {
		t.Errorf("there are %d steps, %d messages, %d notes", len(p.Steps), len(p.Messages), len(p.Desk.Notes))
	}
	w.must(w.db.Read(w.ctx(), func(tx *db.Tx) error {
		log, err := audit.ListTx(tx, 0, 50)
		for _, e := range log {
			if strings.HasPrefix(e.Act, "inquiry.") && e.For == w.people["member"].Organisation.ID {
				t.Errorf("the audit log says that %s was done for the present organisation", e.Act)
			}
		}
		return err
	}))
}

// TestWhoTookTheirQuestionBackIsNamedNowhere asks for the whole of what every
// person gets of the inquiry.
func TestWhoTookTheirQuestionBackIsNamedNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.talked()
	before, err := w.q.Show(w.ctx(), w.people["supporter"], number)
	w.must(err)
	for _, name := range []string{"Person asker", "Person colleague"} {
		if !strings.Contains(fmt.Sprintf("%+v", before), name) {
			t.Fatalf("%s is not named even before", name)
		}
	}
	left, err := w.q.Withdraw(w.ctx(), w.people["asker"], number)
	w.must(err)
	if !left {
		t.Fatal("the question went altogether")
	}
	whole := 0
	for key, by := range w.people {
		p, err := w.q.Show(w.ctx(), by, number)
		if err != nil {
			continue // they see nothing of it
		}
		p.Inquiry = inquiry.Inquiry{Access: p.Access} // holds the viewer's own number
		for _, s := range p.Steps {
			if (s.Act == inquiry.ActRespond || s.Act == inquiry.ActLeave) && s.Actor.Organisation.Name != "Stadt Fragestadt" {
				t.Errorf("%s reads that %q was done by %q", key, s.What(), s.Actor.Organisation.Name)
			}
		}
		text := fmt.Sprintf("%+v", p)
		for _, who := range []string{"asker", "colleague"} {
			if strings.Contains(text, "Person "+who) || strings.Contains(text, fmt.Sprintf("PersonID:%d ", w.people[who].ID)) {
				t.Errorf("%s learns of %s", key, who)
			}
		}
		if p.Access == inquiry.Whole {
			whole++
			if !strings.Contains(text, "Person escalator") {
				t.Errorf("%s does not learn who passed the question on", key)
			}
		}
	}
	if whole < 5 {
		t.Errorf("only %d see the whole inquiry", whole)
	}
}

func TestErasedAccountTakesItsOrganisationOutOfTheHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.talked()
	instead := w.people["member"].Organisation
	for _, who := range []string{"asker", "colleague", "assignee"} {
		w.must(w.db.Write(w.ctx(), func(tx *db.Tx) error {
			return inquiry.EraseTx(tx, account.Erasure{Person: w.people[who].ID, Organisation: instead.ID})
		}))
	}
	p := w.show(number)
	text := fmt.Sprintf("%+v %+v %+v", p.Steps, p.Messages, p.Desk.Notes)
	for _, name := range []string{"Stadt Fragestadt", "FITKO"} {
		if strings.Contains(text, name) {
			t.Errorf("%s is still named in %s", name, text)
		}
	}
}
