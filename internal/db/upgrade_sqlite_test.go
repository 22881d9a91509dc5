//go:build !postgres

package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	osexec "os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db"
)

// TestEarlierSchemasWithDataUpgrade takes the first schema, the last but one, and some in
// between drawn at random, each with rows in as many tables as possible.
func TestEarlierSchemasWithDataUpgrade(t *testing.T) {
	t.Parallel()
	want, err := fresh(t).Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	versions := db.Versions()
	seed := uint64(time.Now().UnixNano())
	drawn := rand.New(rand.NewPCG(seed, 0)).Perm(len(versions) - 2)[:5]
	for _, i := range append(drawn, 0, len(versions)-2) {
		version := versions[i]
		path := atVersion(t, version)
		filled := fill(t, path)
		if i > 3 && len(filled) < 20 {
			t.Errorf("schema %d (seed %d): only %d tables have rows", version, seed, len(filled))
		}
		d := open(t, path)
		if got, err := d.Schema(t.Context()); err != nil || !slices.Equal(got, want) {
			t.Errorf("schema %d (seed %d) upgrades to another one than a new one, %v", version, seed, err)
		}
		if defects, err := d.Check(t.Context()); err != nil || len(defects) > 0 {
			t.Errorf("schema %d (seed %d): %v, %v", version, seed, defects, err)
		}
		after := countIn(t, path)
		for _, table := range []string{"organisation", "person", "board", "thread", "post", "inquiry", "faq_article", "official_answer",
			"role_grant", "document", "attachment"} {
			if after[table] != filled[table] {
				t.Errorf("schema %d (seed %d): %s had %d rows, has %d", version, seed, table, filled[table], after[table])
			}
		}
	}
}

// atVersion returns a database as an earlier program left it.
func atVersion(t *testing.T, version int64) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "forum.db")
	if err := db.UpTo(t.Context(), path, version); err != nil {
		t.Fatalf("schema %d: %v", version, err)
	}
	return path
}

func rawly(t *testing.T, path string) *sql.DB {
	t.Helper()
	raw, err := sql.Open("sqlite3", "file:"+path+"?_foreign_keys=1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return raw
}

// countIn counts the rows of all tables.
func countIn(t *testing.T, path string) map[string]int {
	t.Helper()
	raw := rawly(t, path)
	out := map[string]int{}
	for _, table := range column(t, raw, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`) {
		var n int
		if err := raw.QueryRow(`SELECT COUNT(*) FROM "` + table + `"`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			out[table] = n
		}
	}
	raw.Close()
	return out
}

func column(t *testing.T, raw *sql.DB, query string, args ...any) (out []string) {
	t.Helper()
	rows, err := raw.Query(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// oneOf finds what a column may hold.
var oneOf = regexp.MustCompile(`(\w+) IN \('([^']+)'`)

// fill writes a few rows into each table, as far as its rules let it, and counts.
func fill(t *testing.T, path string) map[string]int {
	t.Helper()
	raw := rawly(t, path)
	tables := column(t, raw, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%'`)
	for range 3 { // what refers to others comes after them
		for _, table := range tables {
			allowed := map[string]string{}
			for _, text := range column(t, raw, `SELECT sql FROM sqlite_schema WHERE name = ?`, table) {
				for _, m := range oneOf.FindAllStringSubmatch(text, -1) {
					allowed[m[1]] = m[2]
				}
			}
			var names, values []string
			for _, c := range column(t, raw, `
				SELECT name || ' ' || CASE WHEN type LIKE '%INT%' OR type = 'BOOLEAN' THEN 'n' ELSE 't' END
				FROM pragma_table_info(?)
				WHERE dflt_value IS NULL`, table) {
				name, kind, _ := strings.Cut(c, " ")
				names = append(names, `"`+name+`"`)
				switch value, ok := allowed[name]; {
				case ok:
					values = append(values, "'"+value+"'")
				case kind == "n":
					values = append(values, "%")
				default:
					values = append(values, "'Wort %'")
				}
			}
			for n := 1; n <= 3; n++ {
				row := strings.ReplaceAll(strings.Join(values, ", "), "%", strconv.Itoa(n))
				statement := `INSERT INTO "` + table + `" (` + strings.Join(names, ", ") + `) VALUES (` + row + `)`
				_, _ = raw.Exec(statement) // rules that this does not know keep some tables empty
			}
		}
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	return countIn(t, path)
}

const (
	upgradePath = "TEST_DATABASE_TO_UPGRADE"
	upgradeRows = 400
)

// TestMigrationKilledInTheMiddleGoesOn kills a process that migrates at random moments, and
// starts it again each time.
func TestMigrationKilledInTheMiddleGoesOn(t *testing.T) {
	if path := os.Getenv(upgradePath); path != "" {
		fmt.Println("begun")
		d, err := db.Open(context.Background(), path, db.Options{})
		if err == nil {
			err = d.Close()
		}
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	t.Parallel()
	path := atVersion(t, db.Versions()[5])
	raw := rawly(t, path)
	for n := range upgradeRows {
		_, err := raw.Exec(`INSERT INTO organisation (name, kind, state, population, created_at) VALUES (?, 'municipality', 'Hessen', 1000, 0)`,
			fmt.Sprintf("Gemeinde %d", n))
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	killed := 0
	for round := 0; ; round++ {
		c := osexec.Command(os.Args[0], "-test.run=^TestMigrationKilledInTheMiddleGoesOn$")
		c.Env = append(os.Environ(), upgradePath+"="+path)
		out, err := c.StdoutPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 5)); err != nil {
			t.Fatal(err)
		}
		if round < 12 {
			time.AfterFunc(time.Duration(rand.IntN(80))*time.Millisecond, func() { c.Process.Kill() })
		}
		if c.Wait() == nil {
			break
		}
		killed++
		if round >= 12 {
			t.Fatal("it does not come up again")
		}
	}
	t.Logf("killed %d times", killed)
	d := open(t, path)
	want, err := fresh(t).Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := d.Schema(t.Context()); err != nil || !slices.Equal(got, want) {
		t.Errorf("the schema is another one, %v", err)
	}
	if got := countIn(t, path)["organisation"]; got != upgradeRows {
		t.Errorf("%d organisations of %d", got, upgradeRows)
	}
	if left, _ := filepath.Glob(path + ".vor-schema-*.unfertig"); killed > 0 && len(left) > 1 {
		t.Errorf("unfinished copies: %v", left)
	}
}

// TestCopyMadeBeforeMigratingIsTheWayBack puts it in the place of the database.
func TestCopyMadeBeforeMigratingIsTheWayBack(t *testing.T) {
	t.Parallel()
	version := db.Versions()[len(db.Versions())-4]
	path := atVersion(t, version)
	before := fill(t, path)
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	copies, err := filepath.Glob(path + ".vor-schema-*")
	if err != nil || len(copies) != 1 {
		t.Fatalf("copies: %v, %v", copies, err)
	}
	if err := os.Rename(copies[0], path); err != nil {
		t.Fatal(err)
	}
	found, err := db.InspectFile(t.Context(), path, nil)
	if err != nil || found.Schema != version || len(found.Defects) > 0 {
		t.Fatalf("the copy: %+v, %v", found, err)
	}
	if err := db.UpTo(t.Context(), path, version); err != nil { // the program of then finds nothing to do
		t.Fatal(err)
	}
	after := countIn(t, path)
	for table, n := range before {
		if after[table] != n {
			t.Errorf("%s had %d rows, has %d", table, n, after[table])
		}
	}
	open(t, path) // and the upgrade works once more
}

// TestFullDiskIsSaidBeforeMigrating is no test of its own parallel to others: it changes
// what disks seem to have.
func TestFullDiskIsSaidBeforeMigrating(t *testing.T) {
	path := atVersion(t, db.Versions()[5])
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	db.WithFree(1000, func() {
		_, err := db.Open(t.Context(), path, db.Options{})
		if err == nil || !strings.Contains(err.Error(), "zu wenig Platz") || !strings.Contains(err.Error(), "Nichts wurde verändert") {
			t.Errorf("opened with %v", err)
		}
	})
	if after, err := os.ReadFile(path); err != nil || !slices.Equal(before, after) {
		t.Errorf("the database changed, %v", err)
	}
	if copies, _ := filepath.Glob(path + ".vor-schema-*"); len(copies) > 0 {
		t.Errorf("there are copies: %v", copies)
	}
	open(t, path)
}
