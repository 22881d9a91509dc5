//go:build external

package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// onMount runs the binary where dir is a file system of its own, with the
// options, after a script has prepared it. It works for root and, with user
// namespaces, for everybody.
func onMount(t *testing.T, dir, options, prepare string, args ...string) string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf(`mount -t tmpfs -o size=%s tmpfs "$0" && %s && exec "$@"`, options, prepare)
	command := exec.Command("unshare", append([]string{"--user", "--map-root-user", "--mount", "sh", "-c", script, dir, path}, args...)...)
	said, err := command.CombinedOutput()
	if err == nil {
		t.Fatalf("%v: it ended well: %s", args, said)
	}
	return string(said)
}

func TestExternalFullDiskAndReadOnlyFolderAreOneGermanSentence(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ size, prepare, want string }{
		"full disk":        {"400k", "true", "Speicherplatz ist voll|kein Platz"},
		"read-only folder": {"10m", `mount -o remount,ro "$0"`, "nur gelesen werden kann"},
	} {
		said := onMount(t, dir, c.size, c.prepare, "serve", "--listen", "127.0.0.1:0", "--data", dir)
		ok := false
		for want := range strings.SplitSeq(c.want, "|") {
			ok = ok || strings.Contains(said, want)
		}
		if !ok || strings.Count(strings.TrimSpace(said), "\n") > 0 {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// TestExternalStopInTheFirstSecondEndsWell stops at several moments of a first
// start, and starts again on what is left.
func TestExternalStopInTheFirstSecondEndsWell(t *testing.T) {
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	for _, after := range []time.Duration{60, 120, 250, 500, 1000} {
		dir := filepath.Join(t.TempDir(), "forum")
		command := exec.Command(path, "serve", "--demo", "--data", dir, "--listen", "127.0.0.1:0")
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after * time.Millisecond)
		if err := command.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		err := command.Wait()
		if _, begun := os.Stat(dir); err != nil && begun == nil { // on a busy machine it may not have begun
			t.Errorf("stopped after %d ms: %v", after, err)
		}
	}
}

// TestExternalKilledFirstStartIsBegunAnew kills a first start with the demo
// world at several moments.
func TestExternalKilledFirstStartIsBegunAnew(t *testing.T) {
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "forum")
	for _, after := range []time.Duration{30, 100, 300, 700, 1500} {
		command := exec.Command(path, "serve", "--demo", "--data", dir, "--listen", "127.0.0.1:0")
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after * time.Millisecond)
		command.Process.Kill()
		_ = command.Wait() // reports the kill
	}
	start(t, dir, "--demo")
}

// TestExternalClientThatNeverFinishesDoesNotKeepItRunning sends half of a form.
func TestExternalClientThatNeverFinishesDoesNotKeepItRunning(t *testing.T) {
	r := start(t, t.TempDir())
	client, err := net.Dial("tcp", strings.TrimPrefix(r.address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	fmt.Fprint(client, "POST /anmelden HTTP/1.1\r\nHost: localhost\r\nContent-Type: "+
		"application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nemail=")
	if code, _ := r.get("/healthz"); code != 200 { // by now the form is being read
		t.Fatalf("health: %d", code)
	}
	begun := time.Now()
	if err := r.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := r.command.Wait(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("stopping took %s", took)
	}
}
