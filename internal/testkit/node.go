package testkit

import (
	"net/http"
	"sync/atomic"

	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
)

// Node returns another node on the world's database, with a data folder of its own,
// closed when the test ends. Databases of files have one node only.
func (w *World) Node(changes ...func(*config.Config)) *World {
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
