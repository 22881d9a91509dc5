package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

var postForm = regexp.MustCompile(`(?s)<form[^>]*method="post".*?</form>`)

// TestFormsWithOneButtonActForNobodyElse: a tab that was left open belongs to who was
// signed in when it was loaded.
func TestFormsWithOneButtonActForNobodyElse(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Bea, Members, "Wer zahlt den Betrieb?", "Eine Frage")
	post := w.Reply(Bea, thread, "Eine Antwort")
	w.Post(Ann, fmt.Sprintf("/beitrag/%d/merken", post), nil)
	for _, path := range []string{fmt.Sprintf("/thema/%d-wer-zahlt-den-betrieb", thread), "/meine", "/meine/merkliste", "/mitteilungen",
		"/konto/folgen", "/konto/suchen", "/was-ist-neu", "/bereiche/" + Members, "/konto"} {
		for _, form := range postForm.FindAllString(w.Get(Ann, path).Body, -1) {
			if !strings.Contains(form, `action="/abmelden"`) && !strings.Contains(form, `name="inhaber"`) {
				t.Errorf("%s: %.200s", path, form)
			}
		}
	}
	owner := regexp.MustCompile(`name="inhaber" value="([^"]*)"`).FindStringSubmatch(w.Get(Ann, "/meine/merkliste").Body)
	for _, act := range []string{"merken", "nicht-merken", "ungelesen"} {
		path := fmt.Sprintf("/beitrag/%d/%s", post, act)
		if a := w.Post(Bea, path, Form("inhaber", owner[1])); a.Code != http.StatusForbidden {
			t.Errorf("%s: %d", path, a.Code)
		}
		if a := w.Post(Ann, path, Form("inhaber", owner[1])); a.Code != http.StatusSeeOther {
			t.Errorf("%s of its owner: %d", path, a.Code)
		}
	}
}
