package thread_test

import (
	"fmt"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestReferencesLeadToWhatTheReaderMayRead writes a post before the documents that it
// refers to are there.
func TestReferencesLeadToWhatTheReaderMayRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	inquiry := w.Inquire(Ann, Members)
	thread := w.Ask(Ann, Public, "Ein Verweis", "Siehe Beschluss 2026/7 und "+inquiry+" sowie `Beschluss 2026/7`.")
	page := fmt.Sprintf("/thema/%d-ein-verweis", thread)
	for _, who := range []string{Guest, Ann} {
		if a := w.Get(who, page); strings.Contains(a.Body, "/bibliothek/1-") {
			t.Errorf("%s is led to a document that is not there", who)
		}
	}
	members := w.Document(Mod, Members)
	link := func(id int64) string { return fmt.Sprintf(`href="/bibliothek/%d-leitfaden-fuer-die-tafel"`, id) }
	for who, want := range map[string]bool{Guest: false, Ann: true} {
		a := w.Get(who, page)
		if strings.Contains(a.Body, link(members)) != want || strings.Contains(a.Body, "kf-reference") != want {
			t.Errorf("%s: link to the members' document, want %v", who, want)
		}
		if strings.Contains(a.Body, `<a class="kf-reference" href="/fragen-an-das-programmmanagement/`+inquiry) != want {
			t.Errorf("%s: link to the inquiry, want %v", who, want)
		}
	}
	public := w.Document(Mod, Public)
	if a := w.Get(Guest, page); strings.Count(a.Body, link(public)) != 1 {
		t.Error("a guest is not led to the public document, once and not in code")
	}
}
