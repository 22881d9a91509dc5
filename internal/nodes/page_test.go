//go:build postgres

package nodes_test

import (
	"net/http"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	. "kommunalforum/internal/testkit"
)

// pair returns two nodes on one database.
func pair(t *testing.T) (a, b *World) {
	t.Helper()
	a = New(t)
	return a, a.Node()
}

func TestSettingsHoldOnAllNodesFromTheNextPageOn(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	for _, contact := range []string{"eins@forum.example", "zwei@forum.example"} {
		b.Get(Guest, "/hilfe")
		in := a.Settings.Presentation(a.Ctx)
		in.Contact = contact
		must(t, a.Settings.Present(a.Ctx, a.By(Boss), in, "Test"))
		for _, who := range []string{Guest, Ann} {
			if page := b.Get(who, "/hilfe"); !strings.Contains(page.Body, contact) {
				t.Errorf("%q sees the former contact on the other node: %d", who, page.Code)
			}
		}
	}
}

// TestSettingsAreComparedWithWhatAnotherNodeStored sets them back on a node that never
// heard of the change.
func TestSettingsAreComparedWithWhatAnotherNodeStored(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	before := b.Settings.Presentation(b.Ctx)
	changed := before
	changed.Claim = "Kommunen fragen, Kommunen antworten"
	must(t, a.Settings.Present(a.Ctx, a.By(Boss), changed, "Test"))
	must(t, b.Settings.Present(b.Ctx, b.By(Boss), before, "Zurück"))
	if got := a.Settings.Presentation(a.Ctx).Claim; got != before.Claim {
		t.Errorf("the claim is %q", got)
	}
}

func TestWhatIsHiddenOnOneNodeIsOnNoGuestsPageOfAnother(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	thread := a.Ask(Ann, Public, "Wer nutzt den Bauantrag?", "Wir suchen Erfahrungen.")
	post := a.Reply(Bea, thread, "Ein Kanarienvogel.")
	address, _, _ := strings.Cut(a.Get(Guest, "/beitrag/"+id(post)).Location(), "#")
	sees := func() bool {
		t.Helper()
		page := b.Get(Guest, address)
		if page.Code != http.StatusOK {
			t.Fatalf("%s: %d", address, page.Code)
		}
		return strings.Contains(page.Body, "Kanarienvogel")
	}
	if !sees() || !sees() {
		t.Fatal("the other node does not show the post")
	}
	must(t, a.Forum.Hide(a.Ctx, a.By(Mod), post, "Gehört nicht hierher."))
	if sees() {
		t.Error("the other node shows what is hidden")
	}
}

func TestNarrowedBoardIsNarrowOnAllNodes(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	a.Ask(Ann, Public, "Wer nutzt den Bauantrag?", "Wir suchen Erfahrungen.")
	shows := func(who string) bool {
		return strings.Contains(b.Get(who, "/bereiche/"+Public).Body, "Wer nutzt den Bauantrag?")
	}
	if !shows(Guest) || !shows(Insider) {
		t.Fatal("the other node does not show the thread")
	}
	must(t, a.Boards.Configure(a.Ctx, a.By(Boss), a.Board(Public), board.Settings{Audience: board.Restricted}, "Test"))
	for _, who := range []string{Guest, Insider} {
		if shows(who) {
			t.Errorf("%q still sees the thread on the other node", who)
		}
	}
}

func TestWhatEndsASessionEndsItOnAllNodes(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	cookie := a.NewSession(Ann, "Test, Test")
	code := func(path string) int { return b.DoWith(cookie, http.MethodGet, path, nil).Code }
	if got := code("/konto"); got != http.StatusOK {
		t.Fatalf("the session of one node is worth %d on the other", got)
	}
	if got := a.DoWith(cookie, http.MethodPost, "/abmelden", Form()).Code; got != http.StatusSeeOther {
		t.Fatalf("signing out: %d", got)
	}
	if got := code("/konto"); got != http.StatusSeeOther {
		t.Errorf("the ended session gets %d", got)
	}

	cookie = a.NewSession(Bea, "Test, Test")
	if got := code("/konto"); got != http.StatusOK {
		t.Fatalf("%d", got)
	}
	if got := a.Post(Boss, a.PersonPath(Bea)+"/sperren", Form("grund", "Missbrauch")).Code; got != http.StatusSeeOther {
		t.Fatalf("suspending: %d", got)
	}
	if got := code("/konto"); got != http.StatusSeeOther {
		t.Errorf("the suspended account gets %d", got)
	}

	moderation := func() int { return b.Get(Mod, "/moderation").Code }
	if got := moderation(); got != http.StatusOK {
		t.Fatalf("the moderator gets %d", got)
	}
	for _, slug := range []string{Public, Members, Exclusive} {
		must(t, a.Accounts.Revoke(a.Ctx, a.By(Boss), a.By(Mod).ID, account.Grant{Role: account.Moderator, Board: a.Board(slug)}, "Test"))
	}
	if got := moderation(); got == http.StatusOK {
		t.Error("who moderates no more still may on the other node")
	}
}

// TestWhatWasReadOnOneNodeIsReadOnAnother also when it is marked as unread there.
func TestWhatWasReadOnOneNodeIsReadOnAnother(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	a.Get(Ann, "/")
	thread := a.Ask(Bea, Members, "Eine Frage von Bea", "Frage")
	unread := func(w *World) int {
		t.Helper()
		n, err := w.Unread.Board(w.Ctx, w.By(Ann), w.Board(Members))
		must(t, err)
		return n
	}
	if unread(b) != 1 {
		t.Fatalf("%d are unread", unread(b))
	}
	address := a.Get(Ann, "/thema/"+id(thread)).Location()
	if page := a.Get(Ann, address); page.Code != http.StatusOK || unread(a) != 0 {
		t.Fatalf("%s: %d, %d unread on the node itself", address, page.Code, unread(a))
	}
	a.Soon("it is read on the other node", func() bool { return unread(b) == 0 })
	_, err := b.Unread.MarkUnreadFrom(b.Ctx, b.By(Ann), b.Question(thread))
	must(t, err)
	must(t, a.Unread.Write(a.Ctx))
	if unread(a) != 1 || unread(b) != 1 {
		t.Errorf("%d and %d are unread", unread(a), unread(b))
	}
}
