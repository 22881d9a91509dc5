package consultation_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"kommunalforum/internal/consultation"
	"kommunalforum/internal/fault"
	. "kommunalforum/internal/testkit"
)

func TestAHundredSavesMakeOnePosition(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	by := w.By(Ann)
	together := func(x func(i int) consultation.Choice) (saved, refused int) {
		var mu sync.Mutex
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				err := take(w, by, id, x(i))
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					saved++
				case errors.Is(err, consultation.ErrColleague):
					refused++
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		return saved, refused
	}
	if saved, _ := together(func(int) consultation.Choice { return agree(1) }); saved != 100 {
		t.Errorf("%d of the same were taken", saved)
	}
	if saved, refused := together(func(i int) consultation.Choice { return change(2, fmt.Sprint("Fassung ", i)) }); saved != 1 || refused != 99 {
		t.Errorf("of different texts %d were taken and %d refused", saved, refused)
	}
	shown, err := w.Consulted.Show(w.Ctx, by, id)
	if err != nil || shown.Own[1].Revision != 1 || shown.Own[2].Revision != 1 {
		t.Errorf("%+v, %v", shown.Own, err)
	}
}

// TestColleaguesDoNotReplaceEachOther: in one form, whatever the other did not touch stays
// as the first one saved it.
func TestColleaguesDoNotReplaceEachOther(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	ann := w.By(Ann)
	other := colleague(w, "zweite", ann.Organisation)
	check(t, "first", take(w, ann, id, change(1, "Eins"), agree(2)), fine)
	mine, unchanged := change(1, "Zwei"), agree(2)
	mine.Revision, unchanged.Revision = 1, 1
	check(t, "the colleague changes section 1", take(w, other, id, mine, unchanged), fine)
	second := consultation.Choice{Section: 2, Stance: consultation.Reject, Reasons: "Zu kurz.", Revision: 1}
	old := change(1, "Eins")
	old.Revision = 1
	check(t, "who left section 1 as it was", take(w, ann, id, old, second), fine)
	shown, _ := w.Consulted.Show(w.Ctx, ann, id)
	if shown.Own[1].Proposal != "Zwei" || shown.Own[2].Stance != consultation.Reject {
		t.Errorf("%+v", shown.Own)
	}
	clash := change(1, "Drei")
	clash.Revision, second.Revision, second.Reasons = 1, 2, "Viel zu kurz."
	sections, err := w.Consulted.TakePositions(w.Ctx, ann, id, consultation.Positions{Choices: []consultation.Choice{clash, second}})
	if !errors.Is(err, consultation.ErrColleague) || len(sections) != 1 || sections[0] != 1 {
		t.Errorf("%v, %v", sections, err)
	}
	shown, _ = w.Consulted.Show(w.Ctx, ann, id)
	if shown.Own[2].Reasons != "Zu kurz." {
		t.Error("half of the form was saved")
	}
	_, list, err := w.Consulted.History(w.Ctx, ann, id, shown.Own[1].ID)
	if err != nil || len(list) != 2 || list[1].Proposal != "Eins" || list[0].By != "Person zweite" {
		t.Errorf("history %+v, %v", list, err)
	}
	for who, want := range map[string]string{Bea: "missing", Guest: "missing", Mod: fine, Prog: fine} {
		_, _, err := w.Consulted.History(w.Ctx, w.By(who), id, shown.Own[1].ID)
		check(t, who+" reads the history", err, want)
	}
}

func TestPositionsKeepTheWordingToWhichTheyRefer(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	w.TakePosition(Ann, id, agree(1))
	first := sections(w, id)[0]
	err := w.Consulted.Correct(w.Ctx, w.By(Mod), id, first.ID, 3, consultation.SectionInput{Heading: "Geltung", Text: "Sie gilt für Gemeinden."},
		"Gemeint waren Gemeinden")
	if err != nil {
		t.Fatal(err)
	}
	late := change(1, "Noch nach alter Fassung")
	late.Wording = 1
	w.TakePosition(Bea, id, late)
	shown, _ := w.Consulted.Show(w.Ctx, w.By(Ann), id)
	s := shown.Sections[0]
	if s.Wording != 2 || len(s.Former) != 1 || s.Former[0].Text.Source != "Die Richtlinie gilt für alle." || s.Correction == "" {
		t.Errorf("%+v", s)
	}
	table, _ := w.Consulted.Table(w.Ctx, w.By(Mod), id, consultation.Filter{})
	for _, p := range table.Positions {
		if p[1].Wording != 1 {
			t.Errorf("%+v", p[1])
		}
	}
	again := agree(1)
	again.Revision, again.Wording = 1, 2
	w.TakePosition(Ann, id, again)
	if shown, _ = w.Consulted.Show(w.Ctx, w.By(Ann), id); shown.Own[1].Wording != 1 {
		t.Error("saving the form again says something about another wording")
	}
	again.Reaffirm = true
	w.TakePosition(Ann, id, again)
	if shown, _ = w.Consulted.Show(w.Ctx, w.By(Ann), id); shown.Own[1].Wording != 2 {
		t.Error("a position cannot be confirmed for the new wording")
	}
}

func TestWhatIsMissingInAPositionIsSaid(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	for field, x := range map[string]consultation.Choice{
		"gruende-1":   {Section: 1, Stance: consultation.Reject},
		"vorschlag-1": {Section: 1, Stance: consultation.Change, Reasons: "Darum."},
		"gruende-2":   {Section: 2, Stance: consultation.Change, Proposal: "So.", Reasons: strings.Repeat("x", consultation.MaxReasons+1)},
		"haltung-2":   {Section: 2, Reasons: "Ohne Haltung"},
		"haltung-1":   {Section: 1, Stance: "vielleicht"},
		"gruende-0":   {Section: 0, Reasons: strings.Repeat("x", consultation.MaxReasons+1)},
		"":            {Section: 7, Stance: consultation.Agree},
	} {
		err := take(w, w.By(Ann), id, x)
		if p := fault.ProblemsOf(err); len(p) != 1 || p[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	check(t, "a remark on the whole", take(w, w.By(Ann), id, consultation.Choice{Reasons: "Gut so."}), fine)
	x := consultation.Choice{Revision: 1}
	check(t, "which is withdrawn", take(w, w.By(Ann), id, x), fine)
	if shown, _ := w.Consulted.Show(w.Ctx, w.By(Ann), id); shown.Entry.Own != 0 {
		t.Error("it still counts")
	}
}
