package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// papers are the documents that name parts of the program, by their path.
var papers = []string{"README.md", "internal/ARCHITECTURE.md", "cmd/kommunalforum/OPERATING.md", "internal/bench/RESULTS.md", "data/README.md"}

// patterns are names in papers that stand for many.
var patterns = []string{"NNNN_words.sql", "noun/verb.templ", "data/var", "*_sql.go", "geloescht.txt"}

// exampleNames are names of Go that papers use as examples only.
var exampleNames = []string{"Background", "Get", "TestReplyToLockedThreadIsForbidden"}

func paper(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReadmeIsShort(t *testing.T) {
	if n := len(paper(t, "README.md")); n > 6<<10 {
		t.Errorf("README.md has %d bytes, 6 KB are the most", n)
	}
}

var (
	pathInText  = regexp.MustCompile(`\b(?:internal|cmd|templates|static|data)/[\w.*/-]*\w`)
	inTicks     = regexp.MustCompile("`([^`\n]+)`")
	loginInText = regexp.MustCompile(`\w+@demo\.example`)
	link        = regexp.MustCompile(`\]\(([^)\s]+)\)`)
)

// TestPapersNameWhatIsThere holds that each path, file, declaration, address,
// login and link that a paper names exists.
func TestPapersNameWhatIsThere(t *testing.T) {
	code, routes, people := readTree(t), routesOfMatrix(t), paper(t, "data/demo/people.json")
	for _, name := range papers {
		text := paper(t, name)
		for _, p := range namedPaths(text) {
			if _, err := os.Stat(filepath.Join("../..", p)); err != nil && !isPattern(p) {
				t.Errorf("%s names %s, which is not there", name, p)
			}
		}
		for _, m := range inTicks.FindAllStringSubmatch(text, -1) {
			if wrong := code.unknown(m[1]); wrong != "" {
				t.Errorf("%s names `%s`: there is no %s", name, m[1], wrong)
			}
			answers := func(route string) bool { return sameAddress(route, m[1]) }
			elsewhere := []string{"/proc", "/metrics"}
			if address := m[1]; strings.HasPrefix(address, "/") && !slices.Contains(elsewhere, address) && !slices.ContainsFunc(routes, answers) {
				t.Errorf("%s names the address %s, which no route answers", name, address)
			}
		}
		for _, login := range loginInText.FindAllString(text, -1) {
			if !strings.Contains(people, `"`+login+`"`) {
				t.Errorf("%s names %s, who is not in the demo world", name, login)
			}
		}
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			checkLink(t, name, m[1])
		}
	}
}

// TestArchitectureNamesEveryPackage holds that the map leaves no room out; those
// below others only where they are rooms of their own.
func TestArchitectureNamesEveryPackage(t *testing.T) {
	named := namedPaths(paper(t, "internal/ARCHITECTURE.md"))
	for pkg := range packageImports(t) {
		nested := strings.Count(pkg, "/") > 1 && !strings.HasPrefix(pkg, "internal/web/") && !strings.HasPrefix(pkg, "internal/search/")
		if nested || !strings.Contains(pkg, "/") || strings.HasPrefix(pkg, "templates/") {
			continue
		}
		if !slices.ContainsFunc(named, func(p string) bool { return p == pkg || strings.HasPrefix(p, pkg+"/") }) {
			t.Errorf("internal/ARCHITECTURE.md does not name %s", pkg)
		}
	}
}

// namedPaths returns the paths of a text. A line of a map may name several
// packages of one folder: internal/fault config markdown.
func namedPaths(text string) (out []string) {
	out = pathInText.FindAllString(text, -1)
	for line := range strings.Lines(text) {
		for _, column := range regexp.MustCompile(`\s{2,}`).Split(strings.TrimSpace(line), -1) {
			words := strings.Fields(column)
			if len(words) < 2 || !pathInText.MatchString(words[0]) || strings.ContainsAny(column, "`|:,.") {
				continue
			}
			for _, w := range words[1:] {
				if !strings.Contains(w, "/") {
					out = append(out, path.Join(path.Dir(words[0]), w))
				}
			}
		}
	}
	return out
}

func isPattern(p string) bool {
	return slices.ContainsFunc(patterns, func(s string) bool { return strings.Contains(p, s) })
}

// tree is what the program's text declares, and the names of its files.
type tree struct{ names, files map[string]bool }

func readTree(t *testing.T) tree {
	t.Helper()
	found := tree{map[string]bool{}, map[string]bool{}}
	err := filepath.WalkDir("../..", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{".git", "var", "bin"}, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		found.files[d.Name()] = true
		if !strings.HasSuffix(file, ".go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				found.names[n.Name.Name] = true
			case *ast.TypeSpec:
				found.names[n.Name.Name] = true
			case *ast.ValueSpec:
				for _, name := range n.Names {
					found.names[name.Name] = true
				}
			case *ast.Field:
				for _, name := range n.Names {
					found.names[name.Name] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

var codeName = regexp.MustCompile(`^\*?([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\(.*\))?$`)

// unknown returns the part of a quoted name that is neither a file nor declared,
// "" when there is none, or when it is no name of Go.
func (c tree) unknown(quoted string) string {
	if strings.HasSuffix(quoted, ".go") && !strings.Contains(quoted, "/") && !isPattern(quoted) {
		if !c.files[quoted] {
			return quoted
		}
		return ""
	}
	m := codeName.FindStringSubmatch(quoted)
	if m == nil || strings.ContainsAny(quoted, "…") {
		return ""
	}
	for _, part := range strings.Split(m[1], ".") {
		mixed := strings.ContainsFunc(part, unicode.IsUpper) && strings.ContainsFunc(part, unicode.IsLower)
		if mixed && !c.names[part] && !slices.Contains(exampleNames, part) {
			return part
		}
	}
	return ""
}

// routesOfMatrix returns the patterns of all addresses.
func routesOfMatrix(t *testing.T) (out []string) {
	t.Helper()
	for line := range strings.Lines(paper(t, "internal/web/testdata/matrix.txt")) {
		if f := strings.Fields(line); len(f) > 1 && !strings.HasPrefix(line, "#") {
			out = append(out, f[1])
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d routes in the matrix", len(out))
	}
	return append(out, "/entwicklung/post") // only with a folder of mails
}

// sameAddress compares a route with an address whose variable parts are in braces.
func sameAddress(route, address string) bool {
	r, a := strings.Split(route, "/"), strings.Split(address, "/")
	if len(r) != len(a) {
		return false
	}
	for i := range r {
		if variable := strings.HasPrefix(r[i], ":"); variable != strings.HasPrefix(a[i], "{") || !variable && r[i] != a[i] {
			return false
		}
	}
	return true
}

// checkLink follows a link to a file or to a heading of one.
func checkLink(t *testing.T, name, target string) {
	t.Helper()
	if strings.Contains(target, "://") {
		return
	}
	file, anchor, _ := strings.Cut(target, "#")
	to := name
	if file != "" {
		to = path.Join(path.Dir(name), file)
	}
	if _, err := os.Stat(filepath.Join("../..", to)); err != nil {
		t.Errorf("%s links to %s, which is not there", name, target)
		return
	}
	if anchor == "" {
		return
	}
	for line := range strings.Lines(paper(t, to)) {
		if heading, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && strings.HasPrefix(line, "#") && slug(heading) == anchor {
			return
		}
	}
	t.Errorf("%s links to %s, which is no heading", name, target)
}

// slug is the anchor that GitHub gives a heading.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(heading))
}
