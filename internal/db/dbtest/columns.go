package dbtest

import (
	"testing"

	"kommunalforum/internal/db"
)

// Column is a column of the schema, in the words of no engine.
type Column struct {
	Table, Name      string
	Kind             string // text, number, bool or bytes
	Numbered         bool   // the database gives the value
	Default, NotNull bool
	Key              bool   // part of the primary key
	To, ToColumn     string // what it refers to
}

// Columns returns all columns of the program's tables.
func Columns(t testing.TB, d *db.DB) (out []Column) {
	t.Helper()
	query := sqliteColumns
	if OnServer() {
		query = postgresColumns
	}
	out, err := db.View(t.Context(), d, func(tx *db.Tx) ([]Column, error) {
		return db.List(tx, func(r db.Row) (c Column, err error) {
			return c, r.Scan(&c.Table, &c.Name, &c.Kind, &c.Numbered, &c.Default, &c.NotNull, &c.Key, &c.To, &c.ToColumn)
		}, query)
	})
	if err != nil || len(out) < 300 {
		t.Fatalf("only %d columns found: %v", len(out), err)
	}
	return out
}

const sqliteColumns = `
	SELECT m.name, c.name,
		CASE c.type WHEN 'TEXT' THEN 'text' WHEN 'BLOB' THEN 'bytes' WHEN 'BOOLEAN' THEN 'bool' ELSE 'number' END,
		c.pk = 1 AND m.sql LIKE '%AUTOINCREMENT%',
		c.dflt_value IS NOT NULL, c."notnull", c.pk > 0, COALESCE(f."table", ''), COALESCE(f."to", '')
	FROM sqlite_schema m
	JOIN pragma_table_info(m.name) c
	LEFT JOIN pragma_foreign_key_list(m.name) f ON f."from" = c.name
	WHERE m.type = 'table' AND m.name NOT LIKE 'goose_%' AND m.name NOT LIKE 'sqlite_%'
	ORDER BY 1, c.cid`

const postgresColumns = `
	SELECT t.relname, a.attname,
		CASE a.atttypid::regtype::text WHEN 'text' THEN 'text' WHEN 'bytea' THEN 'bytes' WHEN 'boolean' THEN 'bool' ELSE 'number' END,
		a.attidentity <> '', a.atthasdef, a.attnotnull,
		EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)),
		COALESCE(r.relname, ''), COALESCE(ra.attname, '')
	FROM pg_class t
	JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
	LEFT JOIN pg_constraint f ON f.conrelid = t.oid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum]
	LEFT JOIN pg_class r ON r.oid = f.confrelid
	LEFT JOIN pg_attribute ra ON ra.attrelid = f.confrelid AND ra.attnum = f.confkey[1]
	WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace AND t.relname NOT IN ('goose_db_version', 'write_count')
	ORDER BY t.relname, a.attnum`

// UncheckedTx runs fn in tx while the conditions (CHECK) of a table do not hold. On a
// server they are gone for good.
func UncheckedTx(tx *db.Tx, table string, fn func() error) error {
	if !OnServer() {
		if _, err := tx.Exec(`PRAGMA ignore_check_constraints = ON`); err != nil {
			return err
		}
		if err := fn(); err != nil {
			return err
		}
		_, err := tx.Exec(`PRAGMA ignore_check_constraints = OFF`)
		return err
	}
	checks, err := db.Column[string](tx, `
		SELECT quote_ident(conname) FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype = 'c'`, table)
	if err != nil {
		return err
	}
	for _, c := range checks {
		if _, err := tx.Exec(`ALTER TABLE ` + table + ` DROP CONSTRAINT ` + c); err != nil {
			return err
		}
	}
	return fn()
}
