//go:build !postgres

// The other engine has a schema of its own with which it began.

package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
)

// firstFile is the schema of the first release as it was, with a row to be
// found again. It is written once and never changed.
const firstFile = "testdata/first.sql"

func TestFrozenFirstSchemaUpgrades(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile(firstFile)
	if os.IsNotExist(err) && os.Getenv("FREEZE") != "" {
		script = []byte(freeze(t))
		err = os.WriteFile(firstFile, script, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "forum.db")
	raw, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec(string(script)); err != nil {
		t.Fatalf("%s: %v", firstFile, err)
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	d := open(t, path)
	upgraded, err := d.Schema(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	now, err := fresh(t).Schema(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(upgraded, ";\n"), strings.Join(now, ";\n"); got != want {
		t.Errorf("the upgraded schema differs from a new one:\n%s", got)
	}
	err = d.Read(context.Background(), func(tx *db.Tx) error {
		name, err := db.Scalar[string](tx, `SELECT name FROM organisation WHERE id = 1`)
		if err != nil || name != "Stadt Musterstadt" {
			t.Errorf("the row of old is %q, %v", name, err)
		}
		key, err := db.Scalar[string](tx, `SELECT search || '|' || sort_key FROM organisation WHERE id = 1`)
		if want := " stadt musterstadt|" + folding.SortKey("Stadt Musterstadt"); err != nil || key != want {
			t.Errorf("the row of old is folded to %q, %v", key, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// freeze writes the present schema down, with its version and one row.
func freeze(t *testing.T) string {
	t.Helper()
	d := fresh(t)
	var b strings.Builder
	b.WriteString("-- The schema of the first release. Never changed: every later program must upgrade it.\n\n")
	statements, err := d.Schema(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	b.WriteString("CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied " +
		"INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')));\n")
	for _, s := range statements {
		b.WriteString(s + ";\n")
	}
	err = d.Read(context.Background(), func(tx *db.Tx) error {
		versions, err := db.Column[int64](tx, `SELECT version_id FROM goose_db_version ORDER BY id`)
		for _, v := range versions {
			fmt.Fprintf(&b, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (%d, 1);\n", v)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.WriteString("INSERT INTO organisation (name, kind, state, population, created_at) VALUES ('Stadt Musterstadt', 'municipality', " +
		"'Hessen', 1000, 0);\n")
	return b.String()
}
