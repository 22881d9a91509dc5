package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

// TestRightsThatAreTakenEndWithTheNextRequest: the session stays open, and what
// it could do a moment ago it cannot any more.
func TestRightsThatAreTakenEndWithTheNextRequest(t *testing.T) {
	t.Parallel()
	w := New(t)
	members := w.Ask(Bea, Members, "Eine Frage für Mitglieder", "Wer weiß es?")
	inner := w.Ask(Insider, Exclusive, "Eine Frage unter uns Papageien", "Wer weiß es?")
	w.Soon("the search knows the newest question", func() bool { return w.Finds(Insider, "Papageien") })
	circles := circlesOf(t, w)
	for _, x := range []struct {
		name, who string
		may       func() bool
		take      func() error
	}{
		{"role of a board", Mod,
			func() bool {
				return w.Get(Mod, fmt.Sprintf("/thema/%d/moderieren", members)).Code == http.StatusOK &&
					w.Get(Mod, "/moderation").Code == http.StatusOK
			},
			func() error {
				for _, slug := range []string{Public, Members, Exclusive} {
					g := account.Grant{Role: account.Moderator, Board: w.Board(slug)}
					if err := w.Accounts.Revoke(w.Ctx, w.By(Boss), w.By(Mod).ID, g, "Neue Aufgabe"); err != nil {
						return err
					}
				}
				return nil
			}},
		{"membership of a group", Insider,
			func() bool {
				return w.Get(Insider, fmt.Sprintf("/thema/%d", inner)).Code != http.StatusNotFound &&
					w.Get(Insider, "/bereiche/"+Exclusive).Code == http.StatusOK && w.Finds(Insider, "Papageien")
			},
			func() error { return w.Boards.Leave(w.Ctx, w.By(Boss), circles[0].ID, w.By(Insider).ID) }},
		{"role for the desk", Prog,
			func() bool { return w.Get(Prog, "/schreibtisch").Code == http.StatusOK },
			func() error {
				return w.Accounts.Revoke(w.Ctx, w.By(Boss), w.By(Prog).ID, account.Grant{Role: account.Programme}, "Neue Aufgabe")
			}},
	} {
		if !x.may() {
			t.Errorf("%s: not there before", x.name)
		}
		if err := x.take(); err != nil {
			t.Fatalf("%s: %v", x.name, err)
		}
		if x.may() {
			t.Errorf("%s: still there", x.name)
		}
	}
}

// TestAdmittedKindsReadARestrictedBoardWhileTheyAreAdmitted, all the way down
// to lists, search and the address of a post.
func TestAdmittedKindsReadARestrictedBoardWhileTheyAreAdmitted(t *testing.T) {
	t.Parallel()
	w := New(t)
	inner := w.Ask(Mod, Exclusive, "Eine Frage an die Kreise mit Kormoran", "Wer weiß es?")
	post := w.Reply(Mod, inner, "Ein Nachtrag zum Kormoran")
	w.Soon("the search knows the question", func() bool { return w.Finds(Mod, "Kormoran") })
	reads := func(who string) string {
		var out []string
		for _, path := range []string{fmt.Sprintf("/thema/%d", inner), fmt.Sprintf("/beitrag/%d", post), "/bereiche/" + Exclusive} {
			if w.Get(who, path).Code != http.StatusNotFound {
				out = append(out, path)
			}
		}
		if strings.Contains(w.Get(who, "/bereiche").Body, "/bereiche/"+Exclusive) {
			out = append(out, "list")
		}
		if w.Finds(who, "Kormoran") {
			out = append(out, "search")
		}
		return fmt.Sprint(len(out))
	}
	admit := func(kinds ...organisation.Kind) {
		t.Helper()
		if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Exclusive), board.Settings{Audience: board.Restricted, Kinds: kinds},
			"Test"); err != nil {
			t.Fatal(err)
		}
	}
	admit(organisation.District)
	for who, want := range map[string]string{Bea: "5", Mod: "5", Ann: "0", Prog: "0", OtherMod: "0", Insider: "0"} {
		if got := reads(who); got != want {
			t.Errorf("%s reads at %s of 5 places, want %s", who, got, want)
		}
	}
	admit(organisation.Municipality)
	if reads(Bea) != "0" || reads(Ann) != "5" {
		t.Errorf("after the change Bea reads at %s, Ann at %s places", reads(Bea), reads(Ann))
	}
}

func circlesOf(t *testing.T, w *World) []board.Circle {
	t.Helper()
	out, err := w.Boards.Circles(w.Ctx, w.By(Boss))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
