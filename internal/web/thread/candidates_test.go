package thread_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// longAgo is the context of acts 60 days ago.
func longAgo(w *World) context.Context { return w.At(-60 * 24 * time.Hour) }

func open(t *testing.T, w *World, by string, in forum.Question) int64 {
	t.Helper()
	in.Board, in.Text = w.Board(Members), "Wie machen Sie es?"
	id, err := w.Forum.OpenThread(longAgo(w), w.By(by), in)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestOverdueQuestionIsOfferedToAskerAndModerators(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := open(t, w, Ann, forum.Question{Title: "Wer weiß hier Bescheid?"})
	page, escalate := fmt.Sprintf("/thema/%d-wer-weiss-hier-bescheid", id), fmt.Sprintf("/thema/%d/an-das-programmmanagement", id)
	for who, want := range map[string]string{
		Ann:  "Sie können sie an das Programmmanagement weitergeben",
		Mod:  "Geben Sie sie an das Programmmanagement weiter?",
		Prog: "Geben Sie sie an das Programmmanagement weiter?",
		Bea:  "", OtherMod: "",
	} {
		body := w.Get(who, page).Body
		if offered := strings.Contains(body, escalate); offered != (want != "") || !strings.Contains(body, want) {
			t.Errorf("%s: offered %v", who, offered)
		}
	}
	form := w.Get(Ann, escalate)
	for _, want := range []string{"Wer weiß hier Bescheid?", "Wie machen Sie es?", "Stadt Musterstadt"} {
		if form.Code != http.StatusOK || !strings.Contains(form.Body, want) {
			t.Errorf("the form (%d) lacks %q", form.Code, want)
		}
	}
	sent := w.Post(Ann, escalate, Form("titel", "Wer weiß hier Bescheid?", "text", "Bitte um Auskunft.", "gesehen", "ja", "einmal", "x"))
	if sent.Code != http.StatusSeeOther {
		t.Fatalf("%d", sent.Code)
	}
	for _, who := range []string{Ann, Mod} {
		if body := w.Get(who, page).Body; strings.Contains(body, escalate) || strings.Contains(body, "Arbeitstagen ohne Lösung") {
			t.Errorf("%s: offered although programme management has it", who)
		}
	}
	if strings.Contains(w.Get(Mod, "/moderation/weitergeben?nach=alter").Body, "Wer weiß hier Bescheid?") {
		t.Error("listed although programme management has it")
	}
}

func TestSemiAnonymousAskerIsToldWhyOthersPassItOn(t *testing.T) {
	t.Parallel()
	w := New(t)
	s := board.Settings{Audience: board.Members, SemiAnonymous: true}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), s, "Test"); err != nil {
		t.Fatal(err)
	}
	id := open(t, w, Ann, forum.Question{Title: "Eine heikle Frage", SemiAnonymous: true})
	page := fmt.Sprintf("/thema/%d-eine-heikle-frage", id)
	body := w.Get(Ann, page).Body
	if !strings.Contains(body, "Sie selbst können es nicht") || strings.Contains(body, "/an-das-programmmanagement") {
		t.Error("who asked semi-anonymously may pass it on")
	}
	if !strings.Contains(w.Get(Mod, page).Body, "/an-das-programmmanagement") || strings.Contains(w.Get(Bea, page).Body, "ohne Lösung") {
		t.Error("moderators may not, or others read of it")
	}
}

func TestCandidatesAreListedByAgeAndPaged(t *testing.T) {
	t.Parallel()
	w := New(t)
	for i := range forum.RowsPerPage + 1 {
		in := forum.Question{Board: w.Board(Members), Title: fmt.Sprintf("Alte Frage %02d", i), Text: "Text"}
		if _, err := w.Forum.OpenThread(db.At(w.Ctx, w.DB.Now(w.Ctx).Add(time.Duration(i-90)*24*time.Hour)), w.By(Ann), in); err != nil {
			t.Fatal(err)
		}
	}
	desk := w.Get(Mod, "/moderation").Body
	if !strings.Contains(desk, "Alte Frage 00") || strings.Contains(desk, "Alte Frage 05") ||
		!strings.Contains(desk, `href="/moderation/weitergeben?nach=alter"`) {
		t.Error("the desk shows something else")
	}
	first := w.Get(Mod, "/moderation/weitergeben?nach=alter").Body
	_, more, ok := strings.Cut(first, `href="/moderation/weitergeben?nach=alter&amp;ab=`)
	if !ok || strings.Contains(first, "Alte Frage 25") {
		t.Fatal("no second page")
	}
	number, _, _ := strings.Cut(more, `"`)
	second := w.Get(Mod, "/moderation/weitergeben?nach=alter&ab="+number).Body
	if !strings.Contains(second, "Alte Frage 25") || strings.Contains(second, "Alte Frage 24") || !strings.Contains(second, "Zum Anfang") {
		t.Error("the second page shows something else")
	}
	if strings.Contains(w.Get(Mod, "/moderation/weitergeben").Body, "Alte Frage") {
		t.Error("old questions that concern nobody else stand among those that concern many")
	}
}
