package testkit

import (
	"context"
	"errors"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db/dbtest"
)

// Node returns another node on the world's database, with a data folder of its own,
// closed when the test ends. Databases of files have one node only.
func (w *World) Node(changes ...func(*config.Config)) *World {
	w.T.Helper()
	return Open(w.T, w.T.TempDir(), append([]func(*config.Config){SameForum(w)}, changes...)...)
}

// SameForum makes a world another node of one whose database is on a server, in a
// folder of its own.
func SameForum(w *World) func(*config.Config) {
	return func(c *config.Config) {
		data := c.Data
		*c = w.Config
		c.Data, c.KeyFile, c.Attachments.Dir = data, app.KeyPath(w.Config), app.AttachmentsPath(w.Config)
	}
}

// alternating reports whether TEST_NODES=2 asks for worlds of which each request goes to
// another of two nodes. It shows what a node keeps to itself though another one needs it.
// Limits that hold per node then allow twice as much.
func alternating() bool {
	if os.Getenv("TEST_NODES") != "2" {
		return false
	}
	if !dbtest.OnServer() {
		panic("TEST_NODES needs databases on a server")
	}
	return true
}

// alternate sends each request of the world to another node in turn, beginning with the
// present one. The returned function ends the node that it starts.
func (w *World) alternate() (closeNode func() error, err error) {
	data, err := os.MkdirTemp("", "kommunalforum-node-")
	none := func() error { return nil }
	if err != nil {
		return none, err
	}
	conf := config.Config{Data: data}
	SameForum(w)(&conf)
	second, err := app.New(context.Background(), conf, quiet())
	if err != nil {
		return none, err
	}
	ctx, end := context.WithCancel(context.Background())
	var working sync.WaitGroup
	working.Go(func() { second.Work(ctx) })
	w.Alternate(second.Handler)
	return func() error {
		end()
		working.Wait()
		return errors.Join(second.Close(), os.RemoveAll(data))
	}, nil
}

// Alternate sends each request of the world to the next of its own handler and the
// others, in turn.
func (w *World) Alternate(others ...http.Handler) {
	handlers := append([]http.Handler{w.Handler}, others...)
	var n atomic.Int64
	w.Handler = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		handlers[int(n.Add(1)-1)%len(handlers)].ServeHTTP(rw, r)
	})
}

// Idle is New for a world without workers and of one node: other processes on its
// database do the work.
func Idle(t testing.TB, changes ...func(*config.Config)) *World {
	t.Helper()
	w, closeWorld, err := start(Folder(t), nil, changes)
	if err != nil {
		t.Fatalf("open the world: %v", err)
	}
	w.T = t
	t.Cleanup(func() { closeWorld() })
	return w
}

// Still is Open for a program whose workers do not run: its search answers from the
// index in the folder, which stays as it is.
func Still(t testing.TB, dir string, changes ...func(*config.Config)) *World {
	t.Helper()
	w := open(t, dir, nil, changes)
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
