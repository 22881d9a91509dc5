package testkit

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
)

// OtherNode returns another node on the world's database, with a data folder of its own,
// closed when the test ends. Databases of files have one node only.
func (w *World) OtherNode(changes ...func(*config.Config)) *World {
	w.T.Helper()
	same := func(c *config.Config) {
		data := c.Data
		*c = w.Config
		c.Data, c.KeyFile = data, app.KeyPath(w.Config)
	}
	return Open(w.T, w.T.TempDir(), append([]func(*config.Config){same}, changes...)...)
}

// Alternate sends each request of the world to another node in turn, beginning with
// its own.
func (w *World) Alternate(others ...*World) {
	handlers := []http.Handler{w.Handler}
	for _, o := range others {
		handlers = append(handlers, o.Handler)
	}
	var n atomic.Int64
	w.Handler = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		handlers[int(n.Add(1)-1)%len(handlers)].ServeHTTP(rw, r)
	})
}

// SameForum makes a world another node of one whose database is on a server: the same
// forum with the same key, in a folder of its own.
func SameForum(w *World) func(*config.Config) {
	return func(c *config.Config) { c.Database, c.KeyFile = w.Config.Database, app.KeyPath(w.Config) }
}

// Still is Open for a program whose workers do not run: its search answers from the
// index in the folder, which stays as it is.
func Still(t testing.TB, dir string, changes ...func(*config.Config)) *World {
	t.Helper()
	w, closeWorld, err := start(dir, func(*app.App, context.Context) {}, changes)
	if err != nil {
		t.Fatalf("open the world: %v", err)
	}
	w.T = t
	t.Cleanup(func() {
		if err := closeWorld(); err != nil {
			t.Errorf("close the world: %v", err)
		}
	})
	if err := w.Index.Open(w.Ctx); err != nil {
		t.Fatal(err)
	}
	g := w.Index.Acquire()
	if g == nil {
		t.Fatal("there is no index that may be used")
	}
	defer g.Release()
	if err := g.UpdateStatistics(w.Ctx); err != nil {
		t.Fatal(err)
	}
	return w
}
