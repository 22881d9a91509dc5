package inquiry_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/inquiry"
)

// Who sees how much, by state and kind of question. whole, question, outline
// or none; the guest never sees any of it.
const sight = `
	who         | open    | desk only | closed board | answered | answered for the asker
	guest       | none    | none      | none         | none     | none
	member      | outline | none      | none         | question | none
	asker       | whole   | whole     | none         | whole    | whole
	colleague   | whole   | whole     | none         | whole    | whole
	supporter   | whole   | none      | none         | whole    | none
	escalator   | whole   | whole     | whole        | whole    | whole
	insider     | outline | none      | outline      | question | none
	moderator   | whole   | none      | whole        | whole    | none
	elsewhere   | outline | none      | none         | question | none
	admin       | whole   | none      | none         | whole    | none
	assignee    | whole   | whole     | whole        | whole    | whole
	desk        | whole   | whole     | whole        | whole    | whole
`

func TestWhoSeesHowMuch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	numbers := map[string]string{"open": w.escalate(twoEyes), "closed board": w.escalate(closed)}
	w.must(w.q.Support(w.ctx(), w.people["supporter"], numbers["open"]))
	numbers["desk only"] = w.escalateDeskOnly()
	for _, kind := range []string{"answered", "answered for the asker"} {
		if kind == "answered" {
			numbers[kind] = w.escalate(twoEyes)
			w.must(w.q.Support(w.ctx(), w.people["supporter"], numbers[kind]))
		} else {
			numbers[kind] = w.escalateDeskOnly()
		}
		w.takeUp(numbers[kind])
		in := answer(inquiry.ToAsker)
		if kind == "answered" {
			in = answer("members")
		}
		w.must(w.answer("assignee", numbers[kind], in))
	}
	table := lines(sight)
	for _, row := range table[1:] {
		by := w.people[row[0]]
		for i, kind := range table[0][1:] {
			want := row[i+1]
			p, err := w.q.Show(w.ctx(), by, numbers[kind])
			got := []string{"none", "outline", "question", "whole"}[p.Access]
			if (err != nil) != (want == "none") || got != want {
				t.Errorf("%s sees %s of %q, want %s (%v)", row[0], got, kind, want, err)
			}
			if want == "none" {
				w.wants(fault.NotFound, err)
			}
			if (p.HTML != "") != (got == "question" || got == "whole") || (p.Background != "") != (got == "whole") {
				t.Errorf("%s sees the wrong texts of %q: %q, %q", row[0], kind, p.HTML, p.Background)
			}
			if (p.Desk != nil) != by.Programme() {
				t.Errorf("%s gets the desk's side of %q: %v", row[0], kind, p.Desk)
			}
			list, err := w.q.List(w.ctx(), by, inquiry.ListFilter{State: p.State})
			if listed := err == nil && has(list, numbers[kind]); want != "none" && !listed || want == "none" && listed {
				t.Errorf("%s finds %q in the list: %v (%v)", row[0], kind, listed, err)
			}
		}
	}
}

func has(l inquiry.Listing, number string) bool {
	for _, r := range l.Rows {
		if r.Number == number {
			return true
		}
	}
	return false
}

// verbs is the table of permissions beside the workflow, which has its own.
// yes, no (forbidden) or hidden (as if it did not exist).
const verbs = `
	who       | ask | support | note | tickler | sort | draft | retract | inbox
	guest     | no  | no      | hidden | hidden | hidden | hidden | hidden | no
	member    | yes | yes     | no   | no      | no   | no    | no      | no
	asker     | yes | yes     | no   | no      | no   | no    | no      | no
	supporter | yes | yes     | no   | no      | no   | no    | no      | no
	moderator | yes | yes     | no   | no      | no   | no    | no      | no
	elsewhere | yes | yes     | no   | no      | no   | no    | no      | no
	admin     | yes | yes     | no   | no      | no   | no    | no      | no
	assignee  | yes | no      | yes  | yes     | yes  | yes   | yes     | yes
	desk      | yes | no      | yes  | yes     | yes  | yes   | yes     | yes
`

func TestWhoMayDoWhatBesideTheWorkflow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	open := w.ask(twoEyes)
	w.takeUp(open)
	table := lines(verbs)
	for _, row := range table[1:] {
		by := w.people[row[0]]
		answered := w.answered(twoEyes, answer("members"))
		for i, verb := range table[0][1:] {
			err := w.try(verb, by, open, answered)
			want := row[i+1]
			switch {
			case want == "yes" && err != nil:
				t.Errorf("%s by %s: %v", verb, row[0], err)
			case want == "no" && !fault.Is(err, fault.Forbidden), want == "hidden" && !fault.Is(err, fault.NotFound):
				t.Errorf("%s by %s: error %v, want %s", verb, row[0], err, want)
			}
		}
	}
}

func (w *world) try(verb string, by account.Viewer, open, answered string) (err error) {
	basis := inquiry.Basis{Reason: "Vertretung"}
	switch verb {
	case "ask":
		_, err = w.q.Ask(w.ctx(), by, w.input(twoEyes, "neu"))
	case "support":
		err = w.q.Support(w.ctx(), by, open)
	case "note":
		err = w.q.Note(w.ctx(), by, open, inquiry.NoteInput{Text: "Vermerk", Once: w.once()})
	case "tickler":
		err = w.q.SetTickler(w.ctx(), by, open, "2026-10-01", basis)
	case "sort":
		err = w.q.Sort(w.ctx(), by, open, inquiry.SortInput{Basis: basis, Board: w.boards["weiterbildung"]})
		if err == nil {
			err = w.q.Sort(w.ctx(), by, open, inquiry.SortInput{Basis: basis, Board: w.boards[twoEyes]})
		}
	case "draft":
		err = w.q.SaveDraft(w.ctx(), by, open, inquiry.DraftInput{Basis: basis, AnswerInput: answer("members")})
	case "retract":
		err = w.in(func(tx *db.Tx) (inquiry.Settled, error) { return inquiry.RetractTx(tx, by, answered, 1, basis) })
	case "inbox":
		_, err = w.q.Inbox(w.ctx(), by, inquiry.Filter{})
	}
	return err
}

func TestPredicatesSayNoForAnybodyElseThanWhoLoadedTheInquiry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(twoEyes)
	p, err := w.q.Show(w.ctx(), w.people["member"], number)
	w.must(err)
	if p.CanTakeUp(w.people["desk"]) || p.CanNote(w.people["desk"]) || p.Own(w.people["asker"]) {
		t.Error("predicates answer for somebody the inquiry was not loaded for")
	}
	if seen := w.show(number); !seen.CanTakeUp(w.people["desk"]) || seen.Can(w.people["desk"], inquiry.ActBegin) {
		t.Error("the desk cannot take up a new inquiry, or can begin one that is not assigned")
	}
}

func TestActingInPlaceOfTheAssigneeIsRecorded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(twoEyes)
	w.takeUp(number)
	err := w.q.AskBack(w.ctx(), w.people["desk"], number, inquiry.AskBackInput{Text: "Welche?", Once: w.once()})
	w.wants(fault.Invalid, err)
	w.must(w.q.AskBack(w.ctx(), w.people["desk"], number, inquiry.AskBackInput{Text: "Welche?", Once: w.once(),
		Basis: inquiry.Basis{Reason: "Krankheitsvertretung"}}))
	w.must(w.db.Read(w.ctx(), func(tx *db.Tx) error {
		log, err := audit.ListTx(tx, 0, 1)
		if err == nil && (log[0].Act != "inquiry.ask-back" || log[0].Reason != "Krankheitsvertretung" || log[0].Actor != w.people["desk"].ID) {
			t.Errorf("audit is %+v", log[0])
		}
		return err
	}))
}

func TestHistoryCannotBeChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ask(twoEyes)
	for _, statement := range []string{`UPDATE inquiry_step SET reason = 'anders'`, `DELETE FROM inquiry_step`} {
		err := w.db.Write(w.ctx(), func(tx *db.Tx) error {
			_, err := tx.Exec(statement)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "cannot be") {
			t.Errorf("%s: error %v", statement, err)
		}
	}
}

func TestDeskActsOnAStaleRevisionConflict(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(twoEyes)
	seen := inquiry.Basis{Revision: w.show(number).Revision, Reason: "unklar"}
	w.must(w.q.SetTickler(w.ctx(), w.people["desk"], number, catalogue.Date("2026-12-01"), inquiry.Basis{}))
	w.wants(fault.Conflict, w.q.Examine(w.ctx(), w.people["assignee"], number, seen))
	w.must(w.q.Examine(w.ctx(), w.people["assignee"], number, inquiry.Basis{Revision: seen.Revision + 1}))
	// The same click sent again is no conflict, somebody else's is one.
	w.must(w.q.Examine(w.ctx(), w.people["assignee"], number, inquiry.Basis{Revision: seen.Revision + 1}))
	w.wants(fault.Conflict, w.q.Examine(w.ctx(), w.people["desk"], number, inquiry.Basis{Revision: seen.Revision + 1}))
}
