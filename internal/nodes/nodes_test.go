//go:build postgres

package nodes_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// send returns the status of the answer.
func send(h http.Handler, r *http.Request) int {
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	return answer.Code
}

// number returns what a query counts.
func number(w *World, query string, args ...any) int {
	w.T.Helper()
	n, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) (int, error) { return db.Scalar[int](tx, query, args...) })
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}

// do changes rows as a test needs them.
func do(w *World, query string, args ...any) {
	w.T.Helper()
	err := w.DB.Write(context.WithoutCancel(w.Ctx), func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err })
	if err != nil {
		w.T.Fatal(err)
	}
}
