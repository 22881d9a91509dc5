package thread_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestNamesAreOfferedToTheScript as JSON that nobody keeps; a place that may not be read
// is missing, and guests are sent to sign in.
func TestNamesAreOfferedToTheScript(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread, inner := w.Ask(Ann, Members, "Wer weiß Näheres?", "Frage"), w.Ask(Insider, Exclusive, "Eine Frage im Kreis", "Frage")
	for _, c := range []struct {
		by, at string
		code   int
		names  string
	}{
		{Ann, fmt.Sprintf("thema=%d", thread), http.StatusOK, "Beate Birke"},
		{Ann, "bereich=" + Members, http.StatusOK, "Beate Birke"},
		{Ann, "bereich=unbekannt", http.StatusOK, "Beate Birke"},
		{Ann, "", http.StatusOK, "Beate Birke"},
		{Ann, fmt.Sprintf("thema=%d", inner), http.StatusNotFound, ""},
		{Ann, "bereich=" + Exclusive, http.StatusNotFound, ""},
		{Ann, "bereich=nirgends", http.StatusNotFound, ""},
		{Ann, "thema=abc", http.StatusNotFound, ""},
		{Ann, "thema=-1", http.StatusNotFound, ""},
		{Guest, fmt.Sprintf("thema=%d", thread), http.StatusSeeOther, ""},
	} {
		a := w.Get(c.by, "/namen?"+c.at+"&q=Beate")
		var got struct {
			People []struct{ Name, Organisation, Text string } `json:"personen"`
		}
		if a.Code == http.StatusOK {
			if err := json.Unmarshal([]byte(a.Body), &got); err != nil || a.Header.Get("Cache-Control") != "no-store" {
				t.Fatalf("%q: %v", a.Body, err)
			}
		}
		names := ""
		for _, p := range got.People {
			names += p.Text
		}
		if a.Code != c.code || names != c.names {
			t.Errorf("%s %s: %d %q", c.by, c.at, a.Code, names)
		}
	}
	refused := 0
	for range 100 {
		if a := w.Get(Bea, "/namen?q=Anna"); a.Code == http.StatusTooManyRequests && strings.Contains(a.Body, `"personen":[]`) {
			refused++
		}
	}
	if refused == 0 {
		t.Error("a hundred questions at once are answered")
	}
}

// TestThePreviewSaysWhoHearsNothing by name, before anything is sent.
func TestThePreviewSaysWhoHearsNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Insider, Exclusive, "Eine Frage im Kreis", "Frage")
	question, err := w.Forum.ThreadPage(w.Ctx, w.By(Insider), thread, 1)
	if err != nil {
		t.Fatal(err)
	}
	const blind = "@Anna Ahorn kann diesen Bereich nicht sehen und erfährt nichts davon."
	for text, want := range map[string]string{"@Anna Ahorn?": blind, "@Moritz Moor?": "", "@Xaver Xanten?": "niemanden gefunden"} {
		for address, form := range map[string]url.Values{
			fmt.Sprintf("/thema/%d/antworten", thread):                  {},
			fmt.Sprintf("/beitrag/%d/bearbeiten", question.Question.ID): {"titel": {"Eine Frage im Kreis"}, "fassung": {"1"}},
			"/fragen": {"titel": {"Eine Frage im Kreis"}, "bereich": {Exclusive}},
		} {
			form.Set("text", text)
			form.Set("aktion", "vorschau")
			body := w.Post(Insider, address, form).Body
			if warns := strings.Contains(body, "Nicht alle, die Sie nennen"); warns != (want != "") || !strings.Contains(body, want) {
				t.Errorf("%s %q: warns %v", address, text, warns)
			}
		}
	}
}
