package signin_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/signin"
)

// letters returns what the outbox holds, as "person kind subject".
func (f fixture) letters(t *testing.T) (out []outbox.Mail) {
	t.Helper()
	err := f.db.Read(f.ctx, func(tx *db.Tx) (err error) {
		out, err = db.List(tx, func(r db.Row) (m outbox.Mail, err error) {
			return m, r.Scan(db.OrZero(&m.Recipient), &m.Kind, &m.Subject)
		}, `SELECT person_id, kind, subject_id FROM outbox ORDER BY id`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// link builds the link of a letter, as dispatch does.
func (f fixture) link(t *testing.T, ctx context.Context, m outbox.Mail) (token string, until time.Time, ok bool) {
	t.Helper()
	err := f.db.Write(ctx, func(tx *db.Tx) (err error) {
		token, until, ok, err = credential.ResetLinkTx(tx, m.Recipient, m.Subject)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return token, until, ok
}

// request asks for a reset and returns its letter.
func (f fixture) request(t *testing.T, ctx context.Context, email string) outbox.Mail {
	t.Helper()
	if err := f.RequestReset(ctx, email); err != nil {
		t.Fatal(err)
	}
	all := f.letters(t)
	return all[len(all)-1]
}

func TestResetIsMailedToOpenAccountsOnlyAndAnsweredAlike(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	anna := f.create(t, "anna@stadt.example")
	f.create(t, "zu@stadt.example")
	if err := f.Disable(f.ctx, "zu@stadt.example", "Test"); err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"anna@stadt.example", "niemand@stadt.example", "zu@stadt.example"} {
		for n := range credential.MaxResets {
			begin := time.Now()
			if err := f.RequestReset(f.ctx, " "+strings.ToUpper(email)); err != nil {
				t.Errorf("%s, request %d: %v", email, n+1, err)
			}
			if took := time.Since(begin); took < 90*time.Millisecond {
				t.Errorf("%s is answered after %s", email, took)
			}
		}
		if err := f.RequestReset(f.ctx, email); !fault.Is(err, fault.TooMany) {
			t.Errorf("%s, one more: %v", email, err)
		}
		if err := f.RequestReset(f.later(credential.ResetWindow), email); err != nil {
			t.Errorf("%s, an hour later: %v", email, err)
		}
	}
	to := map[int64]int{}
	for _, m := range f.letters(t) {
		to[m.Recipient]++
		if _, _, ok := f.link(t, f.ctx, m); ok && m.Recipient == 0 || m.Kind != outbox.PasswordReset {
			t.Errorf("%+v", m)
		}
	}
	if each := credential.MaxResets + 1; len(to) != 2 || to[anna.ID] != each || to[0] != 2*each {
		t.Errorf("letters to %v", to)
	}
	if err := f.RequestReset(f.ctx, "keine Adresse"); !fault.Is(err, fault.Invalid) {
		t.Errorf("no address: %v", err)
	}
}

func TestResetLinkWorksOnceForTwoHoursAndEndsAllSessions(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	session, err := f.SignIn(f.ctx, "anna@stadt.example", rightPassword, "x")
	if err != nil {
		t.Fatal(err)
	}
	for range signin.MaxAttempts { // locked out by wrong passwords
		f.SignIn(f.ctx, "anna@stadt.example", "falsch", "x")
	}
	m := f.request(t, f.ctx, "anna@stadt.example")
	token, until, ok := f.link(t, f.ctx, m)
	if !ok || until.Sub(f.db.Now(f.ctx)) > credential.ResetLife || len(token) < 43 {
		t.Fatalf("link %v until %s", ok, until)
	}
	if err := f.LinkWorks(f.later(credential.ResetLife-time.Minute), token); err != nil {
		t.Errorf("shortly before its end: %v", err)
	}
	if err := f.LinkWorks(f.later(credential.ResetLife), token); !fault.Is(err, fault.Gone) {
		t.Errorf("at its end: %v", err)
	}
	const next = "ein-anderes-passwort"
	var won atomic.Int32
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if f.ChoosePassword(f.ctx, token, next) == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("the link worked %d times", won.Load())
	}
	if v, err := f.ViewerFor(f.ctx, session); err != nil || v.SignedIn() {
		t.Errorf("a session lives: %v", err)
	}
	if _, err := f.SignIn(f.ctx, "anna@stadt.example", next, "x"); err != nil {
		t.Errorf("the new password does not work: %v", err)
	}
	if _, _, ok := f.link(t, f.ctx, m); ok {
		t.Error("the same letter gets a new link after the first was used")
	}
	if all := f.letters(t); len(all) != 2 || all[1].Kind != outbox.PasswordChanged {
		t.Errorf("letters %+v", all)
	}
}

func TestOnlyTheNewestRequestHasAWorkingLink(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	older := f.request(t, f.ctx, "anna@stadt.example")
	first, _, _ := f.link(t, f.ctx, older)
	again, _, _ := f.link(t, f.ctx, older) // the same mail, sent twice
	if f.LinkWorks(f.ctx, first) != nil || f.LinkWorks(f.ctx, again) != nil {
		t.Error("a mail sent twice holds a dead link")
	}
	newer := f.request(t, f.ctx, "anna@stadt.example")
	token, _, ok := f.link(t, f.ctx, newer)
	if !ok || f.LinkWorks(f.ctx, token) != nil {
		t.Error("the newest does not work")
	}
	if f.LinkWorks(f.ctx, first) == nil || f.LinkWorks(f.ctx, again) == nil {
		t.Error("an older link works")
	}
	if _, _, ok := f.link(t, f.ctx, older); ok {
		t.Error("an older request gets a link")
	}
	if _, _, ok := f.link(t, f.later(credential.ResetLife), newer); ok {
		t.Error("a request that is too old gets a link")
	}
	if n, err := count(f, `SELECT COUNT(*) FROM one_time_link WHERE id = '`+token+`'`); err != nil || n != 0 {
		t.Errorf("the token lies in the table: %v", err)
	}
}

func count(f fixture, query string) (n int, err error) {
	err = f.db.Read(f.ctx, func(tx *db.Tx) error {
		n, err = db.Scalar[int](tx, query)
		return err
	})
	return n, err
}

func TestClosedAccountGetsNoLinkByAnEarlierRequest(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	p := f.create(t, "anna@stadt.example")
	m := f.request(t, f.ctx, "anna@stadt.example")
	token, _, _ := f.link(t, f.ctx, m)
	if err := f.Disable(f.ctx, "anna@stadt.example", "Test"); err != nil {
		t.Fatal(err)
	}
	if f.LinkWorks(f.ctx, token) == nil {
		t.Error("the link works")
	}
	if _, _, ok := f.link(t, f.ctx, m); ok {
		t.Error("the request gets a link")
	}
	err := f.db.Read(f.ctx, func(tx *db.Tx) error {
		if _, ok, err := account.AddresseeOfTx(tx, p.ID); ok || err != nil {
			t.Errorf("mail may go there: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestResetDoesNotKillTheLinkThatTheOperatorGave(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	given, err := f.PasswordLink(f.ctx, "anna@stadt.example")
	if err != nil {
		t.Fatal(err)
	}
	m := f.request(t, f.ctx, "anna@stadt.example")
	mailed, _, _ := f.link(t, f.ctx, m)
	if f.LinkWorks(f.ctx, given) != nil || f.LinkWorks(f.ctx, mailed) != nil {
		t.Error("a stranger's request killed a link")
	}
	if err := f.ChoosePassword(f.ctx, given, "ein-anderes-passwort"); err != nil {
		t.Fatal(err)
	}
	if f.LinkWorks(f.ctx, mailed) == nil {
		t.Error("the other link outlives the choice")
	}
}

func TestEveryChangeOfAPasswordIsToldButNotTheFirstChoice(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	p, token, err := f.Create(f.ctx, account.NewPerson{Email: "neu@stadt.example", Name: "Neue Person",
		Organisation: organisation.Organisation{Name: "Stadt Musterstadt", Kind: organisation.Municipality, State: "Hessen"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.ChoosePassword(f.ctx, token, rightPassword); err != nil {
		t.Fatal(err)
	}
	if all := f.letters(t); len(all) != 0 {
		t.Fatalf("told of the first choice: %+v", all)
	}
	by, err := f.ViewerOf(f.ctx, "neu@stadt.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.ChangePassword(f.ctx, by, rightPassword, rightPassword+"2"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetPassword(f.ctx, "neu@stadt.example", rightPassword); err != nil {
		t.Fatal(err)
	}
	all := f.letters(t)
	if len(all) != 2 || all[0].Kind != outbox.PasswordChanged || all[0].Recipient != p.ID || all[0].Subject == all[1].Subject {
		t.Errorf("%+v", all)
	}
}

func TestTokensOfLinksShareNothing(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	m := f.request(t, f.ctx, "anna@stadt.example")
	seen := map[string]bool{}
	for range 200 {
		token, _, _ := f.link(t, f.ctx, m)
		for _, part := range []string{token, "first " + token[:8], "last " + token[len(token)-8:]} {
			if seen[part] {
				t.Fatalf("%s twice", part)
			}
			seen[part] = true
		}
	}
}
