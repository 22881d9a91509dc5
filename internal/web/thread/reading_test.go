package thread_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestThreadIsReadFromItsAnswerOn holds the order of a thread: question, solutions, then the
// discussion, each post with its place.
func TestThreadIsReadFromItsAnswerOn(t *testing.T) {
	t.Parallel()
	w := New(t)
	const title = "Wer trägt die Kosten?"
	thread := w.Ask(Ann, Public, title, "Die Frage selbst.")
	w.Reply(Mod, thread, "Erste Antwort.")
	solution := w.Reply(Bea, thread, "Die eine Lösung.")
	w.Reply(Mod, thread, "Dritte Antwort.")
	address := path.To(path.MarkSolution, solution)
	if a := w.Post(Ann, address, Form("ja", "ja", "aktion", "geltung", "land", "Atlantis")); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("an unknown Land: %d", a.Code)
	}
	a := w.Post(Ann, address, url.Values{"ja": {"ja"}, "aktion": {"geltung"}, "land": {"Hessen", "Bayern"}, "groesse": {"bis-2000"}})
	if a.Code != http.StatusSeeOther {
		t.Fatalf("for whom it holds: %d", a.Code)
	}
	body := w.Get(Guest, path.Thread(thread, title)).Body
	at := -1
	for _, part := range []string{"Die Frage selbst.", "gilt für Bayern, Hessen, Gemeinden mit unter 2.000 Einwohnern", "Die eine Lösung.",
		"3 Antworten", "Erste Antwort.", "steht oben", "Beitrag\u00a04 von\u00a04", "Dritte Antwort."} {
		next := strings.Index(body[at+1:], part)
		if next < 0 {
			t.Fatalf("%q does not come next on the page", part)
		}
		at += 1 + next
	}
	if again := w.Get(Ann, address).Body; strings.Count(again, "checked") != 3 {
		t.Errorf("the form shows %d choices, want 3", strings.Count(again, "checked"))
	}
}

// TestLongAnsweredThreadFoldsUntilSomethingIsNew holds that nothing is folded away that its
// reader has not read.
func TestLongAnsweredThreadFoldsUntilSomethingIsNew(t *testing.T) {
	t.Parallel()
	w := New(t)
	const title = "Eine lange Diskussion"
	thread := w.Ask(Ann, Public, title, "Frage")
	var posts []int64
	for n := range forum.PostsPerPage + 3 {
		posts = append(posts, w.Reply(Bea, thread, fmt.Sprintf("Antwort %d.", n)))
	}
	folded := func(who string) bool {
		return strings.Contains(w.Get(who, path.Thread(thread, title)).Body, "kf-discussion")
	}
	if folded(Guest) {
		t.Error("without a solution the discussion is the matter")
	}
	if err := w.Forum.MarkSolution(w.Ctx, w.By(Ann), posts[0], true); err != nil {
		t.Fatal(err)
	}
	if !folded(Guest) {
		t.Error("the answer stands above, but the discussion is not folded")
	}
	if folded(Mod) {
		t.Error("what is new is folded away")
	}
	body := w.Get(Guest, path.Thread(thread, title)).Body
	if !strings.Contains(body, "kf-answerers") || strings.Contains(body, w.By(Bea).Name) {
		t.Error("who answered is not said, or by name")
	}
}

func TestSimilarIsWhatTheReaderMaySee(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wohngeld: Betriebskosten und Lizenzen", "Frage")
	w.Ask(Bea, Public, "Wohngeld online: Wer trägt die Betriebskosten?", "Frage")
	w.Ask(Insider, Exclusive, "Wohngeld Betriebskosten im engsten Kreis", "Frage")
	w.Soon("the search knows all", func() bool { return lists(w, Insider, "Wohngeld Betriebskosten", "engsten Kreis") })
	for _, who := range []string{Guest, Ann, Insider} {
		for _, part := range []string{"", "?teil"} {
			body := w.Get(who, path.To(path.SimilarToThread, thread)+part).Body
			if !strings.Contains(body, "Wer trägt die Betriebskosten") || strings.Contains(body, "engsten") != (who == Insider) ||
				part != "" && (strings.Contains(body, "Lizenzen") || strings.Contains(body, "<html")) {
				t.Errorf("%q to %s: %s", part, who, body)
			}
		}
	}
}

func TestPrintHasAllPostsAndItsOwnLimit(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine lange Diskussion", "Frage")
	for n := range forum.PostsPerPage + 3 {
		w.Reply(Bea, thread, fmt.Sprintf("Antwort Nummer %d.", n))
	}
	hidden := w.Reply(Bea, thread, "Das Geheimnis.")
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), hidden, "Verstößt gegen die Regeln"); err != nil {
		t.Fatal(err)
	}
	address := path.To(path.PrintThread, thread)
	body := w.Get(Mod, address).Body
	for _, part := range []string{"Antwort Nummer 0.", "Antwort Nummer 22.", "Beitrag\u00a024 von\u00a025", "/beitrag/"} {
		if !strings.Contains(body, part) {
			t.Errorf("%q is not printed", part)
		}
	}
	if strings.Contains(body, "Geheimnis") {
		t.Error("a hidden text is printed")
	}
	var codes []int
	for range 40 {
		codes = append(codes, w.Get(Ann, address).Code)
	}
	if !slices.Contains(codes, http.StatusTooManyRequests) || codes[0] != http.StatusOK {
		t.Errorf("40 times: %v", codes)
	}
}
