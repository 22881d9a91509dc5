package suggestion_test

import (
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/suggestion"
	. "kommunalforum/internal/testkit"
)

// TestTakingOverIsOneAct: the draft has the question as it was suggested, and all
// suggestions of the same source are taken; when it is discarded they are open again.
func TestTakingOverIsOneAct(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	solution := w.Reply(Bea, thread, "So geht das.")
	must(t, w.Forum.MarkSolution(w.Ctx, w.By(Ann), solution, true))
	first, second := w.Suggest(Ann, w.Question(thread)), w.Suggest(Insider, solution)
	article, err := w.Acts.TakeSuggestion(w.Ctx, w.By(Mod), first, "", "eins")
	must(t, err)
	a, err := w.FAQ.Show(w.Ctx, w.By(Mod), article)
	if must(t, err); a.Title != "Wie geht das denn?" || a.Source != "So geht das." || len(a.Sources) != 1 || a.Sources[0].ID != solution {
		t.Errorf("draft = %+v", a)
	}
	for id, who := range map[int64]string{first: Ann, second: Insider} {
		x, err := w.Suggested.Show(w.Ctx, w.By(who), id)
		if must(t, err); x.State != suggestion.Taken || x.Article != 0 {
			t.Errorf("%s sees %+v", who, x)
		}
		if x, err = w.Suggested.Show(w.Ctx, w.By(Mod), id); err != nil || x.Article != article {
			t.Errorf("the editor sees %+v, %v", x, err)
		}
	}
	if _, err := w.Acts.TakeSuggestion(w.Ctx, w.By(Boss), first, "", "zwei"); word(err) != "conflict" {
		t.Errorf("taking over twice: %v", err)
	}
	if err := w.Suggested.Decline(w.Ctx, w.By(Boss), first, "Gibt es schon"); word(err) != "conflict" {
		t.Errorf("declining what is taken: %v", err)
	}
	if err := w.Suggested.Withdraw(w.Ctx, w.By(Ann), first); word(err) != "conflict" ||
		fault.SentenceOf(err) != "Die FAQ-Redaktion hat den Vorschlag inzwischen in einen Entwurf übernommen. Zurückziehen geht nicht mehr." {
		t.Errorf("withdrawing what is taken: %v", err)
	}
	if err := w.Suggested.Withdraw(w.Ctx, w.By(Mod), first); word(err) != "missing" {
		t.Errorf("withdrawing another's: %v", err)
	}
	must(t, w.Acts.DiscardArticle(w.Ctx, w.By(Mod), article))
	if n := open(t, w, Mod); n != 2 {
		t.Errorf("%d are open after the draft was discarded", n)
	}
	article, err = w.Acts.TakeIntoFAQ(w.Ctx, w.By(Mod), solution, "drei") // past the suggestions
	must(t, err)
	if n := open(t, w, Mod); n != 1 {
		t.Errorf("%d are open after one was taken", n)
	}
	must(t, w.FAQ.Save(w.Ctx, w.By(Mod), article, faq.Input{Board: w.Board(Members), Title: "Wie geht das?", Short: "So.", Text: "So geht das.",
		Revision: 1}))
	must(t, w.FAQ.Publish(w.Ctx, w.By(Mod), article, board.ToMembers, false))
	if x, err := w.Suggested.Show(w.Ctx, w.By(Insider), second); err != nil || x.Article != article {
		t.Errorf("after the release: %+v, %v", x, err)
	}
}

func TestOfManyDecisionsTheFirstCounts(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Suggest(Ann, w.Question(w.Ask(Bea, Members, "Wie geht das eigentlich?", "So?")))
	outcomes := map[string]int{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			decide := func() error {
				return w.Suggested.Decline(w.Ctx, w.By([]string{Mod, Boss}[i%2]), id, "Das gibt es schon")
			}
			if i%4 == 0 {
				decide = func() error {
					_, err := w.Acts.TakeSuggestion(w.Ctx, w.By(Mod), id, "", "")
					return err
				}
			}
			err := decide()
			mu.Lock()
			defer mu.Unlock()
			outcomes[word(err)]++
		})
	}
	all.Wait()
	if outcomes["ok"] != 1 || outcomes["conflict"] != 19 {
		t.Errorf("outcomes %v", outcomes)
	}
}

func TestHintsAreSettledOrDeclined(t *testing.T) {
	t.Parallel()
	w := New(t)
	article := suggestion.Subject{Kind: suggestion.Article, ID: w.Article(Editor, Public)}
	hint := func(by, why string) int64 {
		id, err := w.Suggested.Suggest(w.Ctx, w.By(by), suggestion.Input{Subject: article, Why: why})
		must(t, err)
		return id
	}
	first, second := hint(Ann, "Die Verordnung gilt nicht mehr."), hint(Bea, "Das Amt heißt jetzt anders.")
	if _, err := w.Acts.TakeSuggestion(w.Ctx, w.By(Editor), first, "", ""); word(err) != "invalid" {
		t.Errorf("taking over a hint: %v", err)
	}
	must(t, w.Suggested.Settle(w.Ctx, w.By(Editor), first, "Der Stand ist jetzt Mai."))
	must(t, w.Suggested.Decline(w.Ctx, w.By(Editor), second, "Nur der Name hat sich geändert"))
	for id, want := range map[int64]suggestion.State{first: suggestion.Settled, second: suggestion.Declined} {
		x, err := w.Suggested.Show(w.Ctx, w.By(Editor), id)
		if err != nil || x.State != want || x.Reason == "" {
			t.Errorf("%+v, %v", x, err)
		}
	}
	hint(Ann, "Und noch etwas stimmt nicht.")
	other := w.Suggest(Ann, w.Question(w.Ask(Bea, Public, "Wie denn?", "So?")))
	if err := w.Suggested.Settle(w.Ctx, w.By(Editor), other, ""); word(err) != "invalid" {
		t.Errorf("settling a suggestion: %v", err)
	}
}

func TestDecidedSuggestionsGoAfterAYear(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Suggest(Ann, w.Question(w.Ask(Bea, Members, "Wie geht das eigentlich?", "So?")))
	prune := func(after time.Duration) (n int64) {
		must(t, w.DB.Write(w.At(after), func(tx *db.Tx) (err error) {
			n, err = suggestion.PruneTx(tx, 10)
			return err
		}))
		return n
	}
	if n := prune(3 * suggestion.KeepDecided); n != 0 {
		t.Errorf("%d open suggestions were deleted", n)
	}
	must(t, w.Suggested.Decline(w.Ctx, w.By(Mod), id, "Das gibt es schon"))
	if n := prune(suggestion.KeepDecided - time.Hour); n != 0 {
		t.Errorf("%d went early", n)
	}
	if n := prune(suggestion.KeepDecided + time.Hour); n != 1 {
		t.Errorf("%d went", n)
	}
}
