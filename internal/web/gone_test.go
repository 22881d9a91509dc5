package web_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
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
	for _, address := range []string{"/bereiche", "/suche?q=amsel", "/leistungen", "/faq"} {
		if code := direct(w, httptest.NewRequestWithContext(left, http.MethodGet, address, nil)).Code; code >= 500 {
			t.Errorf("%s: %d", address, code)
		}
	}
}

func TestSlowAndBrokenBodiesAreNoFaultOfOurs(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, address := range []string{"/anmelden", "/registrieren", "/fragen"} {
		for want, err := range map[int]error{http.StatusRequestTimeout: os.ErrDeadlineExceeded, http.StatusBadRequest: io.ErrUnexpectedEOF} {
			r := httptest.NewRequest(http.MethodPost, address, failing{strings.NewReader("email=ada"), err})
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if code := direct(w, r).Code; code != want {
				t.Errorf("%s after %v: %d, want %d", address, err, code, want)
			}
		}
	}
}

// TestSlowBodyIsAnsweredByTheServer: the server ends the context of a request whose body
// it gave up, and the answer is still a page.
func TestSlowBodyIsAnsweredByTheServer(t *testing.T) {
	t.Parallel()
	w := New(t)
	server := httptest.NewUnstartedServer(w.Handler)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 300*time.Millisecond, time.Minute
	server.Start()
	defer server.Close()
	part := "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nEin langer Te"
	for kind, body := range map[string]string{"application/x-www-form-urlencoded": "text=Ein+langer+Te", "multipart/form-data; boundary=x": part} {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		r := w.FilesRequest(Ann, path.Ask, nil)
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nContent-Type: %s\r\nContent-Length: 1000\r\n\r\n%s",
			path.Ask, r.Host, r.Header.Get("Cookie"), kind, body)
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		page, err := io.ReadAll(answer.Body)
		if answer.StatusCode != http.StatusRequestTimeout || !strings.Contains(string(page), "</html>") || err != nil {
			t.Errorf("%s: %d %q %v", kind, answer.StatusCode, page, err)
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
