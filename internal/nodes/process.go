package nodes

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"

	"kommunalforum/internal/app"
	"kommunalforum/internal/testkit"
)

// binary builds the program, for each package of tests by itself: they may run at the
// same time.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join("..", "..", "bin", "kommunalforum-"+filepath.Base(os.Args[0]))
	out, err := exec.Command("go", "build", "-ldflags=-s", "-o", path, "../../cmd/kommunalforum").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return filepath.Abs(path)
})

// Process is a node that serves a world's database.
type Process struct {
	w       *testkit.World
	data    string
	args    []string
	address *url.URL
	command *exec.Cmd
	log     text
	said    sync.WaitGroup
}

// text is what a process writes while it is read.
type text struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (t *text) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.Write(p)
}

func (t *text) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

// Serve starts a node with a data folder of its own and waits until it serves. It ends
// with the test. The world is one without workers, whose database is on a server.
func Serve(w *testkit.World, args ...string) *Process {
	w.T.Helper()
	p := &Process{w: w, data: w.T.TempDir(), args: args, address: &url.URL{Host: "127.0.0.1:0"}}
	p.Start()
	w.T.Cleanup(p.Kill)
	return p
}

var serving = regexp.MustCompile(`läuft: (http://[\d.]+:\d+)`)

// Start starts the node again, on its folder and at its address.
func (p *Process) Start() {
	p.w.T.Helper()
	path, err := binary()
	if err != nil {
		p.w.T.Fatal(err)
	}
	args := []string{"serve", "--data", p.data, "--database", p.w.Config.Database, "--key-file", app.KeyPath(p.w.Config), "--listen", p.address.Host,
		"--base-url", string(p.w.Config.BaseURL), "--no-member-limits", "--second-factor", "none", "--terms-version", testkit.Terms}
	p.command = exec.Command(path, append(args, p.args...)...)
	p.command.Stderr = &p.log
	out, err := p.command.StdoutPipe()
	if err == nil {
		err = p.command.Start()
	}
	if err != nil {
		p.w.T.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		m := serving.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		if p.address.Scheme == "" {
			p.address, _ = url.Parse(m[1])
		}
		p.said.Go(func() { io.Copy(io.Discard, out) })
		return
	}
	p.Kill()
	p.w.T.Fatalf("the node does not serve: %s", p.Log())
}

// Data returns the node's data folder.
func (p *Process) Data() string { return p.data }

// Log returns what the node has logged since it was first started.
func (p *Process) Log() string { return p.log.String() }

// Get returns a page of the node, "" if there is none, to a guest without a cookie.
func (p *Process) Get(cookie, path string) string {
	p.w.T.Helper()
	r, err := http.NewRequestWithContext(p.w.Ctx, http.MethodGet, p.address.String()+path, nil)
	if err != nil {
		p.w.T.Fatal(err)
	}
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	page, err := http.DefaultClient.Do(r)
	if err != nil {
		return ""
	}
	defer page.Body.Close()
	body, _ := io.ReadAll(page.Body)
	return string(body)
}

// Kill ends the node as a power cut would.
func (p *Process) Kill() {
	p.command.Process.Signal(syscall.SIGKILL)
	p.command.Wait()
	p.said.Wait()
}

// Halt makes the node stand still until Continue.
func (p *Process) Halt() { p.command.Process.Signal(syscall.SIGSTOP) }

// Continue ends Halt.
func (p *Process) Continue() { p.command.Process.Signal(syscall.SIGCONT) }
