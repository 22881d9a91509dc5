package web_test

import (
	"net/http"
	"strconv"
	"testing"

	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestASecondClickOnSplittingLeadsToTheSameThread: the posts have left the thread by then,
// and that is no mistake of whoever clicked twice.
func TestASecondClickOnSplittingLeadsToTheSameThread(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Zwei Fragen in einer", "Erstens und zweitens.")
	post := w.Reply(Bea, thread, "Zu zweitens habe ich auch eine Frage.")
	form := Form("einmal", "0123456789abcdef0123456789abcdef", "beitrag", strconv.FormatInt(post, 10), "titel", "Die zweite Frage",
		"bereich", strconv.FormatInt(w.Board(Members), 10), "aktion", "verschieben")
	first := w.Post(Mod, path.To(path.SplitThread, thread), form)
	if first.Code != http.StatusSeeOther {
		t.Fatalf("the first click: %d %s", first.Code, first.Body)
	}
	if again := w.Post(Mod, path.To(path.SplitThread, thread), form); again.Code != first.Code || again.Location() != first.Location() {
		t.Errorf("the second click: %d to %s, the first to %s", again.Code, again.Location(), first.Location())
	}
}
