package app_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// storeys lists the packages of the house from the ground up. A package may
// import those of lower storeys, never its own or higher ones. A backslash
// joins two lines.
const storeys = `
	internal/testkit/smtpd internal/testkit/sample internal/testkit/clamdstub internal/queue internal/feed
	internal/germany internal/fault internal/disk internal/config internal/markdown internal/blob internal/mail internal/oidc internal/secret \
		internal/diff internal/search/german internal/folding internal/sandbox internal/export/section static static/trim data
	internal/glossary internal/metric internal/systemd internal/metric/metrictest internal/textfield internal/filetype \
		internal/clamd internal/web/path internal/password
	internal/db internal/address internal/picture internal/extract internal/testkit/provider
	internal/richtext internal/db/dbtest
	internal/event internal/audit internal/catalogue internal/job internal/limit internal/outbox internal/once internal/readmark
	internal/factor internal/credential internal/organisation internal/node internal/testkit/testdb
	internal/alias internal/scope
	internal/account
	internal/signin internal/directory
	internal/membership internal/feedtoken internal/attachment internal/alarm internal/integrity
	internal/draft internal/follow internal/mention internal/support internal/setting internal/backup
	internal/board
	internal/forum internal/faq internal/inquiry internal/library internal/consultation internal/profile internal/reuse \
		internal/search/document internal/search/dictionary
	internal/suggestion
	internal/notify
	internal/unread internal/bookmark
	internal/privacy internal/search/query internal/search/engine
	internal/usecase internal/moderation internal/search/index
	internal/search internal/stats
	internal/search/saved
	templates
	internal/export
	internal/web/page internal/mailer
	internal/web/view
	internal/web/twins
	internal/web/thread internal/web/faq internal/web/inquiry internal/web/people internal/web/signin internal/web/search \
		internal/web/admin internal/web/info internal/web/inbox internal/web/news internal/web/feed \
		internal/web/follow internal/web/notices internal/web/live internal/web/reuse internal/web/library \
		internal/web/consultation
	internal/web
	internal/demo
	internal/loadgen
	internal/app
	internal/testkit internal/cli
	cmd/kommunalforum cmd/kommunalforum-lab internal/search/searchtest internal/nodes
`

// only says which packages may import a library, by prefix of its path.
var only = map[string][]string{
	"database/sql":                {"internal/db"},
	"github.com/mattn/go-sqlite3": {"internal/db"},
	"github.com/jackc/":           {"internal/db"},
	"github.com/pressly/goose":    {"internal/db"},
	"github.com/blevesearch/":     {"internal/search/engine"},
	"github.com/RoaringBitmap/":   {"internal/search/engine"},
	"go.etcd.io/bbolt":            {"internal/search/engine"},
	"github.com/gin-gonic/gin":    {"internal/web"},
	"github.com/gorilla/sessions": {"internal/web"},
	"github.com/yuin/goldmark":    {"internal/markdown"},
	"github.com/microcosm-cc/":    {"internal/markdown"},
	"github.com/alecthomas/kong":  {"internal/cli"},
	"github.com/pelletier/":       {"internal/cli"},
	"github.com/a-h/templ":        {"templates", "internal/web", "internal/mailer", "internal/export"},
	"github.com/aymanbagabas/":    {"internal/diff"},
	"github.com/gabriel-vasile/":  {"internal/filetype"},
	"github.com/ledongthuc/pdf":   {"internal/extract"},
	"golang.org/x/image/":         {"internal/picture"},
	"github.com/wneessen/":        {"internal/mail"},
	"github.com/emersion/":        {"internal/testkit/smtpd"},
	"github.com/chromedp/":        {"internal/browser"},
	"github.com/pquerna/otp":      {"internal/factor", "internal/testkit"},
	"github.com/coreos/go-oidc/":  {"internal/oidc"},
	"golang.org/x/oauth2":         {"internal/oidc"},
	"github.com/go-webauthn/":     {"internal/factor"},
	"golang.org/x/net/idna":       {"internal/address", "internal/config", "internal/markdown"},
	"golang.org/x/net/publics":    {"internal/address"},
	"golang.org/x/net/html":       {"internal/markdown"},
}

func TestImportsFollowTheStoreys(t *testing.T) {
	level := levels()
	for pkg, imports := range packageImports(t) {
		mine, known := level[storeyOf(pkg)]
		if !known {
			t.Errorf("package %s stands on no storey", pkg)
			continue
		}
		for _, imported := range imports {
			checkLibrary(t, pkg, imported)
			own, ok := strings.CutPrefix(imported, "kommunalforum/")
			if !ok || storeyOf(own) == storeyOf(pkg) {
				continue
			}
			theirs, known := level[storeyOf(own)]
			if !known || theirs >= mine {
				t.Errorf("%s must not import %s", pkg, own)
			}
		}
	}
}

// levels returns the storey of each package, counted from the ground.
func levels() map[string]int {
	level := map[string]int{}
	for n, line := range strings.Split(strings.TrimSpace(strings.ReplaceAll(storeys, "\\\n", "")), "\n") {
		for _, p := range strings.Fields(line) {
			level[p] = n
		}
	}
	return level
}

func checkLibrary(t *testing.T, pkg, imported string) {
	t.Helper()
	for prefix, allowed := range only {
		if strings.HasPrefix(imported, prefix) && !slices.ContainsFunc(allowed, func(a string) bool {
			return pkg == a || strings.HasPrefix(pkg, a+"/")
		}) {
			t.Errorf("%s must not import %s: only %v may", pkg, imported, allowed)
		}
	}
}

// storeyOf takes the folders of templates for one package.
func storeyOf(pkg string) string {
	if strings.HasPrefix(pkg, "templates") {
		return "templates"
	}
	return pkg
}

// packageImports returns what each package imports, tests left out.
func packageImports(t *testing.T) map[string][]string {
	t.Helper()
	root := "../.."
	out := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "var" || d.Name() == "bin" || d.Name() == ".git" || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := path.Clean(filepath.ToSlash(rel))
		for _, i := range parsed.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			out[pkg] = append(out[pkg], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 15 {
		t.Fatalf("only %d packages found: the walk is broken", len(out))
	}
	return out
}

// TestNoRequestLiftsItsLimits holds that only the demo world, the tests' world
// and the operator's flag act without the limits on what members do.
func TestNoRequestLiftsItsLimits(t *testing.T) {
	allowed := map[string]int{"../demo/load.go": 1, "../testkit/world.go": 1, "../web/page/limit.go": 1}
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob("../web/*/*.go")
	if err != nil || len(pages) == 0 {
		t.Fatal(err)
	}
	files = append(files, pages...)
	commands, err := filepath.Glob("../../cmd/*/*.go")
	if err != nil || len(commands) == 0 {
		t.Fatal(err)
	}
	for _, file := range append(files, commands...) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(text), "limit.Unlimited("); n != allowed[file] {
			t.Errorf("%s lifts limits %d times, want %d", file, n, allowed[file])
		}
	}
}
