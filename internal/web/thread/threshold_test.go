package thread_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

func TestManyConcernedOrganisationsProposeEscalationToModeratorsOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage, die alle haben", "Frage")
	path := w.Get(Mod, postAddress(w, thread)).Location()
	proposed := func(by string) bool {
		return strings.Contains(w.Get(by, strings.SplitN(path, "#", 2)[0]).Body, "haben diese Frage. Sie ist noch offen")
	}
	voices := []string{Bea, Editor, Boss, Insider}
	if 1+len(voices) != forum.ThresholdOrganisations {
		t.Fatalf("the test raises %d voices", 1+len(voices))
	}
	for _, by := range voices {
		if proposed(Mod) {
			t.Errorf("proposed before %s", by)
		}
		if err := w.Forum.Support(w.Ctx, w.By(by), thread); err != nil {
			t.Fatal(err)
		}
	}
	listed := func(by string) bool {
		return strings.Contains(w.Get(by, "/moderation").Body, "Eine Frage, die alle haben")
	}
	if !listed(Mod) || !listed(Boss) || listed(OtherMod) {
		t.Errorf("listed to the moderator %v, the administrator %v, another moderator %v", listed(Mod), listed(Boss), listed(OtherMod))
	}
	for _, by := range []string{Mod, Boss, Prog} {
		if !proposed(by) {
			t.Errorf("not proposed to %s", by)
		}
	}
	for _, by := range []string{Ann, Bea, OtherMod} {
		if proposed(by) {
			t.Errorf("proposed to %s, who cannot escalate", by)
		}
	}
	if a := w.Post(Mod, fmt.Sprintf("/thema/%d/an-das-programmmanagement", thread), url.Values{"titel": {"Was gilt für alle?"},
		"text": {"Bitte um Auskunft."}}); a.Code != http.StatusSeeOther {
		t.Fatalf("escalate: %d", a.Code)
	}
	if listed(Mod) {
		t.Error("listed after it was passed on")
	}
}

func postAddress(w *World, thread int64) string { return fmt.Sprint("/beitrag/", w.Question(thread)) }
