//go:build statements

package db_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/db"
)

// engineOwn reports whether the caller may use what only one engine has: this package,
// and tests, which run on both.
func engineOwn(caller string) bool {
	file, _, _ := strings.Cut(caller, ":")
	switch path.Dir(file) {
	case "internal/db", "internal/db/dbtest", "internal/testkit/testdb":
		return true
	}
	return strings.HasSuffix(file, "_test.go")
}

// recorded reads what processes with DB_STATEMENTS=/folder wrote there.
func recorded(t *testing.T) (out []db.Recorded) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(os.Getenv("DB_STATEMENTS"), "statements-*.json"))
	if err != nil {
		t.Fatal(err)
	}
	type key struct {
		query    string
		integers uint64
	}
	seen := map[key]bool{}
	for _, file := range files {
		content, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer content.Close()
		lines := bufio.NewScanner(content)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var r db.Recorded
			if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if k := (key{r.Query, r.Integers}); !seen[k] && !engineOwn(r.Caller) {
				seen[k] = true
				out = append(out, r)
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	return out
}

// TestEveryRecordedStatementIsPreparedOnBothEngines takes what the program ran in tests
// before, on whichever engine: also what was put together at run time and what only
// tests of one engine reach.
func TestEveryRecordedStatementIsPreparedOnBothEngines(t *testing.T) {
	all := recorded(t)
	if len(all) < 500 {
		t.Fatalf("only %d statements were recorded in %q", len(all), os.Getenv("DB_STATEMENTS"))
	}
	for name, d := range map[string]*db.DB{
		"SQLite":     open(t, filepath.Join(t.TempDir(), "forum.db")),
		"PostgreSQL": fresh(t),
	} {
		for _, r := range all {
			if err := d.Prepare(t.Context(), r); err != nil {
				t.Errorf("%s refuses a statement of %s: %v\n%s", name, r.Caller, err, r.Query)
			}
		}
		t.Logf("%s: %d statements", name, len(all))
	}
}
