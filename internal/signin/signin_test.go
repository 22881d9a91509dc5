package signin_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/data"
	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/signin"
)

func TestSignInGivesASessionThatSignOutEnds(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	p := f.create(t, "anna@stadt.example")
	token, err := f.SignIn(f.ctx, " Anna@Stadt.example ", rightPassword, "Firefox, Linux")
	if err != nil {
		t.Fatal(err)
	}
	v, err := f.ViewerFor(f.ctx, token)
	if err != nil || v.ID != p.ID || !v.Has(account.Member) || v.Organisation.Name != "Stadt Musterstadt" {
		t.Errorf("viewer = %+v, %v", v, err)
	}
	if err := f.SignOut(f.ctx, token); err != nil {
		t.Fatal(err)
	}
	if v, err := f.ViewerFor(f.ctx, token); err != nil || v.SignedIn() {
		t.Errorf("after signing out the cookie still works: %+v, %v", v, err)
	}
}

func TestNeitherPasswordNorTokenIsStored(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	token, err := f.SignIn(f.ctx, "anna@stadt.example", rightPassword, "x")
	if err != nil {
		t.Fatal(err)
	}
	err = f.db.Read(f.ctx, func(tx *db.Tx) error {
		rows, err := db.Column[string](tx, `SELECT password FROM person UNION ALL SELECT id FROM session`)
		for _, r := range rows {
			if strings.Contains(r, rightPassword) || strings.Contains(r, token) {
				t.Errorf("stored in clear: %s", r)
			}
		}
		if len(rows) != 2 || !strings.HasPrefix(rows[0], "$argon2id$v=19$m=8,t=1,p=1,n=1$") && !strings.HasPrefix(rows[1],
			"$argon2id$v=19$m=8,t=1,p=1,n=1$") {
			t.Errorf("rows = %q", rows)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestUnknownDisabledAndWrongAreOneAnswer(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	f.create(t, "bea@stadt.example")
	if err := f.Disable(f.ctx, "bea@stadt.example", "ausgeschieden"); err != nil {
		t.Fatal(err)
	}
	var sentences []string
	for email, pass := range map[string]string{"anna@stadt.example": "falsch-falsch-falsch", "bea@stadt.example": rightPassword,
		"niemand@stadt.example": rightPassword} {
		_, err := f.SignIn(f.ctx, email, pass, "x")
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", email, err)
			continue
		}
		sentences = append(sentences, fault.SentenceOf(err))
	}
	for _, s := range sentences {
		if s != sentences[0] {
			t.Errorf("answers differ: %q", sentences)
		}
	}
}

func TestAttemptsAreLimitedForKnownAndUnknownAddressesAlike(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	for _, email := range []string{"anna@stadt.example", "niemand@stadt.example"} {
		for n := range signin.MaxAttempts {
			if _, err := f.SignIn(f.ctx, email, "falsch", "x"); !fault.Is(err, fault.Invalid) {
				t.Fatalf("%s: attempt %d: %v", email, n, err)
			}
		}
		if _, err := f.SignIn(f.ctx, email, rightPassword, "x"); !fault.Is(err, fault.TooMany) {
			t.Errorf("%s: after too many attempts: %v", email, err)
		}
	}
	if _, err := f.SignIn(f.later(signin.AttemptWindow+time.Second), "anna@stadt.example", rightPassword, "x"); err != nil {
		t.Errorf("after the window: %v", err)
	}
}

func TestSessionsEndByIdlenessAgeDisablingAndPassword(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(f fixture, t *testing.T) context.Context{
		"idle": func(f fixture, t *testing.T) context.Context { return f.later(credential.IdleLife + time.Minute) },
		"disabled": func(f fixture, t *testing.T) context.Context {
			if err := f.Disable(f.ctx, "anna@stadt.example", ""); err != nil {
				t.Fatal(err)
			}
			return f.ctx
		},
		"password": func(f fixture, t *testing.T) context.Context {
			if err := f.SetPassword(f.ctx, "anna@stadt.example", "ein-anderes-passwort"); err != nil {
				t.Fatal(err)
			}
			return f.ctx
		},
		"age": func(f fixture, t *testing.T) context.Context {
			return f.later(credential.AbsoluteLife + time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := fresh(t)
			f.create(t, "anna@stadt.example")
			token, err := f.SignIn(f.ctx, "anna@stadt.example", rightPassword, "x")
			if err != nil {
				t.Fatal(err)
			}
			if name == "age" { // used all the time
				for d := time.Duration(0); d < credential.AbsoluteLife; d += credential.IdleLife / 2 {
					if v, err := f.ViewerFor(f.later(d), token); err != nil || !v.SignedIn() {
						t.Fatalf("after %s: %v", d, err)
					}
				}
			}
			if v, err := f.ViewerFor(end(f, t), token); err != nil || v.SignedIn() {
				t.Errorf("the session still works: %v", err)
			}
		})
	}
}

func TestSessionsAreListedAndEndedByTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	f.create(t, "bea@stadt.example")
	sign := func(email string) account.Viewer {
		token, err := f.SignIn(f.ctx, email, rightPassword, "Firefox, Linux")
		if err != nil {
			t.Fatal(err)
		}
		v, err := f.ViewerFor(f.ctx, token)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	one, two, other := sign("anna@stadt.example"), sign("anna@stadt.example"), sign("bea@stadt.example")
	if err := f.EndSession(f.ctx, other, one.Session); err != nil {
		t.Fatal(err)
	}
	list := func() []signin.Session {
		s, err := f.Sessions(f.ctx, two)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if n := len(list()); n != 2 {
		t.Fatalf("%d sessions; somebody else ended one", n)
	}
	if err := f.EndOtherSessions(f.ctx, two); err != nil {
		t.Fatal(err)
	}
	if left := list(); len(left) != 1 || !left[0].Present {
		t.Errorf("left: %+v", left)
	}
}

func TestOneTimeLinkWorksExactlyOnce(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	_, token, err := f.Create(f.ctx, account.NewPerson{Email: "neu@stadt.example", Name: "Neue Person",
		Organisation: organisation.Organisation{Name: "Stadt Musterstadt", Kind: organisation.Municipality, State: "Hessen"}})
	if err != nil || len(token) < 22 {
		t.Fatalf("token = %q, %v", token, err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for range 100 {
		all.Go(func() {
			err := f.ChoosePassword(f.ctx, token, rightPassword)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won++
			} else if !fault.Is(err, fault.Gone) && !fault.Is(err, fault.Unready) { // the queue was full
				t.Errorf("loser: %v", err)
			}
		})
	}
	all.Wait()
	if won != 1 {
		t.Errorf("the link worked %d times", won)
	}
	if _, err := f.SignIn(f.ctx, "neu@stadt.example", rightPassword, "x"); err != nil {
		t.Error(err)
	}
}

func TestOneTimeLinkExpiresAndAnOlderOneDies(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	older, err := f.PasswordLink(f.ctx, "anna@stadt.example")
	if err != nil {
		t.Fatal(err)
	}
	newer, err := f.PasswordLink(f.ctx, "anna@stadt.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.LinkWorks(f.ctx, older); !fault.Is(err, fault.Gone) {
		t.Errorf("older link: %v", err)
	}
	if err := f.LinkWorks(f.ctx, newer); err != nil {
		t.Errorf("newer link: %v", err)
	}
	if err := f.LinkWorks(f.later(credential.LinkLife+time.Minute), newer); !fault.Is(err, fault.Gone) {
		t.Errorf("expired link: %v", err)
	}
}

func TestPasswordsOfTheWrongLengthAreRefused(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	for _, p := range []string{"kurz", strings.Repeat("a", 257), "ungültig\xff-ungültig"} {
		if err := f.SetPassword(f.ctx, "anna@stadt.example", p); !fault.Is(err, fault.Invalid) {
			t.Errorf("%.12q: %v", p, err)
		}
	}
	if err := f.SetPassword(f.ctx, "anna@stadt.example", strings.Repeat("äöü-ß", 51)+"x"); err != nil {
		t.Errorf("256 characters: %v", err)
	}
}

func TestNamesWithInvisibleCharactersAreRefused(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	for _, name := range []string{"Anna\u202eAhorn", "Anna\u3164Ahorn", "Anna\ue000Ahorn", "A\u200b", "A"} {
		_, _, err := f.Create(f.ctx, account.NewPerson{Email: "x@stadt.example", Name: name,
			Organisation: organisation.Organisation{Name: "Stadt Musterstadt", Kind: organisation.Municipality, State: "Hessen"}})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestNamesAreStoredWithoutLeftoversOfPasting(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	p, _, err := f.Create(f.ctx, account.NewPerson{Email: "x@stadt.example", Name: "\ufeffJu\u0308rgen\n Mu\u0308l\u00adler\u200b",
		Function:     " Leitung\u00a0IT ",
		Organisation: organisation.Organisation{Name: "Stadt\u00a0Mu\u0308sterstadt", Kind: organisation.Municipality, State: "Hessen"}})
	if err != nil || p.Name != "Jürgen Müller" || p.Function != "Leitung IT" || p.Organisation.Name != "Stadt Müsterstadt" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestOrganisationsOfTheCatalogueAreMadeWhenFirstNeeded(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	if err := catalogue.Load(f.ctx, f.db, data.FS); err != nil {
		t.Fatal(err)
	}
	find := func(text string) (o organisation.Organisation, err error) {
		err = f.db.Write(f.ctx, func(tx *db.Tx) error {
			o, err = organisation.ResolveTx(tx, text)
			return err
		})
		return o, err
	}
	kiel, err := find("01002000")
	if err != nil || kiel.Name != "Landeshauptstadt Kiel" || kiel.Kind != organisation.Municipality || kiel.State != "Schleswig-Holstein" ||
		kiel.Population != 246794 {
		t.Errorf("%+v, %v", kiel, err)
	}
	again, err := find("Landeshauptstadt Kiel")
	if err != nil || again.ID != kiel.ID {
		t.Errorf("the same place became organisation %d beside %d, %v", again.ID, kiel.ID, err)
	}
	district, err := find("05754")
	if err != nil || district.Kind != organisation.District {
		t.Errorf("%+v, %v", district, err)
	}
	for _, text := range []string{"99999999", "Stadt Gibtesnicht", "Gemeinde Neukirchen"} {
		if o, err := find(text); err == nil {
			t.Errorf("%s became %+v", text, o)
		}
	}
}

func TestGuestsHaveNoRights(t *testing.T) {
	t.Parallel()
	var guest account.Viewer
	if guest.SignedIn() || guest.Admin() || guest.Programme() || guest.Moderates(1) || guest.Moderates(0) || guest.Edits(0) ||
		guest.EditsSomewhere() || guest.ModeratesSomewhere() {
		t.Error("the zero viewer may do something")
	}
}
