//go:build !postgres

package db_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
)

// commits counts the transactions in the write-ahead log of the database.
// See https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
func commits(t *testing.T, file string) (n int) {
	t.Helper()
	log, err := os.ReadFile(file + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	const header, frameHeader = 32, 24
	page := int(binary.BigEndian.Uint32(log[8:]))
	salt := string(log[16:24]) // of the frames that are not from before the last checkpoint
	for at := header; at+frameHeader+page <= len(log); at += frameHeader + page {
		if size := binary.BigEndian.Uint32(log[at+4:]); size > 0 && string(log[at+8:at+16]) == salt {
			n++
		}
	}
	return n
}

func TestWritersWhoWaitShareACommit(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := dbtest.Make(folder); err != nil {
		t.Fatal(err)
	}
	d := open(t, dbtest.Source(folder))
	do(t, d, `DELETE FROM job`)
	before := commits(t, dbtest.Source(folder))
	var fns []func(context.Context, *db.Tx) error
	for n := range 16 {
		fns = append(fns, addJob(fmt.Sprint(n)))
	}
	w := writers{d: d}
	w.write(t.Context(), fns...)
	if err := errors.Join(w.errs...); err != nil {
		t.Fatal(err)
	}
	if n := len(jobKinds(t, d)); n != 16 {
		t.Errorf("%d rows", n)
	}
	if n := commits(t, dbtest.Source(folder)) - before; n < 1 || n > 2 {
		t.Errorf("16 writers, all of whom waited, took %d commits", n)
	}
}

// TestAWriterThatTheFileHasNoRoomForFailsAlone, as on a full disk: the error ends the
// transaction of all.
func TestAWriterThatTheFileHasNoRoomForFailsAlone(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	do(t, d, `DELETE FROM job`)
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		pages, err := db.Scalar[int](tx, `PRAGMA page_count`)
		if err != nil {
			return err
		}
		_, err = db.Scalar[int](tx, fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+20))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	large := addJob(strings.Repeat("groß", 100_000))
	w := writers{d: d}
	w.write(t.Context(), addJob("a"), addJob("b"), large, addJob("c"), large, addJob("d"))
	for n, err := range w.errs {
		if full := n == 2 || n == 4; full != (err != nil) {
			t.Errorf("writer %d: %v", n, err)
		}
	}
	if got := jobKinds(t, d); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("there are %v", got)
	}
}

// TestACommitThatFailsFailsOnlyForItsCause: what is checked no earlier than in the commit
// concerns one of the writers who share it.
func TestACommitThatFailsFailsOnlyForItsCause(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	do(t, d, `DELETE FROM job`)
	orphan := func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(`PRAGMA defer_foreign_keys = 1`); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO follow (person_id, subject_kind, subject_id, level, at) VALUES (4711, 'board', 1, 'all', 1)`)
		return errors.Join(err, addJob("orphan")(ctx, tx))
	}
	w := writers{d: d}
	w.write(t.Context(), addJob("a"), addJob("b"), orphan, addJob("c"))
	for n, err := range w.errs {
		if (n == 2) != (err != nil) {
			t.Errorf("writer %d: %v", n, err)
		}
	}
	if got := jobKinds(t, d); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("there are %v", got)
	}
}
