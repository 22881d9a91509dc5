package inquiry_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestAnswersAreShownWhileAQuestionToTheDeskIsTyped: threads answer nothing
// officially, so they are not among them.
func TestAnswersAreShownWhileAQuestionToTheDeskIsTyped(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Bea, Public, "Wer trägt die Kosten am Ende?", "Frage")
	w.Answered(Bea, Members)
	typed := "?titel=" + url.QueryEscape("Wer trägt die Kosten")
	answer, thread := "/offizielle-antworten/", "Kosten am Ende"
	w.Soon("the search knows both", func() bool {
		body := w.Get(Ann, "/fragen/aehnlich"+typed).Body
		return strings.Contains(body, answer) && strings.Contains(body, thread)
	})
	body := ""
	w.Soon("the form answers again, however fast it was asked", func() bool {
		body = w.Get(Ann, "/fragen-an-das-programmmanagement/neu/aehnlich"+typed).Body
		return body != ""
	})
	if !strings.Contains(body, answer) || strings.Contains(body, thread) || strings.Contains(body, "<html") {
		t.Errorf("while typing: %s", body)
	}
	escalate := fmt.Sprintf("/thema/%d/an-das-programmmanagement", w.Ask(Ann, Public, "Eine ganz andere Frage", "Frage"))
	for who, path := range map[string]string{Ann: "/fragen-an-das-programmmanagement/neu", Mod: escalate} {
		if !strings.Contains(w.Get(who, path).Body, `data-twins="/fragen-an-das-programmmanagement/neu/aehnlich"`) {
			t.Errorf("%s has no place for them", path)
		}
	}
}
