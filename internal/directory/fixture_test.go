package directory_test

import (
	"context"
	"os"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/password"
	"kommunalforum/internal/testkit/testdb"
)

func TestMain(m *testing.M) {
	password.UseTestCost()
	os.Exit(m.Run())
}

type fixture struct {
	*account.Accounts
	*directory.Directory
	db  *db.DB
	ctx context.Context
}

func fresh(t *testing.T) fixture {
	t.Helper()
	ctx := t.Context()
	d := testdb.New(t)
	a := account.New(d)
	return fixture{a, directory.New(d), d, ctx}
}
