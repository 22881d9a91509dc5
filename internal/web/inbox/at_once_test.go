package inbox_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// TestDismissingFiftyTimesAtOnce sends what ends a matter on the own page fifty times at
// the same moment: every answer is that of the first, and nothing waits any more.
func TestDismissingFiftyTimesAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer zahlt den Betrieb?", "Eine Frage")
	post := w.Reply(Bea, thread, "Eine Antwort")
	if err := w.Bookmarks.Save(w.Ctx, w.By(Ann), post, bookmark.Input{Note: "Nachlesen", RemindOn: "31.12.2026"}); err != nil {
		t.Fatal(err)
	}
	cookie := w.Cookie(Ann)
	for _, act := range []struct {
		path string
		form url.Values
	}{
		{fmt.Sprintf("/thema/%d/keine-antwort-hilft", thread), Form("bis", "2")},
		{fmt.Sprintf("/beitrag/%d/erinnerung-erledigt", post), nil},
		{fmt.Sprintf("/beitrag/%d/nicht-merken", post), nil},
		{"/mitteilungen/gelesen", Form("bis", "1000000", "art", "thread", "nummer", fmt.Sprint(thread))},
	} {
		codes := w.AtOnce(50, func(int) *http.Request {
			r := Request(http.MethodPost, act.path, act.form)
			r.Header.Set("Cookie", cookie)
			return r
		})
		if codes[http.StatusSeeOther] != 50 {
			t.Errorf("%s: %v", act.path, codes)
		}
	}
	waiting, err := w.Forum.OwnQuestions(w.Ctx, w.By(Ann), forum.OwnFilter{Waiting: true, Limit: 5})
	due, err2 := w.Bookmarks.DueOf(w.Ctx, w.By(Ann), 5)
	if err != nil || err2 != nil || len(waiting.Rows) > 0 || len(due) > 0 {
		t.Errorf("%d questions and %d reminders wait, %v, %v", len(waiting.Rows), len(due), err, err2)
	}
}
