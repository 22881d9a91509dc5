//go:build !postgres

package db_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kommunalforum/internal/db"
)

// TestCloseWaitsForReads: the last connection to close writes the log into the database file,
// which one that only reads cannot. A file that is closed stays as it is.
func TestCloseWaitsForReads(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "forum.db")
	d := open(t, path)
	if err := d.Write(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(`CREATE TABLE x (y TEXT)`); return err }); err != nil {
		t.Fatal(err)
	}
	began, ended := make(chan bool), make(chan error, 1)
	go func() {
		ended <- d.Read(context.Background(), func(tx *db.Tx) error {
			if _, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM x`); err != nil {
				return err
			}
			close(began)
			time.Sleep(200 * time.Millisecond)
			return nil
		})
	}()
	<-began
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	default:
		t.Error("it was closed while somebody read")
	}
	if _, err := os.Stat(path + "-wal"); !os.IsNotExist(err) {
		t.Errorf("the log is left beside the database: %v", err)
	}
}
