package sandbox

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// serve is the child's whole life; it returns the exit status.
func (t Tool) serve(args []string) int {
	closeInherited()
	runtime.LockOSThread() // the work stays on the thread that is about to become nice
	if err := syscall.Setpriority(syscall.PRIO_PROCESS, 0, niceness); err != nil {
		return statusBroken
	}
	if err := t.Limits.apply(); err != nil {
		return statusBroken
	}
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		return statusBroken
	}
	out, err := t.run(input, args)
	if err != nil {
		return statusRefused
	}
	if _, err := os.Stdout.Write(out); err != nil {
		return statusBroken
	}
	return 0
}

// niceness puts the work behind that of the process that serves pages.
const niceness = 5

// run calls the tool; a panic becomes an error.
func (t Tool) run(input []byte, args []string) (out []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return t.Run(input, args)
}

// openFiles is how many files a child may have open; the runtime needs a few.
const openFiles = 16

// apply sets the limits for this process. What goes beyond them ends it: the
// kernel kills it, or an allocation fails.
func (l Limits) apply() error {
	seconds := uint64(math.Ceil(l.CPU.Seconds()))
	for what, most := range map[int]uint64{
		syscall.RLIMIT_CPU:    seconds,
		syscall.RLIMIT_DATA:   l.Memory, // on Linux all private memory that can be written
		syscall.RLIMIT_FSIZE:  0,
		syscall.RLIMIT_CORE:   0,
		syscall.RLIMIT_NOFILE: openFiles,
	} {
		if err := syscall.Setrlimit(what, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return err
		}
	}
	debug.SetMemoryLimit(int64(l.Memory / 8 * 7))                        // collect garbage rather than fail
	time.AfterFunc(l.Time+time.Second, func() { os.Exit(statusBroken) }) // should nobody be left to kill this process
	return nil
}

// closeInherited closes open files that the parent, or who started it, did not
// mark as their own. Those of the runtime itself have no name in any folder.
func closeInherited() {
	const open = "/proc/self/fd"
	names, err := filepath.Glob(filepath.Join(open, "*"))
	if err != nil {
		return
	}
	for _, name := range names {
		fd, err := strconv.Atoi(filepath.Base(name))
		if err != nil || fd <= 2 {
			continue
		}
		if target, err := os.Readlink(name); err == nil && !strings.HasPrefix(target, "anon_inode:") {
			syscall.Close(fd)
		}
	}
}
