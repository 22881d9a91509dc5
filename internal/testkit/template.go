package testkit

import (
	"context"
	"os"
	"sync"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/app"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db/dbtest"
	"kommunalforum/internal/password"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/engine"
)

// template is the folder with the world's people and boards that every test
// copies: making them takes longer than copying.
var template = sync.OnceValues(func() (string, error) {
	var err error
	if templateDir, err = os.MkdirTemp("", "kommunalforum-world-"); err != nil {
		return "", err
	}
	return templateDir, build(templateDir)
})

// templateDir is the folder that template made, "" before.
var templateDir string

// Main runs the tests of a package and removes the template afterwards. It also
// does the work of their child processes.
func Main(m *testing.M) {
	app.Sandbox()
	password.UseTestCost()
	engine.UseTestMerges()
	search.UseTestTimeouts()
	code := m.Run()
	if templateDir != "" {
		dbtest.Drop(templateDir)
		os.RemoveAll(templateDir)
	}
	os.Exit(code)
}

// CopyIndex copies the search index of the template into dir: it holds what a new
// world holds, so that a test need not build one of its own.
func CopyIndex(dir string) error {
	from, err := template()
	if err != nil {
		return err
	}
	return os.CopyFS(dir, os.DirFS(app.SearchPath(from)))
}

func build(dir string) error {
	ctx := context.Background()
	if err := dbtest.Make(dir); err != nil {
		return err
	}
	a, err := app.New(ctx, configuration(dir), quiet())
	if err != nil {
		return err
	}
	defer a.Close()
	ids, err := a.Boards.IDs(ctx)
	if err != nil {
		return err
	}
	made := map[string]int64{}
	for _, p := range people {
		in := account.NewPerson{Email: Email(p.key), Name: p.name, Function: "Sachgebiet Test", Organisation: p.org, Password: Password}
		if p.key != Newcomer {
			in.Terms = Terms
		}
		for _, r := range p.roles {
			in.Grants = append(in.Grants, account.Grant{Role: r.role, Board: ids[r.board]})
		}
		created, _, err := a.Accounts.Create(ctx, in)
		if err != nil {
			return err
		}
		made[p.key] = created.ID
	}
	boss, err := a.Accounts.ViewerOf(ctx, Email(Boss))
	if err != nil {
		return err
	}
	circle, err := a.Boards.NewCircle(ctx, boss, "Arbeitsgruppe Basisdienste", made[Insider])
	if err != nil {
		return err
	}
	if err := a.Boards.Configure(ctx, boss, ids[Public], board.Settings{Audience: board.Public, Indexable: true}, "Test"); err != nil {
		return err
	}
	if err := a.Boards.Configure(ctx, boss, ids[FourEyes], board.Settings{Audience: board.Members, FourEyes: true}, "Test"); err != nil {
		return err
	}
	if err := a.Boards.Configure(ctx, boss, ids[Exclusive], board.Settings{Audience: board.Restricted, Circles: []int64{circle}},
		"Test"); err != nil {
		return err
	}
	return a.Index.Rebuild(ctx)
}

func copyOfTemplate() (string, error) {
	from, err := template()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "kommunalforum-shared-")
	if err != nil {
		return "", err
	}
	return dir, copyWorld(from, dir)
}

func copyWorld(from, to string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	return dbtest.Clone(from, to)
}
