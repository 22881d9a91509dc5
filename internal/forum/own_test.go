package forum_test

import (
	"fmt"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// asked are the titles of somebody's questions with what they say, newest first.
func asked(w *World, by string, filter forum.OwnFilter) (out []string) {
	w.T.Helper()
	filter.Limit = 10
	list, err := w.Forum.OwnQuestions(w.Ctx, w.By(by), filter)
	if err != nil {
		w.T.Fatal(err)
	}
	for _, q := range list.Rows {
		out = append(out, fmt.Sprintf("%s %v %v", q.Title, q.Heard, q.Unsolved))
	}
	return out
}

func TestOwnQuestionsSayWhetherSomebodyAnswered(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Ann, Members, "Erste Frage", "Text")
	added := w.Ask(Ann, Members, "Zweite Frage", "Text")
	w.Reply(Ann, added, "Ein Nachtrag")
	heard := w.Ask(Ann, Members, "Dritte Frage", "Text")
	w.Reply(Bea, heard, "Eine Antwort")
	solved := w.Ask(Ann, Members, "Vierte Frage", "Text")
	solution := w.Reply(Bea, solved, "Eine Antwort")
	locked := w.Ask(Ann, Members, "Fünfte Frage", "Text")
	w.Reply(Bea, locked, "Eine Antwort")
	taken := w.Ask(Ann, Members, "Sechste Frage", "Text")
	gone := w.Reply(Bea, taken, "Eine Antwort")
	for _, err := range []error{w.Forum.MarkSolution(w.Ctx, w.By(Ann), solution, true), w.Forum.Lock(w.Ctx, w.By(Mod), locked, "Erledigt"),
		w.Forum.Withdraw(w.Ctx, w.By(Bea), gone)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := "[Sechste Frage false false Fünfte Frage true false Vierte Frage true false Dritte Frage true true " +
		"Zweite Frage false false Erste Frage false false]"
	if got := fmt.Sprint(asked(w, Ann, forum.OwnFilter{})); got != want {
		t.Errorf("questions are %s", got)
	}
	if got := fmt.Sprint(asked(w, Ann, forum.OwnFilter{Unsolved: true})); got != "[Dritte Frage true true]" {
		t.Errorf("unsolved are %s", got)
	}
	if got := asked(w, Bea, forum.OwnFilter{}); got != nil {
		t.Errorf("another one's are %s", got)
	}
	if _, err := w.Forum.OwnQuestions(w.Ctx, w.By(Guest), forum.OwnFilter{Limit: 1}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a guest's: %v", err)
	}
}

func TestOwnQuestionsHoldSemiAnonymousOnes(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Bea, Members, "Eine fremde Frage", "Text")
	path := w.Fill("/thema/:id/wer-fragt") // Ann asks semi-anonymously
	if got := fmt.Sprint(asked(w, Ann, forum.OwnFilter{})); got != "[Eine teilanonyme Frage false false]" {
		t.Errorf("%s: questions are %s", path, got)
	}
	rows, _, err := w.Forum.OfColleagues(w.Ctx, w.By(Ann), 0, 10)
	if err != nil || len(rows) != 0 {
		t.Errorf("questions of colleagues are %+v, %v", rows, err)
	}
}

func TestOwnListsGoOnWhereTheyEnded(t *testing.T) {
	t.Parallel()
	w := New(t)
	var posts []int64
	for n := range 5 {
		w.Ask(Bea, Members, fmt.Sprintf("Eine Frage Nummer %d", n), "Text")
		thread := w.Ask(Ann, Members, fmt.Sprintf("Eine Frage von Anna, Nummer %d", n), "Text")
		w.Reply(Bea, thread, "Erste Antwort")
		posts = append([]int64{w.Reply(Bea, thread, "Zweite Antwort")}, posts...)
	}
	first, err := w.Forum.OwnReplies(w.Ctx, w.By(Bea), 0, 3)
	if err != nil || len(first.Rows) != 3 || first.Next != posts[2] {
		t.Fatalf("the first part is %+v, %v", first, err)
	}
	second, err := w.Forum.OwnReplies(w.Ctx, w.By(Bea), first.Next, 3)
	if err != nil || len(second.Rows) != 2 || second.Next != 0 || second.Rows[1].PostID != posts[4] || second.Rows[1].Count != 2 {
		t.Errorf("the second part is %+v, %v", second, err)
	}
	questions, err := w.Forum.OwnQuestions(w.Ctx, w.By(Bea), forum.OwnFilter{Limit: 2})
	if err != nil || len(questions.Rows) != 2 || questions.Next == 0 {
		t.Fatalf("the first questions are %+v, %v", questions, err)
	}
	rest, err := w.Forum.OwnQuestions(w.Ctx, w.By(Bea), forum.OwnFilter{Limit: 3, After: questions.Next})
	if err != nil || len(rest.Rows) != 3 || rest.Next != 0 {
		t.Errorf("the other questions are %+v, %v", rest, err)
	}
}

// TestOwnListsHideWhatMayBeReadNoMore takes the right to read away after the
// writing.
func TestOwnListsHideWhatMayBeReadNoMore(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Insider, Exclusive, "Eine Frage im engen Kreis", "Text")
	w.Reply(Mod, thread, "Eine Antwort")
	w.Reply(Insider, thread, "Danke")
	if got := len(asked(w, Insider, forum.OwnFilter{Unsolved: true})); got != 1 {
		t.Fatalf("%d questions", got)
	}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Exclusive), board.Settings{Audience: board.Restricted}, "Test"); err != nil {
		t.Fatal(err)
	}
	if got := asked(w, Insider, forum.OwnFilter{}); got != nil {
		t.Errorf("questions are %s", got)
	}
	if list, err := w.Forum.OwnReplies(w.Ctx, w.By(Insider), 0, 5); err != nil || len(list.Rows) != 0 {
		t.Errorf("replies are %+v, %v", list, err)
	}
}
