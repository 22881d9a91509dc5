package web_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestFormsOfAThreadOutliveItsMerging: whoever was writing when it was merged goes on in
// the thread where its posts stand now, and its other addresses lead there.
func TestFormsOfAThreadOutliveItsMerging(t *testing.T) {
	t.Parallel()
	w := New(t)
	from, to := w.Ask(Ann, Members, "Eine Frage in zwei Themen", "Erstens"), w.Ask(Ann, Members, "Dieselbe Frage noch einmal", "Zweitens")
	w.Merged(Mod, from, to)
	const text = "Ein langer Text, den niemand noch einmal schreiben will."
	reply := path.To(path.Reply, from)
	for what, form := range map[string][]string{
		"preview":  {"text", text, "aktion", "vorschau"},
		"refusal":  {"text", text + strings.Repeat(" sehr lang", 20_000)},
		"an image": {"text", text, "aktion", "anhaengen"},
	} {
		a := w.PostFiles(Bea, reply, Form(form...))
		if a.Code == http.StatusNotFound || !strings.Contains(a.Body, text) || !strings.Contains(a.Body, path.To(path.Reply, to)) {
			t.Errorf("%s: %d, the text is there: %v", what, a.Code, strings.Contains(a.Body, text))
		}
	}
	sent := w.PostFiles(Bea, reply, Form("text", text))
	if sent.Code != http.StatusSeeOther || !strings.HasPrefix(sent.Location(), "/thema/"+strconv.FormatInt(to, 10)+"-") {
		t.Errorf("sent: %d to %s", sent.Code, sent.Location())
	}
	for _, address := range []string{path.ThreadPage, path.PrintThread, path.Concerned} {
		a := w.Get(Bea, path.To(address, from))
		if a.Code != http.StatusSeeOther || !strings.HasPrefix(a.Location(), "/thema/"+strconv.FormatInt(to, 10)+"-") {
			t.Errorf("%s: %d to %s", address, a.Code, a.Location())
		}
	}
}
