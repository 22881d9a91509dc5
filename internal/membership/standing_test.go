package membership_test

import (
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/membership"
	. "kommunalforum/internal/testkit"
)

// vouched lets somebody with an address of free mail wait, for whom Ann vouched.
func vouched(t *testing.T, w *World) int64 {
	t.Helper()
	id := w.Waits("wartet@gmx.de", "Neue Person", "Stadt Musterstadt")
	if err := w.Joining.Vouch(w.Ctx, w.By(Ann), id, true); err != nil {
		t.Fatal(err)
	}
	return id
}

// TestWordOfAColleagueCountsWhileTheyWorkThere: who left the organisation, or
// the forum, lets nobody in; least of all into the organisation they went to.
func TestWordOfAColleagueCountsWhileTheyWorkThere(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(w *World) error{
		"another employer": func(w *World) error {
			w.Domain("fitko.example", Prog)
			change(t, w, Ann, "ann@fitko.example", membership.Confirmation{})
			return nil
		},
		"suspended": func(w *World) error {
			return w.Accounts.Disable(w.Ctx, Email(Ann), "Test")
		},
		"erased": func(w *World) error {
			return w.Acts.EraseAccount(w.Ctx, w.By(Boss), w.By(Ann).ID, false, "Test")
		},
	} {
		w := New(t)
		id := vouched(t, w)
		if err := leave(w); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if x, err := w.Joining.Waiting(w.Ctx, w.By(Mod), id); err != nil || x.CanAdmit() || x.By.Name != "" {
			t.Errorf("%s: %+v, %v", name, x.By, err)
		}
		if err := w.Joining.Admit(w.Ctx, w.By(Mod), id, membership.Decision{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: admitted with %v", name, err)
		}
	}
}

// TestInvitationsOfAModeratorToOthersEndWithTheRole, and those to the own
// organisation go on.
func TestInvitationsOfAModeratorToOthersEndWithTheRole(t *testing.T) {
	t.Parallel()
	w := New(t)
	err := w.Joining.Invite(w.Ctx, w.By(OtherMod), membership.NewInvitation{Email: "fern@fern.example", Organisation: "FITKO"})
	if err != nil {
		t.Fatal(err)
	}
	_, own := w.Invite(OtherMod, "nah@fern.example")
	list, err := w.Joining.Invitations(w.Ctx, w.By(OtherMod))
	if err != nil || len(list) != 2 || !list[0].Stands(w.By(OtherMod)) || !list[1].Stands(w.By(OtherMod)) {
		t.Fatalf("%+v, %v", list, err)
	}
	var foreign string // a link that was mailed before
	err = w.DB.Write(w.Ctx, func(tx *db.Tx) (err error) {
		foreign, _, _, err = membership.InvitationLinkTx(tx, list[1].ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Joining.Invited(w.Ctx, foreign); err != nil {
		t.Fatal(err)
	}
	g := account.Grant{Role: account.Moderator, Board: w.Board("umwelt")}
	if err := w.Accounts.Revoke(w.Ctx, w.By(Boss), w.By(OtherMod).ID, g, "Neue Aufgabe"); err != nil {
		t.Fatal(err)
	}
	for _, i := range list {
		if i.Stands(w.By(OtherMod)) != (i.Email == "nah@fern.example") {
			t.Errorf("the invitation to %s stands: %v", i.Email, i.Stands(w.By(OtherMod)))
		}
	}
	if _, err := w.Joining.Invited(w.Ctx, own); err != nil {
		t.Errorf("the one to the own organisation: %v", err)
	}
	if _, err := w.Joining.Invited(w.Ctx, foreign); !fault.Is(err, fault.Gone) {
		t.Errorf("the one to others: %v", err)
	}
}

func TestNobodyDecidesOnTheirOwnChangeOfEmployer(t *testing.T) {
	t.Parallel()
	w := New(t)
	if r := change(t, w, Mod, "mod@unbekannt.example", membership.Confirmation{Employer: "FITKO"}); r != membership.Waits {
		t.Fatal(r)
	}
	list, _, err := w.Joining.Queue(w.Ctx, w.By(Mod))
	if err != nil || len(list) != 1 {
		t.Fatal(len(list), err)
	}
	if err := w.Joining.Admit(w.Ctx, w.By(Mod), list[0].ID, membership.Decision{Organisation: "FITKO"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("the own change: %v", err)
	}
	if err := w.Joining.Admit(w.Ctx, w.By(OtherMod), list[0].ID, membership.Decision{Organisation: "FITKO"}); err != nil {
		t.Errorf("a colleague: %v", err)
	}
}
