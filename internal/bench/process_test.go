//go:build bench

package bench

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// binary is the built program.
const binary = "../../bin/kommunalforum"

// process is a server under measurement, a process of its own.
type process struct {
	cmd     *exec.Cmd
	address string
}

// freePort returns an address on which nobody listens.
func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// begin starts a server and waits until it answers; it returns how long that took.
func begin(t testing.TB, cmd *exec.Cmd, address, path string) (*process, time.Duration) {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = log, log
	started := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: cmd, address: address}
	t.Cleanup(func() { p.stop() })
	for time.Since(started) < time.Minute {
		if c, err := dial(address); err == nil {
			a, err := c.do(request{path: path}.bytes())
			c.Close()
			if err == nil && a.code == 200 {
				return p, time.Since(started)
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	said, _ := os.ReadFile(log.Name()) // for the message only
	t.Fatalf("%v does not answer: %.300s", cmd.Args, said)
	return nil, 0
}

func (p *process) stop() {
	if p.cmd.ProcessState == nil {
		p.cmd.Process.Signal(os.Interrupt)
		p.cmd.Wait()
	}
}

// forum starts the built program on the folder.
func forum(t testing.TB, dir string) (*process, time.Duration) {
	t.Helper()
	address := freePort(t)
	return begin(t, exec.Command(binary, "serve", "--data", dir, "--listen", address, "--second-factor", "none", "--no-member-limits"), address, "/")
}

// floor starts this test binary as one of the floors.
func floor(t testing.TB, role, dir string) *process {
	t.Helper()
	address := freePort(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "BENCH_ROLE="+role, "BENCH_LISTEN="+address, "BENCH_DATA="+dir)
	p, _ := begin(t, cmd, address, "/ready")
	return p
}

// cpu returns the processor time that the server has used.
func (p *process) cpu(t testing.TB) time.Duration {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// anonymous returns the memory of the server that no file backs, in MB.
func (p *process) anonymous(t testing.TB) int {
	t.Helper()
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "RssAnon:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(value)[0])
			return kb / 1024
		}
	}
	t.Fatal("no RssAnon")
	return 0
}

// chill makes the system forget the folder's files, so that the next reads are
// cold. Without rights over the whole machine that is as cold as it gets.
func chill(t testing.TB, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		const dontNeed = 4 // POSIX_FADV_DONTNEED
		if _, _, code := syscall.Syscall6(syscall.SYS_FADVISE64, f.Fd(), 0, 0, dontNeed, 0, 0); code != 0 {
			return code
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
