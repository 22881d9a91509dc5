package suggestion_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/once"
	"kommunalforum/internal/suggestion"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

func post(id int64) suggestion.Subject { return suggestion.Subject{Kind: suggestion.Post, ID: id} }

// word is the outcome of an operation in one word.
func word(err error) string {
	for kind, name := range map[fault.Kind]string{fault.NotFound: "missing", fault.Forbidden: "forbidden", fault.Invalid: "invalid",
		fault.Conflict: "conflict", fault.TooMany: "limit"} {
		if fault.Is(err, kind) {
			return name
		}
	}
	if err == nil {
		return "ok"
	}
	return err.Error()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open returns how many suggestions wait for somebody.
func open(t *testing.T, w *World, who string) int {
	t.Helper()
	n, err := w.Suggested.CountOpen(w.Ctx, w.By(who))
	must(t, err)
	if w.By(who).EditsSomewhere() {
		list, err := w.Suggested.Open(w.Ctx, w.By(who), 0, 100)
		must(t, err)
		if len(list.Rows) != n {
			t.Errorf("%s counts %d suggestions and reads %d", who, n, len(list.Rows))
		}
	}
	return n
}

// TestOnlyWhoMayReadTheSourceSuggestsItAndDecides goes over all people and boards: Mod
// edits all three, Editor the public one, Boss every one that he may read.
func TestOnlyWhoMayReadTheSourceSuggestsItAndDecides(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		board, asker, by string
		suggest          string // by people in the order of Everybody
		editors          []string
	}{
		{Public, Ann, Bea, "forbidden ok ok ok ok ok ok ok ok ok", []string{Mod, Editor, Boss}},
		{Members, Ann, Bea, "forbidden ok ok ok ok ok ok ok ok ok", []string{Mod, Boss}},
		{Exclusive, Insider, Insider, "forbidden missing missing ok missing missing missing missing missing ok", []string{Mod}},
	} {
		w := New(t)
		page, err := w.Forum.ThreadPage(w.Ctx, w.By(c.asker), w.Ask(c.asker, c.board, "Wie geht das eigentlich?", "So?"), 1)
		must(t, err)
		question := page.Question.ID
		var got []string
		for _, who := range Everybody {
			_, err := w.Suggested.Source(w.Ctx, w.By(who), post(question))
			got = append(got, word(err))
		}
		if s := strings.Join(got, " "); s != c.suggest {
			t.Errorf("%s: %s, want %s", c.board, s, c.suggest)
		}
		id := w.Suggest(c.by, question)
		for _, who := range Everybody {
			edits := false
			for _, e := range c.editors {
				edits = edits || e == who
			}
			if n := open(t, w, who); (n == 1) != edits {
				t.Errorf("%s: %d wait for %q", c.board, n, who)
			}
			x, err := w.Suggested.Show(w.Ctx, w.By(who), id)
			if (err == nil) != (edits || who == c.by) || err == nil && x.CanDecide() != edits {
				t.Errorf("%s: %q sees %+v, %v", c.board, who, x, err)
			}
			if err := w.Suggested.Decline(w.Ctx, w.By(who), id, ""); edits != fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %q declines: %v", c.board, who, err)
			}
		}
	}
}

// TestRightsAreAskedAgain: what moved, or was hidden, waits for nobody who may not read it,
// and always for somebody.
func TestRightsAreAskedAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wie geht das eigentlich?", "So?")
	reply := w.Reply(Bea, thread, "So geht das.")
	id := w.Suggest(Ann, reply)
	must(t, w.Forum.Hide(w.Ctx, w.By(Mod), reply, "Werbung"))
	if open(t, w, Editor) != 0 || open(t, w, Mod) != 1 || open(t, w, Boss) != 1 {
		t.Error("a hidden post waits for others than those who moderate the board")
	}
	if x, err := w.Suggested.Show(w.Ctx, w.By(Mod), id); err != nil || !x.Gone || x.CanTake() || !x.CanDecide() {
		t.Errorf("Mod sees %+v, %v", x, err)
	}
	if _, err := w.Acts.TakeSuggestion(w.Ctx, w.By(Mod), id, "", ""); word(err) != "invalid" {
		t.Errorf("taking over a hidden post: %v", err)
	}
	if _, err := w.Suggested.Source(w.Ctx, w.By(Mod), post(reply)); word(err) != "invalid" {
		t.Errorf("suggesting a hidden post: %v", err)
	}
	must(t, w.Forum.Unhide(w.Ctx, w.By(Mod), reply))
	if open(t, w, Editor) != 1 {
		t.Error("a post that is visible again does not wait")
	}
	must(t, w.Forum.Move(w.Ctx, w.By(Mod), thread, forum.Move{Board: w.Board(Exclusive), Confirm: true}))
	if open(t, w, Editor) != 0 || open(t, w, Mod) != 1 {
		t.Error("a thread that moved waits for others than its editors")
	}
	if _, err := w.Suggested.Show(w.Ctx, w.By(Editor), id); word(err) != "missing" {
		t.Errorf("the editor of the former board: %v", err)
	}
	own, err := w.Suggested.Show(w.Ctx, w.By(Ann), id)
	if must(t, err); own.Source.Title != "" || own.Source.Board != "" || own.Title != "Wie geht das denn?" {
		t.Errorf("Ann sees %+v", own)
	}
}

// TestSuggestionsOfPostsThatAreGoneAreSettled by those who moderate the board, whatever
// made the post go, and their authors hear of it.
func TestSuggestionsOfPostsThatAreGoneAreSettled(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Bea, Public, "Wie geht das eigentlich?", "So?")
	hidden, withdrawn, black := w.Reply(Bea, thread, "So geht das."), w.Reply(Bea, thread, "Oder so."), w.Reply(Bea, thread, "Vielleicht so.")
	var made []int64
	for _, id := range []int64{hidden, withdrawn, black, w.Question(thread)} {
		made = append(made, w.Suggest(Ann, id))
	}
	must(t, w.Forum.Hide(w.Ctx, w.By(Mod), hidden, "Werbung"))
	must(t, w.Forum.Withdraw(w.Ctx, w.By(Bea), withdrawn))
	must(t, w.Forum.Blacken(w.Ctx, w.By(Mod), black, 1, "Ein Name stand darin"))
	must(t, w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(thread), "Werbung"))
	if open(t, w, Editor) != 0 || open(t, w, Mod) != len(made) {
		t.Fatalf("%d wait for the editor, %d for the moderator", open(t, w, Editor), open(t, w, Mod))
	}
	for _, id := range made {
		must(t, w.Suggested.Decline(w.Ctx, w.By(Mod), id, "Der Beitrag ist nicht mehr da"))
	}
	own, err := w.Suggested.Own(w.Ctx, w.By(Ann), 0, 10)
	must(t, err)
	for _, x := range own.Rows {
		if x.State != suggestion.Declined {
			t.Errorf("%+v", x)
		}
	}
}

func TestASuggestionIsMadeExactlyOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	question := w.Question(w.Ask(Bea, Members, "Wie geht das eigentlich?", "So?"))
	in := suggestion.Input{Subject: post(question), Title: "Wie geht das?", Why: "Viele fragen."}
	ids := make([]int64, 100)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			mine := in
			mine.Once = fmt.Sprint("form ", i%10)
			var err error
			if ids[i], err = w.Suggested.Suggest(w.Ctx, w.By(Ann), mine); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("there are several: %v", ids)
		}
	}
	in.Why = "Etwas ganz anderes."
	if _, err := w.Suggested.Suggest(w.Ctx, w.By(Ann), in); word(err) != "invalid" {
		t.Errorf("another text: %v", err)
	}
	if _, err := w.Suggested.Suggest(w.Ctx, w.By(Bea), in); err != nil {
		t.Errorf("another person: %v", err)
	}
	must(t, w.Suggested.Withdraw(w.Ctx, w.By(Ann), ids[0]))
	replayed := suggestion.Input{Subject: post(question), Title: "Wie geht das?", Why: "Viele fragen.", Once: "form 0"}
	if _, err := w.Suggested.Suggest(w.Ctx, w.By(Ann), replayed); word(err) != "invalid" || !once.IsSpent(err) {
		t.Errorf("the form of what was withdrawn: %v", err)
	}
	if _, err := w.Suggested.Suggest(w.Ctx, w.By(Ann), in); err != nil {
		t.Errorf("after withdrawing: %v", err)
	}
	if err := w.Suggested.Withdraw(w.Ctx, w.By(Ann), ids[0]); word(err) != "missing" {
		t.Errorf("withdrawing twice: %v", err)
	}
}

func TestSuggestionsAreLimited(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Bea, Members, "Wie geht das eigentlich?", "So?")
	posts := make([]int64, 30)
	for i := range posts {
		posts[i] = w.Reply(Bea, thread, fmt.Sprintf("Antwort %d", i))
	}
	made := 0
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, id := range posts {
		all.Go(func() {
			_, err := w.Suggested.Suggest(db.At(t.Context(), time.Now()), w.By(Ann), suggestion.Input{Subject: post(id), Title: "Wie geht das?"})
			mu.Lock()
			defer mu.Unlock()
			switch word(err) {
			case "ok":
				made++
			case "limit":
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if made != 5 && made != 10 { // of a new member, or of another
		t.Errorf("%d suggestions in ten minutes", made)
	}
	if limit.IsUnlimited(t.Context()) {
		t.Error("the test is blind")
	}
}

func TestWhatASuggestionSays(t *testing.T) {
	t.Parallel()
	w := New(t)
	question := w.Question(w.Ask(Bea, Members, "Wie geht das eigentlich?", "So?"))
	article := suggestion.Subject{Kind: suggestion.Article, ID: w.Article(Mod, Members)}
	for _, c := range []struct {
		in   suggestion.Input
		want string
	}{
		{suggestion.Input{Subject: post(question), Title: ""}, "invalid"},
		{suggestion.Input{Subject: post(question), Title: "Wie geht das?", Why: strings.Repeat("x", suggestion.MaxWhy+1)}, "invalid"},
		{suggestion.Input{Subject: post(question + 100), Title: "Wie geht das?"}, "missing"},
		{suggestion.Input{Subject: post(question), Title: "Wie geht das?"}, "ok"},
		{suggestion.Input{Subject: article, Why: "kurz"}, "invalid"},
		{suggestion.Input{Subject: article, Why: "Die Verordnung gilt seit Mai nicht mehr."}, "ok"},
	} {
		if _, err := w.Suggested.Suggest(w.Ctx, w.By(Ann), c.in); word(err) != c.want {
			t.Errorf("%+v: %v, want %s", c.in, err, c.want)
		}
	}
	hints, err := w.Suggested.HintsAt(w.Ctx, w.By(Mod), article.ID)
	if must(t, err); len(hints) != 1 || hints[0].Title != "Eine Frage für die Tafel" || !hints[0].Hint() {
		t.Errorf("hints = %+v", hints)
	}
	must(t, w.FAQ.MarkOutdated(w.Ctx, w.By(Mod), article.ID, "Gilt nicht mehr"))
	if _, err := w.Suggested.Source(w.Ctx, w.By(Bea), article); word(err) != "invalid" {
		t.Errorf("a hint at an outdated article: %v", err)
	}
}
