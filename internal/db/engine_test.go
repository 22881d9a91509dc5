package db_test

import (
	"regexp"
	"strings"
	"testing"
)

// TestNobodyElseKnowsTheEngine holds that code outside this package does not ask
// or tell which database runs: what differs between them is an engine's.
func TestNobodyElseKnowsTheEngine(t *testing.T) {
	t.Parallel()
	comment := regexp.MustCompile(`(^|\s)//.*`)
	engine := regexp.MustCompile(`(?i)sqlite|postgres|pgx|\bpragma\b|\bpg_\w`)
	for file, text := range sources(t) {
		if strings.HasPrefix(file, "internal/db/") || file == "internal/cli/folder.go" { // the help for --database
			continue
		}
		for n, line := range strings.Split(text, "\n") {
			if found := engine.FindString(comment.ReplaceAllString(line, "")); found != "" {
				t.Errorf("%s:%d says %s", file, n+1, found)
			}
		}
	}
}
