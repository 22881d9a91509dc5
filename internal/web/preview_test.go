package web_test

import (
	"net/http"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestPreviewSaysWhatSendingSays about a text that cannot be rendered.
func TestPreviewSaysWhatSendingSays(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, act := range []string{"vorschau", ""} {
		a := w.Post(Ann, "/fragen", Form("titel", "Eine Frage", "bereich", Members, "text", strings.Repeat("> ", 30)+"a", "aktion", act))
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "zu tief verschachtelt") {
			t.Errorf("%q: %d", act, a.Code)
		}
	}
}
