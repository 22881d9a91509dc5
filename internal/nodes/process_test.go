//go:build postgres

package nodes_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"kommunalforum/internal/app"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join("..", "..", "bin", "kommunalforum-nodes")
	out, err := exec.Command("go", "build", "-ldflags=-s", "-o", path, "../../cmd/kommunalforum").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return filepath.Abs(path)
})

// node is a process that serves the world's database.
type node struct {
	w       *World
	data    string
	args    []string
	address *url.URL
	command *exec.Cmd
	said    sync.WaitGroup
}

// serve starts a node with a data folder of its own and waits until it serves.
func serve(w *World, args ...string) *node {
	w.T.Helper()
	n := &node{w: w, data: w.T.TempDir(), args: args}
	n.start()
	w.T.Cleanup(n.kill)
	return n
}

func (n *node) start() {
	n.w.T.Helper()
	path, err := binary()
	if err != nil {
		n.w.T.Fatal(err)
	}
	args := []string{"serve", "--data", n.data, "--database", n.w.Config.Database, "--key-file", app.KeyPath(n.w.Config), "--listen", "127.0.0.1:0",
		"--base-url", string(n.w.Config.BaseURL), "--no-member-limits", "--second-factor", "none", "--terms-version", Terms}
	n.command = exec.Command(path, append(args, n.args...)...)
	var log strings.Builder
	n.command.Stderr = &log
	out, err := n.command.StdoutPipe()
	if err == nil {
		err = n.command.Start()
	}
	if err != nil {
		n.w.T.Fatal(err)
	}
	serving := regexp.MustCompile(`läuft: (http://[\d.]+:\d+)`)
	n.address = nil
	for lines := bufio.NewScanner(out); n.address == nil && lines.Scan(); {
		if m := serving.FindStringSubmatch(lines.Text()); m != nil {
			n.address, _ = url.Parse(m[1])
		}
	}
	if n.address == nil {
		n.kill()
		n.w.T.Fatalf("the node does not serve: %s", log.String())
	}
	n.said.Go(func() { io.Copy(io.Discard, out) })
}

// get returns a page of the node, "" if there is none.
func (n *node) get(cookie, path string) string {
	n.w.T.Helper()
	r, err := http.NewRequestWithContext(n.w.Ctx, http.MethodGet, n.address.String()+path, nil)
	if err != nil {
		n.w.T.Fatal(err)
	}
	r.Header.Set("Cookie", cookie)
	page, err := http.DefaultClient.Do(r)
	if err != nil {
		return ""
	}
	defer page.Body.Close()
	body, _ := io.ReadAll(page.Body)
	return string(body)
}

// kill ends the node as a power cut would.
func (n *node) kill() {
	n.command.Process.Signal(syscall.SIGKILL)
	n.command.Wait()
	n.said.Wait()
}

// proxy sends each request to the next of the nodes, and to another one when that one
// takes no connection.
type proxy struct {
	nodes []*httputil.ReverseProxy
	next  atomic.Int64
}

func between(nodes ...*node) *proxy {
	p := &proxy{}
	for _, n := range nodes {
		to := &httputil.ReverseProxy{
			Rewrite: func(r *httputil.ProxyRequest) {
				r.SetURL(n.address)
				r.Out.Host = r.In.Host
			},
			ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
			Transport:    &http.Transport{MaxIdleConnsPerHost: 32, DialContext: new(net.Dialer).DialContext},
			ErrorLog:     nil,
		}
		p.nodes = append(p.nodes, to)
	}
	return p
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.nodes[int(p.next.Add(1))%len(p.nodes)].ServeHTTP(w, r)
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
