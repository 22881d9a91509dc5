package membership_test

import (
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

// reserve restricts a board to organisations of the kind.
func reserve(t *testing.T, w *World, kinds ...organisation.Kind) {
	t.Helper()
	err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Exclusive), board.Settings{Audience: board.Restricted, Kinds: kinds}, "Test")
	if err != nil {
		t.Fatal(err)
	}
}

func organisations(t *testing.T, w *World) (n int) {
	t.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM organisation`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNobodyButAdministratorsMakesAnOrganisationThatARestrictedBoardAdmits(t *testing.T) {
	t.Parallel()
	w := New(t)
	reserve(t, w, organisation.State)
	before := organisations(t, w)
	invite := func(by, email string, kind organisation.Kind) error {
		return w.Joining.Invite(w.Ctx, w.By(by), membership.NewInvitation{Email: email, Organisation: "Neues " + string(kind),
			Kind: kind, State: "Hessen"})
	}
	if err := invite(OtherMod, "a@x.example", organisation.State); !fault.Is(err, fault.Invalid) {
		t.Errorf("an invitation by a moderator: %v", err)
	}
	waits := w.Waits("b@y.example", "Berta Buche", "Land Neuland")
	admit := func(by string, kind organisation.Kind, assign bool) error {
		return w.Joining.Admit(w.Ctx, w.By(by), waits, membership.Decision{Organisation: "Neues Amt " + string(kind), Kind: kind,
			State: "Hessen", Assign: assign})
	}
	for _, assign := range []bool{false, true} {
		if err := admit(OtherMod, organisation.State, assign); !fault.Is(err, fault.Invalid) {
			t.Errorf("an admission by a moderator: %v", err)
		}
	}
	if after := organisations(t, w); after != before {
		t.Errorf("%d organisations were made", after-before)
	}
	if err := invite(OtherMod, "c@x.example", organisation.OtherBody); err != nil {
		t.Errorf("a kind that no restricted board admits: %v", err)
	}
	if err := invite(Boss, "d@x.example", organisation.State); err != nil {
		t.Errorf("an administrator invites: %v", err)
	}
	if err := admit(Boss, organisation.State, true); err != nil {
		t.Errorf("an administrator admits: %v", err)
	}
}

// TestNobodyButAdministratorsPlacesStrangersInAnAdmittedOrganisation: that it is
// there already makes no difference.
func TestNobodyButAdministratorsPlacesStrangersInAnAdmittedOrganisation(t *testing.T) {
	t.Parallel()
	w := New(t)
	reserve(t, w, organisation.FITKO, organisation.UmbrellaAssociation)
	if err := w.Joining.Invite(w.Ctx, w.By(OtherMod), membership.NewInvitation{Email: "a@x.example", Organisation: "FITKO"}); !fault.Is(err,
		fault.Invalid) {
		t.Errorf("an invitation: %v", err)
	}
	waits := w.Waits("b@y.example", "Berta Buche", "FITKO")
	if err := w.Joining.Admit(w.Ctx, w.By(OtherMod), waits, membership.Decision{Organisation: "FITKO"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("an admission: %v", err)
	}
	// What an organisation is called and of which kind it is stays what it was.
	if err := w.Joining.Admit(w.Ctx, w.By(OtherMod), waits, membership.Decision{Organisation: "FITKO",
		Kind: organisation.OtherBody}); !fault.Is(err, fault.Invalid) {
		t.Errorf("an admission under another kind: %v", err)
	}
	if err := w.Joining.Invite(w.Ctx, w.By(Mod), membership.NewInvitation{Email: "c@x.example"}); err != nil {
		t.Errorf("to the own organisation: %v", err)
	}
}

func TestAnInvitationEndsWhenABoardIsRestrictedToItsKind(t *testing.T) {
	t.Parallel()
	w := New(t)
	err := w.Joining.Invite(w.Ctx, w.By(OtherMod), membership.NewInvitation{Email: "a@x.example", Organisation: "Neues Land",
		Kind: organisation.State, State: "Hessen"})
	if err != nil {
		t.Fatal(err)
	}
	var token string
	err = w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		id, err := NewestTx(tx, "invitation")
		if err == nil {
			token, _, _, err = membership.InvitationLinkTx(tx, id)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	reserve(t, w, organisation.State)
	in := membership.Acceptance{Name: "Anton Ast", Password: "ein-anderes-passwort", Terms: Terms}
	if err := w.Joining.Accept(w.Ctx, token, in); !fault.Is(err, fault.Gone) {
		t.Errorf("accepted: %v", err)
	}
	reserve(t, w, organisation.Federal)
	if err := w.Joining.Accept(w.Ctx, token, in); err != nil {
		t.Errorf("once nothing is reserved any more: %v", err)
	}
}
