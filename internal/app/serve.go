package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"kommunalforum/internal/web/page"
)

// Limits of the server against slow and greedy clients.
const (
	headerTime = 5 * time.Second
	readTime   = 30 * time.Second
	writeTime  = 60 * time.Second
	idleTime   = 120 * time.Second
	maxHeader  = 64 << 10
	// grace is how long running requests may take after the signal to stop; with
	// it the program ends within the ten seconds that supervisors commonly wait.
	grace = 8 * time.Second
	// cutOff is how long those that were cut off may take to notice it.
	cutOff = time.Second
)

// Serve answers requests on the listener and runs the workers until ctx ends. Then it
// gives running requests a grace period and cuts off the rest. That is not an error.
// The workers end before that when a newer program has migrated the database.
func (a *App) Serve(ctx context.Context, l net.Listener) error {
	handler, running := counted(a.Handler)
	if l.Addr().Network() == "unix" {
		handler = page.Socket(handler)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelWarn)}
	var workers sync.WaitGroup
	working, stop := context.WithCancel(ctx)
	defer workers.Wait()
	defer stop()
	workers.Go(func() { a.keepRoom(working) })
	workers.Go(func() { a.Work(working) })
	workers.Go(func() {
		select {
		case <-a.DB.Superseded(): // what is left to do is for newer nodes
			stop()
		case <-working.Done():
		}
	})
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	a.Log.Info("stopping")
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		a.Log.Warn("requests cut off that did not end", "after", grace)
		ending, cancel = context.WithTimeout(context.WithoutCancel(ctx), cutOff)
		defer cancel()
		server.Close()
		waitUntil(ending, func() bool { return running.Load() == 0 })
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// counted returns a handler that counts the requests which are being answered: the
// database is not closed before them.
func counted(h http.Handler) (http.Handler, *atomic.Int64) {
	running := new(atomic.Int64)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		running.Add(1)
		defer running.Add(-1)
		h.ServeHTTP(w, r)
	}), running
}

// waitUntil waits until it is so, or ctx ends.
func waitUntil(ctx context.Context, so func() bool) {
	for !so() && ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Millisecond):
		}
	}
}
