package thread_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// TestRepliesAtOnceAreLimited sends more replies at the same moment than are
// allowed; what is refused is not counted.
func TestRepliesAtOnceAreLimited(t *testing.T) {
	t.Parallel()
	w := New(t)
	path := fmt.Sprintf("/thema/%d/antworten", w.Ask(Bea, Public, "Wer betreibt das?", "Eine Frage"))
	cookie := w.Cookie(Ann)
	codes := w.AtOnce(60, func(n int) *http.Request {
		r := Request(http.MethodPost, path, Form("text", fmt.Sprint("Antwort ", n), "einmal", fmt.Sprint(n)))
		r.Header.Set("Cookie", cookie)
		return r
	})
	if codes[http.StatusSeeOther] != 10 || codes[http.StatusTooManyRequests] != 50 {
		t.Errorf("answers %v", codes)
	}
	a := w.Post(Ann, path, Form("text", "Noch eine", "einmal", "x"))
	if a.Code != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" || !strings.Contains(a.Body, "Bitte warten Sie noch 10 Minuten.") {
		t.Errorf("%d, Retry-After %q", a.Code, a.Header.Get("Retry-After"))
	}
	if a := w.Post(Mod, path, Form("text", "Von jemand anderem")); a.Code != http.StatusSeeOther {
		t.Errorf("somebody else: %d", a.Code)
	}
}

// TestSendingTwiceCountsOnce: the second sending of a form leads to the first
// result, and a form that is refused counts nothing.
func TestSendingTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Bea, Public, "Wer betreibt das?", "Eine Frage")
	for n := range 40 {
		if _, err := w.Forum.Reply(t.Context(), w.By(Ann), thread, forum.Reply{Text: "Antwort", Once: "dieselbe"}); err != nil {
			t.Fatalf("time %d: %v", n+1, err)
		}
		if _, err := w.Forum.Reply(t.Context(), w.By(Ann), thread, forum.Reply{Once: fmt.Sprint(n)}); !fault.Is(err, fault.Invalid) {
			t.Fatalf("an empty one: %v", err)
		}
	}
}
