package signin_test

import (
	"errors"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/signin"
)

func anna(change func(*signin.ExternalIdentity)) signin.ExternalIdentity {
	in := signin.ExternalIdentity{Provider: "land", Name: "Landes-Konto", Subject: "s-1", Email: "Anna@Stadt.example", Person: "Anna Ahorn",
		Vouched: true}
	if change != nil {
		change(&in)
	}
	return in
}

func TestIdentitiesLinkByVouchedAddressesOnly(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	for name, in := range map[string]signin.ExternalIdentity{
		"not vouched": anna(func(in *signin.ExternalIdentity) { in.Vouched = false }),
		"nobody's":    anna(func(in *signin.ExternalIdentity) { in.Email = "niemand@stadt.example" }),
		"no subject":  anna(func(in *signin.ExternalIdentity) { in.Subject = "" }),
		"a long one":  anna(func(in *signin.ExternalIdentity) { in.Subject = strings.Repeat("s", signin.MaxSubject+1) }),
		"no address":  anna(func(in *signin.ExternalIdentity) { in.Email = "" }),
	} {
		if _, err := f.SignInByProvider(f.ctx, in, "x"); !errors.Is(err, signin.ErrUnlinked) {
			t.Errorf("%s: %v", name, err)
		}
	}
	token, err := f.SignInByProvider(f.ctx, anna(nil), "x")
	if err != nil {
		t.Fatal(err)
	}
	by := f.owes(t, token, "")
	// From now on the subject counts, not the address.
	moved := anna(func(in *signin.ExternalIdentity) { in.Email, in.Vouched = "neu@anderswo.example", false })
	if token, err = f.SignInByProvider(f.ctx, moved, "x"); err != nil || f.as(t, token).ID != by.ID {
		t.Errorf("%v", err)
	}
	if list, err := f.Identities(f.ctx, by); err != nil || len(list) != 1 || list[0].Provider != "land" {
		t.Errorf("%+v, %v", list, err)
	}
	if err := f.Disable(f.ctx, "anna@stadt.example", "Test"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.SignInByProvider(f.ctx, anna(nil), "x"); !errors.Is(err, signin.ErrUnlinked) {
		t.Errorf("closed account: %v", err)
	}
	made := anna(func(in *signin.ExternalIdentity) { in.Subject, in.Organisation = "s-2", "Stadt Musterstadt" })
	if _, err := f.SignInByProvider(f.ctx, made, "x"); !errors.Is(err, signin.ErrUnlinked) {
		t.Errorf("closed account, another subject: %v", err)
	}
}

func TestIdentityDoesNotPassTheSecondFactorUnlessTheProviderAskedForOne(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	f.app(t, f.in(t, "anna@stadt.example"))
	token, err := f.SignInByProvider(f.ctx, anna(nil), "x")
	if err != nil {
		t.Fatal(err)
	}
	f.owes(t, token, account.VerifySecondFactor)
	if token, err = f.SignInByProvider(f.ctx, anna(func(in *signin.ExternalIdentity) { in.SecondFactor = true }), "x"); err != nil {
		t.Fatal(err)
	}
	f.owes(t, token, "")
}

func TestProvidersMakeAccountsWhereTheyNameTheOrganisation(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "beate@stadt.example") // whose organisation is known by name
	in := anna(func(in *signin.ExternalIdentity) { in.Organisation = "Stadt Musterstadt" })
	token, err := f.SignInByProvider(f.ctx, in, "x")
	if err != nil {
		t.Fatal(err)
	}
	if v := f.as(t, token); v.Name != "Anna Ahorn" || v.Email != "anna@stadt.example" || v.Organisation.Name != "Stadt Musterstadt" ||
		!v.Has(account.Member) {
		t.Errorf("%+v", v)
	}
	in.Subject, in.Email, in.Organisation = "s-2", "c@stadt.example", "Nirgendwo"
	if _, err := f.SignInByProvider(f.ctx, in, "x"); !fault.Is(err, fault.Invalid) || errors.Is(err, signin.ErrUnlinked) {
		t.Errorf("unknown organisation: %v", err)
	}
}

func TestProvidersGiveAndTakeTheRolesTheyManage(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	boss := f.admin(t, "boss@stadt.example")
	p := f.create(t, "anna@stadt.example", account.Grant{Role: account.FAQEditor})
	in := anna(func(in *signin.ExternalIdentity) {
		in.Managed = []account.Role{account.Moderator, account.Admin}
		in.Roles = []account.Role{account.Moderator}
	})
	roles := func() account.Viewer {
		token, err := f.SignInByProvider(f.ctx, in, "x")
		if err != nil {
			t.Fatal(err)
		}
		return f.as(t, token)
	}
	if v := roles(); !v.Has(account.Moderator) || v.Admin() || !v.Has(account.FAQEditor) {
		t.Errorf("%+v", v.Grants())
	}
	in.Roles = nil
	if v := roles(); v.Has(account.Moderator) || !v.Has(account.FAQEditor) {
		t.Errorf("%+v", v.Grants())
	}
	deeds, _, err := f.AuditLog(f.ctx, boss, 0)
	if err != nil || deeds[0].Act != "role.revoke:moderator" || deeds[0].SubjectID != p.ID || deeds[0].Reason != "Anmeldung über Landes-Konto" {
		t.Errorf("%+v, %v", deeds[0], err)
	}
	// The last administrator stays one.
	in.Subject, in.Email = "s-boss", "boss@stadt.example"
	if v := roles(); !v.Admin() {
		t.Error("nobody administers any more")
	}
}

func TestWhoCannotSignInOtherwiseKeepsTheLink(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "beate@stadt.example")
	token, err := f.SignInByProvider(f.ctx, anna(func(in *signin.ExternalIdentity) { in.Organisation = "Stadt Musterstadt" }), "x")
	if err != nil {
		t.Fatal(err)
	}
	by := f.as(t, token)
	if err := f.UnlinkIdentity(f.ctx, by, "land"); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a password: %v", err)
	}
	if err := f.SetPassword(f.ctx, "anna@stadt.example", "ein-anderes-passwort"); err != nil {
		t.Fatal(err)
	}
	session, err := f.SignIn(f.ctx, "anna@stadt.example", "ein-anderes-passwort", "x")
	if err != nil {
		t.Fatal(err)
	}
	by = f.as(t, session)
	beate := f.as(t, f.in(t, "beate@stadt.example"))
	if err := f.LinkIdentity(f.ctx, beate, anna(nil)); !fault.Is(err, fault.Invalid) {
		t.Errorf("somebody else's identity: %v", err)
	}
	long := anna(func(in *signin.ExternalIdentity) { in.Subject = strings.Repeat("s", signin.MaxSubject+1) })
	if err := f.LinkIdentity(f.ctx, beate, long); !fault.Is(err, fault.Invalid) {
		t.Errorf("a subject that is too long: %v", err)
	}
	if err := f.LinkIdentity(f.later(account.ReauthLife), beate, anna(nil)); err != account.ErrReauthRequired {
		t.Errorf("linking late: %v", err)
	}
	if err := f.UnlinkIdentity(f.ctx, by, "land"); err != nil {
		t.Errorf("with a password: %v", err)
	}
	if err := f.LinkIdentity(f.ctx, beate, anna(nil)); err != nil {
		t.Errorf("linking a free one: %v", err)
	}
}
