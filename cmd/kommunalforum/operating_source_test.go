package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// source is what a test reads of the program's own text: limits that the
// packages keep to themselves.
type source struct {
	t      *testing.T
	consts map[string][]declared // package-level constants and variables by name in lower case: moving exports some
	rates  map[string][]ast.Expr // arguments of newLimiter, by the field it fills
	twice  map[string][]ast.Expr // arguments of limits, usual and for new members, by activity
}

type declared struct {
	name, folder string
	value        ast.Expr
}

func readSource(t *testing.T) source {
	t.Helper()
	s := source{t, map[string][]declared{}, map[string][]ast.Expr{}, map[string][]ast.Expr{}}
	err := filepath.WalkDir("../../internal", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		s.readFile(filepath.ToSlash(filepath.Dir(path)), file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s source) readFile(folder string, file *ast.File) {
	for _, d := range file.Decls {
		group, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range group.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok {
				for i, name := range v.Names {
					if i < len(v.Values) {
						key := strings.ToLower(name.Name)
						s.consts[key] = append(s.consts[key], declared{name.Name, folder, v.Values[i]})
					}
				}
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		pair, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		key, named := pair.Key.(*ast.Ident)
		if call, ok := pair.Value.(*ast.CallExpr); ok && named && strings.EqualFold(nameOf(call.Fun), "newLimiter") {
			s.rates[strings.ToLower(key.Name)] = call.Args
		}
		if list, ok := pair.Value.(*ast.CompositeLit); ok && named {
			for _, e := range list.Elts {
				if call, ok := e.(*ast.CallExpr); ok && nameOf(call.Fun) == "limits" {
					s.twice[key.Name] = append(s.twice[key.Name], call.Args...)
				}
			}
		}
		return true
	})
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// value returns a constant by its name, if need be in another case, and where
// other packages have one of that name, by a part of its folder: one of folders.
// A name may be several, parted by |, of which the first that is there counts.
func (s source) value(name string, folders ...string) int64 {
	s.t.Helper()
	found := map[int64]bool{}
	var value int64
	name, others, several := strings.Cut(name, "|")
	all := s.consts[strings.ToLower(name)]
	if several && len(all) == 0 {
		return s.value(others, folders...)
	}
	exact := slices.ContainsFunc(all, func(d declared) bool { return d.name == name })
	for _, d := range all {
		elsewhere := len(folders) > 0 && !slices.ContainsFunc(folders, func(f string) bool { return strings.Contains(d.folder, f) })
		if elsewhere || exact && d.name != name {
			continue
		}
		value = s.eval(d.value, d.folder)
		found[value] = true
	}
	if len(found) != 1 {
		s.t.Fatalf("there are %d values of %s %v in the source: OPERATING.md may be wrong, or this test knows an old name", len(found), name, folders)
	}
	return value
}

func (s source) eval(e ast.Expr, folder string) int64 {
	s.t.Helper()
	switch e := e.(type) {
	case *ast.BasicLit:
		n, err := strconv.ParseInt(e.Value, 0, 64)
		if err != nil {
			s.t.Fatal(err)
		}
		return n
	case *ast.ParenExpr:
		return s.eval(e.X, folder)
	case *ast.Ident:
		return s.value(e.Name, folder)
	case *ast.SelectorExpr:
		if unit, ok := units[e.Sel.Name]; ok && nameOf(e.X) == "time" {
			return int64(unit)
		}
		return s.value(e.Sel.Name, "/"+nameOf(e.X))
	case *ast.BinaryExpr:
		x, y := s.eval(e.X, folder), s.eval(e.Y, folder)
		switch e.Op {
		case token.MUL:
			return x * y
		case token.QUO:
			return x / y
		case token.ADD:
			return x + y
		case token.SHL:
			return x << y
		}
	}
	s.t.Fatalf("cannot work out a %T", e)
	return 0
}

var units = map[string]time.Duration{"Millisecond": time.Millisecond, "Second": time.Second, "Minute": time.Minute, "Hour": time.Hour}

// duration words a constant as OPERATING.md does.
func (s source) duration(name string, folders ...string) string {
	s.t.Helper()
	return worded(time.Duration(s.value(name, folders...)))
}

func worded(d time.Duration) string {
	for _, u := range []struct {
		length time.Duration
		one    string
	}{{365 * 24 * time.Hour, "year"}, {24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		n := d / u.length
		switch {
		case n == 0 || d%u.length != 0 || u.one == "day" && n < 4 && n > 1:
		case n == 1 && u.one == "hour":
			return "an hour"
		case n == 1:
			return "a " + u.one
		default:
			return fmt.Sprintf("%d %ss", n, u.one)
		}
	}
	return d.String()
}

// rate words how often something is possible at once, and how often then.
func (s source) rate(name, what string) string {
	s.t.Helper()
	args := s.rates[strings.ToLower(name)]
	if len(args) != 2 {
		s.t.Fatalf("no limiter fills %s: this test knows an old name", name)
	}
	every := time.Duration(s.eval(args[1], ""))
	then := "then one in " + worded(every)
	if every < time.Second {
		then = fmt.Sprintf("then %d a second", time.Second/every)
	} else if every == time.Second {
		then = "then one a second"
	}
	return fmt.Sprintf("%d%s at once, %s", s.eval(args[0], ""), what, then)
}

// activity words what members may do in ten minutes and in a day.
func (s source) activity(name, what string) string {
	s.t.Helper()
	args := s.twice[name]
	if len(args) != 4 {
		s.t.Fatalf("no allowance for %s: this test knows an old name", name)
	}
	n := func(i int) int64 { return s.eval(args[i], "") }
	return fmt.Sprintf("%d %s in 10 minutes, %d in a day; new members %d and %d", n(0), what, n(1), n(2), n(3))
}
