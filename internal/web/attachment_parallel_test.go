package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestSixtyUploadsAtOnceLoseNoText sends forms with files, more than are received at the
// same time: each is published, or comes back with what was typed.
func TestSixtyUploadsAtOnceLoseNoText(t *testing.T) {
	t.Parallel()
	w := New(t)
	const forms = 60
	people := []string{Ann, Bea, Mod, Insider}
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Dateien", "Frage")
	text := func(n int) string { return fmt.Sprintf("Ein Text, an dem jemand lange schrieb, Nummer %d.", n) }
	requests := make([]*http.Request, forms)
	for n := range requests {
		requests[n] = w.FilesRequest(people[n%len(people)], path.To(path.Reply, thread), Form("text", text(n), "einmal", fmt.Sprint("K", n),
			"aktion", "senden"), file(fmt.Sprintf("%d.txt", n), strings.Repeat("x", 200_000)))
	}
	answers := make([]Answer, forms)
	var all sync.WaitGroup
	for n, r := range requests {
		all.Go(func() { answers[n] = w.Send(r) })
	}
	all.Wait()
	codes := map[int]int{}
	for n, a := range answers {
		codes[a.Code]++
		if a.Code != http.StatusSeeOther && !strings.Contains(a.Body, text(n)) {
			t.Errorf("form %d: %d, and its text is lost", n, a.Code)
		}
	}
	if codes[http.StatusSeeOther] == 0 {
		t.Errorf("the answers are %v: nothing was taken", codes)
	}
}
