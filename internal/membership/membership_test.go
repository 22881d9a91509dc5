package membership_test

import (
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/outbox"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

// confirmed lets somebody apply and confirm, and returns what it led to.
func confirmed(t *testing.T, w *World, email string) membership.Result {
	t.Helper()
	r, err := w.Joining.Confirm(w.Ctx, w.Apply(email, "Neue Person"), membership.Confirmation{Employer: "Irgendwo", Colleague: Email(Ann),
		Password: Password})
	if err != nil {
		t.Fatalf("%s: %v", email, err)
	}
	return r
}

func TestDomainOfTheAddressDecidesAndNothingThatLooksLikeIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	boss := w.By(Boss)
	for _, d := range []membership.NewDomain{
		{Name: "Stadt.Example", Organisation: "Stadt Musterstadt"},
		{Name: "münchen.example", Organisation: "Stadt Musterstadt"},
		{Name: "kreis.example", Organisation: "Kreis Probeland", Subdomains: true},
		{Name: "eigen.kreis.example", Organisation: "Stadt Musterstadt"},
	} {
		if err := w.Joining.AddDomain(w.Ctx, boss, d); err != nil {
			t.Fatal(err)
		}
	}
	for email, want := range map[string]string{
		"a1@stadt.example":               "Stadt Musterstadt",
		"A2@STADT.EXAMPLE":               "Stadt Musterstadt",
		"a3+forum@stadt.example":         "Stadt Musterstadt",
		"a4@attacker-stadt.example":      "",
		"a5@stadt.example.evil.example":  "",
		"a6@xstadt.example":              "",
		"a7@rathaus.stadt.example":       "", // exactly this domain
		"a8@stadt.example.de":            "",
		"a9@münchen.example":             "Stadt Musterstadt",
		"a10@xn--mnchen-3ya.example":     "Stadt Musterstadt",
		"a11@munchen.example":            "",
		"a12@kreis.example":              "Kreis Probeland",
		"a13@jobcenter.kreis.example":    "Kreis Probeland",
		"a14@x.y.kreis.example":          "Kreis Probeland",
		"a15@attacker-kreis.example":     "",
		"a16@kreis.example.evil.example": "",
		"a17@eigen.kreis.example":        "Stadt Musterstadt", // the exact name goes before the one above it
		"a18@teil.eigen.kreis.example":   "Kreis Probeland",
		"a19@gmx.de":                     "",
		"a20@kreis.example.gmx.de":       "",
	} {
		result := confirmed(t, w, email)
		if want == "" {
			if result != membership.Waits {
				t.Errorf("%s comes in without a look", email)
			}
			continue
		}
		if result != membership.Joined {
			t.Errorf("%s: %s", email, result)
			continue
		}
		if by, err := w.Accounts.ViewerOf(w.Ctx, email); err != nil || by.Organisation.Name != want {
			t.Errorf("%s works for %s, %v", email, by.Organisation.Name, err)
		}
	}
}

func TestDomainOfSeveralOrganisationsLetsOneChoose(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Domain("rechenzentrum.example", Ann)
	w.Domain("rechenzentrum.example", Bea)
	token := w.Apply("neu@rechenzentrum.example", "Neue Person")
	step, err := w.Joining.Step(w.Ctx, token)
	if err != nil || len(step.Choice) != 2 {
		t.Fatalf("%d to choose from, %v", len(step.Choice), err)
	}
	for _, wrong := range []int64{0, w.By(Mod).Organisation.ID} {
		_, err = w.Joining.Confirm(w.Ctx, token, membership.Confirmation{Organisation: wrong, Password: Password})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("organisation %d: %v", wrong, err)
		}
	}
	if _, err = w.Joining.Confirm(w.Ctx, token, membership.Confirmation{Organisation: w.By(Bea).Organisation.ID, Password: Password}); err != nil {
		t.Fatal(err)
	}
	if by, _ := w.Accounts.ViewerOf(w.Ctx, "neu@rechenzentrum.example"); by.Organisation.Name != "Kreis Probeland" {
		t.Errorf("works for %s", by.Organisation.Name)
	}
}

func TestFreeMailIsNeverAssigned(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, name := range []string{"gmx.de", "@Web.DE", "mail.gmx.net", "outlook.de", "hotmail.co.uk", "t-online.de.", "co.uk", "de",
		"localhost", "", "192.0.2.1"} {
		err := w.Joining.AddDomain(w.Ctx, w.By(Boss), membership.NewDomain{Name: name, Organisation: "Stadt Musterstadt"})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", name, err)
		}
	}
	id := w.Waits("a@gmx.de", "Neue Person", "Stadt Musterstadt")
	if err := w.Joining.Vouch(w.Ctx, w.By(Ann), id, true); err != nil {
		t.Fatal(err)
	}
	// The tick for the domain is not offered; sent anyway it does nothing, and the
	// organisation is that of the colleague.
	if err := w.Joining.Admit(w.Ctx, w.By(Mod), id, membership.Decision{Organisation: "FITKO", Assign: true}); err != nil {
		t.Fatal(err)
	}
	if by, _ := w.Accounts.ViewerOf(w.Ctx, "a@gmx.de"); by.Organisation.Name != "Stadt Musterstadt" {
		t.Errorf("works for %q", by.Organisation.Name)
	}
	if confirmed(t, w, "b@gmx.de") != membership.Waits {
		t.Error("the domain of free mail decides now")
	}
}

func TestColleagueWhoSaysNoKeepsTheDoorShut(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Waits("a@gmx.de", "Neue Person", "Stadt Musterstadt")
	if err := w.Joining.Vouch(w.Ctx, w.By(Ann), id, false); err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{Mod, Boss} {
		if err := w.Joining.Admit(w.Ctx, w.By(by), id, membership.Decision{Organisation: "Stadt Musterstadt"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", by, err)
		}
	}
	if err := w.Joining.Refuse(w.Ctx, w.By(Mod), id, "Niemand kennt Sie dort."); err != nil {
		t.Fatal(err)
	}
}

func TestOneMailboxHasOneAccount(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Domain("stadt.example", Ann)
	first, second := w.Apply("neu+eins@stadt.example", "Neue Person"), w.Apply("neu+zwei@stadt.example", "Neue Person")
	if r, err := w.Joining.Confirm(w.Ctx, first, membership.Confirmation{Password: Password}); err != nil || r != membership.Joined {
		t.Fatal(r, err)
	}
	if _, err := w.Joining.Step(w.Ctx, second); !fault.Is(err, fault.Gone) {
		t.Errorf("the other link: %v", err)
	}
	if err := w.Joining.Apply(w.Ctx, membership.Form{Email: "NEU@stadt.example", Name: "Neue Person"}); err != nil {
		t.Fatal(err)
	}
	if n := w.Enqueued(outbox.JoinKnown); n != 1 {
		t.Errorf("%d mails say that there is an account", n)
	}
	other := "neuer@stadt.example" // another mailbox that begins alike
	if confirmed(t, w, other) != membership.Joined {
		t.Error("a mailbox that begins alike is taken for the same")
	}
}

func TestLinksEnd(t *testing.T) {
	t.Parallel()
	w := New(t)
	link := w.Apply("neu@fern.example", "Neue Person")
	_, invitation := w.Invite(Ann, "gast@fern.example")
	check := w.Check(w.By(Bea))
	if _, err := w.Joining.Step(w.At(membership.LinkLife-time.Minute), link); err != nil {
		t.Error(err)
	}
	if _, err := w.Joining.Step(w.At(membership.LinkLife+time.Minute), link); !fault.Is(err, fault.Gone) {
		t.Error(err)
	}
	if _, err := w.Joining.Invited(w.At(membership.InvitationLife-time.Minute), invitation); err != nil {
		t.Error(err)
	}
	if _, err := w.Joining.Invited(w.At(membership.InvitationLife+time.Minute), invitation); !fault.Is(err, fault.Gone) {
		t.Error(err)
	}
	if _, err := w.Joining.CheckWorks(w.At(membership.LinkLife+time.Minute), check); !fault.Is(err, fault.Gone) {
		t.Error(err)
	}
	// A link is good for its own purpose only.
	if _, err := w.Joining.Invited(w.Ctx, link); !fault.Is(err, fault.Gone) {
		t.Error(err)
	}
	if err := w.Joining.ConfirmCheck(w.Ctx, invitation); !fault.Is(err, fault.Gone) {
		t.Error(err)
	}
	// Who closes the account of an inviter closes their invitations too.
	if err := w.Accounts.Disable(w.Ctx, Email(Ann), "Test"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Joining.Invited(w.Ctx, invitation); !fault.Is(err, fault.Gone) {
		t.Error(err)
	}
}

func TestOnlyModerationDecidesAndOnlyAdministrationAssigns(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Waits("a@unbekannt.example", "Neue Person", "Irgendwo")
	for _, by := range []string{Guest, Ann, Editor, Prog, Insider} {
		v := w.By(by)
		_, _, queue := w.Joining.Queue(w.Ctx, v)
		_, one := w.Joining.Waiting(w.Ctx, v, id)
		for what, err := range map[string]error{"queue": queue, "one": one,
			"admit":  w.Joining.Admit(w.Ctx, v, id, membership.Decision{Organisation: "FITKO"}),
			"refuse": w.Joining.Refuse(w.Ctx, v, id, "Darum nicht."),
		} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s of %q: %v", what, by, err)
			}
		}
	}
	for _, by := range []string{Guest, Ann, Mod, Prog} {
		v := w.By(by)
		_, _, list := w.Joining.Domains(w.Ctx, v, "", 0)
		_, preview := w.Joining.PreviewDomains(w.Ctx, v, "a.example;FITKO")
		_, taken := w.Joining.ImportDomains(w.Ctx, v, "a.example;FITKO")
		for what, err := range map[string]error{"list": list, "preview": preview, "import": taken,
			"add":    w.Joining.AddDomain(w.Ctx, v, membership.NewDomain{Name: "a.example", Organisation: "FITKO"}),
			"remove": w.Joining.RemoveDomain(w.Ctx, v, 1),
		} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s of %q: %v", what, by, err)
			}
		}
	}
}

func TestInvitationsStayWithinTheOwnOrganisationAndTheDay(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Domain("fremd.example", Bea)
	ann := w.By(Ann)
	invite := func(by account.Viewer, email, organisation string) error {
		return w.Joining.Invite(w.Ctx, by, membership.NewInvitation{Email: email, Organisation: organisation})
	}
	if err := invite(ann, "a@x.example", "FITKO"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("another organisation: %v", err)
	}
	if err := invite(ann, "a@fremd.example", ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("an address of another organisation: %v", err)
	}
	if err := invite(w.By(Mod), "a@fremd.example", "FITKO"); !fault.Is(err, fault.Invalid) {
		t.Errorf("an address of another organisation, by a moderator: %v", err)
	}
	if err := invite(w.By(Mod), "a@fremd.example", "Kreis Probeland"); err != nil {
		t.Errorf("the right one: %v", err)
	}
	if err := invite(account.Viewer{}, "a@x.example", ""); !fault.Is(err, fault.Forbidden) {
		t.Errorf("guests: %v", err)
	}
	for n := range membership.MaxInvited {
		if err := invite(ann, string(rune('a'+n))+"@x.example", ""); err != nil {
			t.Fatal(err)
		}
	}
	if err, day := invite(ann, "z@x.example", ""), 24*time.Hour; !fault.Is(err, fault.TooMany) || fault.WaitOf(err) > day ||
		fault.WaitOf(err) < day-time.Hour {
		t.Errorf("beyond the day's number: %v, wait %s", err, fault.WaitOf(err))
	}
	if err := w.Joining.Invite(w.At(25*time.Hour), ann, membership.NewInvitation{Email: "z@x.example"}); err != nil {
		t.Errorf("the next day: %v", err)
	}
}
