//go:build postgres

package db_test

import (
	"context"
	"os"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"kommunalforum/internal/db"
)

// firstSchema is the database with which this engine began, with a row in each table.
// It is written once and never changed.
const firstSchema = "testdata/first_postgres.sql"

func TestFrozenFirstSchemaUpgrades(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile(firstSchema)
	if err != nil {
		t.Fatal(err)
	}
	source := emptySource(t)
	raw, err := pgx.Connect(t.Context(), source) // package db opens no older schema as it is
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close(context.Background())
	if _, err := raw.Exec(t.Context(), string(script)); err != nil {
		t.Fatalf("%s: %v", firstSchema, err)
	}
	before := rowsOfTables(t, raw)
	if len(before) < 80 {
		t.Fatalf("only %d tables", len(before))
	}
	d := open(t, source)
	upgraded, err := d.Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now, err := fresh(t).Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(upgraded, now) {
		t.Errorf("the upgraded schema differs from a new one:\n%v\n%v", upgraded, now)
	}
	after := rowsOfTables(t, raw)
	for table, n := range before {
		if left, kept := after[table]; kept && left < n {
			t.Errorf("%s has %d rows instead of %d", table, left, n)
		}
	}
	name, err := db.View(t.Context(), d, func(tx *db.Tx) (string, error) {
		return db.Scalar[string](tx, `SELECT p.name || ', ' || o.name FROM person p JOIN organisation o ON o.id = p.organisation_id`)
	})
	if err != nil || name != "Anna Ahorn, Stadt Musterstadt" {
		t.Errorf("the rows of old are %q, %v", name, err)
	}
	if defects, err := d.Check(t.Context()); err != nil || len(defects) > 0 {
		t.Errorf("%v, %v", defects, err)
	}
}

// rowsOfTables counts the rows of every table that has some.
func rowsOfTables(t *testing.T, raw *pgx.Conn) map[string]int {
	t.Helper()
	rows, err := raw.Query(t.Context(), `
		SELECT relname, (xpath('/row/n/text()', query_to_xml('SELECT COUNT(*) AS n FROM ' || oid::regclass, FALSE, TRUE, '')))[1]::text::int
		FROM pg_class
		WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	var table string
	var n int
	if _, err := pgx.ForEachRow(rows, []any{&table, &n}, func() error { out[table] = n; return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}
