package alias_test

import (
	"context"
	"os"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/password"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/testkit/testdb"
)

func TestMain(m *testing.M) {
	password.UseTestCost()
	os.Exit(m.Run())
}

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
