//go:build bench

package bench

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db/dbtest"
)

// What says to a process of TestMeasuredEngines that it is a wire: the address of the
// database, and how much longer a round trip takes.
const (
	wireTo    = "BENCH_WIRE"
	wireTakes = "BENCH_ROUND_TRIP"
)

// over returns the address of a database by way of a wire on which each round trip takes
// so much longer. The wire is a process of its own and goes before others: among
// goroutines that use all they can get it would be late by many times that.
func over(t *testing.T, address string, roundTrip time.Duration) string {
	t.Helper()
	cmd := exec.Command("nice", "-n", "-10", os.Args[0], "-test.run", "^TestMeasuredEngines$") // without the right to it goes on as others do
	cmd.Env = append(os.Environ(), wireTo+"="+address, wireTakes+"="+roundTrip.String())
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	said, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal("the wire says nothing: ", err)
	}
	return strings.TrimSpace(said)
}

// layWire is the other process of over.
func layWire(t *testing.T, address string) {
	roundTrip, err := time.ParseDuration(os.Getenv(wireTakes))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(dbtest.NewWire(t, address, roundTrip).Address(t, address))
	io.Copy(io.Discard, os.Stdin) // until whoever measures has ended
}
