package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	"kommunalforum/internal/fault"
)

func open(t *testing.T, source string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), source, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// fresh returns an empty database of the engine that the run is about.
func fresh(t *testing.T) *db.DB { return open(t, emptySource(t)) }

// emptySource returns where there is no database yet.
func emptySource(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := dbtest.Make(folder); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dbtest.Drop(folder) })
	return dbtest.Source(folder)
}

// do writes statements into a database.
func do(t *testing.T, d *db.DB, statements ...string) {
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

func TestPlaceholdersMayComeInAnyOrderAndRepeat(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	err := d.Read(context.Background(), func(tx *db.Tx) error {
		got, err := db.Scalar[string](tx, `SELECT $2 || $1 || $2 || '$9' -- $7`, "a", "b")
		if err != nil || got != "bab$9" {
			t.Errorf("got %q, %v", got, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWrongNumberOfArgumentsIsRefused(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for query, args := range map[string][]any{
		`SELECT $1`:           {},
		`SELECT $1 + $1`:      {1, 2},
		`SELECT $1, $3`:       {1, 2, 3},
		`SELECT 1`:            {1},
		`SELECT $x`:           {1},
		`SELECT $1, '$2', $2`: {1},
	} {
		err := d.Read(context.Background(), func(tx *db.Tx) error {
			_, err := db.Column[int](tx, query, args...)
			return err
		})
		if err == nil {
			t.Errorf("%s with %d arguments passed", query, len(args))
		}
	}
}

func TestReadersCannotWrite(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	err := d.Read(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM event`)
		return err
	})
	if err == nil {
		t.Error("a reader wrote")
	}
}

const insertEvent = `
	INSERT INTO event (id, kind, subject, at, nonce)
	SELECT COALESCE(MAX(id), 0) + 1, 'x', 1, $1, 0
	FROM event`

func TestFailedWriteLeavesNothing(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	boom := errors.New("boom")
	insert := func(tx *db.Tx) error {
		_, err := tx.Exec(insertEvent, tx.Now)
		return err
	}
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		if err := insert(tx); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Errorf("error = %v", err)
	}
	func() {
		defer func() { recover() }()
		d.Write(context.Background(), func(tx *db.Tx) error {
			if err := insert(tx); err != nil {
				return err
			}
			panic("boom")
		})
	}()
	if n := count(t, d); n != 0 {
		t.Errorf("%d rows stayed", n)
	}
}

// TestTextThatPostgreSQLRefusesIsRefused before any engine sees it.
func TestTextThatPostgreSQLRefusesIsRefused(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		for _, text := range []string{"\x00", "a\x00b", "a\xff", "\xed\xa0\x80"} {
			_, written := tx.Exec(`INSERT INTO job (kind, node, requested_at) VALUES ($1, '', 0)`, text)
			_, read := db.Column[string](tx, `SELECT kind FROM job WHERE kind = $1`, text)
			if !fault.Is(written, fault.Invalid) || !fault.Is(read, fault.Invalid) {
				t.Errorf("%q: %v, %v", text, written, read)
			}
		}
		_, err := tx.Exec(`INSERT INTO job (kind, node, requested_at) VALUES ($1, '', 0)`, "ä\x01\U0010ffff")
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestAFailedStatementEndsTheTransaction whoever ignores its error.
func TestAFailedStatementEndsTheTransaction(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]func(*db.Tx) error{
		"Exec": func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO event_log (id) SELECT id FROM event_log`)
			return err
		},
		"Insert": func(tx *db.Tx) error {
			_, err := tx.Insert(`INSERT INTO event_log (id) SELECT id FROM event_log RETURNING 1`)
			return err
		},
		"List": func(tx *db.Tx) error { _, err := db.Column[int](tx, `SELECT no_such_column FROM event`); return err },
		"Each": func(tx *db.Tx) error {
			return db.Each(tx, func(db.Row) error { return nil }, `SELECT no_such_column FROM event`)
		},
	} {
		d := fresh(t)
		err := d.Write(context.Background(), func(tx *db.Tx) error {
			if _, err := tx.Exec(insertEvent, tx.Now); err != nil {
				return err
			}
			if err := fails(tx); err == nil {
				t.Fatalf("%s: the statement is sound", name)
			}
			_, written := tx.Exec(insertEvent, tx.Now)
			_, read := db.Column[int](tx, `SELECT 1`)
			visited := db.Each(tx, func(db.Row) error { return nil }, `SELECT 1`)
			for _, err := range []error{written, read, visited} {
				if err == nil || fault.Is(err, fault.Conflict) {
					t.Errorf("%s: after it: %v", name, err)
				}
			}
			return nil
		})
		if err == nil || fault.Is(err, fault.Conflict) || count(t, d) != 0 {
			t.Errorf("%s: commit: %v", name, err)
		}
	}
}

// TestARowThatIsThereMayBePassedOver where the statement says so.
func TestARowThatIsThereMayBePassedOver(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		n, err := tx.Exec(`INSERT INTO event_log (id) SELECT id FROM event_log WHERE TRUE ON CONFLICT (id) DO NOTHING`)
		if err != nil || n != 0 {
			t.Errorf("%d rows, %v", n, err)
		}
		_, err = tx.Exec(insertEvent, tx.Now)
		return err
	})
	if err != nil || count(t, d) != 1 {
		t.Errorf("commit: %v", err)
	}
}

func count(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	err := d.Read(context.Background(), func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM event`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestManyWritersAndReadersGetNoError(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 25 {
				err := d.Write(context.Background(), func(tx *db.Tx) error {
					_, err := tx.Exec(insertEvent, tx.Now)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for range 25 {
				count(t, d)
			}
		})
	}
	all.Wait()
	if n := count(t, d); n != 200 {
		t.Errorf("%d rows, want 200", n)
	}
}

func TestDriverErrorsBecomeFaultsByCode(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		for range 2 {
			if _, err := tx.Exec(`INSERT INTO cursor (consumer, event_id) VALUES ('c', 1)`); err != nil {
				return err
			}
		}
		return nil
	})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("a duplicate is %v", err)
	}
}

func TestNowIsOneMomentAndCanBeSet(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	then := time.Date(2020, 2, 29, 12, 0, 0, 123456789, time.UTC)
	err := d.Write(db.At(context.Background(), then), func(tx *db.Tx) error {
		if want := then.Truncate(time.Millisecond); !tx.Now.Equal(want) {
			t.Errorf("now = %v, want %v", tx.Now, want)
		}
		var back time.Time
		_, err := db.One(tx, func(r db.Row) (struct{}, error) { return struct{}{}, r.Scan(db.Instant(&back)) }, `SELECT CAST($1 AS BIGINT)`, tx.Now)
		if err != nil || !back.Equal(tx.Now) {
			t.Errorf("back = %v, %v", back, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestInFillsUpToAPowerOfTwo(t *testing.T) {
	t.Parallel()
	list, args := db.In(4, []int64{7, 8, 9})
	if list != "($4, $5, $6, $7)" || fmt.Sprint(args) != "[7 8 9 9]" {
		t.Errorf("%s %v", list, args)
	}
	list, args = db.In[int64](1, nil)
	if list != "($1)" || args[0] != nil {
		t.Errorf("empty: %s %v", list, args)
	}
}
