package membership_test

import (
	"context"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/outbox"
	. "kommunalforum/internal/testkit"
)

// seen signs a person in and returns who the forum takes them for.
func seen(t *testing.T, w *World, ctx context.Context, email string) account.Viewer {
	t.Helper()
	token, err := w.SignIn.SignIn(ctx, email, Password, "Test")
	if err != nil {
		t.Fatal(err)
	}
	by, err := w.Accounts.ViewerFor(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	return by
}

func TestAccountRestsUntilTheAddressIsConfirmedAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	if by := seen(t, w, w.At(account.AddressLife-time.Hour), Email(Ann)); !by.SignedIn() {
		t.Error("the account rests before the year is over")
	}
	later := w.At(account.AddressLife + time.Hour)
	by := seen(t, w, later, Email(Ann))
	if o, ok := by.Pending(); !ok || o.Action != account.CheckAddress || by.SignedIn() {
		t.Fatalf("owes %v", o.Action)
	}
	if err := w.Joining.RequestCheck(later, by); err != nil {
		t.Fatal(err)
	}
	var token string
	err := w.DB.Write(later, func(tx *db.Tx) error {
		id, err := NewestTx(tx, "address_check")
		if err != nil {
			return err
		}
		token, _, _, _, err = membership.CheckLinkTx(tx, w.By(Ann).ID, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Joining.ConfirmCheck(later, token); err != nil {
		t.Fatal(err)
	}
	if by := seen(t, w, later, Email(Ann)); !by.SignedIn() {
		t.Error("the account rests although the address is confirmed")
	}
	if by := seen(t, w, w.At(2*account.AddressLife+2*time.Hour), Email(Ann)); by.SignedIn() {
		t.Error("the confirmation holds for more than a year")
	}
}

func TestRemindersGoOutOnceBeforeTheYearIsOver(t *testing.T) {
	t.Parallel()
	w := New(t)
	remind := func(after time.Duration) int {
		t.Helper()
		n, err := w.Joining.Remind(w.At(after))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := remind(account.AddressLife - membership.RemindBefore - time.Hour); n != 0 {
		t.Errorf("%d reminders too early", n)
	}
	day := account.AddressLife - membership.RemindBefore + time.Hour
	if n := remind(day); n < 9 {
		t.Errorf("%d reminders", n)
	}
	if n := remind(day + 20*24*time.Hour); n != 0 {
		t.Errorf("%d reminders again", n)
	}
	if w.Enqueued(outbox.AddressReminder) < 9 {
		t.Error("the mails are missing")
	}
}

func TestWithoutMailNoAccountRests(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Accounts.ByMail = false
	if by := seen(t, w, w.At(3*account.AddressLife), Email(Ann)); !by.SignedIn() {
		t.Error("nobody could confirm the address")
	}
}

func TestAddressThatAServerDoesNotKnowIsDoubtedAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error { return account.DoubtAddressTx(tx, w.By(Ann).ID) })
	if err != nil {
		t.Fatal(err)
	}
	by := seen(t, w, w.Ctx, Email(Ann))
	if by.SignedIn() {
		t.Fatal("the account does not rest")
	}
	p, err := w.Joining.Proof(w.Ctx, by)
	if err != nil || p.Doubted.IsZero() {
		t.Errorf("%+v, %v", p, err)
	}
	// The way out is another address as well.
	if err := w.Joining.RequestChange(w.Ctx, by, "ann@neu.example"); err != nil {
		t.Error(err)
	}
	if err := w.Accounts.Rename(w.Ctx, by, "Anna Anders", ""); !fault.Is(err, fault.Forbidden) {
		t.Errorf("what is not the duty's own: %v", err)
	}
}

// change lets a member ask for another address and confirm it.
func change(t *testing.T, w *World, who, email string, in membership.Confirmation) membership.Result {
	t.Helper()
	if err := w.Joining.RequestChange(w.Ctx, w.By(who), email); err != nil {
		t.Fatal(err)
	}
	var token string
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		id, err := NewestTx(tx, "application")
		if err != nil {
			return err
		}
		token, _, _, _, err = membership.ApplicationLinkTx(tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Joining.Confirm(w.Ctx, token, in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNewAddressDecidesTheNewOrganisation(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Domain("fitko.example", Prog)
	before := w.By(Ann).Organisation

	// The same domain: nothing changes but the name before the @.
	if r := change(t, w, Ann, "anna.neu@world.example", membership.Confirmation{}); r != membership.Changed {
		t.Fatal(r)
	}
	by, err := w.Accounts.ViewerOf(w.Ctx, "anna.neu@world.example")
	if err != nil || by.Organisation != before {
		t.Fatalf("works for %s, %v", by.Organisation.Name, err)
	}
	// A domain of another organisation.
	if r := change(t, w, Bea, "bea@fitko.example", membership.Confirmation{}); r != membership.Changed {
		t.Fatal(r)
	}
	if by, err = w.Accounts.ViewerOf(w.Ctx, "bea@fitko.example"); err != nil || by.Organisation.Name != "FITKO" {
		t.Errorf("works for %s, %v", by.Organisation.Name, err)
	}
	// One that nobody knows waits, and so does one of free mail.
	for who, email := range map[string]string{Editor: "edda@fremd.example", Insider: "ines@gmx.de"} {
		if r := change(t, w, who, email, membership.Confirmation{Employer: "Irgendwo", Colleague: Email(Mod)}); r != membership.Waits {
			t.Errorf("%s: %s", email, r)
		}
		if _, err := w.Accounts.ViewerOf(w.Ctx, Email(who)); err != nil {
			t.Errorf("the former address of %s does not hold any more: %v", who, err)
		}
	}
	list, n, err := w.Joining.Queue(w.Ctx, w.By(Mod))
	if err != nil || n != 2 {
		t.Fatalf("%d wait, %v", n, err)
	}
	for _, x := range list {
		if x.Free() {
			continue
		}
		if err := w.Joining.Admit(w.Ctx, w.By(Mod), x.ID, membership.Decision{Organisation: "Stadt Musterstadt"}); err != nil {
			t.Fatal(err)
		}
	}
	if by, err = w.Accounts.ViewerOf(w.Ctx, "edda@fremd.example"); err != nil || by.Organisation != before {
		t.Errorf("works for %s, %v", by.Organisation.Name, err)
	}
}

func TestFormerAddressIsWorthNothingAfterAChange(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Domain("neu.example", Ann)
	if err := w.SignIn.RequestReset(w.Ctx, Email(Ann)); err != nil {
		t.Fatal(err)
	}
	link, err := w.SignIn.PasswordLink(w.Ctx, Email(Ann))
	if err != nil {
		t.Fatal(err)
	}
	check := w.Check(w.By(Ann))
	if r := change(t, w, Ann, "ann@neu.example", membership.Confirmation{}); r != membership.Changed {
		t.Fatal(r)
	}
	if err := w.SignIn.LinkWorks(w.Ctx, link); !fault.Is(err, fault.Gone) {
		t.Errorf("a link mailed before: %v", err)
	}
	if _, err := w.Joining.CheckWorks(w.Ctx, check); !fault.Is(err, fault.Gone) {
		t.Errorf("a link to confirm the former address: %v", err)
	}
	if _, err := w.SignIn.SignIn(w.Ctx, Email(Ann), Password, "Test"); err == nil {
		t.Error("the former address still signs in")
	}
	if m := w.Mail(Ann, "geändert"); m.To.Name != "Anna Ahorn" {
		t.Errorf("the former address is told as %q", m.To.Name)
	}
}

func TestWhatWasDecidedIsForgotten(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Domain("stadt.example", Ann)
	confirmed(t, w, "neu@stadt.example")
	id := w.Waits("fremd@unbekannt.example", "Fremde Person", "Irgendwo")
	if err := w.Joining.Refuse(w.Ctx, w.By(Mod), id, "Keine Kommune."); err != nil {
		t.Fatal(err)
	}
	count := func() (n int) {
		t.Helper()
		err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
			n, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM application WHERE email <> '' OR password <> ''`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(); n != 1 { // the refused one, whose mail is on its way
		t.Errorf("%d applications hold an address", n)
	}
	if err := w.Joining.Prune(w.At(31 * 24 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	if n := count(); n != 0 {
		t.Errorf("%d applications hold an address after a month", n)
	}
}

// TestErasureFindsEveryAddressThatSomebodyHad invites somebody who was refused
// before and who goes on under another address.
func TestErasureFindsEveryAddressThatSomebodyHad(t *testing.T) {
	t.Parallel()
	w := New(t)
	addresses := []string{"cora.vorher@neuland.example", "cora.nachher@neuland.example"}
	if err := w.Joining.Refuse(w.Ctx, w.By(Boss), w.Waits(addresses[1], "Cora Cremer", "Gemeinde Neuland"),
		"Bitte lassen Sie sich einladen."); err != nil {
		t.Fatal(err)
	}
	_, token := w.Invite(Ann, addresses[0])
	if err := w.Joining.Accept(w.Ctx, token, membership.Acceptance{Name: "Cora Cremer", Password: Password, Terms: Terms}); err != nil {
		t.Fatal(err)
	}
	cora, err := w.Accounts.ViewerOf(w.Ctx, addresses[0])
	if err != nil {
		t.Fatal(err)
	}
	left := func() (n int) {
		err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
			n, err = db.Scalar[int](tx, `
				SELECT (SELECT COUNT(*) FROM invitation WHERE email IN ($1, $2))
				+ (SELECT COUNT(*) FROM application
					WHERE email IN ($1, $2) OR former IN ($1, $2) OR name = 'Cora Cremer')`, addresses[0], addresses[1])
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if left() != 2 {
		t.Fatalf("%d rows hold the address: the test is blind", left())
	}
	if err := w.Joining.RequestChange(w.Ctx, cora, addresses[1]); err != nil {
		t.Fatal(err)
	}
	var change string
	err = w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		id, err := NewestTx(tx, "application")
		if err == nil {
			change, _, _, _, err = membership.ApplicationLinkTx(tx, id)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := w.Joining.Confirm(w.Ctx, change, membership.Confirmation{}); r != membership.Changed || err != nil {
		t.Fatalf("%v, %v", r, err)
	}
	if err := w.Acts.Leave(w.Ctx, cora, true); err != nil {
		t.Fatal(err)
	}
	if n := left(); n != 0 {
		t.Errorf("%d rows still hold an address or the name", n)
	}
}
