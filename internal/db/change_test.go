package db_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"kommunalforum/internal/db"
)

// watched reads under Watch and returns whether that still holds.
func watched(t *testing.T, d *db.DB, read func(tx *db.Tx) error) (holds func() bool) {
	t.Helper()
	ctx, basis, err := d.Watch(context.Background())
	if err == nil {
		err = d.Read(ctx, read)
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() bool {
		t.Helper()
		if _, err := d.Version(context.Background()); err != nil {
			t.Fatal(err)
		}
		return d.Holds(basis)
	}
}

func reading(query string, args ...any) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := db.Column[int64](tx, query, args...)
		return err
	}
}

func within(part string, do func(*db.Tx) error) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		parts := strings.Split(part, " ")
		return tx.Within(db.RowsOf([]string{"job"}, parts...), func() error { return do(tx) })
	}
}

func writing(query string) func(*db.Tx) error {
	return func(tx *db.Tx) error { return tx.Queue(query) }
}

const (
	countJobs     = `SELECT COUNT(*) FROM job`
	countSettings = `SELECT COUNT(*) FROM setting`
	oneMoreJob    = `INSERT INTO job (kind, node, requested_at) SELECT 'x' || COUNT(*), '', 0 FROM job`
	dropSetting   = `DELETE FROM setting WHERE name = 'none'`
)

// TestWhatWasReadHoldsUntilItIsWritten in this process and in another.
func TestWhatWasReadHoldsUntilItIsWritten(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	d, other := open(t, from), open(t, from)
	both := reading(countSettings + ` WHERE (` + countJobs + `) > 0`)
	memory := func(tx *db.Tx) error {
		_, err := db.Cached(tx, "jobs", jobs)
		return err
	}
	for _, x := range []struct {
		name        string
		read, write func(*db.Tx) error
		holds       bool
	}{
		{"the same table", reading(countJobs), writing(oneMoreJob), false},
		{"another table", reading(countSettings), writing(oneMoreJob), true},
		{"one of two tables", both, writing(oneMoreJob), false},
		{"what is remembered", memory, writing(oneMoreJob), false},
		{"what was remembered before", memory, writing(oneMoreJob), false},
		{"another table than what is remembered", memory, writing(dropSetting), true},
		{"a statement that says nothing", reading(countSettings), writing(`ANALYZE`), false},
		{"part of part", within("a", reading(countJobs)), within("a", writing(oneMoreJob)), false},
		{"other part", within("a", reading(countJobs)), within("b", writing(oneMoreJob)), true},
		{"one of two parts", within("a", reading(countJobs)), within("b a", writing(oneMoreJob)), false},
		{"part of whole", reading(countJobs), within("a", writing(oneMoreJob)), false},
		{"whole of part", within("a", reading(countJobs)), writing(oneMoreJob), false},
		{"part and whole", func(tx *db.Tx) error {
			return errors.Join(within("a", reading(countJobs))(tx), reading(countJobs)(tx))
		}, within("b", writing(oneMoreJob)), false},
		{"whole table in a part of another", within("a", reading(countSettings)), within("b", writing(dropSetting)), false},
		{"nothing", reading(countJobs), func(*db.Tx) error { return nil }, true},
	} {
		for name, by := range map[string]*db.DB{"this": d, "another": other} {
			holds := watched(t, d, x.read)
			if !holds() {
				t.Errorf("%s: does not hold at once", x.name)
			}
			if err := by.Write(t.Context(), func(tx *db.Tx) error {
				if err := x.write(tx); err != nil {
					return err
				}
				return errors.New("back")
			}); err == nil || !holds() {
				t.Errorf("%s, rolled back by %s process: %v, holds %t", x.name, name, err, holds())
			}
			if err := by.Write(t.Context(), x.write); err != nil {
				t.Fatalf("%s: %v", x.name, err)
			}
			if got := holds(); got != x.holds {
				t.Errorf("%s, written by %s process: holds %t, want %t", x.name, name, got, x.holds)
			}
		}
	}
}

// TestWhatWasReadHoldsNoLongerThanTheLogReaches: who did not look for long takes
// everything for changed.
func TestWhatWasReadHoldsNoLongerThanTheLogReaches(t *testing.T) {
	t.Parallel()
	d := open(t, emptySource(t))
	holds := watched(t, d, reading(countSettings))
	for n := range 1500 {
		if err := d.Write(t.Context(), writing(oneMoreJob)); err != nil {
			t.Fatal(err)
		}
		if n == 500 && !holds() {
			t.Error("what was written does not concern it")
		}
	}
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		kept, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM data_change`)
		if err == nil && kept > 1300 {
			t.Errorf("%d rows are kept", kept)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if !holds() {
		t.Error("a thousand writes are known")
	}
	holds = watched(t, d, reading(countSettings))
	for range 1500 {
		if err := d.Write(t.Context(), writing(oneMoreJob)); err != nil {
			t.Fatal(err)
		}
	}
	if holds() {
		t.Error("it holds though nobody knows what was written")
	}
}

// TestACommitThatLeftNoRowMayHaveChangedEverything, as by a program from before the log.
func TestACommitThatLeftNoRowMayHaveChangedEverything(t *testing.T) {
	t.Parallel()
	d := open(t, emptySource(t))
	holds := watched(t, d, reading(countSettings))
	if err := d.Write(t.Context(), writing(oneMoreJob)); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), writing(oneMoreJob)); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), writing(`DELETE FROM data_change WHERE n IN (SELECT MAX(n) - 1 FROM data_change)`)); err != nil {
		t.Fatal(err)
	}
	if holds() {
		t.Error("a gap in the log is passed over")
	}
}

// TestManyWritersLoseNoChange: each reads for itself what the others write at once.
func TestManyWritersLoseNoChange(t *testing.T) {
	t.Parallel()
	d := open(t, emptySource(t))
	done := make(chan error)
	const writers = 8
	for n := range writers {
		go func() {
			part := fmt.Sprint("p", n)
			for range 40 {
				ctx, basis, err := d.Watch(context.Background())
				if err == nil {
					err = d.Read(ctx, within(part, reading(countJobs)))
				}
				if err == nil {
					err = d.Write(context.Background(), within(part, writing(oneMoreJob)))
				}
				if err == nil {
					_, err = d.Version(context.Background())
				}
				if err == nil && d.Holds(basis) {
					err = errors.New("what was written by this very writer still holds")
				}
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// TestNothingIsWrittenThatNoStatementNames: tables are found in the texts of statements.
func TestNothingIsWrittenThatNoStatementNames(t *testing.T) {
	t.Parallel()
	d := open(t, emptySource(t))
	lines, err := d.Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		text := strings.ToUpper(line)
		for _, along := range []string{"CASCADE", "SET NULL", "SET DEFAULT", "CREATE VIEW"} {
			if strings.Contains(text, along) {
				t.Errorf("%s: a commit would change more than its statements say", line)
			}
		}
		if strings.Contains(text, "TRIGGER") && !strings.Contains(text, "INQUIRY_STEP_UN") { // these two only refuse
			t.Errorf("%s: see tablesOfStatement", line)
		}
	}
}
