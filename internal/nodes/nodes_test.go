//go:build postgres

package nodes_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
)

func id(n int64) string { return strconv.FormatInt(n, 10) }

// send returns the status of the answer.
func send(h http.Handler, r *http.Request) int {
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	return answer.Code
}
