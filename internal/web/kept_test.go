package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kommunalforum/internal/forum"
	"kommunalforum/internal/testkit"
)

// TestKeptPagesAreNeverOlderThanTheLastCommit reads as a stranger, before and
// after everything that changes what a stranger may see.
func TestKeptPagesAreNeverOlderThanTheLastCommit(t *testing.T) {
	t.Parallel()
	w := testkit.New(t)
	thread := w.Ask(testkit.Ann, testkit.Public, "Frage zum Kanarienvogel", "Wer weiß etwas?")
	path := w.Get(testkit.Guest, fmt.Sprintf("/thema/%d", thread)).Location()
	stranger := func() testkit.Answer { return w.Get(testkit.Guest, path) }
	says := func(text string, want bool) {
		t.Helper()
		for range 2 { // the second time it is kept
			if a := stranger(); a.Code != http.StatusOK || strings.Contains(a.Body, text) != want {
				t.Errorf("%d, says %q: %t, want %t", a.Code, text, !want, want)
			}
		}
	}
	says("Kanarienvogel", true)
	says("Anna Ahorn", false)
	reply := w.Reply(testkit.Bea, thread, "Die Amsel weiß es.")
	says("Amsel", true)
	mod := w.By(testkit.Mod)
	if err := w.Forum.Hide(w.Ctx, mod, reply, "gehört nicht hierher"); err != nil {
		t.Fatal(err)
	}
	says("Amsel", false)

	// A member's page is the member's alone, and never kept for others.
	if a := w.Get(testkit.Ann, path); !strings.Contains(a.Body, "Anna Ahorn") {
		t.Error("a member gets the page of strangers")
	}
	says("Anna Ahorn", false)

	if err := w.Forum.Move(w.Ctx, mod, thread, forum.Move{Board: w.Board(testkit.Exclusive), Reason: "gehört dorthin", Confirm: true}); err != nil {
		t.Fatal(err)
	}
	if a := stranger(); a.Code != http.StatusNotFound {
		t.Errorf("a thread that went out of sight is answered with %d", a.Code)
	}
}

// TestKeptPagesSendNoFormThatCountsOnce looks at every page that is kept.
func TestKeptPagesSendNoFormThatCountsOnce(t *testing.T) {
	t.Parallel()
	w := testkit.New(t)
	thread := w.Ask(testkit.Ann, testkit.Public, "Frage zum Kanarienvogel", "Wer weiß etwas?")
	for _, path := range []string{"/", "/bereiche", "/faq", "/leistungen", w.Get(testkit.Guest, fmt.Sprintf("/thema/%d", thread)).Location()} {
		first, second := w.Get(testkit.Guest, path), w.Get(testkit.Guest, path)
		if first.Code != http.StatusOK || first.Body != second.Body || strings.Contains(first.Body, `name="einmal"`) {
			t.Errorf("%s: %d, the same twice: %t", path, first.Code, first.Body == second.Body)
		}
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("If-None-Match", second.Header.Get("ETag"))
		if again := w.Send(r); again.Code != http.StatusNotModified {
			t.Errorf("%s: what the browser has is sent again: %d", path, again.Code)
		}
	}
}
