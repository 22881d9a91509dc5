// Package clamdstub is a virus scanner for tests that speaks the protocol of clamd as
// strictly as clamd does, and finds the EICAR test file.
package clamdstub

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"sync"
	"testing"
)

// Version is what the scanner says of itself.
const Version = "ClamAV 1.4.3/27700/Sat Nov 28 09:26:06 2026"

// StreamMaxLength is how many bytes a file may have, as the option of clamd.conf.
const StreamMaxLength = 8 << 20

// Stub is a running scanner. Set Reply before the first connection.
type Stub struct {
	Network, Address string
	Reply            string // what it says of every file instead of the truth; "" for the truth

	listener net.Listener
	mu       sync.Mutex
	last     []byte
}

// Start starts a scanner on a socket of the network, unix or tcp, until the test ends.
func Start(t testing.TB, network string) *Stub {
	t.Helper()
	address := "127.0.0.1:0"
	if network == "unix" {
		address = filepath.Join(t.TempDir(), "clamd.ctl")
	}
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	s := &Stub{Network: network, Address: l.Addr().String(), listener: l}
	var connections sync.WaitGroup
	connections.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			connections.Go(func() { s.serve(conn) })
		}
	})
	t.Cleanup(func() { l.Close(); connections.Wait() })
	return s
}

// Stop makes the scanner unreachable.
func (s *Stub) Stop() { s.listener.Close() }

// Last returns the last file that was sent whole.
func (s *Stub) Last() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

// serve answers one command, as clamd does outside of a session.
func (s *Stub) serve(conn net.Conn) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	command, err := r.ReadString(0)
	if err != nil {
		return
	}
	reply := "UNKNOWN COMMAND"
	switch command {
	case "zPING\x00":
		reply = "PONG"
	case "zVERSION\x00":
		reply = Version
	case "zINSTREAM\x00":
		if reply, err = s.scan(r); err != nil {
			return
		}
	}
	if s.Reply == "" {
		reply += "\x00"
	}
	io.WriteString(conn, reply)
}

// eicar is in every file that counts as malware.
var eicar = []byte("EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE")

// scan reads a stream: chunks after their length, at last one of no length.
func (s *Stub) scan(r io.Reader) (reply string, err error) {
	var file bytes.Buffer
	for {
		var length uint32
		if err := binary.Read(r, binary.BigEndian, &length); err != nil {
			return "", err
		}
		if length == 0 {
			break
		}
		if file.Len()+int(length) > StreamMaxLength {
			return "INSTREAM size limit exceeded. ERROR", nil // and hangs up with bytes unread
		}
		if n, err := io.CopyN(&file, r, int64(length)); err != nil || n < int64(length) {
			return "", errors.Join(err, io.ErrUnexpectedEOF)
		}
	}
	s.mu.Lock()
	s.last = file.Bytes()
	s.mu.Unlock()
	switch {
	case s.Reply != "":
		return s.Reply, nil
	case bytes.Contains(file.Bytes(), eicar):
		return "stream: Eicar-Test-Signature FOUND", nil
	}
	return "stream: OK", nil
}
