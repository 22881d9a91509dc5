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
	"kommunalforum/internal/db/dbtest"
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
	for _, c := range dbtest.Columns(t, w.DB) {
		if c.Table == "person" || c.To == "person" || telling.MatchString(c.Name) && c.Name != "former_state" {
			out = append(out, place{c.Table, c.Name})
		}
	}
	if len(out) < 20 {
		t.Fatalf("only %d columns found", len(out))
	}
	return out
}

func TestEveryColumnThatHoldsSomethingOnAPersonHasItsFate(t *testing.T) {
	t.Parallel()
	w := New(t)
	there := map[place]bool{}
	for _, c := range dbtest.Columns(t, w.DB) {
		there[place{c.Table, c.Name}] = true
	}
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
		if !there[place{c.Table, c.Name}] {
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
	columns := dbtest.Columns(t, w.DB)
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		var names, places []string
		var values []any
		for _, c := range columns {
			if c.Table != table || c.Name != column && (c.Numbered || c.Default || !c.NotNull && !c.Key) {
				continue
			}
			v := value
			if c.Name != column {
				var err error
				if v, err = sown(tx, c); err != nil {
					return err
				}
			}
			names, places, values = append(names, c.Name), append(places, fmt.Sprintf("$%d", len(places)+1)), append(values, v)
		}
		return dbtest.UncheckedTx(tx, table, func() error {
			_, err := tx.Exec(`INSERT INTO `+table+` (`+strings.Join(names, ", ")+`) VALUES (`+strings.Join(places, ", ")+`)`, values...)
			return err
		})
	})
	if err != nil {
		t.Fatalf("sow into %s: %v", table, err)
	}
}

// sown is a value for a column that must have one.
func sown(tx *db.Tx, c dbtest.Column) (any, error) {
	switch {
	case c.To != "":
		return db.Scalar[any](tx, `SELECT MIN(`+c.ToColumn+`) FROM `+c.To)
	case c.Kind == "text":
		return fmt.Sprintf("%s-%s-%s", seed, c.Table, c.Name), nil
	case c.Kind == "bytes":
		return []byte(seed + c.Table), nil
	case c.Kind == "bool":
		return false, nil
	}
	return 1, nil
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
	for _, hit := range dbtest.Traces(t, w.DB, seed) {
		t.Error(hit)
	}
}

// elsewhere are tables that record who did something without their
// organisation, and where that is kept.
var elsewhere = map[string]string{
	"person":          "is the account itself",
	"thread_transfer": "the audit log records the act",
	"register":        "the audit log records who applied it",
	"answer_drafter":  "the history of the inquiry records each saving of a draft",
	"answer_version":  "the history of the inquiry records release and withdrawal",
}

func TestEveryRecordOfWhoDidWhatKeepsTheirOrganisationOfThen(t *testing.T) {
	t.Parallel()
	w := New(t)
	keeps := map[string]bool{}
	for _, c := range dbtest.Columns(t, w.DB) {
		keeps[c.Table] = keeps[c.Table] || c.Name == "organisation_id"
	}
	tables := 0
	for _, c := range privacy.Columns {
		if c.Fate != privacy.Number || elsewhere[c.Table] != "" {
			continue
		}
		tables++
		if !keeps[c.Table] {
			t.Errorf("%s.%s records who did something, but not for which organisation: pages would show the present one after a "+
				"change of employer", c.Table, c.Name)
		}
	}
	if tables < 8 {
		t.Errorf("only %d tables were looked at", tables)
	}
}
