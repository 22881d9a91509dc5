package news_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestMarkingFiftyTimesAtOnce: no answer is an error, and the last state is one that
// somebody asked for.
func TestMarkingFiftyTimesAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Bea, Members, "Eine Frage zum Lesen", "Frage")
	post := w.Reply(Bea, thread, "Eine Antwort")
	cookie := w.Cookie(Ann)
	send := func(path string, form url.Values) {
		t.Helper()
		codes := w.AtOnce(50, func(int) *http.Request {
			r := Request(http.MethodPost, path, form)
			r.Header.Set("Cookie", cookie)
			return r
		})
		if codes[http.StatusSeeOther] != 50 {
			t.Errorf("%s: %v", path, codes)
		}
	}
	unread := func(want int) {
		t.Helper()
		counts, err := w.Unread.Boards(w.Ctx, w.By(Ann))
		if err != nil || counts[w.Board(Members)] != want {
			t.Errorf("%v unread, want %d; %v", counts, want, err)
		}
	}
	head, err := w.Unread.Head(w.Ctx)
	if err != nil {
		t.Fatal(err)
	}
	unread(1)
	send("/bereiche/"+Members+"/gelesen", Form("kopf", fmt.Sprint(head)))
	unread(0)
	send(fmt.Sprintf("/beitrag/%d/ungelesen", post), nil)
	unread(1)
	send("/was-ist-neu/gelesen", Form("kopf", fmt.Sprint(head)))
	unread(0)
}
