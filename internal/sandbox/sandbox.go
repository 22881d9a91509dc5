// Package sandbox processes untrusted files, such as uploaded pictures, in a child
// process of the same binary. It owns no table.
//
// It promises: the child gets no more processor time, memory and wall time than its
// tool is allowed, and ends no later than the request that started it; it inherits
// no environment, no open file and no working folder; it reads the file from
// standard input and writes its answer to standard output; nobody waits longer than
// Patience for others.
package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"kommunalforum/internal/queue"
)

// Tool is a kind of work done in a child process.
type Tool struct {
	Name   string
	Limits Limits

	// Run is called once, in the child. An error or a panic means that the tool
	// cannot process the input.
	Run func(input []byte, args []string) (output []byte, err error)
}

// Limits bound what a child may use.
type Limits struct {
	CPU    time.Duration // processor time, in whole seconds
	Time   time.Duration // wall time
	Memory uint64        // bytes of data, including the program's own
	Output int           // bytes of the answer
}

// Errors of Run, besides those of its context and of the system.
var (
	ErrBusy    = errors.New("sandbox: all places are taken") // try again in a moment
	ErrSlow    = errors.New("sandbox: not done in time")     // the machine is busy, or it is too much work
	ErrCostly  = errors.New("sandbox: more processor time, memory or output than allowed")
	ErrRefused = errors.New("sandbox: the tool cannot work on this input")
)

// Sandbox runs a bounded number of child processes at the same time.
type Sandbox struct{ places *queue.Queue }

// At most Parallel children run at the same time, one per owner. Nobody waits longer
// than Patience for a place.
const (
	Parallel = 2
	Patience = time.Second
)

// New returns a sandbox. The program needs only one.
func New() *Sandbox { return &Sandbox{queue.New(Parallel, 1, Patience)} }

// The child's first argument is the command; its exit status says how it went.
const (
	command       = "sandbox"
	statusRefused = 3
	statusBroken  = 4 // no such tool, no limits, or no input
)

// ready is true once Main was called, so that a child would recognise itself.
var ready atomic.Bool

// Main does the work and exits if this process is a child; otherwise it returns at
// once. It must be called first in main, and in TestMain of tests that need a
// sandbox.
func Main(tools ...Tool) {
	if len(os.Args) < 3 || os.Args[1] != command {
		ready.Store(true)
		return
	}
	for _, t := range tools {
		if t.Name == os.Args[2] {
			os.Exit(t.serve(os.Args[3:]))
		}
	}
	os.Exit(statusBroken)
}

// Run processes the input in a child process of the tool, on behalf of the account
// owner, and returns the child's answer. It returns when the child has ended, soon
// after ctx does at the latest.
func (s *Sandbox) Run(ctx context.Context, t Tool, owner int64, input []byte, args ...string) ([]byte, error) {
	if !ready.Load() {
		return nil, errors.New("sandbox: Main was not called at the start of this program")
	}
	leave, err := s.places.Enter(ctx, owner)
	if errors.Is(err, queue.ErrFull) {
		return nil, ErrBusy
	}
	if err != nil {
		return nil, err
	}
	defer leave()
	return t.start(ctx, input, args)
}

// start runs the child and says how it ended.
func (t Tool) start(ctx context.Context, input []byte, args []string) ([]byte, error) {
	path, err := self()
	if err != nil {
		return nil, fmt.Errorf("sandbox: find the program: %w", err)
	}
	limited, cancel := context.WithTimeout(ctx, t.Limits.Time)
	defer cancel()
	out := &output{max: t.Limits.Output}
	child := exec.CommandContext(limited, path, append([]string{command, t.Name}, args...)...)
	child.Dir = "/"
	child.Env = []string{"GOMAXPROCS=1", "GOTRACEBACK=none"} // and nothing that the forum's own process knows
	child.Stdin, child.Stdout = bytes.NewReader(input), out
	child.WaitDelay = time.Second
	err = child.Run()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, ErrSlow
	case out.over:
		return nil, ErrCostly
	case err == nil:
		return out.kept.Bytes(), nil
	}
	return nil, t.reason(err)
}

// reason says why a child ended without an answer.
func (t Tool) reason(err error) error {
	var ended *exec.ExitError
	if !errors.As(err, &ended) {
		return fmt.Errorf("sandbox: %w", err)
	}
	used := ended.UserTime() + ended.SystemTime()
	how, _ := ended.Sys().(syscall.WaitStatus)
	switch {
	case ended.ExitCode() == statusRefused:
		return ErrRefused
	case ended.ExitCode() == 2: // how Go ends a program that gets no memory
		return ErrCostly
	case how.Signaled() && used > t.Limits.CPU*3/4:
		return ErrCostly
	}
	return fmt.Errorf("sandbox: %s: %w", t.Name, err)
}

// self is the path of the running program. On Linux it still refers to the same
// file after an update has replaced it.
func self() (string, error) {
	if runtime.GOOS == "linux" {
		return "/proc/self/exe", nil
	}
	return os.Executable()
}

// output keeps what a child answers, up to its limit. The buffer is no embedded
// one, whose ReadFrom would go past the limit.
type output struct {
	kept bytes.Buffer
	max  int
	over bool
}

func (o *output) Write(p []byte) (int, error) {
	if o.kept.Len()+len(p) > o.max {
		o.over = true
		return 0, errors.New("sandbox: output of more than " + strconv.Itoa(o.max) + " bytes")
	}
	return o.kept.Write(p)
}
