package dbtest

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Server is a PostgreSQL server of a test. It lives in a temporary folder, listens on a
// socket there only, and trades safety for speed unless it is told otherwise.
type Server struct {
	t      testing.TB
	folder string // of its socket; its data lies in data
	as     *syscall.Credential
}

// Pair is a primary with a standby that has each commit before it is acknowledged.
type Pair struct{ Primary, Standby *Server }

const settings = `
listen_addresses = ''
unix_socket_directories = '%s'
max_connections = 60
shared_buffers = 32MB
fsync = off
wal_level = replica
hot_standby = on
synchronous_commit = on
synchronous_standby_names = '%s'
wal_receiver_status_interval = 1s
`

// StartServer starts a server that ends with the test, with these lines of its
// configuration too. It fails where PostgreSQL's server is not installed.
func StartServer(t testing.TB, lines ...string) *Server {
	t.Helper()
	s := newServer(t)
	s.initialise()
	s.begin("", lines)
	return s
}

// StartPair is StartServer for a pair.
func StartPair(t testing.TB, lines ...string) Pair {
	t.Helper()
	p := Pair{newServer(t), newServer(t)}
	p.Primary.initialise()
	p.Primary.begin("*", lines)
	p.Primary.run("pg_basebackup", "-D", p.Standby.data(), "-h", p.Primary.folder, "-U", "forum", "-R", "-X", "stream", "-c", "fast", "--no-sync")
	p.Standby.begin("", lines)
	return p
}

// newServer makes the folder of a server.
func newServer(t testing.TB) *Server {
	t.Helper()
	as, err := unprivileged()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("/tmp", "kommunalforum-cluster.") // short: a socket's path has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if err = os.Chmod(folder, 0o755); err == nil && as != nil {
		err = os.Chown(folder, int(as.Uid), int(as.Gid))
	}
	if err != nil {
		t.Fatal(err)
	}
	return &Server{t, folder, as}
}

// initialise makes the data of a server.
func (s *Server) initialise() {
	s.t.Helper()
	s.run("initdb", "-D", s.data(), "-U", "forum", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
}

// Address returns the address of a database on the server.
func (s *Server) Address(database string) string {
	return "postgres:///" + database + "?" + url.Values{"host": {s.folder}, "user": {"forum"}}.Encode()
}

// Address returns the address of the database on whichever of the servers takes writes.
func (p Pair) Address(database string) string {
	q := url.Values{"host": {p.Primary.folder + "," + p.Standby.folder}, "user": {"forum"}, "target_session_attrs": {"read-write"}}
	return "postgres:///" + database + "?" + q.Encode()
}

// Halt makes all processes of the server stand still.
func (s *Server) Halt() { s.signal(syscall.SIGSTOP) }

// Continue ends Halt.
func (s *Server) Continue() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(signal syscall.Signal) {
	for _, pid := range s.processes() {
		syscall.Kill(pid, signal)
	}
}

// Kill ends all processes of the server at once, as a machine that fails.
func (s *Server) Kill() {
	s.t.Helper()
	s.signal(syscall.SIGKILL)
	for len(s.processes()) > 0 {
		time.Sleep(10 * time.Millisecond)
	}
}

// Promote makes a standby the primary.
func (s *Server) Promote() {
	s.t.Helper()
	s.run("pg_ctl", "-D", s.data(), "-w", "-s", "promote")
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

// begin starts the server; commits wait for the standbys with the name.
func (s *Server) begin(standbys string, lines []string) {
	s.t.Helper()
	conf, err := os.OpenFile(filepath.Join(s.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = fmt.Fprintf(conf, settings+strings.Join(lines, "\n")+"\n", s.folder, standbys)
		err = errors.Join(err, conf.Close())
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.run("pg_ctl", "-D", s.data(), "-l", filepath.Join(s.folder, "log"), "-w", "-s", "start")
	s.t.Cleanup(s.Kill)
}

// run runs one of PostgreSQL's programs.
func (s *Server) run(program string, args ...string) {
	s.t.Helper()
	folder, err := binaries()
	if err != nil {
		s.t.Fatal(err)
	}
	c := exec.Command(filepath.Join(folder, program), args...)
	c.Dir = s.folder
	c.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	if said, err := c.CombinedOutput(); err != nil {
		log, _ := os.ReadFile(filepath.Join(s.folder, "log"))
		s.t.Fatalf("%s: %v: %s\n%s", program, err, said, log)
	}
}

// processes returns the server and its children.
func (s *Server) processes() (pids []int) {
	raw, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return nil
	}
	server, err := strconv.Atoi(strings.SplitN(string(raw), "\n", 2)[0])
	if err != nil {
		return nil
	}
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range all {
		stat, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		after := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:])) // state, parent, …
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		switch {
		case after[0] == "Z":
		case pid == server: // before its children, or it starts them again
			pids = slices.Insert(pids, 0, pid)
		case after[1] == strconv.Itoa(server):
			pids = append(pids, pid)
		}
	}
	return pids
}

// unprivileged returns as whom servers run, nil for as whom we do: they refuse root.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

// binaries returns the folder of PostgreSQL's programs, as .ci/postgres finds it.
func binaries() (string, error) {
	if folder := os.Getenv("POSTGRES_BIN"); folder != "" {
		return folder, nil
	}
	all, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(all) == 0 {
		return "", errors.New("PostgreSQL's server is missing: apt-get install postgresql, or name the folder of initdb in POSTGRES_BIN")
	}
	slices.Sort(all)
	return all[len(all)-1], nil
}
