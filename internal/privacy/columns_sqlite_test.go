//go:build !postgres

// They read the schema as SQLite tells it. The other engines' is the same, which a
// test of package db holds.

package privacy_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/privacy"
	. "kommunalforum/internal/testkit"
)

// place is a column in the schema.
type place struct{ Table, Name string }

// telling are names of columns that hold something on a person without
// referring to one.
var telling = regexp.MustCompile(`(^|_)(email|phone|device|handle|password|secret|colleague|former|picture)($|_)`)

// personal returns the columns of the real schema that hold something on a
// person: all of the table person, all that refer to it, and those whose name
// gives it away.
func personal(t *testing.T, w *World) (out []place) {
	t.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		all, err := db.List(tx, func(r db.Row) (p place, err error) { return p, r.Scan(&p.Table, &p.Name) }, `
			SELECT m.name, c.name
			FROM sqlite_schema m
			JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table'`)
		if err != nil {
			return err
		}
		refer, err := db.List(tx, func(r db.Row) (p place, err error) { return p, r.Scan(&p.Table, &p.Name) }, `
			SELECT m.name, f."from"
			FROM sqlite_schema m
			JOIN pragma_foreign_key_list(m.name) f
			WHERE m.type = 'table' AND f."table" = 'person'`)
		for _, p := range all {
			if p.Table == "person" || slices.Contains(refer, p) || telling.MatchString(p.Name) && p.Name != "former_state" {
				out = append(out, p)
			}
		}
		return err
	})
	if err != nil || len(out) < 20 {
		t.Fatalf("only %d columns found: %v", len(out), err)
	}
	return out
}

func TestEveryColumnThatHoldsSomethingOnAPersonHasItsFate(t *testing.T) {
	t.Parallel()
	w := New(t)
	listed := map[place]bool{}
	for _, c := range privacy.Columns {
		if listed[place{c.Table, c.Name}] {
			t.Errorf("%s.%s is listed twice", c.Table, c.Name)
		}
		listed[place{c.Table, c.Name}] = true
		switch {
		case c.Section == "" && c.Why == "":
			t.Errorf("%s.%s is in no section of the export, and nobody says why", c.Table, c.Name)
		case c.Section != "" && !slices.Contains(w.Export.Keys(), c.Section):
			t.Errorf("%s.%s: the export has no section %q", c.Table, c.Name, c.Section)
		}
		exists := `SELECT COUNT(*) FROM pragma_table_info($1) WHERE name = $2`
		if n := count(t, w, exists, c.Table, c.Name); n != 1 {
			t.Errorf("%s.%s is no column of the schema", c.Table, c.Name)
		}
	}
	for _, p := range personal(t, w) {
		if !listed[p] {
			t.Errorf("%s.%s holds something on a person. Say in privacy.Columns what becomes of it when an account is erased (and make "+
				"the owner's EraseIn do it), and in which section of the export it is", p.Table, p.Name)
		}
	}
	for _, key := range w.Export.Keys() {
		if !slices.ContainsFunc(privacy.Columns, func(c privacy.Column) bool { return c.Section == key }) && key != "post_versions" {
			t.Errorf("no column is in section %q of the export", key)
		}
	}
}

// seed begins every text that sow writes.
const seed = "Zebrasaat"

// sow puts a row that is the person's into a table, whatever its columns are.
func sow(t *testing.T, w *World, table, column string, value any) {
	t.Helper()
	type info struct {
		name, kind string
		must, sure bool // NOT NULL, has a default
		key        int
		refers, to string
	}
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		columns, err := db.List(tx, func(r db.Row) (c info, err error) {
			return c, r.Scan(&c.name, &c.kind, &c.must, &c.sure, &c.key, &c.refers, &c.to)
		}, `
			SELECT c.name, c.type, c."notnull", c.dflt_value IS NOT NULL, c.pk, COALESCE(f."table", ''), COALESCE(f."to", '')
			FROM pragma_table_info($1) c
			LEFT JOIN pragma_foreign_key_list($1) f ON f."from" = c.name
			ORDER BY c.cid`, table)
		if err != nil {
			return err
		}
		var names, places []string
		var values []any
		for _, c := range columns {
			var v any
			switch {
			case c.name == column:
				v = value
			case c.kind == "INTEGER" && c.key == 1, c.sure, !c.must && c.key == 0:
				continue
			case c.refers != "":
				if v, err = db.Scalar[any](tx, `SELECT MIN(`+c.to+`) FROM `+c.refers); err != nil {
					return err
				}
			case c.kind == "TEXT":
				v = fmt.Sprintf("%s-%s-%s", seed, table, c.name)
			case c.kind == "BLOB":
				v = []byte(seed + table)
			case c.kind == "BOOLEAN":
				v = false
			default:
				v = 1
			}
			names, places, values = append(names, c.name), append(places, fmt.Sprintf("$%d", len(places)+1)), append(values, v)
		}
		for _, q := range []string{`PRAGMA ignore_check_constraints = ON`,
			`INSERT INTO ` + table + ` (` + strings.Join(names, ", ") + `) VALUES (` + strings.Join(places, ", ") + `)`,
			`PRAGMA ignore_check_constraints = OFF`} {
			var args []any
			if strings.HasPrefix(q, "INSERT") {
				args = values
			}
			if _, err := tx.Exec(q, args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("sow into %s: %v", table, err)
	}
}

func TestErasureDoesToEveryColumnWhatTheListSays(t *testing.T) {
	t.Parallel()
	w := New(t)
	ann := w.By(Ann)
	w.Ask(Bea, Members, "Wer betreibt das?", "Wir suchen Erfahrungen.")
	own := func(c privacy.Column) any {
		if c.Name == "key" {
			return credential.AddressKey(ann.Email)
		}
		return ann.ID
	}
	refers := func(c privacy.Column) bool {
		return c.Table != "person" && (strings.HasSuffix(c.Name, "_id") || strings.HasSuffix(c.Name, "_by") || c.Name == "key" || c.Name == "id")
	}
	rows := func(c privacy.Column) int {
		return count(t, w, `SELECT COUNT(*) FROM `+c.Table+` WHERE `+c.Name+` = $1`, own(c))
	}
	for _, c := range privacy.Columns {
		if c.Fate == privacy.Goes && refers(c) {
			if rows(c) == 0 {
				sow(t, w, c.Table, c.Name, own(c))
			}
			if rows(c) == 0 {
				t.Fatalf("nothing was sown into %s.%s", c.Table, c.Name)
			}
		}
	}
	if err := w.Acts.Leave(w.Ctx, ann, true); err != nil {
		t.Fatal(err)
	}
	for _, c := range privacy.Columns {
		if (c.Fate == privacy.Goes || c.Fate == privacy.Emptied) && refers(c) && c.Table != "audit" {
			if n := rows(c); n != 0 {
				t.Errorf("%s.%s still has %d rows of the person", c.Table, c.Name, n)
			}
		}
	}
	if n := count(t, w, `SELECT COUNT(*) FROM person WHERE id = $1 AND name = $2 AND function = '' AND password = ''
		AND email = 'erased:' || id AND address_due IS NULL AND address_doubted_at IS NULL AND used_at IS NULL AND erased_at IS NOT NULL`,
		ann.ID, account.FormerMember); n != 1 {
		t.Error("the account's row still says something")
	}
	w.Scrubbed()
	for path, content := range Files(t, w.Dir()) {
		if at := bytes.Index(content, []byte(seed)); at >= 0 {
			t.Errorf("%s holds %q", path, content[at:min(at+60, len(content))])
		}
	}
}

// elsewhere are tables that record who did something without their
// organisation, and where that is kept.
var elsewhere = map[string]string{
	"person":         "is the account itself",
	"register":       "the audit log records who applied it",
	"answer_drafter": "the history of the inquiry records each saving of a draft",
	"answer_version": "the history of the inquiry records release and withdrawal",
}

func TestEveryRecordOfWhoDidWhatKeepsTheirOrganisationOfThen(t *testing.T) {
	t.Parallel()
	w := New(t)
	tables := 0
	for _, c := range privacy.Columns {
		if c.Fate != privacy.Number || elsewhere[c.Table] != "" {
			continue
		}
		tables++
		if count(t, w, `SELECT COUNT(*) FROM pragma_table_info($1) WHERE name = 'organisation_id'`, c.Table) == 0 {
			t.Errorf("%s.%s records who did something, but not for which organisation: pages would show the present one after a "+
				"change of employer", c.Table, c.Name)
		}
	}
	if tables < 8 {
		t.Errorf("only %d tables were looked at", tables)
	}
}
