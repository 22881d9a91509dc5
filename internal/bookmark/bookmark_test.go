package bookmark_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

// titles are the threads of somebody's list, newest bookmark first, with the loss of
// posts that cannot be read.
func titles(w *World, by string) string {
	w.T.Helper()
	list, err := w.Bookmarks.List(w.Ctx, w.By(by), 0, bookmark.RowsPerPage)
	if err != nil {
		w.T.Fatal(err)
	}
	var out []string
	for _, b := range list.Rows {
		out = append(out, strings.TrimSpace(b.Title+" "+string(b.Loss)))
	}
	return strings.Join(out, ", ")
}

// TestPostUnderAnAliasIsKeptAsSuch: it has no author to be joined.
func TestPostUnderAnAliasIsKeptAsSuch(t *testing.T) {
	t.Parallel()
	w := New(t)
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), board.Settings{Audience: board.Members, SemiAnonymous: true},
		"Test"); err != nil {
		t.Fatal(err)
	}
	thread, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: w.Board(Members), Title: "Eine heikle Frage an alle",
		Text: "Wie?", SemiAnonymous: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Bookmarks.Add(w.Ctx, w.By(Bea), w.Question(thread)); err != nil {
		t.Fatal(err)
	}
	got, err := w.Bookmarks.Find(w.Ctx, w.By(Bea), w.Question(thread))
	if err != nil || got.ID == 0 || !got.Author.IsAlias() || got.Author.Name != "" || titles(w, Bea) != "Eine heikle Frage an alle" {
		t.Errorf("the bookmark is %+v, %v", got, err)
	}
}

func day(w *World, days int) string {
	return catalogue.DateOf(w.DB.Now(w.Ctx)).AddDays(days).German()
}

func TestOnlyItsOwnerLearnsOfABookmark(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage zum Merken", "Text")
	post := w.Reply(Bea, thread, "Eine Antwort")
	if err := w.Bookmarks.Save(w.Ctx, w.By(Ann), post, bookmark.Input{Note: "  Für  Montag "}); err != nil {
		t.Fatal(err)
	}
	got, err := w.Bookmarks.Find(w.Ctx, w.By(Ann), post)
	if err != nil || got.Note != "Für Montag" || got.Question || got.Author.Name != "Beate Birke" {
		t.Errorf("the bookmark is %+v, %v", got, err)
	}
	for _, other := range []string{Bea, Mod, Boss} {
		if got := titles(w, other); got != "" {
			t.Errorf("%s reads %q", other, got)
		}
		if got, err := w.Bookmarks.Find(w.Ctx, w.By(other), post); err != nil || got.ID != 0 || got.Note != "" {
			t.Errorf("%s finds %+v, %v", other, got, err)
		}
		if err := w.Bookmarks.Remove(w.Ctx, w.By(other), post); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s removes it: %v", other, err)
		}
	}
	if _, err := w.Bookmarks.List(w.Ctx, w.By(Guest), 0, 5); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a guest's list: %v", err)
	}
}

func TestABookmarkOfWhatMayBeReadNoMoreKeepsTheNoteAlone(t *testing.T) {
	t.Parallel()
	w := New(t)
	inner := w.Reply(Mod, w.Ask(Mod, Exclusive, "Eine Frage im engen Kreis", "Text"), "Eine Antwort")
	open := w.Ask(Ann, Public, "Eine offene Frage für alle", "Text")
	reply := w.Reply(Bea, open, "Eine Antwort")
	for _, post := range []int64{inner, w.Question(open), reply} {
		if err := w.Bookmarks.Save(w.Ctx, w.By(Insider), post, bookmark.Input{Note: "Notiz", RemindOn: day(w, 1)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Bookmarks.Add(w.Ctx, w.By(Ann), inner); !fault.Is(err, fault.NotFound) {
		t.Errorf("a post of a board that Ann may not read: %v", err)
	}
	if got := titles(w, Insider); got != "Eine offene Frage für alle, Eine offene Frage für alle, Eine Frage im engen Kreis" {
		t.Errorf("the list is %q", got)
	}
	// The board shuts out who read it, and a post is hidden.
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Exclusive), board.Settings{Audience: board.Restricted}, "Test"); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), reply, "Verstößt gegen die Regeln"); err != nil {
		t.Fatal(err)
	}
	if got := titles(w, Insider); got != "Eine offene Frage für alle withheld, Eine offene Frage für alle, unreadable" {
		t.Errorf("the list is %q", got)
	}
	due, err := w.Bookmarks.DueOf(w.At(48*time.Hour), w.By(Insider), 5)
	if err != nil || len(due) != 3 || !due[0].Due() {
		t.Errorf("due are %+v, %v", due, err)
	}
	for post, loss := range map[int64]bookmark.Loss{reply: bookmark.Withheld, inner: bookmark.Unreadable} {
		got, err := w.Bookmarks.Find(w.Ctx, w.By(Insider), post)
		if err != nil || got.Loss != loss || got.Note != "Notiz" || got.RemindOn == "" || got.Author.Name != "" || got.Author.IsAlias() ||
			loss == bookmark.Unreadable && got.Board != "" {
			t.Errorf("%s: %+v, %v", loss, got, err)
		}
		if _, err := w.Bookmarks.Find(w.Ctx, w.By(Bea), post); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s, for who has no bookmark of it: %v", loss, err)
		}
		if err := w.Bookmarks.Save(w.Ctx, w.By(Insider), post, bookmark.Input{Note: "Anders"}); err != nil {
			t.Errorf("%s: writing the note anew: %v", loss, err)
		}
	}
	if err := w.Bookmarks.Remove(w.Ctx, w.By(Insider), reply); err != nil {
		t.Errorf("removing what may be read no more: %v", err)
	}
}

func TestReminderIsADayInTheFuture(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Question(w.Ask(Ann, Members, "Eine Frage zum Merken", "Text"))
	save := func(in bookmark.Input) error { return w.Bookmarks.Save(w.Ctx, w.By(Bea), post, in) }
	for _, wrong := range []bookmark.Input{{RemindOn: day(w, 0)}, {RemindOn: day(w, -3)}, {RemindOn: day(w, bookmark.ReminderDays+1)},
		{RemindOn: "bald"}, {Note: strings.Repeat("n", bookmark.MaxNote+1)}} {
		if err := save(wrong); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
	if err := save(bookmark.Input{Note: "Erst", RemindOn: day(w, 2)}); err != nil {
		t.Fatal(err)
	}
	// A day that came stays as long as nobody changes it.
	later := w.At(5 * 24 * time.Hour)
	if err := w.Bookmarks.Save(later, w.By(Bea), post, bookmark.Input{Note: "Dann", RemindOn: day(w, 2)}); err != nil {
		t.Error(err)
	}
	got, err := w.Bookmarks.Find(later, w.By(Bea), post)
	if err != nil || got.Note != "Dann" || !got.Due() {
		t.Errorf("the bookmark is %+v, %v", got, err)
	}
	if err := w.Bookmarks.Save(later, w.By(Bea), post, bookmark.Input{Note: "Dann"}); err != nil {
		t.Error(err)
	}
	if got, err = w.Bookmarks.Find(later, w.By(Bea), post); err != nil || got.RemindOn != "" || got.Due() {
		t.Errorf("the bookmark is %+v, %v", got, err)
	}
}

func TestAddingTwiceKeepsTheNote(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Question(w.Ask(Ann, Members, "Eine Frage zum Merken", "Text"))
	if err := w.Bookmarks.Save(w.Ctx, w.By(Bea), post, bookmark.Input{Note: "Wichtig"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Bookmarks.Add(w.Ctx, w.By(Bea), post); err != nil {
		t.Fatal(err)
	}
	if got, err := w.Bookmarks.Find(w.Ctx, w.By(Bea), post); err != nil || got.Note != "Wichtig" {
		t.Errorf("the bookmark is %+v, %v", got, err)
	}
}

func TestListGoesOnWhereItEnded(t *testing.T) {
	t.Parallel()
	w := New(t)
	var asked []string
	for n := range 7 {
		title := fmt.Sprintf("Eine Frage zum Merken %d", n)
		id, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: w.Board(Members), Title: title, Text: "Text"})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Bookmarks.Add(w.Ctx, w.By(Bea), w.Question(id)); err != nil {
			t.Fatal(err)
		}
		asked = append([]string{title}, asked...)
	}
	var got []string
	for after, parts := int64(0), 0; parts == 0 || after != 0; parts++ {
		list, err := w.Bookmarks.List(w.Ctx, w.By(Bea), after, 3)
		if err != nil || parts > 3 {
			t.Fatalf("part %d: %v", parts, err)
		}
		for _, b := range list.Rows {
			got = append(got, b.Title)
		}
		after = list.Next
	}
	if fmt.Sprint(got) != fmt.Sprint(asked) {
		t.Errorf("the list is %v", got)
	}
}

func TestPostsOfAliasesAreBookmarkedUnderTheirAlias(t *testing.T) {
	t.Parallel()
	w := New(t)
	id, err := strconv.ParseInt(strings.Split(w.Fill("/thema/:id/wer-fragt"), "/")[2], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	post := w.Question(id)
	if err := w.Bookmarks.Add(w.Ctx, w.By(Bea), post); err != nil {
		t.Fatal(err)
	}
	got, err := w.Bookmarks.Find(w.Ctx, w.By(Bea), post)
	if err != nil || got.ID == 0 || !got.Author.IsAlias() || got.Author.Name != "" {
		t.Errorf("the bookmark is %+v, %v", got, err)
	}
}

func TestWithdrawnPostLeavesItsNoteOnTheList(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Reply(Bea, w.Ask(Ann, Members, "Eine Frage zum Merken", "Text"), "Eine Antwort")
	if err := w.Bookmarks.Save(w.Ctx, w.By(Ann), post, bookmark.Input{Note: "Für Montag", RemindOn: day(w, 2)}); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.Withdraw(w.Ctx, w.By(Bea), post); err != nil {
		t.Fatal(err)
	}
	got, err := w.Bookmarks.Find(w.Ctx, w.By(Ann), post)
	if err != nil || got.Loss != bookmark.Withdrawn || got.Note != "Für Montag" || got.RemindOn == "" || got.Author.Name != "" {
		t.Errorf("the bookmark is %+v, %v", got, err)
	}
	if got := titles(w, Ann); got != "Eine Frage zum Merken withdrawn" {
		t.Errorf("the list is %q", got)
	}
}

func TestRefusedReminderSaysWhatIsWrongWithTheDay(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Question(w.Ask(Ann, Members, "Eine Frage zum Merken", "Text"))
	for typed, want := range map[string]string{"31.02.2027": "Diesen Tag gibt es im Kalender nicht.",
		"29.11.26":   "Bitte geben Sie das Jahr mit vier Ziffern an.",
		"01.01.9999": "Bitte wählen Sie einen Tag in den nächsten zwei Jahren.",
		"bald":       "Bitte geben Sie das Datum in der Form 21.11.2026 an."} {
		err := w.Bookmarks.Save(w.Ctx, w.By(Bea), post, bookmark.Input{RemindOn: typed})
		if p := fault.ProblemsOf(err); len(p) != 1 || p[0].Sentence != want {
			t.Errorf("%s: %v", typed, err)
		}
	}
}
