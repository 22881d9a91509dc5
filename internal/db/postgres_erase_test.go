//go:build postgres

package db_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
)

// TestErasedRowsGoThoughSomebodyLooksAtTheirPage keeps a cursor there, which sees other
// rows only.
func TestErasedRowsGoThoughSomebodyLooksAtTheirPage(t *testing.T) {
	t.Parallel()
	source := emptySource(t)
	d := open(t, source)
	eraseSomething(t, d)
	cursor := lookAtJobs(t, source)
	erased := make(chan error, 1)
	go func() { erased <- eraseSoon(d) }()
	waits := func() int {
		t.Helper()
		n, err := db.View(t.Context(), d, func(tx *db.Tx) (int, error) {
			return db.Scalar[int](tx, `
				SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'BufferPin'`)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for end := time.Now().Add(time.Minute); waits() == 0; time.Sleep(10 * time.Millisecond) {
		if len(erased) > 0 || time.Now().After(end) {
			t.Fatal("nobody waits for the page")
		}
	}
	exec(t, cursor, `COMMIT`)
	if err := <-erased; err != nil {
		t.Error(err)
	}
	for _, hit := range dbtest.Traces(t, d, "zebrasaat") {
		t.Error(hit)
	}
}

// TestErasureWaitsForWritersOfOtherDatabases: whoever begins to read beside one of them
// sees as far back as it, and so keeps the rows.
func TestErasureWaitsForWritersOfOtherDatabases(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	writer := session(t, emptySource(t))
	exec(t, writer, `BEGIN; SELECT pg_current_xact_id()`)
	eraseSomething(t, d)
	if err := d.EraseTraces(t.Context()); err == nil || !strings.Contains(err.Error(), "transaction that writes") {
		t.Errorf("while it writes: %v", err)
	}
	exec(t, writer, `COMMIT`)
	if err := eraseSoon(d); err != nil {
		t.Error(err)
	}
	for _, hit := range dbtest.Traces(t, d, "zebrasaat") {
		t.Error(hit)
	}
}

// eraseSomething leaves a row that was deleted beside two others.
func eraseSomething(t *testing.T, d *db.DB) {
	t.Helper()
	do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('x', 0), ('y', 0), ('Zebrasaat', 0)`, `DELETE FROM job WHERE kind = 'Zebrasaat'`)
	if len(dbtest.Traces(t, d, "zebrasaat")) == 0 {
		t.Fatal("nothing is left of the row: the test is blind")
	}
}

// eraseSoon tries again while a test beside this one writes into its own database.
func eraseSoon(d *db.DB) (err error) {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		if err = d.EraseTraces(context.Background()); err == nil {
			return nil
		}
	}
	return err
}

// lookAtJobs opens a cursor on the table that does not see what the last Write removed.
func lookAtJobs(t *testing.T, source string) *pgx.Conn {
	t.Helper()
	conn := session(t, source)
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		exec(t, conn, `BEGIN; DECLARE looking CURSOR FOR SELECT kind FROM job; FETCH 1 FROM looking`)
		var young bool
		err := conn.QueryRow(t.Context(), `
			SELECT age(a.backend_xmin) < age(w.xmin) FROM pg_stat_activity a, write_count w WHERE pid = pg_backend_pid()`).Scan(&young)
		if err == nil && young {
			return conn
		}
		if err != nil || time.Now().After(end) {
			t.Fatalf("somebody writes all the time: %v", err)
		}
		exec(t, conn, `ROLLBACK`)
	}
}
