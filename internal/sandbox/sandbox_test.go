package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"kommunalforum/internal/sandbox"
)

var limits = sandbox.Limits{CPU: time.Second, Time: time.Minute, Memory: 256 << 20, Output: 1 << 20}

// tool is what the children of these tests do, by name.
func tool(name string, run func([]byte, []string) ([]byte, error)) sandbox.Tool {
	return sandbox.Tool{Name: name, Limits: limits, Run: run}
}

var (
	echo = tool("echo", func(in []byte, args []string) ([]byte, error) {
		return append(in, strings.Join(args, ",")...), nil
	})
	refuse = tool("refuse", func([]byte, []string) ([]byte, error) { return nil, errors.New("no") })
	broken = tool("panic", func(in []byte, _ []string) ([]byte, error) { return in[:len(in)-10], nil })
	spin   = tool("spin", func([]byte, []string) ([]byte, error) {
		for n := 0; ; n++ {
		}
	})
	eat = tool("eat", func([]byte, []string) ([]byte, error) {
		var kept [][]byte
		for {
			b := make([]byte, 16<<20)
			for i := range b {
				b[i] = 1
			}
			kept = append(kept, b)
			runtime.KeepAlive(kept)
		}
	})
	flood = tool("flood", func([]byte, []string) ([]byte, error) { return make([]byte, limits.Output+1), nil })
	kill  = tool("kill", func([]byte, []string) ([]byte, error) {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	})
	// sleep says by a file that it has begun, and then does nothing. It shows
	// that the tool could not do more than make it.
	sleep = tool("sleep", func(_ []byte, args []string) ([]byte, error) {
		if f, err := os.Create(args[0]); err == nil {
			f.Close()
		}
		time.Sleep(time.Hour)
		return nil, nil
	})
	// own lists what the child knows of its parent.
	own = tool("own", func([]byte, []string) ([]byte, error) {
		var out strings.Builder
		fmt.Fprintln(&out, os.Environ())
		here, _ := os.Getwd()
		fmt.Fprintln(&out, here)
		names, _ := filepath.Glob("/proc/self/fd/*")
		for _, name := range names {
			if target, err := os.Readlink(name); err == nil {
				fmt.Fprintln(&out, target)
			}
		}
		return []byte(out.String()), nil
	})
)

func TestMain(m *testing.M) {
	sandbox.Main(echo, refuse, broken, spin, eat, flood, kill, sleep, own)
	os.Exit(m.Run())
}

func TestAChildAnswersOrSaysWhyNot(t *testing.T) {
	s := sandbox.New()
	big := []byte(strings.Repeat("Straße ", 100_000))
	if out, err := s.Run(t.Context(), echo, 1, big, "a", "b"); err != nil || string(out) != string(big)+"a,b" {
		t.Errorf("echo: %d bytes, %v", len(out), err)
	}
	for _, c := range []struct {
		tool sandbox.Tool
		want error
	}{
		{refuse, sandbox.ErrRefused},
		{broken, sandbox.ErrRefused},
		{spin, sandbox.ErrCostly},
		{eat, sandbox.ErrCostly},
		{flood, sandbox.ErrCostly},
	} {
		if out, err := s.Run(t.Context(), c.tool, 1, nil); !errors.Is(err, c.want) || out != nil {
			t.Errorf("%s: %d bytes, %v", c.tool.Name, len(out), err)
		}
	}
	for _, name := range []sandbox.Tool{kill, tool("nobody", nil)} {
		if _, err := s.Run(t.Context(), name, 1, nil); err == nil || errors.Is(err, sandbox.ErrCostly) || errors.Is(err, sandbox.ErrRefused) {
			t.Errorf("%s: %v", name.Name, err)
		}
	}
}

func TestAChildEndsWithTheTimeAndWithTheRequest(t *testing.T) {
	s := sandbox.New()
	slow := sleep
	slow.Limits.Time = 100 * time.Millisecond
	if _, err := s.Run(t.Context(), slow, 1, nil, filepath.Join(t.TempDir(), "begun")); !errors.Is(err, sandbox.ErrSlow) {
		t.Errorf("too slow: %v", err)
	}
	ctx, leave := context.WithCancel(t.Context())
	begun := filepath.Join(t.TempDir(), "begun")
	done := make(chan error, 1)
	go func() { _, err := s.Run(ctx, sleep, 1, nil, begun); done <- err }()
	await(t, begun)
	leave()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("the client left: %v", err)
	}
}

// await polls until a child has made its file.
func await(t *testing.T, file string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(file); err == nil {
			return
		}
	}
	t.Fatal("the child did not begin")
}

func TestOneOwnerTakesOnePlaceAndNobodyWaitsLong(t *testing.T) {
	s := sandbox.New()
	ctx, leave := context.WithCancel(t.Context())
	var children sync.WaitGroup
	defer children.Wait()
	defer leave()
	hold := func(owner int64) {
		begun := filepath.Join(t.TempDir(), "begun")
		children.Go(func() { s.Run(ctx, sleep, owner, nil, begun) })
		await(t, begun)
	}
	hold(1)
	if _, err := s.Run(t.Context(), echo, 1, nil); !errors.Is(err, sandbox.ErrBusy) {
		t.Errorf("a second child for one owner: %v", err)
	}
	if _, err := s.Run(t.Context(), echo, 2, nil); err != nil {
		t.Errorf("somebody else meanwhile: %v", err)
	}
	for owner := int64(2); owner <= sandbox.Parallel; owner++ {
		hold(owner)
	}
	if _, err := s.Run(t.Context(), echo, 99, nil); !errors.Is(err, sandbox.ErrBusy) {
		t.Errorf("all places are taken: %v", err)
	}
}

func TestAChildInheritsNothing(t *testing.T) {
	t.Setenv("KOMMUNALFORUM_SERVE_SMTP_PASSWORD", "geheim")
	secret := filepath.Join(t.TempDir(), "geheim.txt")
	if err := os.WriteFile(secret, []byte("geheim"), 0o600); err != nil {
		t.Fatal(err)
	}
	fd, err := syscall.Open(secret, syscall.O_RDONLY, 0) // as a library in C may, without marking it as its own
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	out, err := sandbox.New().Run(t.Context(), own, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "geheim") || !strings.HasPrefix(string(out), "[GOMAXPROCS=1 GOTRACEBACK=none]\n/\n") {
		t.Errorf("the child knows %s", out)
	}
}
