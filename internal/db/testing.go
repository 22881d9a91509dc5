package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
)

// Modes of this process that package dbtest turns on before the first Open. No
// program does.
var (
	recording *os.File // statements go there
	twice     bool
)

// Recorded is a statement that ran.
type Recorded struct {
	Query    string // as its caller wrote it
	Integers uint64 // bit n-1 when $n was an integer
	Caller   string // file and line, as in internal/forum/open.go:30
}

// RecordStatements appends every statement that the process runs from now on, once,
// to a file of its own in the folder, as a line of JSON. For tests that prepare them
// on all engines.
func RecordStatements(folder string) (err error) {
	recording, err = os.CreateTemp(folder, "statements-*.json")
	return err
}

func record(k statementKey) {
	line, err := json.Marshal(Recorded{k.query, k.integers, caller()})
	if err == nil {
		_, err = recording.Write(append(line, '\n'))
	}
	if err != nil {
		panic(fmt.Sprintf("record a statement: %v", err))
	}
}

// caller returns where the statement stands that runs now; in a file of this package if
// it is an engine's own.
func caller() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	root := ""
	for {
		f, more := frames.Next()
		if root == "" { // this file
			root = strings.TrimSuffix(f.File, "internal/db/testing.go")
		}
		if !more {
			return ""
		}
		if file, ours := strings.CutPrefix(f.File, root); ours && !slices.Contains(passing, file) {
			return fmt.Sprintf("%s:%d", file, f.Line)
		}
	}
}

// passing are the files of this package that pass on the statements of others.
var passing = []string{"internal/db/testing.go", "internal/db/bind.go", "internal/db/tx.go", "internal/db/queue.go"}

// WriteTwice makes each Write of the process run its function twice, from now on:
// first in a transaction that is rolled back. It shows functions that change more
// than the database when an engine has to repeat them.
func WriteTwice() { twice = true }

var errFirstRun = errors.New("the first of two runs")

// rehearse runs fn in a transaction that is rolled back. It returns fn's error.
func (d *DB) rehearse(ctx context.Context, fn func(*Tx) error) error {
	err := d.writeOnce(ctx, func(tx *Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return errFirstRun
	})
	if errors.Is(err, errFirstRun) {
		return nil
	}
	return err
}

// Forget drops all values of Cached, so that what is read next is computed. For tests
// that compare it with what was kept.
func (d *DB) Forget() {
	d.memory.mu.Lock()
	defer d.memory.mu.Unlock()
	d.memory.values = nil
}
