package saved_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/search/saved"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/testdb"
)

func TestMain(m *testing.M) { Main(m) }

// world is a world with a watcher that does not rest.
type world struct {
	*World
	watcher *saved.Watcher
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: New(t)}
	w.watcher = saved.NewUnrested(w.DB, w.Accounts, w.World.Search)
	w.IndexReady()
	return w
}

// save saves a search of somebody.
func (w *world) save(by string, f query.Form) (id int64) {
	w.T.Helper()
	id, _, err := w.Follows.Save(w.Ctx, w.By(by), "Meine Suche", f.Saved())
	if err != nil {
		w.T.Fatal(err)
	}
	return id
}

// look looks once everything is in the index.
func (w *world) look() (looked int) {
	w.T.Helper()
	w.indexed()
	looked, err := w.watcher.Look(w.Ctx)
	if err != nil {
		w.T.Fatal(err)
	}
	return looked
}

// indexed waits until everything is in the index.
func (w *world) indexed() {
	w.T.Helper()
	var head int64
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		head, err = event.HeadTx(tx)
		return err
	})
	if err != nil {
		w.T.Fatal(err)
	}
	w.Soon("the index has everything", func() bool {
		reached, ok, err := w.World.Search.Reached()
		return err == nil && ok && reached >= head
	})
}

// told returns of what saved searches told somebody, as place kind and title.
func (w *world) told(by string) (out []string) {
	w.T.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		out, err = db.Column[string](tx, `
			SELECT n.place_kind || ' ' || n.place_id || ' ' || n.position
			FROM notification n
			WHERE n.person_id = $1 AND n.kind = 'followed.search' AND n.via_kind = 'search'
			ORDER BY n.id`, w.By(by).ID)
		return err
	})
	if err != nil {
		w.T.Fatal(err)
	}
	return out
}

func (w *world) wantTold(by string, want ...string) {
	w.T.Helper()
	if got := w.told(by); !slices.Equal(got, want) {
		w.T.Errorf("%s was told of %v, want %v", by, got, want)
	}
}

func thread(id int64, position int) string { return fmt.Sprintf("thread %d %d", id, position) }

func TestNewHitsAreToldOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(Bea, Members, "Wer betreibt das Wohngeldverfahren?", "Das ist alt.")
	w.save(Ann, query.Form{Text: "Wohngeldverfahren"})
	w.look()
	w.wantTold(Ann)
	fits := w.Ask(Bea, Members, "Noch eine Frage zum Wohngeldverfahren", "Frage")
	other := w.Ask(Bea, Members, "Eine Frage zu etwas anderem", "Frage")
	w.Ask(Ann, Members, "Meine Frage zum Wohngeldverfahren", "Frage")
	for range 3 {
		w.look()
	}
	w.wantTold(Ann, thread(fits, 1))
	w.Reply(Mod, other, "Hier geht es um das Wohngeldverfahren.")
	w.Reply(Mod, other, "Und noch einmal um das Wohngeldverfahren.")
	w.look()
	w.wantTold(Ann, thread(fits, 1), thread(other, 3)) // of a thread the newest
	// Who replies follows the thread, and is told of the next reply only once.
	w.Reply(Ann, other, "Ja, um das Wohngeldverfahren.")
	w.Reply(Mod, other, "Das Wohngeldverfahren läuft.")
	w.Notified()
	w.look()
	w.wantTold(Ann, thread(fits, 1), thread(other, 3))
}

func TestWhatTwoSearchesFindIsToldOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.save(Ann, query.Form{Text: "Wohngeldverfahren"})
	w.save(Ann, query.Form{Text: "Anschluss"})
	fits := w.Ask(Bea, Members, "Anschluss an das Wohngeldverfahren", "Frage")
	w.look()
	w.wantTold(Ann, thread(fits, 1))
}

func TestEveryKindOfHitIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.save(Ann, query.Form{Kind: "article"})
	w.save(Bea, query.Form{Kind: "answer"})
	article := w.Article(Mod, Members)
	number := w.Answered(Ann, Members)
	w.look()
	if got := w.told(Ann); len(got) != 1 || got[0] != fmt.Sprintf("article %d 0", article) {
		t.Errorf("ann was told of %v, want article %d", got, article)
	}
	if got := w.told(Bea); len(got) != 1 || got[0][:6] != "answer" {
		t.Errorf("bea was told of %v, want the answer to %s", got, number)
	}
}

// TestRightsOfThisMomentCount: what the owner may not see is not told, and who was
// shut out meanwhile hears nothing.
func TestRightsOfThisMomentCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, by := range []string{Ann, Insider, Bea} {
		w.save(by, query.Form{Text: "Geheimwort"})
	}
	inner := w.Ask(Mod, Exclusive, "Eine Frage mit dem Geheimwort", "Frage")
	w.look()
	w.wantTold(Ann)
	w.wantTold(Insider, thread(inner, 1))
	// Public now, members only when it is looked for.
	w.Ask(Mod, Members, "Noch eine Frage mit dem Geheimwort", "Frage")
	err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), board.Settings{Audience: board.Restricted}, "Test")
	if err != nil {
		t.Fatal(err)
	}
	w.look()
	w.wantTold(Ann)
	w.wantTold(Insider, thread(inner, 1))

	hidden := w.Ask(Mod, Public, "Eine versteckte Frage mit dem Geheimwort", "Frage")
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(hidden), "Ein Grund"); err != nil {
		t.Fatal(err)
	}
	if err := w.Acts.Leave(w.Ctx, w.By(Bea), true); err != nil {
		t.Fatal(err)
	}
	w.look()
	w.wantTold(Ann)
}

func TestNobodyIsToldOfWhatTheyMutedOrEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.save(Ann, query.Form{Text: "Stichwort"})
	loud, muted := w.Ask(Bea, Members, "Eine Frage ohne das Wort", "Frage"), w.Ask(Bea, Members, "Eine stumme Frage ohne das Wort", "Frage")
	if _, err := w.Acts.Follow(w.Ctx, w.By(Ann), follow.Subject{Kind: follow.Thread, ID: muted}, follow.Muted); err != nil {
		t.Fatal(err)
	}
	w.Reply(Bea, loud, "Das Stichwort.")
	w.Reply(Bea, muted, "Das Stichwort.")
	w.look()
	w.wantTold(Ann, thread(loud, 2))
	search := follow.Subject{Kind: follow.Search, ID: id}
	if _, err := w.Acts.Follow(w.Ctx, w.By(Ann), search, follow.None); err != nil {
		t.Fatal(err)
	}
	w.Ask(Bea, Members, "Eine Frage mit dem Stichwort", "Frage")
	if n := w.look(); n != 0 {
		t.Errorf("%d searches were looked at that nobody follows", n)
	}
	// Who follows again begins anew.
	if _, err := w.Acts.Follow(w.Ctx, w.By(Ann), search, follow.All); err != nil {
		t.Fatal(err)
	}
	w.look()
	w.wantTold(Ann, thread(loud, 2))
	if err := w.Follows.Forget(w.Ctx, w.By(Ann), id); err != nil {
		t.Fatal(err)
	}
	w.Ask(Bea, Members, "Noch eine Frage mit dem Stichwort", "Frage")
	if n := w.look(); n != 0 {
		t.Errorf("a deleted search was looked at: %d", n)
	}
}

// TestACrashTellsNothingTwiceAndLosesNothing: the look ends between two searches.
func TestACrashTellsNothingTwiceAndLosesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.save(Ann, query.Form{Text: "Absturzwort"})
	w.save(Bea, query.Form{Text: "Absturzwort"})
	id := w.Ask(Mod, Members, "Eine Frage mit dem Absturzwort", "Frage")
	w.look() // waits for the index as well
	w.wantTold(Ann, thread(id, 1))
	second := w.Ask(Mod, Members, "Noch eine Frage mit dem Absturzwort", "Frage")
	ctx, cancel := context.WithCancel(w.Ctx)
	stopping := saved.NewResting(w.DB, w.Accounts, w.World.Search, func(context.Context, time.Duration) { cancel() })
	w.Soon("the index has the question", func() bool { return w.Finds(Ann, "Noch eine Frage mit dem Absturzwort") })
	if _, err := stopping.Look(ctx); err == nil || !errors.Is(err, context.Canceled) {
		t.Logf("the look ended with %v", err)
	}
	for range 2 {
		w.look()
	}
	for _, by := range []string{Ann, Bea} {
		w.wantTold(by, thread(id, 1), thread(second, 1))
	}
}

func TestOneLookAtATimeTells(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.save(Ann, query.Form{Text: "Doppelwort"})
	id := w.Ask(Mod, Members, "Eine Frage mit dem Doppelwort", "Frage")
	w.Soon("the index has the question", func() bool { return w.Finds(Ann, "Doppelwort") })
	done := make(chan error, 4)
	for range cap(done) {
		go func() {
			_, err := w.watcher.Look(w.Ctx)
			done <- err
		}()
	}
	for range cap(done) {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	w.look()
	w.wantTold(Ann, thread(id, 1))
}

// TestASearchThatFailsHoldsUpNoOther lets one search fail, another one tell meanwhile,
// and the first one tell of everything later.
func TestASearchThatFailsHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.save(Ann, query.Form{Text: "Wohngeldverfahren"})
	w.save(Bea, query.Form{Text: "Wohngeldverfahren"})
	first := w.Ask(Mod, Members, "Wer betreibt das Wohngeldverfahren?", "Frage")
	w.look() // waits for the index, and tells
	end := testdb.Fail(t, w.DB, "INSERT ON notification", fmt.Sprintf(`NEW.person_id = %d AND NEW.kind = 'followed.search'`, w.By(Ann).ID))
	var found []int64
	for range 2 {
		found = append(found, w.Ask(Mod, Members, "Noch eine Frage zum Wohngeldverfahren", "Frage"))
		w.indexed()
		_, _ = w.watcher.Look(w.Ctx)
	}
	w.wantTold(Ann, thread(first, 1))
	w.wantTold(Bea, thread(first, 1), thread(found[0], 1), thread(found[1], 1))
	if looked, err := w.watcher.Look(w.Ctx); looked != 0 || err != nil {
		t.Errorf("it is tried again at once: %d, %v", looked, err)
	}
	end()
	if _, err := w.watcher.Look(db.At(w.Ctx, w.DB.Now(w.Ctx).Add(time.Hour))); err != nil {
		t.Error(err)
	}
	got := w.told(Ann)
	slices.Sort(got)
	if want := []string{thread(first, 1), thread(found[0], 1), thread(found[1], 1)}; !slices.Equal(got, want) {
		t.Errorf("ann was told of %v, want %v", got, want)
	}
}
