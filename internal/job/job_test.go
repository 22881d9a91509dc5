package job_test

import (
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/job"
	"kommunalforum/internal/testkit/testdb"
)

// TestRequestWithinOneMillisecondIsNotLost: work that had begun before does not do what
// was requested since, even if the clock has not gone on.
func TestRequestWithinOneMillisecondIsNotLost(t *testing.T) {
	t.Parallel()
	d := testdb.New(t)
	ctx := db.At(t.Context(), time.Now())
	write := func(fn func(*db.Tx) error) {
		t.Helper()
		if err := d.Write(ctx, fn); err != nil {
			t.Fatal(err)
		}
	}
	write(func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO node (id, name, schema, started_at, seen_at, ready)
			VALUES ('a', 'one', 1, $1, $1, TRUE), ('b', 'other', 1, $1, $1, TRUE)`, tx.Now)
		return err
	})
	request := func(tx *db.Tx) error { return job.RequestTx(tx, job.Scrub) }
	var begun time.Time
	asked := false
	look := func(tx *db.Tx) (err error) {
		begun, asked, err = job.RequestedTx(tx, job.Scrub, "a")
		return err
	}
	write(request)
	write(look)
	write(request)
	write(func(tx *db.Tx) error { return job.DoneTx(tx, job.Scrub, "a", begun) })
	if write(look); !asked {
		t.Fatal("the second request is lost")
	}
	write(func(tx *db.Tx) error { return job.DoneTx(tx, job.Scrub, "a", begun) })
	if write(look); asked {
		t.Error("work that is done is asked for")
	}
	write(func(tx *db.Tx) error {
		for _, node := range []string{"b", job.Leader} {
			if _, asked, err := job.RequestedTx(tx, job.Scrub, node); err != nil || !asked {
				t.Errorf("what one node did counts for another: %v, %v", asked, err)
			}
		}
		return nil
	})
}
