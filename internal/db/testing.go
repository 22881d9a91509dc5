package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// Modes of this process that package dbtest turns on before the first Open. No
// program does.
var (
	recording *os.File // statements go there
	twice     bool
)

// RecordStatements appends every statement that the process prepares from now on,
// once and as its caller wrote it, to a file of its own in the folder, as a JSON
// string a line. For tests that prepare them on another engine.
func RecordStatements(folder string) (err error) {
	recording, err = os.CreateTemp(folder, "statements-*.json")
	return err
}

func record(query string) {
	line, err := json.Marshal(query)
	if err == nil {
		_, err = recording.Write(append(line, '\n'))
	}
	if err != nil {
		panic(fmt.Sprintf("record a statement: %v", err))
	}
}

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
