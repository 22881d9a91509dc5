package dbtest

import (
	"strings"
	"testing"

	"kommunalforum/internal/db"
)

// Traces returns where a database on a server holds one of the words, in whatever
// case: in rows, in rows that were deleted or overwritten and not cleaned yet, and in
// indexes. A database file is looked at like all other files.
func Traces(t testing.TB, d *db.DB, words ...string) (out []string) {
	t.Helper()
	if !OnServer() {
		return nil
	}
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`CREATE EXTENSION IF NOT EXISTS pageinspect`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{heapTraces, indexTraces} {
		found, err := db.View(t.Context(), d, func(tx *db.Tx) ([]string, error) {
			return db.Column[string](tx, query, strings.ToLower(strings.Join(words, "\n")))
		})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, found...)
	}
	return out
}

const heapTraces = `
	WITH word AS (SELECT w FROM regexp_split_to_table($1, '\n') w), t AS (
		SELECT c.oid, c.reltoastrelid FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace)
	SELECT r.oid::regclass || ': ' || left(x.content, 300)
	FROM (SELECT oid FROM t UNION ALL SELECT reltoastrelid FROM t WHERE reltoastrelid <> 0) r
	CROSS JOIN LATERAL generate_series(0, pg_relation_size(r.oid) / current_setting('block_size')::int - 1) AS b(n)
	CROSS JOIN LATERAL heap_page_items(get_raw_page(r.oid::regclass::text, b.n)) i
	CROSS JOIN LATERAL (SELECT encode(i.t_data, 'escape') AS content) x
	WHERE EXISTS (SELECT FROM word WHERE position(w IN lower(x.content)) > 0)`

// Of the pages of a B-tree the first holds no entries.
const indexTraces = `
	WITH word AS (SELECT w FROM regexp_split_to_table($1, '\n') w)
	SELECT c.oid::regclass || ': ' || left(x.content, 300)
	FROM pg_class c
	JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree'
	CROSS JOIN LATERAL generate_series(1, pg_relation_size(c.oid) / current_setting('block_size')::int - 1) AS b(n)
	CROSS JOIN LATERAL bt_page_items(c.oid::regclass::text, b.n) i
	CROSS JOIN LATERAL (SELECT encode(decode(replace(i.data, ' ', ''), 'hex'), 'escape') AS content) x
	WHERE c.relnamespace = current_schema()::regnamespace AND EXISTS (SELECT FROM word WHERE position(w IN lower(x.content)) > 0)`
