package main

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"kommunalforum/internal/metric/metrictest"
)

// free returns an address on which nobody listens.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestMetricsHaveAListenerOfTheirOwn(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	metrics := free(t)
	done, address := serving(t, ctx, "serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--metrics", metrics)
	answer, err := http.Get("http://" + metrics + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	if all, err := metrictest.Parse(string(text)); err != nil || all["kommunalforum_build"] == nil {
		t.Errorf("%v: %s", err, text)
	}
	if answer, err := http.Get(address + "/metrics"); err != nil || answer.StatusCode != http.StatusNotFound {
		t.Errorf("on the public listener: %v, %v", answer, err)
	}
	if status, said := command(t, "", "serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--metrics", metrics); status != 1 ||
		!strings.Contains(said, "--metrics") {
		t.Errorf("an address in use: %d %s", status, said)
	}
	stop()
	if status := <-done; status != 0 {
		t.Errorf("stopped with status %d", status)
	}
}

func TestLogIsWrittenAsTheFlagsSay(t *testing.T) {
	for level, want := range map[string]bool{"info": true, "error": false} {
		ctx, stop := context.WithCancel(context.Background())
		var out, log strings.Builder
		status := make(chan int, 1)
		said := make(chan struct{}, 10)
		address := free(t)
		go func() {
			status <- forum.Run(ctx, []string{"serve", "--data", t.TempDir(), "--listen", address, "--log-format", "json", "--log-level", level},
				strings.NewReader(""), io.MultiWriter(&out, noticing{said}), &log)
		}()
		<-said
		if answer, err := http.Get("http://" + address + "/healthz"); err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("%v, %v", answer, err)
		}
		stop()
		<-status
		found := false
		for line := range strings.Lines(log.String()) {
			var entry struct{ Msg, Route, Level string }
			if err := json.Unmarshal([]byte(line), &entry); err != nil {
				t.Errorf("%q is no JSON: %v", line, err)
			}
			found = found || entry.Msg == "request" && entry.Route == "/healthz" && entry.Level == "INFO"
		}
		if found != want {
			t.Errorf("at level %s: %s", level, log.String())
		}
	}
}

// noticing tells that something was written.
type noticing struct{ to chan struct{} }

func (s noticing) Write(p []byte) (int, error) {
	select {
	case s.to <- struct{}{}:
	default:
	}
	return len(p), nil
}
