package account_test

import (
	"context"
	"os"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/password"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/testkit/testdb"
)

func TestMain(m *testing.M) {
	password.UseTestCost()
	os.Exit(m.Run())
}

const rightPassword = "ein-langes-passwort"

type fixture struct {
	*account.Accounts
	*signin.Authenticator
	Directory *directory.Directory
	db        *db.DB
	ctx       context.Context
}

func fresh(t *testing.T) fixture {
	t.Helper()
	ctx := t.Context()
	d := testdb.New(t)
	a := account.New(d)
	return fixture{a, signin.New(d, a), directory.New(d), d, ctx}
}

func (f fixture) create(t *testing.T, email string, grants ...account.Grant) account.Person {
	t.Helper()
	p, _, err := f.Create(f.ctx, account.NewPerson{Email: email, Name: "Anna Ahorn", Password: rightPassword, Grants: grants,
		Organisation: organisation.Organisation{Name: "Stadt Musterstadt", Kind: organisation.Municipality, State: "Hessen"}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// in signs somebody in by password and returns the cookie's value.
func (f fixture) in(t *testing.T, email string) string {
	t.Helper()
	token, err := f.SignIn(f.ctx, email, rightPassword, "Firefox, Linux")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// as returns who presents the cookie's value.
func (f fixture) as(t *testing.T, token string) account.Viewer {
	t.Helper()
	return f.asAt(t, f.ctx, token)
}

func (f fixture) asAt(t *testing.T, ctx context.Context, token string) account.Viewer {
	t.Helper()
	v, err := f.ViewerFor(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
