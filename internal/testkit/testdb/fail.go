package testdb

import (
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
)

// Fail makes statements fail from now on, and returns what ends it. what is such as
// "INSERT ON outbox"; when is a condition on the row NEW, "" for all rows.
func Fail(t testing.TB, d *db.DB, what, when string) (end func()) {
	t.Helper()
	if when != "" {
		when = " WHEN " + when
		if dbtest.OnServer() {
			when = " WHEN (" + when[len(" WHEN "):] + ")"
		}
	}
	begin := []string{`CREATE TRIGGER made_to_fail BEFORE ` + what + when + ` BEGIN SELECT RAISE(ABORT, 'made to fail'); END`}
	after := []string{`DROP TRIGGER made_to_fail`}
	if dbtest.OnServer() {
		begin = []string{
			`CREATE FUNCTION made_to_fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''made to fail''; END'`,
			`CREATE TRIGGER made_to_fail BEFORE ` + what + ` FOR EACH ROW` + when + ` EXECUTE FUNCTION made_to_fail()`,
		}
		after = []string{`DROP FUNCTION made_to_fail() CASCADE`}
	}
	run := func(statements []string) {
		t.Helper()
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			for _, s := range statements {
				if _, err := tx.Exec(s); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	run(begin)
	return func() { run(after) }
}
