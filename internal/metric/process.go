package metric

import (
	"context"
	"os"
	"runtime/metrics"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// started is about when the process began.
var started = time.Now()

// Started is about when the process began.
func Started() time.Time { return started }

// Process are the gauges of the process and of Go's runtime.
func Process() Group {
	return Group{
		Gauges: []Gauge{
			{Name: "process_cpu_seconds", Help: "Processor time of the process.", Counts: true},
			{Name: "process_resident_memory_bytes", Help: "Memory of the process that is in use."},
			{Name: "process_open_fds", Help: "Open files and connections."},
			{Name: "process_max_fds", Help: "How many of them may be open."},
			{Name: "process_start_time_seconds", Help: "When the process began, in seconds since 1970."},
			{Name: "go_goroutines", Help: "Goroutines."},
			{Name: "go_memory_heap_bytes", Help: "Memory of Go's objects."},
			{Name: "go_memory_total_bytes", Help: "Memory that Go has from the system."},
			{Name: "go_gc_cycles", Help: "Collections of garbage.", Counts: true},
			{Name: "go_gc_cpu_seconds", Help: "Processor time for collecting garbage, about.", Counts: true},
		},
		Collect: collectProcess,
	}
}

var fromRuntime = map[string]string{
	"/sched/goroutines:goroutines":       "go_goroutines",
	"/memory/classes/heap/objects:bytes": "go_memory_heap_bytes",
	"/memory/classes/total:bytes":        "go_memory_total_bytes",
	"/gc/cycles/total:gc-cycles":         "go_gc_cycles",
	"/cpu/classes/gc/total:cpu-seconds":  "go_gc_cpu_seconds",
}

func collectProcess(_ context.Context, set func(string, float64, ...string)) error {
	for from, name := range fromRuntime {
		sample := []metrics.Sample{{Name: from}}
		metrics.Read(sample)
		switch sample[0].Value.Kind() {
		case metrics.KindUint64:
			set(name, float64(sample[0].Value.Uint64()))
		case metrics.KindFloat64:
			set(name, sample[0].Value.Float64())
		}
	}
	set("process_start_time_seconds", float64(started.UnixMilli())/1000)
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return err
	}
	set("process_cpu_seconds", time.Duration(used.Utime.Nano()+used.Stime.Nano()).Seconds())
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		return err
	}
	set("process_max_fds", float64(files.Cur))
	return collectProc(set)
}

// collectProc reads what only /proc knows.
func collectProc(set func(string, float64, ...string)) error {
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return err
	}
	set("process_open_fds", float64(len(open)-1)) // without that of the folder itself
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return err
	}
	if fields := strings.Fields(string(text)); len(fields) > 1 {
		pages, err := strconv.ParseUint(fields[1], 10, 64)
		if err != nil {
			return err
		}
		set("process_resident_memory_bytes", float64(pages)*float64(os.Getpagesize()))
	}
	return nil
}
