package account_test

import (
	"context"
	"fmt"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
)

const reason = "Auf Wunsch der Organisation"

// viewer returns the person as acting now, with the rights of this moment.
func (f fixture) viewer(t *testing.T, email string) account.Viewer {
	t.Helper()
	v, err := f.ViewerOf(f.ctx, email)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (f fixture) admin(t *testing.T, email string) account.Viewer {
	t.Helper()
	f.create(t, email, account.Grant{Role: account.Admin})
	return f.viewer(t, email)
}

func TestOnlyAdministratorsKeepAccounts(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	boss := f.admin(t, "boss@stadt.example")
	anna := f.create(t, "anna@stadt.example", account.Grant{Role: account.FAQEditor})
	viewers := map[string]account.Viewer{"guest": {}}
	for _, role := range []account.Role{account.Member, account.Moderator, account.FAQEditor, account.Programme} {
		email := string(role) + "@stadt.example"
		f.create(t, email, account.Grant{Role: role})
		viewers[string(role)] = f.viewer(t, email)
	}
	verbs := map[string]func(by account.Viewer) error{
		"grant": func(by account.Viewer) error {
			return f.Grant(f.ctx, by, anna.ID, account.Grant{Role: account.Moderator}, reason)
		},
		"revoke": func(by account.Viewer) error {
			return f.Revoke(f.ctx, by, anna.ID, account.Grant{Role: account.FAQEditor}, reason)
		},
		"suspend":   func(by account.Viewer) error { return f.Suspend(f.ctx, by, anna.ID, reason) },
		"reinstate": func(by account.Viewer) error { return f.Reinstate(f.ctx, by, anna.ID, reason) },
		"list": func(by account.Viewer) error {
			_, _, err := f.People(f.ctx, by, account.PeopleFilter{})
			return err
		},
		"see": func(by account.Viewer) error { _, err := f.Person(f.ctx, by, anna.ID); return err },
		"protocol": func(by account.Viewer) error {
			_, _, err := f.AuditLog(f.ctx, by, 0)
			return err
		},
	}
	for name, by := range viewers {
		for verb, do := range verbs {
			if err := do(by); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s may %s: %v", name, verb, err)
			}
		}
	}
	for _, verb := range []string{"list", "see", "protocol", "grant", "revoke", "suspend", "reinstate"} {
		if err := verbs[verb](boss); err != nil {
			t.Errorf("the administrator may not %s: %v", verb, err)
		}
	}
}

func TestChangedRolesEndSessionsAndWorkAfterSigningInAnew(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	boss := f.admin(t, "boss@stadt.example")
	anna := f.create(t, "anna@stadt.example")
	token := ""
	programme := account.Grant{Role: account.Programme}
	has := func() bool {
		if token != "" && f.as(t, token).Session != "" {
			t.Error("the session lives on")
		}
		token = f.in(t, anna.Email)
		return f.as(t, token).Programme()
	}
	if has() {
		t.Fatal("has the role already")
	}
	if err := f.Grant(f.ctx, boss, anna.ID, programme, reason); err != nil {
		t.Fatal(err)
	}
	if !has() {
		t.Error("the granted role does not work")
	}
	if err := f.Grant(f.ctx, boss, anna.ID, programme, reason); !fault.Is(err, fault.Invalid) {
		t.Errorf("granting it again: %v", err)
	}
	if err := f.Revoke(f.ctx, boss, anna.ID, programme, reason); err != nil {
		t.Fatal(err)
	}
	if has() {
		t.Error("the revoked role still works")
	}
	if err := f.Revoke(f.ctx, boss, anna.ID, programme, reason); !fault.Is(err, fault.Invalid) {
		t.Errorf("revoking it again: %v", err)
	}
}

func TestNobodyTakesTheAdministrationFromThemselves(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	boss := f.admin(t, "boss@stadt.example")
	f.admin(t, "zweite@stadt.example")
	if err := f.Revoke(f.ctx, boss, boss.ID, account.Grant{Role: account.Admin}, reason); !fault.Is(err, fault.Invalid) {
		t.Errorf("revoke: %v", err)
	}
	if err := f.Suspend(f.ctx, boss, boss.ID, reason); !fault.Is(err, fault.Invalid) {
		t.Errorf("suspend: %v", err)
	}
	if !f.viewer(t, boss.Email).Admin() {
		t.Error("the administrator is none any more")
	}
}

// Two administrators act against each other: what the second one knew is old
// by the time it is done.
func TestOneActiveAdministratorAlwaysStays(t *testing.T) {
	t.Parallel()
	admin := account.Grant{Role: account.Admin}
	acts := map[string]func(f fixture, by, on account.Viewer) error{
		"revoke":  func(f fixture, by, on account.Viewer) error { return f.Revoke(f.ctx, by, on.ID, admin, reason) },
		"suspend": func(f fixture, by, on account.Viewer) error { return f.Suspend(f.ctx, by, on.ID, reason) },
	}
	for first, one := range acts {
		for second, other := range acts {
			t.Run(first+" and "+second, func(t *testing.T) {
				f := fresh(t)
				a, b := f.admin(t, "a@stadt.example"), f.admin(t, "b@stadt.example")
				if err := one(f, a, b); err != nil {
					t.Fatal(err)
				}
				if err := other(f, b, a); !fault.Is(err, fault.Invalid) {
					t.Errorf("the last administrator went: %v", err)
				}
				if p, err := f.Person(f.ctx, a, a.ID); err != nil || p.Disabled() || !f.viewer(t, a.Email).Admin() {
					t.Errorf("nothing may have changed: %+v, %v", p, err)
				}
			})
		}
	}
}

func TestSuspendedAccountsHaveNoSessionUntilReinstated(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	boss := f.admin(t, "boss@stadt.example")
	anna := f.create(t, "anna@stadt.example", account.Grant{Role: account.FAQEditor})
	token, err := f.SignIn(f.ctx, anna.Email, rightPassword, "x")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Suspend(f.ctx, boss, anna.ID, reason); err != nil {
		t.Fatal(err)
	}
	if v, err := f.ViewerFor(f.ctx, token); err != nil || v.SignedIn() {
		t.Errorf("the session still works: %+v, %v", v, err)
	}
	if _, err := f.SignIn(f.ctx, anna.Email, rightPassword, "x"); !fault.Is(err, fault.Invalid) {
		t.Errorf("signing in: %v", err)
	}
	if err := f.Suspend(f.ctx, boss, anna.ID, reason); !fault.Is(err, fault.Invalid) {
		t.Errorf("suspending it again: %v", err)
	}
	if err := f.Reinstate(f.ctx, boss, anna.ID, reason); err != nil {
		t.Fatal(err)
	}
	if v, err := f.ViewerFor(f.ctx, token); err != nil || v.SignedIn() {
		t.Errorf("the former session came back: %+v, %v", v, err)
	}
	if _, err := f.SignIn(f.ctx, anna.Email, rightPassword, "x"); err != nil {
		t.Errorf("signing in again: %v", err)
	}
	if !f.viewer(t, anna.Email).Has(account.FAQEditor) {
		t.Error("the roles are gone")
	}
}

func TestActsOnAccountsNeedAReasonAndAKnownPerson(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	boss := f.admin(t, "boss@stadt.example")
	anna := f.create(t, "anna@stadt.example", account.Grant{Role: account.FAQEditor})
	acts := map[string]func(person int64, why string) error{
		"grant": func(person int64, why string) error {
			return f.Grant(f.ctx, boss, person, account.Grant{Role: account.Moderator}, why)
		},
		"revoke": func(person int64, why string) error {
			return f.Revoke(f.ctx, boss, person, account.Grant{Role: account.FAQEditor}, why)
		},
		"suspend":   func(person int64, why string) error { return f.Suspend(f.ctx, boss, person, why) },
		"reinstate": func(person int64, why string) error { return f.Reinstate(f.ctx, boss, person, why) },
	}
	for name, act := range acts {
		for _, why := range []string{"", "  ", "x", string(make([]rune, 301))} {
			if err := act(anna.ID, why); !fault.Is(err, fault.Invalid) || fault.ProblemsOf(err)[0].Field != "grund" {
				t.Errorf("%s for %q: %v", name, why, err)
			}
		}
		if err := act(4711, reason); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s of nobody: %v", name, err)
		}
	}
}

func TestSomeRolesHoldForTheWholeForumOnly(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	boss := f.admin(t, "boss@stadt.example")
	anna := f.create(t, "anna@stadt.example")
	for _, role := range []account.Role{account.Member, account.Programme, account.Admin} {
		if err := f.Grant(f.ctx, boss, anna.ID, account.Grant{Role: role, Board: 1}, reason); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s on a board: %v", role, err)
		}
	}
	if err := f.Grant(f.ctx, boss, anna.ID, account.Grant{Role: "emperor"}, reason); !fault.Is(err, fault.Invalid) {
		t.Errorf("unknown role: %v", err)
	}
	if err := f.Revoke(f.ctx, boss, anna.ID, account.Grant{Role: account.Member}, reason); !fault.Is(err, fault.Invalid) {
		t.Errorf("taking the membership: %v", err)
	}
}

func TestProtocolNamesActorSubjectAndReason(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	boss := f.admin(t, "boss@stadt.example")
	anna := f.create(t, "anna@stadt.example")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	moderation := account.Grant{Role: account.Moderator}
	must(f.Grant(f.ctx, boss, anna.ID, moderation, "erster Grund"))
	must(f.Revoke(f.ctx, boss, anna.ID, moderation, "zweiter Grund"))
	must(f.Suspend(f.ctx, boss, anna.ID, "dritter Grund"))
	must(f.Reinstate(f.ctx, boss, anna.ID, " vierter Grund "))
	list, more, err := f.AuditLog(f.ctx, boss, 0)
	if err != nil || more || len(list) != 6 {
		t.Fatalf("%d entries, more %v, %v", len(list), more, err)
	}
	want := []struct{ act, reason string }{
		{"person.enable", "vierter Grund"}, {"person.disable", "dritter Grund"},
		{account.ActRevoke + "moderator", "zweiter Grund"}, {account.ActGrant + "moderator", "erster Grund"},
	}
	for i, x := range want {
		d := list[i]
		if d.Act != x.act || d.Reason != x.reason || d.Actor != boss.ID || d.ActorName != boss.Name || d.SubjectID != anna.ID ||
			d.SubjectName != anna.Name {
			t.Errorf("entry %d is %+v", i, d)
		}
	}
	if d := list[5]; d.Act != "person.create" || d.Actor != 0 || d.ActorName != "" {
		t.Errorf("the operator's act is %+v", d)
	}
	if older, _, err := f.AuditLog(f.ctx, boss, list[3].ID); err != nil || len(older) != 2 || older[0].ID != list[4].ID {
		t.Errorf("older entries: %+v, %v", older, err)
	}
}

func TestPeopleArePagedByNameAndFound(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	boss := f.admin(t, "boss@stadt.example")
	const many = account.PeoplePerPage + 10
	for i := range many {
		name := fmt.Sprintf("Person %03d", i)
		if i%2 == 1 {
			name = "Gleicher Name" // pages must not lose or repeat people of one name
		}
		_, _, err := f.Create(context.Background(), account.NewPerson{Email: fmt.Sprintf("p%d@kreis.example", i), Name: name,
			Organisation: organisation.Organisation{Name: "Kreis 100%", Kind: organisation.District, State: "Hessen"}})
		if err != nil {
			t.Fatal(err)
		}
	}
	page := func(filter account.PeopleFilter) ([]account.Person, bool) {
		t.Helper()
		list, more, err := f.People(f.ctx, boss, filter)
		if err != nil {
			t.Fatal(err)
		}
		return list, more
	}
	seen := map[int64]bool{}
	var last string
	for filter, more := (account.PeopleFilter{}), true; more; {
		var list []account.Person
		list, more = page(filter)
		for _, p := range list {
			if seen[p.ID] || p.Name < last {
				t.Errorf("%s (%d) is out of order or twice", p.Name, p.ID)
			}
			seen[p.ID], last, filter.After = true, p.Name, p.ID
			if len(p.Grants) == 0 || p.Grants[0].Role != account.Member && p.ID != boss.ID {
				t.Errorf("%s has grants %v", p.Name, p.Grants)
			}
		}
	}
	if len(seen) != many+1 {
		t.Errorf("%d people on all pages", len(seen))
	}
	for text, want := range map[string]int{"gleicher": many / 2, "P7@KREIS": 1, "100%": account.PeoplePerPage, "%": 0, "_": 0, `\`: 0, "niemand": 0} {
		if list, _ := page(account.PeopleFilter{Text: text}); len(list) != want {
			t.Errorf("%q finds %d people, not %d", text, len(list), want)
		}
	}
	if list, _ := page(account.PeopleFilter{Role: account.Admin}); len(list) != 1 || list[0].ID != boss.ID {
		t.Errorf("administrators: %+v", list)
	}
	if list, _ := page(account.PeopleFilter{Disabled: true}); len(list) != 0 {
		t.Errorf("closed accounts: %+v", list)
	}
	if list, more := page(account.PeopleFilter{After: 4711}); len(list) != 0 || more {
		t.Errorf("after nobody: %d", len(list))
	}
}

func TestGrantsAreWrittenAndRead(t *testing.T) {
	t.Parallel()
	for _, g := range []account.Grant{{Role: account.Admin}, {Role: account.Moderator, Board: 12}} {
		if got, ok := account.ParseGrant(g.String()); !ok || got != g {
			t.Errorf("%q is read as %+v, %v", g.String(), got, ok)
		}
	}
	for _, s := range []string{"", "emperor", "moderator@", "moderator@0", "moderator@-1", "moderator@x", "@1", "moderator@1@2",
		"moderator@99999999999999999999"} {
		if g, ok := account.ParseGrant(s); ok {
			t.Errorf("%q is read as %+v", s, g)
		}
	}
}
