package signin_test

import (
	"context"
	"os"
	"testing"
	"time"

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

func (f fixture) later(d time.Duration) context.Context {
	return db.At(f.ctx, f.db.Now(f.ctx).Add(d))
}

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
