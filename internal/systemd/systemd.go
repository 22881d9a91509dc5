// Package systemd talks to the service manager that started the process: it tells it that
// the process is ready, alive and stopping, and takes over the sockets that it opened. It
// owns no table. Where no manager is, everything does nothing.
package systemd

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Names of what is told.
const (
	Ready    = "READY=1"
	Stopping = "STOPPING=1"
	Alive    = "WATCHDOG=1"
)

// Notify tells the manager the lines.
func Notify(lines ...string) error {
	socket := os.Getenv("NOTIFY_SOCKET")
	if socket == "" {
		return nil
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"}) // a leading @ is an abstract one
	if err != nil {
		return fmt.Errorf("tell systemd: %w", err)
	}
	defer conn.Close()
	_, err = conn.Write([]byte(strings.Join(lines, "\n")))
	return err
}

// Reloading is what is told before settings are read again, and Ready after it.
func Reloading() string {
	var now unix.Timespec
	unix.ClockGettime(unix.CLOCK_MONOTONIC, &now) // by which the manager orders what it hears
	return fmt.Sprintf("RELOADING=1\nMONOTONIC_USEC=%d", now.Nano()/1000)
}

// Watchdog is how often the manager must hear that the process is alive; 0 for never.
func Watchdog() time.Duration {
	n, err := strconv.ParseInt(os.Getenv("WATCHDOG_USEC"), 10, 64)
	if pid := os.Getenv("WATCHDOG_PID"); err != nil || n <= 0 || pid != "" && pid != strconv.Itoa(os.Getpid()) {
		return 0
	}
	return time.Duration(n) * time.Microsecond
}

// firstSocket is the first file that the manager hands over.
const firstSocket = 3

// Listener takes over the socket that the manager opened under the name (its
// FileDescriptorName), or the first one if the name is empty.
func Listener(name string) (net.Listener, error) {
	number, err := strconv.Atoi(os.Getenv("LISTEN_FDS"))
	if err != nil || number < 1 || os.Getenv("LISTEN_PID") != strconv.Itoa(os.Getpid()) {
		return nil, fmt.Errorf("systemd hat dem Programm keinen Socket übergeben. Es muss von einer Socket-Unit gestartet werden.")
	}
	names := strings.Split(os.Getenv("LISTEN_FDNAMES"), ":")
	for i := range number {
		if name != "" && (i >= len(names) || names[i] != name) {
			continue
		}
		file := os.NewFile(uintptr(firstSocket+i), "systemd:"+name)
		defer file.Close() // the listener has its own
		syscall.CloseOnExec(firstSocket + i)
		l, err := net.FileListener(file)
		if err != nil {
			return nil, fmt.Errorf("Auf dem Socket, den systemd übergeben hat, lässt sich nicht lauschen (%w).", err)
		}
		if socket, ok := l.(*net.UnixListener); ok {
			socket.SetUnlinkOnClose(false) // the manager goes on with it
		}
		return l, nil
	}
	return nil, fmt.Errorf("systemd hat keinen Socket mit dem Namen %q übergeben, sondern %s.", name, strings.Join(names, ", "))
}
