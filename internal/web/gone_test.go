package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// failing is a body that sends a part and then fails.
type failing struct {
	sent io.Reader
	err  error
}

func (b failing) Read(p []byte) (int, error) {
	if n, _ := b.sent.Read(p); n > 0 {
		return n, nil
	}
	return 0, b.err
}

// direct answers a request as the router does.
func direct(w *World, r *http.Request) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	w.Handler.ServeHTTP(answer, r)
	return answer
}

func TestClientThatLeftIsNoFaultOfOurs(t *testing.T) {
	t.Parallel()
	w := New(t)
	left, cancel := context.WithCancel(context.Background())
	cancel()
	for _, path := range []string{"/bereiche", "/suche?q=amsel", "/leistungen", "/faq"} {
		if code := direct(w, httptest.NewRequestWithContext(left, http.MethodGet, path, nil)).Code; code >= 500 {
			t.Errorf("%s: %d", path, code)
		}
	}
}

func TestSlowAndBrokenBodiesAreNoFaultOfOurs(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, path := range []string{"/anmelden", "/registrieren", "/fragen"} {
		for want, err := range map[int]error{http.StatusRequestTimeout: os.ErrDeadlineExceeded, http.StatusBadRequest: io.ErrUnexpectedEOF} {
			r := httptest.NewRequest(http.MethodPost, path, failing{strings.NewReader("email=ada"), err})
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if code := direct(w, r).Code; code != want {
				t.Errorf("%s after %v: %d, want %d", path, err, code, want)
			}
		}
	}
}

func TestHealthSaysAliveWithoutItsDatabase(t *testing.T) {
	t.Parallel()
	w, closeWorld, err := Start("")
	if err != nil {
		t.Fatal(err)
	}
	if err := closeWorld(); err != nil {
		t.Fatal(err)
	}
	if answer := direct(w, httptest.NewRequest(http.MethodGet, "/healthz", nil)); answer.Code != http.StatusOK || answer.Body.String() != "ok\n" {
		t.Errorf("%d %q", answer.Code, answer.Body)
	}
}
