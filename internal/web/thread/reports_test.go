package thread_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestBothDecisionsAboutReportsShareTheirTexts: whichever button somebody presses, what was
// typed comes back or is read by those it is for.
func TestBothDecisionsAboutReportsShareTheirTexts(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Reply(Bea, w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?"), "Kaufen Sie unseres!")
	report := w.Report(Prog, post)
	at := fmt.Sprintf("/moderation/meldungen/%d", post)
	const reason, answer = "Werbung ist hier nicht erlaubt", "Danke, das sehen wir genauso"
	comesBack := func(what string, a Answer, code int, words ...string) {
		t.Helper()
		for _, word := range words {
			if a.Code != code || !strings.Contains(a.Body, word) {
				t.Errorf("%s: %d without %q", what, a.Code, word)
			}
		}
	}
	page := w.Get(Mod, at).Body
	if strings.Count(page, `name="bescheid"`) != 1 || !strings.Contains(page, `formaction="`+at+`/kein-anlass"`) {
		t.Error("there is not one form for both decisions")
	}
	bis := fmt.Sprint(report)
	revision := func() string {
		_, rest, _ := strings.Cut(w.Get(Mod, at).Body, `name="fassung" value="`)
		value, _, _ := strings.Cut(rest, `"`)
		return value
	}
	read := revision()
	if a := w.Post(Bea, fmt.Sprintf("/beitrag/%d/bearbeiten", post), Form("text", "Ganz harmlos.", "fassung", read)); a.Code != http.StatusSeeOther {
		t.Fatalf("the author changes it: %d", a.Code)
	}
	comesBack("hiding what the author changed", w.Post(Mod, at+"/ausblenden", Form("bis", bis, "fassung", read, "bescheid", answer, "grund", reason)),
		http.StatusConflict, "Der Beitrag wurde geändert", `value="`+answer+`"`, `value="`+reason+`"`, "Fassungen ansehen", "Ganz harmlos.")
	if revision() == read {
		t.Error("the form still has the former revision")
	}
	comesBack("hiding without a reason", w.Post(Mod, at+"/ausblenden", Form("bis", bis, "bescheid", answer)), http.StatusUnprocessableEntity,
		"Bitte füllen Sie „Grund“ aus.", `value="`+answer+`"`)
	comesBack("a dismissal with a reason for hiding", w.Post(Mod, at+"/kein-anlass", Form("bis", bis, "bescheid", answer, "grund", reason)),
		http.StatusUnprocessableEntity, "Einen Grund gibt es nur", `value="`+answer+`"`, `value="`+reason+`"`)
	both := Form("bis", bis, "bescheid", answer, "grund", reason)
	for range 2 { // a double click
		if a := w.Post(Mod, at+"/ausblenden", both); a.Code != http.StatusSeeOther {
			t.Fatalf("hiding: %d", a.Code)
		}
	}
	comesBack("who reported", w.Get(Prog, fmt.Sprintf("/meine/meldungen/%d", report)), http.StatusOK, "ausgeblendet", answer)
	comesBack("who comes second", w.Post(Boss, at+"/ausblenden", both), http.StatusConflict, "Als Grund hatten Sie geschrieben: "+reason,
		"Als Antwort hatten Sie geschrieben: "+answer)
	if body := w.Get(Bea, fmt.Sprintf("/beitrag/%d", post)).Body; strings.Contains(body, answer) {
		t.Error("the author reads the answer")
	}
}

// TestFirstQuestionIsApprovedAsItWasRead: one that its author changed meanwhile is shown
// once more.
func TestFirstQuestionIsApprovedAsItWasRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), board.Settings{Audience: board.Members, FirstReview: true},
		"Test"); err != nil {
		t.Fatal(err)
	}
	id := w.Ask(Ann, Members, "Meine erste Frage hier", "Wer hat Erfahrung?")
	form := func() string {
		_, rest, _ := strings.Cut(w.Get(Mod, path.FirstPosts).Body, fmt.Sprintf(`action="/thema/%d/freigeben`, id))
		query, _, _ := strings.Cut(rest, `"`)
		return fmt.Sprintf("/thema/%d/freigeben%s", id, query)
	}
	read := form()
	if a := w.Post(Ann, fmt.Sprintf("/beitrag/%d/bearbeiten", w.Question(id)), Form("titel", "Meine erste Frage hier", "text", "Kaufen Sie bei uns!",
		"fassung", "1")); a.Code != http.StatusSeeOther {
		t.Fatalf("the author changes it: %d", a.Code)
	}
	if a := w.Post(Mod, read, nil); !strings.Contains(a.Location(), "hinweis=frage-geaendert") {
		t.Errorf("%s leads to %s", read, a.Location())
	}
	if a := w.Post(Mod, form(), nil); !strings.Contains(a.Location(), "hinweis=freigegeben") {
		t.Errorf("%s leads to %s", form(), a.Location())
	}
}
