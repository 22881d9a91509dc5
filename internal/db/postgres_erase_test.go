//go:build postgres

package db_test

import (
	"context"
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
	do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('x', 0), ('y', 0), ('Zebrasaat', 0)`, `DELETE FROM job WHERE kind = 'Zebrasaat'`)
	if len(dbtest.Traces(t, d, "zebrasaat")) == 0 {
		t.Fatal("nothing is left of the row: the test is blind")
	}
	raw, err := pgx.Connect(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close(context.Background())
	for _, s := range []string{`BEGIN`, `DECLARE looking CURSOR FOR SELECT kind FROM job`, `FETCH 1 FROM looking`} {
		if _, err := raw.Exec(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	erased := make(chan error, 1)
	go func() { erased <- d.EraseTraces(context.Background()) }()
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
	if _, err := raw.Exec(t.Context(), `COMMIT`); err != nil {
		t.Fatal(err)
	}
	if err := <-erased; err != nil {
		t.Error(err)
	}
	for _, hit := range dbtest.Traces(t, d, "zebrasaat") {
		t.Error(hit)
	}
}
