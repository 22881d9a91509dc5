package clamd_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/iotest"

	"kommunalforum/internal/clamd"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/testkit/clamdstub"
)

// eicar is the test file that every scanner finds (eicar.org), in two parts so that
// none finds it here.
const eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

var quiet = slog.New(slog.DiscardHandler)

func TestOnlyCleanFilesPass(t *testing.T) {
	stub := clamdstub.Start(t, "unix")
	s := clamd.New(stub.Network, stub.Address, quiet)
	large := bytes.Repeat([]byte("Größe "), 100_000)
	for name, file := range map[string][]byte{
		"small": []byte("Hallo"), "empty": nil, "of many chunks": large, "of whole chunks": make([]byte, 1<<17),
	} {
		if err := s.Scan(t.Context(), bytes.NewReader(file)); err != nil {
			t.Errorf("a clean file, %s: %v", name, err)
		}
		if got := stub.Last(); !bytes.Equal(got, file) {
			t.Errorf("the scanner got %d bytes of %d", len(got), len(file))
		}
	}
	if err := s.Scan(t.Context(), strings.NewReader(eicar)); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "Eicar-Test-Signature") {
		t.Errorf("malware: %v", err)
	}
	if err := s.Scan(t.Context(), bytes.NewReader(make([]byte, clamdstub.StreamMaxLength+1<<22))); !fault.Is(err, fault.Invalid) ||
		!strings.Contains(err.Error(), "größer") {
		t.Errorf("a file larger than the scanner takes: %v", err)
	}
}

func TestAScannerSpeaksTCPToo(t *testing.T) {
	stub := clamdstub.Start(t, "tcp")
	s := clamd.New(stub.Network, stub.Address, quiet)
	if err := s.Scan(t.Context(), strings.NewReader("Hallo")); err != nil {
		t.Error(err)
	}
	if v, err := s.Version(t.Context()); err != nil || v != clamdstub.Version {
		t.Errorf("version %q, %v", v, err)
	}
}

func TestWithoutAClearAnswerNothingPasses(t *testing.T) {
	for _, reply := range []string{"\x00", "stream: OK", "stream: OK ERROR\x00",
		"OK\x00", "stream:OK\x00", "stream: OK\n\x00", "stream: Can't allocate memory ERROR\x00",
		"UNKNOWN COMMAND\x00", "Error: command not allowed ERROR\x00", strings.Repeat("x", 1<<20) + "\x00"} {
		stub := clamdstub.Start(t, "unix")
		stub.Reply = reply
		err := clamd.New(stub.Network, stub.Address, quiet).Scan(t.Context(), strings.NewReader("Hallo"))
		if !fault.Is(err, fault.Unready) || fault.WaitOf(err) == 0 ||
			!strings.Contains(fault.SentenceOf(err), "Virenscanner antwortet gerade nicht") {
			t.Errorf("reply %.40q: %v", reply, err)
		}
	}
	gone := clamd.New("unix", t.TempDir()+"/clamd.ctl", quiet)
	if err := gone.Scan(t.Context(), strings.NewReader("Hallo")); !fault.Is(err, fault.Unready) {
		t.Errorf("no scanner: %v", err)
	}
	if v, err := gone.Version(t.Context()); err == nil {
		t.Errorf("no scanner: version %q", v)
	}
}

func TestASilentScannerIsNotWaitedForLonger(t *testing.T) {
	l, err := net.Listen("unix", t.TempDir()+"/clamd.ctl")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() // takes connections and never answers
	s := clamd.New("unix", l.Addr().String(), quiet)
	clamd.SetPatience(s, 1)
	if err := s.Scan(t.Context(), strings.NewReader("Hallo")); !fault.Is(err, fault.Unready) {
		t.Errorf("a silent scanner: %v", err)
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if err := s.Scan(ctx, strings.NewReader("Hallo")); !errors.Is(err, context.Canceled) {
		t.Errorf("the client has left: %v", err)
	}
}

func TestAnUnreadableFileIsNoFaultOfTheScanner(t *testing.T) {
	stub := clamdstub.Start(t, "unix")
	broken := errors.New("disk")
	err := clamd.New(stub.Network, stub.Address, quiet).Scan(t.Context(), iotest.ErrReader(broken))
	if !errors.Is(err, broken) || fault.KindOf(err) != fault.Internal {
		t.Error(err)
	}
}

func TestWithoutAScannerEveryFilePasses(t *testing.T) {
	var off *clamd.Scanner
	if err := off.Scan(t.Context(), strings.NewReader(eicar)); err != nil {
		t.Error(err)
	}
	if v, err := off.Version(t.Context()); v != "" || err != nil {
		t.Error(v, err)
	}
}
