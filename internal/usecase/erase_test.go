package usecase_test

import (
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/privacy"
	. "kommunalforum/internal/testkit"
)

func TestInquiriesOfWhoLeavesPassOnToTheSubstituteOrTheDesk(t *testing.T) {
	t.Parallel()
	w := New(t)
	prog, prog2 := w.By(Prog), w.By(Prog2)
	first, second := w.Inquire(Ann, Members), w.Inquire(Ann, Members)
	for _, number := range []string{first, second} {
		if err := w.Inquiry.TakeUp(w.Ctx, prog, number, inquiry.Basis{}); err != nil {
			t.Fatal(err)
		}
	}
	err := w.Inquiry.Assign(w.Ctx, prog, first, inquiry.AssignInput{Assignee: prog.ID, Substitute: prog2.ID})
	if err != nil {
		t.Fatal(err)
	}
	f, err := w.Acts.PrepareLeaving(w.Ctx, prog)
	if err != nil || f.Assigned != 2 {
		t.Errorf("told beforehand: %+v, %v", f, err)
	}
	if err := w.Acts.Leave(w.Ctx, prog, true); err != nil {
		t.Fatal(err)
	}
	for number, want := range map[string]int64{first: prog2.ID, second: 0} {
		err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
			got, err := db.Scalar[int64](tx, `SELECT COALESCE(assignee_id, 0) FROM inquiry WHERE number = $1`, number)
			if got != want {
				t.Errorf("%s is with %d, want %d", number, got, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if w.Get(Prog2, "/fragen-an-das-programmmanagement/"+second).Code != 200 || w.Get(Prog2, "/schreibtisch").Code != 200 {
		t.Error("the desk does not show what passed on")
	}
}

func TestOpenQuestionWithoutAskingSideIsLeftToTheDesk(t *testing.T) {
	t.Parallel()
	for name, keep := range map[string]bool{"nobody else of the organisation": true, "organisation not to be named": false} {
		t.Run(name, func(t *testing.T) {
			w := New(t)
			number := w.Inquire(Ann, Members)
			if err := w.Acts.Leave(w.Ctx, w.By(Ann), keep); err != nil {
				t.Fatal(err)
			}
			page, err := w.Inquiry.Show(w.Ctx, w.By(Prog), number)
			if err != nil {
				t.Fatal(err)
			}
			if !page.AskerLeft || !page.State.Open() {
				t.Errorf("asker left: %v, state %s", page.AskerLeft, page.State)
			}
			if page.Asker.Organisation.Named() != keep {
				t.Errorf("asked by %q", page.Asker.Organisation.Name)
			}
		})
	}
}

func TestErasureIsForAdministratorsAndNeverOfThemselves(t *testing.T) {
	t.Parallel()
	w := New(t)
	ann, boss := w.By(Ann), w.By(Boss)
	for _, key := range []string{Guest, Bea, Mod, Prog} {
		if err := w.Acts.EraseAccount(w.Ctx, w.By(key), ann.ID, true, "Ein Grund"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", key, err)
		}
	}
	if err := w.Acts.EraseAccount(w.Ctx, boss, ann.ID, true, ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a reason: %v", err)
	}
	if err := w.Acts.EraseAccount(w.Ctx, boss, boss.ID, true, "Ein Grund"); !fault.Is(err, fault.Invalid) {
		t.Errorf("oneself: %v", err)
	}
	if err := w.Acts.Leave(w.Ctx, boss, true); !fault.Is(err, fault.Invalid) {
		t.Errorf("the last administrator leaves: %v", err)
	}
	if err := w.Acts.EraseAccount(w.Ctx, boss, ann.ID, true, "Ein Grund"); err != nil {
		t.Error(err)
	}
	if err := w.Acts.EraseAccount(w.Ctx, boss, ann.ID, true, "Ein Grund"); !fault.Is(err, fault.NotFound) {
		t.Errorf("twice: %v", err)
	}
}

// TestTextsThatNameWhoLeftAreFoundInEveryCase whatever kind they are: what an engine
// takes for the same letter does not matter.
func TestTextsThatNameWhoLeftAreFoundInEveryCase(t *testing.T) {
	t.Parallel()
	w := New(t)
	left, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: "aenne_50%@stadt.example", Name: "Änne Weiß-Özil",
		Organisation: w.By(Ann).Organisation})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ÄNNE WEISS-ÖZIL", "änne weiß-özil", "AENNE_50%@STADT.EXAMPLE"} {
		text := "Das hat " + name + " gesagt."
		w.Ask(Ann, Members, "Eine Frage aus dem Rathaus", text)
		if _, err := w.FAQ.Draft(w.Ctx, w.By(Mod), faq.Input{Board: w.Board(Members), Title: "Wie geht das?", Short: "So.", Text: text}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Inquiry.Ask(w.Ctx, w.By(Ann), inquiry.AskInput{Board: w.Board(Members), Title: "Wie geht das?", Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	w.Ask(Ann, Members, "Eine Frage aus dem Rathaus", `Das haben aenneX50Y@stadt.example und Änne Weiß-Özilmann gesagt.`)
	if err := w.Acts.EraseAccount(w.Ctx, w.By(Boss), left.ID, true, "Auf Wunsch der Person"); err != nil {
		t.Fatal(err)
	}
	err = w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		for kind, want := range map[privacy.Kind]int{privacy.Post: 3, privacy.Article: 3, privacy.Inquiry: 3} {
			n, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM left_mention WHERE kind = $1`, string(kind))
			if err != nil || n != want {
				t.Errorf("%s: %d texts, want %d, %v", kind, n, want, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
