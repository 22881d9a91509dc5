package inquiry_test

import (
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/inquiry"
)

// design is the table of transitions as the design has it, written down anew
// and by hand: from, to, the deed, and who may. "system" is nobody. Whoever is
// not named is refused, and so is every deed for a pair that has no line.
//
// Of the programme managers, assignee is also the one who drafted, substitute
// is named as such, desk is any other one who gives a reason, silent the same
// without one.
const design = `
	eingegangen     | in Prüfung       | prüfen            | assignee substitute desk silent
	in Prüfung      | zugewiesen       | zuweisen          | assignee substitute desk silent
	zugewiesen      | zugewiesen       | zuweisen          | assignee substitute desk silent
	in Bearbeitung  | zugewiesen       | zuweisen          | assignee substitute desk silent
	Rückfrage       | zugewiesen       | zuweisen          | assignee substitute desk silent
	ruhend          | zugewiesen       | zuweisen          | assignee substitute desk silent
	zur Freigabe    | zugewiesen       | zuweisen          | assignee substitute desk silent
	zugewiesen      | in Prüfung       | zurückgeben       | assignee substitute desk
	in Prüfung      | zusammengeführt  | zusammenführen    | assignee substitute desk silent
	zugewiesen      | zusammengeführt  | zusammenführen    | assignee substitute desk silent
	in Bearbeitung  | zusammengeführt  | zusammenführen    | assignee substitute desk silent
	zugewiesen      | in Bearbeitung   | beginnen          | assignee substitute desk
	in Bearbeitung  | Rückfrage        | rückfragen        | assignee substitute desk
	Rückfrage       | in Bearbeitung   | rückmelden        | asker colleague escalator supporter
	ruhend          | in Bearbeitung   | rückmelden        | asker colleague escalator supporter
	Rückfrage       | ruhend           | ruhen             | system
	zusammengeführt | in Prüfung       | trennen           | assignee substitute desk
	zusammengeführt | zugewiesen       | trennen           | assignee substitute desk
	zusammengeführt | in Bearbeitung   | trennen           | assignee substitute desk
	nicht angenommen| in Prüfung       | wieder aufnehmen  | assignee substitute desk
	in Bearbeitung  | zur Freigabe     | vorlegen          | assignee substitute desk
	zur Freigabe    | in Bearbeitung   | zurückgeben zur Überarbeitung | substitute desk
	zur Freigabe    | beantwortet      | freigeben         | substitute desk silent
	in Bearbeitung  | beantwortet      | beantworten       | assignee substitute desk
	in Prüfung      | abgegeben        | abgeben           | assignee substitute desk silent
	zugewiesen      | abgegeben        | abgeben           | assignee substitute desk silent
	in Bearbeitung  | abgegeben        | abgeben           | assignee substitute desk silent
	abgegeben       | beantwortet      | Antwort eintragen | assignee substitute desk silent
	abgegeben       | in Prüfung       | zurückholen       | assignee substitute desk
	in Prüfung      | nicht angenommen | nicht annehmen    | assignee substitute desk
	zugewiesen      | nicht angenommen | nicht annehmen    | assignee substitute desk
	in Bearbeitung  | nicht angenommen | nicht annehmen    | assignee substitute desk
	eingegangen     | zurückgezogen    | zurückziehen      | asker
	in Prüfung      | zurückgezogen    | zurückziehen      | asker
	zugewiesen      | zurückgezogen    | zurückziehen      | asker
	in Bearbeitung  | zurückgezogen    | zurückziehen      | asker
	Rückfrage       | zurückgezogen    | zurückziehen      | asker
	ruhend          | zurückgezogen    | zurückziehen      | asker
	zur Freigabe    | zurückgezogen    | zurückziehen      | asker
	abgegeben       | zurückgezogen    | zurückziehen      | asker
	beantwortet     | in Bearbeitung   | nachfragen        | asker
	beantwortet     | in Bearbeitung   | überarbeiten      | assignee substitute desk
`

// actors are all who may come; system is the passing of time.
var actors = []string{"guest", "member", "asker", "colleague", "supporter", "escalator", "moderator", "elsewhere", "admin",
	"assignee", "substitute", "desk", "silent", "system"}

// TestEveryPairOfStates leads an inquiry in every state by every deed of every
// actor through the real operations, and compares with the design.
func TestEveryPairOfStates(t *testing.T) {
	t.Parallel()
	type key struct{ from, deed string }
	leadsTo := map[key][]string{} // to which states; three for trennen
	may := map[key][]string{}
	var deeds []string
	for _, l := range lines(design) {
		k := key{l[0], l[2]}
		leadsTo[k] = append(leadsTo[k], l[1])
		may[k] = strings.Fields(l[3])
		if !slices.Contains(deeds, l[2]) {
			deeds = append(deeds, l[2])
		}
	}
	for _, from := range inquiry.States {
		t.Run(from.German(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for _, deed := range deeds {
				k := key{from.German(), deed}
				for variant := range max(1, len(leadsTo[k])) {
					number := ""
					for _, actor := range actors {
						if actor == "system" && deed != "ruhen" {
							continue
						}
						allowed := slices.Contains(may[k], actor)
						if number == "" {
							number = w.inState(from, deed, variant)
						}
						err := w.do(deed, actor, number)
						want := from.German()
						if allowed {
							want = leadsTo[k][variant]
						}
						// The passing of time never fails, nor does who sends the same
						// form again; the state says whether anything happened.
						again := w.last == doneBy{deed, actor} && !allowed
						if (err == nil) != allowed && actor != "system" && !again {
							t.Errorf("%s: %s by %s: error %v, want allowed %v", from.German(), deed, actor, err, allowed)
						}
						got := w.state(number)
						if got.German() != want {
							t.Errorf("%s: %s by %s leads to %s, want %s", from.German(), deed, actor, got.German(), want)
						}
						if got != from || allowed {
							number = ""
						}
					}
				}
			}
		})
	}
}

// TestWorkflowInCodeIsTheDesign compares the transitions as data, both ways.
func TestWorkflowInCodeIsTheDesign(t *testing.T) {
	t.Parallel()
	var want, got []string
	for _, l := range lines(design) {
		want = append(want, l[0]+" → "+l[1])
	}
	for _, tr := range inquiry.Transitions {
		if tr.From != "" {
			got = append(got, tr.From.German()+" → "+tr.To.German())
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("transitions are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// doneBy is a deed and who did it.
type doneBy struct{ deed, actor string }

// do tries a deed as the actor through the real operation.
func (w *world) do(deed, actor, number string) error {
	ctx, by := w.ctx(), w.people[actor]
	basis := inquiry.Basis{Reason: "Das ist der Grund."}
	if actor == "silent" {
		by, basis.Reason = w.people["desk"], ""
	}
	if actor == "system" {
		before := w.present
		defer func() { w.present = before }()
		for range 2 { // reminder, then rest
			w.later(20)
			if _, _, err := w.q.RestOverdue(w.ctx()); err != nil {
				return err
			}
		}
		return nil
	}
	switch deed {
	case "prüfen":
		return w.q.Examine(ctx, by, number, basis)
	case "zuweisen":
		return w.q.Assign(ctx, by, number, inquiry.AssignInput{Basis: basis, Assignee: w.people["assignee"].ID,
			Substitute: w.people["substitute"].ID})
	case "zurückgeben":
		return w.q.ReturnToExamination(ctx, by, number, basis)
	case "zusammenführen":
		other := w.ask(twoEyes)
		return w.in(func(tx *db.Tx) (inquiry.Settled, error) {
			return inquiry.MergeTx(tx, by, number, inquiry.MergeInput{Basis: basis, Into: other})
		})
	case "trennen":
		return w.in(func(tx *db.Tx) (inquiry.Settled, error) { return inquiry.UnmergeTx(tx, by, number, basis) })
	case "beginnen":
		return w.q.Begin(ctx, by, number, basis)
	case "rückfragen":
		return w.q.AskBack(ctx, by, number, inquiry.AskBackInput{Basis: basis, Text: "Welche Version?", Once: w.once()})
	case "rückmelden":
		return w.q.Respond(ctx, by, number, inquiry.MessageInput{Text: "Version 2.", Once: w.once()})
	case "ruhen":
		return errNoDeed // no operation lets anybody do this
	case "wieder aufnehmen":
		return w.q.Reopen(ctx, by, number, basis)
	case "vorlegen":
		return w.q.SubmitForRelease(ctx, by, number, basis)
	case "zurückgeben zur Überarbeitung":
		return w.q.SendBack(ctx, by, number, basis)
	case "freigeben":
		return w.in(func(tx *db.Tx) (inquiry.Settled, error) { return inquiry.ReleaseTx(tx, by, number, basis, false) })
	case "abgeben":
		return w.q.HandOver(ctx, by, number, inquiry.HandOverInput{Basis: basis, Body: "Land Hessen", Note: "Zuständig ist das Land.",
			Once: w.once()})
	case "zurückholen":
		return w.q.TakeBack(ctx, by, number, basis)
	case "nicht annehmen":
		return w.q.Decline(ctx, by, number, basis)
	case "zurückziehen":
		_, err := w.q.Withdraw(ctx, by, number)
		return err
	case "nachfragen":
		return w.q.FollowUp(ctx, by, number, inquiry.MessageInput{Text: "Gilt das auch für uns?", Once: w.once()})
	case "überarbeiten":
		return w.q.Revise(ctx, by, number, basis)
	}
	ready := inquiry.PrepareAnswer(ctx, answer(board.ToMembers), false)
	return w.in(func(tx *db.Tx) (inquiry.Settled, error) {
		if deed == "beantworten" {
			return inquiry.AnswerTx(tx, by, number, basis, ready)
		}
		return inquiry.EnterReplyTx(tx, by, number, basis, ready)
	})
}

// inState makes an inquiry that stands in the state and waits for the deed.
// The asker's organisation is alone with it where it is to be withdrawn, and
// supported otherwise. variant says where a merged one came from.
func (w *world) inState(s inquiry.State, deed string, variant int) string {
	w.t.Helper()
	slug := fourEyes
	if deed == "beantworten" || s == inquiry.Answered {
		slug = twoEyes
	}
	if s == inquiry.ForRelease {
		slug = fourEyes
	}
	number := w.escalate(slug)
	if deed != "zurückziehen" {
		w.must(w.q.Support(w.ctx(), w.people["supporter"], number))
	}
	path := map[inquiry.State]string{
		inquiry.Received:   "",
		inquiry.Examining:  "prüfen",
		inquiry.Assigned:   "prüfen zuweisen",
		inquiry.InProgress: "prüfen zuweisen beginnen",
		inquiry.AskedBack:  "prüfen zuweisen beginnen rückfragen",
		inquiry.Resting:    "prüfen zuweisen beginnen rückfragen",
		inquiry.Merged:     []string{"prüfen", "prüfen zuweisen", "prüfen zuweisen beginnen"}[variant],
		inquiry.ForRelease: "prüfen zuweisen beginnen entwerfen vorlegen",
		inquiry.HandedOver: "prüfen abgeben",
		inquiry.Declined:   "prüfen ablehnen",
		inquiry.Answered:   "prüfen zuweisen beginnen beantworten",
		inquiry.Withdrawn:  "prüfen",
	}[s]
	for _, step := range strings.Fields(path) {
		switch step {
		case "entwerfen":
			w.must(w.draft("assignee", number))
			continue
		case "ablehnen":
			step = "nicht annehmen"
		}
		w.must(w.do(step, "assignee", number))
		w.last = doneBy{step, "assignee"}
	}
	switch {
	case s == inquiry.Merged:
		w.must(w.do("zusammenführen", "assignee", number))
	case s == inquiry.Resting:
		w.must(w.do("ruhen", "system", number))
	case s == inquiry.Withdrawn:
		w.must(w.q.Unsupport(w.ctx(), w.people["supporter"], number))
		w.must(w.do("zurückziehen", "asker", number))
		w.last = doneBy{"zurückziehen", "asker"}
	case s == inquiry.InProgress && deed == "vorlegen":
		w.must(w.draft("assignee", number))
	}
	if got := w.state(number); got != s {
		w.t.Fatalf("inquiry is %s, want %s", got.German(), s.German())
	}
	return number
}

func (w *world) draft(by, number string) error {
	return w.q.SaveDraft(w.ctx(), w.people[by], number, inquiry.DraftInput{AnswerInput: answer(board.ToMembers)})
}
