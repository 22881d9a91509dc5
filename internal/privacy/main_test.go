package privacy_test

import (
	"testing"

	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

func count(t *testing.T, w *World, query string, args ...any) (n int) {
	t.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, query, args...)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}
