package db

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"io"
	"iter"

	"github.com/jackc/pgx/v5"
)

// question is a query that waits to be sent with others, and its records afterwards.
type question struct {
	columns []string
	records [][]sqldriver.Value
	err     error
}

type questionKey struct{}

func questionOf(ctx context.Context) *question {
	q, _ := ctx.Value(questionKey{}).(*question)
	return q
}

type sendKey struct{}

// together lets each read go on until it asks something, sends what all of them ask,
// and so on. They are coroutines: only one runs at any moment.
func (postgres) together(tx *Tx, reads []func(*Tx) error) (err error) {
	running := make([]func() (struct{}, bool), 0, len(reads))
	for _, read := range reads {
		next, stop := iter.Pull(func(yield func(struct{}) bool) {
			if failed := readAsking(tx, read, yield); failed != nil && err == nil {
				err = failed
			}
		})
		defer stop()
		running = append(running, next)
	}
	for len(running) > 0 && err == nil {
		waiting := running[:0]
		for _, next := range running {
			if _, more := next(); more {
				waiting = append(waiting, next)
			}
		}
		running = waiting
		if len(running) > 0 && err == nil {
			if _, err := tx.raw.ExecContext(context.WithValue(tx.run, sendKey{}, true), ""); err != nil {
				return tx.fail(err)
			}
		}
	}
	return err
}

var errOtherFailed = errors.New("another read failed meanwhile")

// readAsking runs a read in a transaction of which each query is a question.
func readAsking(tx *Tx, read func(*Tx) error, yield func(struct{}) bool) error {
	own := *tx
	own.ask = func(query string, args []any) (context.Context, error) {
		ctx := context.WithValue(own.run, questionKey{}, &question{})
		if _, err := own.raw.ExecContext(ctx, query, args...); err != nil {
			return nil, own.fail(err)
		}
		if !yield(struct{}{}) {
			return nil, errOtherFailed
		}
		return ctx, nil
	}
	err := read(&own)
	if tx.failed == nil {
		tx.failed = own.failed
	}
	return err
}

// take reads the records of a question.
func (q *question) take(sent pgx.BatchResults) error {
	rows, err := sent.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if q.columns == nil {
			q.columns = columnsOf(rows)
		}
		record := make([]sqldriver.Value, len(q.columns))
		if err := valuesOf(rows, record); err != nil {
			return err
		}
		q.records = append(q.records, record)
	}
	return rows.Err()
}

// Columns returns the names of the columns, none without a record.
func (q *question) Columns() []string { return q.columns }

// Next fills in the next record.
func (q *question) Next(to []sqldriver.Value) error {
	if len(q.records) == 0 {
		return io.EOF
	}
	copy(to, q.records[0])
	q.records = q.records[1:]
	return nil
}

// Close does nothing: the records have been read.
func (q *question) Close() error { return nil }
