package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Who works in transactions:
//
// A domain opens a transaction in each of its operations and reads. What is to
// happen in the transaction of another package is a function that takes a *db.Tx
// and whose name ends in Tx.
//
// Functions ending in Tx are called by domains, by use cases, by what follows
// the log of events, and by the packages listed here. All others, pages first of
// all, call methods of domains: a page reads in one snapshot, which the kit of
// pages opens and the reads of domains join.
const joinTransactions = `
	internal/export internal/mailer
	internal/app internal/demo internal/loadgen internal/testkit internal/search/searchtest
	cmd/kommunalforum cmd/kommunalforum-lab
`

// The packages for pages that import the database: the wiring and the kit, for
// the snapshot of a request, the version of what a kept page shows, the time,
// and forms that are shown again with all writes held.
const pagesWithDatabase = `internal/web internal/web/page`

// TestFunctionsInATransactionSaySo holds that exported functions which work
// inside the caller's transaction end in Tx, and no others do.
func TestFunctionsInATransactionSaySo(t *testing.T) {
	seen := 0
	for pkg := range packageImports(t) {
		if pkg == "internal/db" {
			continue // where transactions are made
		}
		for _, file := range parsed(t, pkg) {
			for _, d := range file.Decls {
				f, ok := d.(*ast.FuncDecl)
				if !ok || !f.Name.IsExported() {
					continue
				}
				takes := takesTx(f)
				if takes {
					seen++
				}
				if takes != strings.HasSuffix(f.Name.Name, "Tx") {
					t.Errorf("%s: %s takes a transaction: %t", pkg, f.Name.Name, takes)
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d functions take a transaction: the walk is broken", seen)
	}
}

// TestPagesSeeNoTransaction holds who may call functions ending in Tx, and that
// no package for pages names a transaction or opens one.
func TestPagesSeeNoTransaction(t *testing.T) {
	level, calls := levels(), 0
	for pkg, imports := range packageImports(t) {
		mine, joins := storeyOf(pkg), strings.Fields(joinTransactions)
		page := pkg == "internal/web" || strings.HasPrefix(pkg, "internal/web/")
		for _, file := range parsed(t, pkg) {
			for _, name := range transactionsIn(file) {
				calls++
				if level[mine] >= level["templates"] && !slices.Contains(joins, mine) {
					t.Errorf("%s must not use %s: call a method of the domain", pkg, name)
				}
			}
		}
		if page && slices.Contains(imports, "kommunalforum/internal/db") && !slices.Contains(strings.Fields(pagesWithDatabase), pkg) {
			t.Errorf("%s must not import the database", pkg)
		}
	}
	if calls < 300 {
		t.Errorf("only %d uses of transactions found: the walk is broken", calls)
	}
}

// transactionsIn returns what a file uses of transactions: functions of other
// packages that end in Tx, the type itself, and what opens one.
func transactionsIn(file *ast.File) (out []string) {
	packages := map[string]bool{}
	for _, i := range file.Imports {
		name, _ := strconv.Unquote(i.Path.Value)
		if own, ok := strings.CutPrefix(name, "kommunalforum/internal/"); ok {
			packages[own[strings.LastIndex(own, "/")+1:]] = true
			if i.Name != nil {
				packages[i.Name.Name] = true
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		x, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		of, ok := x.X.(*ast.Ident)
		opens := ok && of.Name == "db" && packages["db"] && x.Sel.Name == "View"
		if opens || ok && packages[of.Name] && strings.HasSuffix(x.Sel.Name, "Tx") {
			out = append(out, of.Name+"."+x.Sel.Name)
		}
		return true
	})
	return out
}

// parsed returns the files of a package, tests left out.
func parsed(t *testing.T, pkg string) (out []*ast.File) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", pkg, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		p, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// takesTx reports whether f has a parameter *db.Tx.
func takesTx(f *ast.FuncDecl) bool {
	return slices.ContainsFunc(f.Type.Params.List, func(p *ast.Field) bool {
		star, ok := p.Type.(*ast.StarExpr)
		if !ok {
			return false
		}
		sel, ok := star.X.(*ast.SelectorExpr)
		return ok && sel.Sel.Name == "Tx"
	})
}
