package thread_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

func TestWhoAskedIsToldWhatHappensNow(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer zahlt den Betrieb?", "Eine Frage")
	path := w.Get(Ann, fmt.Sprintf("/thema/%d", thread)).Location()
	own := w.Get(Ann, path).Body
	if !strings.Contains(own, "Wie geht es weiter?") || !strings.Contains(own, "Nachtrag schreiben") || strings.Contains(own, "Ihre Antwort<") {
		t.Error("who asked is offered to answer, and not told what happens")
	}
	if other := w.Get(Bea, path).Body; strings.Contains(other, "Wie geht es weiter?") || !strings.Contains(other, "Ihre Antwort<") {
		t.Error("others are not offered to answer")
	}
	w.Reply(Bea, thread, "Das Land.")
	if own := w.Get(Ann, path).Body; strings.Contains(own, "Wie geht es weiter?") || !strings.Contains(own, "Ihre Antwort<") {
		t.Error("answered, who asked cannot answer")
	}
}

// Screen readers jump from post to post by headings.
func TestEachPostHasAHeading(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine Frage mit Überschriften", "# Titel\n\nText")
	w.Reply(Bea, thread, "Eine Antwort")
	page := w.Get(Ann, w.Get(Ann, fmt.Sprintf("/thema/%d", thread)).Location()).Body
	posts := strings.Count(page, `<article class="kf-post`)
	headings := len(regexp.MustCompile(`<article class="kf-post[^>]*>\s*<h2 class="kern-sr-only">(Frage|Antwort) von `).FindAllString(page, -1))
	if posts != 2 || headings != posts {
		t.Errorf("%d posts, %d headings", posts, headings)
	}
}
