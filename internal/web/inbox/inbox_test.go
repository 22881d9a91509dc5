package inbox_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// bell is the bell's name on a page, "" where there is none.
func bell(w *World, by, path string) string {
	w.T.Helper()
	m := regexp.MustCompile(`class="kf-bell" href="/mitteilungen" aria-label="([^"]*)"`).FindStringSubmatch(w.Get(by, path).Body)
	if m == nil {
		return ""
	}
	return m[1]
}

func contains(t *testing.T, w *World, by, path, text string, want bool) {
	t.Helper()
	if a := w.Get(by, path); a.Code != http.StatusOK || strings.Contains(a.Body, text) != want {
		t.Errorf("%s of %s answers %d and holds %q: %v", path, by, a.Code, text, !want)
	}
}

func thread(id int64) notify.Place { return notify.Place{Kind: notify.Thread, ID: id} }

func TestBellCountsPlacesForMembersOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	if got := bell(w, Ann, "/hilfe"); got != "Mitteilungen" {
		t.Errorf("the bell is %q", got)
	}
	ids := make([]int64, 3)
	for i := range ids {
		ids[i] = w.Ask(Ann, Members, fmt.Sprintf("Eine Frage mit der Nummer %d", i), "Text")
		w.Reply(Bea, ids[i], "Antwort")
		w.Reply(Bea, ids[i], "Antwort")
	}
	w.Notified()
	for _, path := range []string{"/hilfe", "/", "/meine", "/mitteilungen", "/gibt-es-nicht"} {
		if got := bell(w, Ann, path); got != "Mitteilungen, 3 ungelesen" {
			t.Errorf("on %s the bell is %q", path, got)
		}
		if got := bell(w, Guest, path); got != "" {
			t.Errorf("for guests the bell on %s is %q", path, got)
		}
	}
	contains(t, w, Ann, "/mitteilungen", "2 neue Antworten auf Ihre Frage", true)
}

func TestBellStopsCountingAtNinetyNine(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Ask(Ann, Members, "Eine Frage", "Text")
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		for n := range 120 { // the same thread again, under other numbers: what counts is that there are many
			copied, err := tx.Insert(`
				INSERT INTO thread (board_id, title, state, author_id, organisation_id, created_at, last_post_at, last_post_id, replies, pinned,
					hidden, once_key)
				SELECT board_id, title, state, author_id, organisation_id, created_at, last_post_at, last_post_id, replies, pinned, hidden,
					$2
				FROM thread
				WHERE id = $1
				RETURNING id`, id, fmt.Sprintf("copy %d", n))
			if err != nil {
				return err
			}
			if _, err = tx.Exec(`
				INSERT INTO notification (person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, at, delivery)
				VALUES ($1, 'measure', 'thread.locked', 'thread', $2, 0, 0, '', 0, $3, '')`, w.By(Ann).ID, copied, tx.Now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := bell(w, Ann, "/hilfe"); got != "Mitteilungen, mehr als 99 ungelesen" {
		t.Errorf("the bell is %q", got)
	}
	contains(t, w, Ann, "/hilfe", ">99+<", true)
}

// TestRightsTakenAwayLeaveNothingInInboxAndBell takes the right to read away after
// somebody was told.
func TestRightsTakenAwayLeaveNothingInInboxAndBell(t *testing.T) {
	t.Parallel()
	w := New(t)
	inner := w.Ask(Mod, Exclusive, "Eine Frage im engen Kreis", "Text")
	answer := w.Reply(Mod, inner, "Eine Antwort")
	w.Tell(Insider, notify.FollowedReply, thread(inner), 2)
	open := w.Ask(Mod, Members, "Eine Frage für alle Mitglieder", "Text")
	hidden := w.Reply(Bea, open, "Eine Antwort")
	w.Tell(Insider, notify.FollowedReply, thread(open), 2)
	if a := w.Post(Insider, fmt.Sprintf("/beitrag/%d/notiz", answer), url.Values{"notiz": {"Meine Notiz"}}); a.Code != http.StatusSeeOther {
		t.Fatalf("bookmark: %d", a.Code)
	}
	if got := bell(w, Insider, "/meine"); got != "Mitteilungen, 2 ungelesen" {
		t.Fatalf("the bell is %q", got)
	}
	pages := []string{"/mitteilungen", "/mitteilungen?nur=ungelesen", "/meine", "/meine/merkliste"}
	for i, title := range []string{"Eine Frage im engen Kreis", "Eine Frage für alle Mitglieder"} {
		contains(t, w, Insider, pages[i], title, true)
	}

	settings := board.Settings{Audience: board.Restricted}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Exclusive), settings, "Test"); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), hidden, "Verstößt gegen die Regeln"); err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		for _, text := range []string{"im engen Kreis", "für alle Mitglieder"} {
			contains(t, w, Insider, page, text, false)
		}
		// What Insider wrote stays, and says nothing of the post.
		for _, text := range []string{"Meine Notiz", "Beitrag nicht mehr sichtbar"} {
			contains(t, w, Insider, page, text, strings.HasPrefix(page, "/meine"))
		}
		if got := bell(w, Insider, page); got != "Mitteilungen" {
			t.Errorf("on %s the bell is %q", page, got)
		}
	}
}

func TestMarkingAllLeavesWhatCameLater(t *testing.T) {
	t.Parallel()
	w := New(t)
	first, second := w.Ask(Ann, Members, "Eine erste Frage", "Text"), w.Ask(Ann, Members, "Eine zweite Frage", "Text")
	w.Reply(Bea, first, "Antwort")
	w.Notified()
	upto := regexp.MustCompile(`name="bis" value="(\d+)"`).FindStringSubmatch(w.Get(Ann, "/mitteilungen").Body)
	if upto == nil {
		t.Fatal("the form names no newest entry")
	}
	w.Reply(Bea, second, "Antwort")
	w.Notified()
	a := w.Post(Ann, "/mitteilungen/gelesen", url.Values{"bis": {upto[1]}, "nur": {"ungelesen"}})
	if a.Code != http.StatusSeeOther || a.Location() != "/mitteilungen?nur=ungelesen" {
		t.Errorf("%d %s", a.Code, a.Location())
	}
	contains(t, w, Ann, a.Location(), "Eine zweite Frage", true)
	contains(t, w, Ann, a.Location(), "Eine erste Frage", false)
	contains(t, w, Ann, "/mitteilungen", "Als ungelesen markieren", true)

	// One by one, and back again.
	one := url.Values{"art": {"thread"}, "nummer": {fmt.Sprint(second)}, "bis": {"999999"}}
	w.Post(Ann, "/mitteilungen/gelesen", one)
	contains(t, w, Ann, "/mitteilungen?nur=ungelesen", "Alles gelesen", true)
	w.Post(Ann, "/mitteilungen/ungelesen", one)
	if got := bell(w, Ann, "/mitteilungen?nur=ungelesen"); got != "Mitteilungen, 1 ungelesen" {
		t.Errorf("the bell is %q", got)
	}
	if a := w.Post(Bea, "/mitteilungen/ungelesen", one); a.Location() != "/mitteilungen?hinweis=schon-entfernt" {
		t.Errorf("somebody who was not told: %d %s", a.Code, a.Location())
	}
}

func TestOpeningAPageSettlesWhatWasToldOfIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Answered(Ann, Members)
	article := w.Article(Mod, Members)
	w.Notified() // so that nothing is told in between
	var inquiry int64
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		inquiry, err = db.Scalar[int64](tx, `SELECT id FROM inquiry WHERE number = $1`, number)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Tell(Ann, notify.OfficialAnswer, notify.Place{Kind: notify.Inquiry, ID: inquiry}, 0)
	w.Tell(Mod, notify.DueArticle, notify.Place{Kind: notify.Article, ID: article}, 0)
	for _, c := range []struct{ by, path string }{{Ann, "/fragen-an-das-programmmanagement/" + number},
		{Mod, fmt.Sprintf("/faq/%d", article)}} {
		if got := bell(w, c.by, "/hilfe"); got != "Mitteilungen, 1 ungelesen" {
			t.Errorf("before, the bell of %s is %q", c.by, got)
		}
		href := c.path
		if a := w.Get(c.by, href); a.Code == http.StatusMovedPermanently {
			href = a.Location()
		}
		if got := bell(w, c.by, href); got != "Mitteilungen" {
			t.Errorf("on %s the bell of %s is %q", href, c.by, got)
		}
		contains(t, w, c.by, "/mitteilungen?nur=ungelesen", "Alles gelesen", true)
	}
}

func TestHitOfASavedSearchLeadsToItsThread(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Ask(Bea, Members, "Eine Frage, die gefunden wird", "Text")
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		return notify.AddTx(tx, w.By(Ann).ID, notify.Added{Kind: notify.FollowedSearch, Place: thread(id), Position: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	contains(t, w, Ann, "/mitteilungen", fmt.Sprintf(`href="/thema/%d-`, id), true)
	contains(t, w, Ann, "/mitteilungen", "/beitrag/0", false)
}

// TestNoteOnAWithdrawnPostStaysAndCanBeRemoved also proves that another's note is not
// to be had by its address.
func TestNoteOnAWithdrawnPostStaysAndCanBeRemoved(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Reply(Bea, w.Ask(Ann, Members, "Eine Frage für alle Mitglieder", "Text"), "Eine Antwort, die weicht")
	note := fmt.Sprintf("/beitrag/%d/notiz", post)
	if a := w.Post(Ann, note, url.Values{"notiz": {"Meine Notiz"}}); a.Code != http.StatusSeeOther {
		t.Fatalf("bookmark: %d", a.Code)
	}
	if err := w.Forum.Withdraw(w.Ctx, w.By(Bea), post); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"/meine/merkliste", "/meine", note} {
		contains(t, w, Ann, page, "Beitrag zurückgezogen", true)
		contains(t, w, Ann, page, "Meine Notiz", true)
		contains(t, w, Ann, page, "Beate Birke", false)
	}
	if a := w.Get(Mod, note); a.Code != http.StatusNotFound {
		t.Errorf("without a bookmark it answers %d", a.Code)
	}
	w.Post(Ann, fmt.Sprintf("/beitrag/%d/nicht-merken", post), url.Values{})
	contains(t, w, Ann, "/meine/merkliste", "Meine Notiz", false)
}

func TestEmptiedBookmarkIsNotSaidToHoldANote(t *testing.T) {
	t.Parallel()
	w := New(t)
	note := fmt.Sprintf("/beitrag/%d/notiz", w.Question(w.Ask(Ann, Members, "Eine Frage für alle", "Text")))
	contains(t, w, Bea, note, "Beitrag merken</h1>", true)
	w.Post(Bea, note, url.Values{"notiz": {"Meine Notiz"}})
	contains(t, w, Bea, note, "Notiz und Erinnerung</h1>", true)
	if a := w.Post(Bea, note, url.Values{"notiz": {""}}); a.Location() != "/meine/merkliste?hinweis=gemerkt-ohne" {
		t.Errorf("%d %s", a.Code, a.Location())
	}
}
