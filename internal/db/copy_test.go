package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
)

func ignore(string, int64) {}

// places are pairs of sources for a copy, from one and to the other, with every engine
// that the run knows.
func places(t *testing.T) map[string][2]string {
	file := func() string { return filepath.Join(t.TempDir(), "forum.db") }
	out := map[string][2]string{"file to file": {file(), file()}}
	if dbtest.OnServer() {
		out["file to server"] = [2]string{file(), emptySource(t)}
		out["server to file"] = [2]string{emptySource(t), file()}
	}
	return out
}

// fillEdges writes what engines might keep in different ways.
func fillEdges(t *testing.T, d *db.DB) {
	t.Helper()
	text := strings.Repeat("Größe 𝔘nd „ñ“\u200b\r\n\t'\"\\", 30_000)
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		for i, s := range []struct {
			sql  string
			args []any
		}{
			{`INSERT INTO organisation (id, name, kind, state, ags, population, created_at, search) VALUES (1, 'Ä', 'x', '', NULL, $2, $3, $1)`,
				[]any{text, int64(math.MaxInt64), int64(math.MinInt64)}},
			{`INSERT INTO organisation (id, name, kind, state, population, created_at) VALUES (2, '', 'x', '', 0, -1)`, nil},
			{`UPDATE organisation SET successor_id = 2 WHERE id = 1`, nil}, // to a row that comes later
			{`INSERT INTO person (email, name, function, organisation_id, password, created_at)
				VALUES ('a', '', '', 1, '', 0), ('b', '', '', 1, '', 0), ('c', '', '', 1, '', 0)`, nil},
			{`DELETE FROM person WHERE id > 1`, nil},
			{`INSERT INTO portrait (person_id, sha256, picture, at) VALUES (1, '', $1, 0)`, []any{[]byte("\x00\xff\x00")}},
			{`INSERT INTO district VALUES ('03241', 'a', 'b', 'c', 'd', 1, TRUE)`, nil},
			{`INSERT INTO municipality (ags, name, plain, kind, district_ags, state, population, lat, lon, search, listed)
				VALUES ('1', '', '', '', '03241', '', 0, $1, $2, '', FALSE), ('2', '', '', '', '03241', '', 0, 52, -0.1, '', TRUE)`,
				[]any{math.Nextafter(52.1, 53), -math.MaxFloat64}},
			{`INSERT INTO cursor (consumer, event_id) VALUES ('x', 5)`, nil},
			{`INSERT INTO job (kind, requested_at) VALUES ('x', 6)`, nil},
			{`INSERT INTO node (id, name, schema, started_at, seen_at, ready) VALUES ('eins', '', 1, 2, 3, TRUE)`, nil}, // stays behind
			{`INSERT INTO cursor (consumer, node, event_id) VALUES ('x', 'eins', 4)`, nil},
			{`INSERT INTO job (kind, node, requested_at) VALUES ('x', 'eins', 7)`, nil},
			{`UPDATE event_log SET id = 'the lineage', head = 12`, nil},
		} {
			if _, err := tx.Exec(s.sql, s.args...); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// dump returns the content of some tables.
func dump(t *testing.T, d *db.DB) (out []string) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		for _, query := range []string{
			`SELECT search, population, created_at, successor_id FROM organisation ORDER BY id`,
			`SELECT email, id, search, disabled_at FROM person ORDER BY id`,
			`SELECT sha256, picture, at, person_id FROM portrait`,
			`SELECT ags, lat, lon, listed FROM municipality ORDER BY ags`,
			`SELECT consumer, event_id, 0, 0 FROM cursor WHERE node = '' ORDER BY consumer`,
			`SELECT kind, requested_at, 0, 0 FROM job WHERE node = '' ORDER BY kind`,
			`SELECT id, head, 0, 0 FROM event_log`,
		} {
			rows, err := db.List(tx, func(r db.Row) (string, error) {
				var a, b, c, d any
				err := r.Scan(&a, &b, &c, &d)
				return fmt.Sprintf("%T %v %v %v %v", a, a, b, c, d), err
			}, query)
			if err != nil {
				return err
			}
			out = append(out, rows...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// ofNodes counts rows that are of no use without the folder of a node.
func ofNodes(t *testing.T, d *db.DB) int {
	t.Helper()
	n, err := db.View(t.Context(), d, func(tx *db.Tx) (int, error) {
		return db.Scalar[int](tx, `
			SELECT (SELECT COUNT(*) FROM node) + (SELECT COUNT(*) FROM cursor WHERE node <> '') + (SELECT COUNT(*) FROM job WHERE node <> '')`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCopyHoldsEveryValueAndNoNumberComesBack(t *testing.T) {
	t.Parallel()
	for name, place := range places(t) {
		from := open(t, place[0])
		fillEdges(t, from)
		copied, err := from.CopyTo(t.Context(), place[1], ignore)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		rows := map[string]int64{}
		for _, c := range copied {
			rows[c.Table] = c.Rows
		}
		if rows["municipality"] != 2 || rows["person"] != 1 || rows["post"] != 0 || len(copied) < 80 {
			t.Errorf("%s: %v", name, rows)
		}
		to := open(t, place[1])
		if n := ofNodes(t, from); n != 3 {
			t.Errorf("%s: %d rows belong to a node: the test is blind", name, n)
		}
		if n := ofNodes(t, to); n != 0 {
			t.Errorf("%s: %d rows of a node came along", name, n)
		}
		if want, have := dump(t, from), dump(t, to); !slices.Equal(want, have) {
			t.Errorf("%s: %d and %d rows differ", name, len(want), len(have))
		}
		err = to.Write(t.Context(), func(tx *db.Tx) error {
			id, err := tx.Insert(`INSERT INTO person (email, name, function, organisation_id, password, created_at)
				VALUES ('d', '', '', 1, '', 0) RETURNING id`)
			if err != nil || id != 4 {
				t.Errorf("%s: the next person is number %d, %v", name, id, err)
			}
			id, err = tx.Insert(`INSERT INTO audit (at, act, subject, subject_id, reason) VALUES (0, 'x', 'x', 1, '') RETURNING id`)
			if err != nil || id != 1 {
				t.Errorf("%s: the first entry of an empty table is number %d, %v", name, id, err)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCopyIsRefusedWhenSomebodyWritesMeanwhile(t *testing.T) {
	t.Parallel()
	for name, place := range places(t) {
		from := open(t, place[0])
		fillEdges(t, from)
		wrote := false
		_, err := from.CopyTo(t.Context(), place[1], func(table string, _ int64) {
			if !wrote {
				wrote = true
				do(t, from, `INSERT INTO cursor (consumer, event_id) VALUES ('y', 0)`)
			}
		})
		if !errors.Is(err, db.ErrWritten) || !wrote {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCopyNamesWhatNoOtherDatabaseTakes writes around the program, as SQLite lets everybody
// do, what has not the type of its column.
func TestCopyNamesWhatNoOtherDatabaseTakes(t *testing.T) {
	t.Parallel()
	for statement, want := range map[string]string{
		`UPDATE event_log SET id = 'a' || CHAR(0) || 'b'`:           "Tabelle event_log, Spalte id: ",
		`UPDATE event_log SET head = 'many'`:                        "Tabelle event_log, Spalte head: ",
		`UPDATE event_log SET id = CAST(x'ff' AS TEXT)`:             "Tabelle event_log, Spalte id: ",
		`UPDATE event_log SET id = x'61'`:                           "Tabelle event_log, Spalte id: ",
		`INSERT INTO cursor (consumer, event_id) VALUES ('a', 1.5)`: "Tabelle cursor, Spalte event_id: ",
		`INSERT INTO cursor (consumer, event_id) VALUES ('a', x'')`: "Tabelle cursor, Spalte event_id: ",
	} {
		path := filepath.Join(t.TempDir(), "forum.db")
		open(t, path).Close()
		raw, err := sql.Open("sqlite3", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = raw.Exec(statement); err != nil {
			t.Fatal(err)
		}
		raw.Close()
		if _, err := open(t, path).CopyTo(t.Context(), filepath.Join(t.TempDir(), "forum.db"), ignore); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestCopyEndsWhenItIsStopped(t *testing.T) {
	t.Parallel()
	for name, place := range places(t) {
		from := open(t, place[0])
		fillEdges(t, from)
		ctx, stop := context.WithCancel(t.Context())
		_, err := from.CopyTo(ctx, place[1], func(table string, _ int64) {
			if table == "organisation" {
				stop()
			}
		})
		if err == nil {
			t.Errorf("%s: it went on", name)
		}
	}
}

// TestEveryTableCanBeCopied holds the schema against what CopyTo knows: types of columns,
// keys to read by, and the rows that stay.
func TestEveryTableCanBeCopied(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	tables, err := d.Tables(t.Context())
	if err != nil || len(tables) < 80 {
		t.Fatalf("%d tables: %v", len(tables), err)
	}
	for _, table := range tables {
		if len(table.Key) == 0 {
			t.Errorf("%s has no primary key", table.Name)
		}
		ofNode := slices.ContainsFunc(append(table.Columns, table.Name), func(name string) bool { return strings.HasPrefix(name, "node") })
		if ofNode && table.Copied == `TRUE` {
			t.Errorf("%s holds rows of nodes, and all are copied: see goesAlong", table.Name)
		}
	}
}
