package db_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// byName are the queries that may sort by a name itself, with why.
var byName = map[string]string{
	"internal/membership/domain.go":      "domains are ASCII in lower case",
	"internal/search/index/catalogue.go": "files, to compare",
	"internal/db/sqlite_schema.go":       "the schema",
}

// TestListsOfNamesAreSortedByTheirKey holds that SQL sorts by sort_key, never by
// a name: engines order letters beyond ASCII each in its own way.
func TestListsOfNamesAreSortedByTheirKey(t *testing.T) {
	t.Parallel()
	order := regexp.MustCompile("ORDER BY[^`]*")
	name := regexp.MustCompile(`\b(name|title|label|plain|search|function)\b`)
	keys := 0
	for file, text := range sources(t) {
		for _, clause := range order.FindAllString(text, -1) {
			if strings.Contains(clause, "sort_key") {
				keys++
			}
			clause = strings.SplitN(clause, "LIMIT", 2)[0]
			clause = regexp.MustCompile(`search LIKE \$\d`).ReplaceAllString(clause, "")
			clause = regexp.MustCompile(`LENGTH\([\w.]+\)`).ReplaceAllString(clause, "")
			clause = regexp.MustCompile(`plain (=|LIKE) \$\d`).ReplaceAllString(clause, "")
			if _, may := byName[file]; !may && name.MatchString(clause) {
				t.Errorf("%s: %s", file, strings.TrimSpace(clause))
			}
		}
	}
	if keys < 15 {
		t.Errorf("only %d lists go by sort_key: the pattern is broken", keys)
	}
}

// TestQueriesKeepWhatStandsUnderAnAlias holds that who wrote a thread, a post or an
// inquiry is joined by LEFT JOIN: those of an alias have no person and no
// organisation, and would be missing from the result.
func TestQueriesKeepWhatStandsUnderAnAlias(t *testing.T) {
	t.Parallel()
	join := regexp.MustCompile(`(LEFT )?JOIN \w+ \w+ ON \w+\.id = [teq]\.(author_id|organisation_id|asker_id)\b`)
	joins := 0
	for file, text := range sources(t) {
		for _, m := range join.FindAllStringSubmatch(text, -1) {
			joins++
			// Only moderators are told who asked, once they gave a reason.
			if m[1] == "" && file != "internal/forum/alias.go" {
				t.Errorf("%s: %s", file, m[0])
			}
		}
	}
	if joins < 8 {
		t.Errorf("only %d joins found: the pattern is broken", joins)
	}
}

// sources are the Go files of the program by path, without tests and what is
// generated.
func sources(t *testing.T) map[string]string {
	t.Helper()
	root, out := "../..", map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{".git", "node_modules", "data", "static"}, d.Name()) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		file, _ := filepath.Rel(root, path)
		out[filepath.ToSlash(file)] = string(text)
		return err
	})
	if err != nil || len(out) < 100 {
		t.Fatalf("%d files: %v", len(out), err)
	}
	return out
}
