package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"kommunalforum/internal/fault"
)

// Tx is a running transaction. It is used by one goroutine.
//
// A statement that fails ends it, as it does in every engine but SQLite: all further
// statements and the commit fail too. Where a row may be there already, say so in
// the statement with ON CONFLICT, or look before.
type Tx struct {
	raw    *sql.Tx
	ctx    context.Context // of the operation
	run    context.Context // of the driver
	cancel func()          // ends run; nil where nothing is written
	db     *DB
	nudge  bool
	failed error    // of the first statement that failed
	basis  *Basis   // of what is made from what it reads; nil for what nobody keeps
	wrote  *written // nil where nothing is written
	rows   Rows     // that the statements are about, see Within
	// ask queues a query and returns the context under which its records are read, once
	// those asked at the same time are answered; nil outside of Together.
	ask func(query string, args []any) (context.Context, error)

	// Now is the time of the whole transaction, in UTC and whole milliseconds.
	Now time.Time
}

// Context returns the context of the operation.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Nudge wakes the listeners of the database after the commit, also those of other
// processes if this one listens itself.
func (tx *Tx) Nudge() { tx.nudge = true }

// fail notes that a statement failed, and returns what its error means.
func (tx *Tx) fail(err error) error {
	err = tx.db.translate(err)
	if tx.failed == nil {
		tx.failed = err
	}
	return err
}

// ended returns an error once a statement has failed. It is not that statement's
// error: whoever goes on after one has a defect.
func (tx *Tx) ended() error {
	if tx.failed == nil {
		return nil
	}
	return fmt.Errorf("the transaction ended when a statement failed: %v", tx.failed)
}

// open returns an error if no statement may run any more: the transaction has ended, or
// nobody waits for it.
func (tx *Tx) open() error {
	if err := tx.ctx.Err(); err != nil {
		return err
	}
	return tx.ended()
}

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	s, args, err := tx.bind(query, args)
	if err != nil {
		return 0, err
	}
	if err := tx.open(); err != nil {
		return 0, err
	}
	defer tx.watch(query, time.Now())
	res, err := tx.raw.ExecContext(tx.run, s.text, args...)
	if err != nil {
		return 0, tx.fail(err)
	}
	n, err := res.RowsAffected()
	if n > 0 || !s.changesRows() {
		tx.noteWritten(s)
	}
	return n, err
}

// Insert runs an INSERT … RETURNING id and returns the id.
func (tx *Tx) Insert(query string, args ...any) (int64, error) {
	return One(tx, func(r Row) (id int64, err error) { return id, r.Scan(&id) }, query, args...)
}

// SkipID uses up an id of a table with AUTOINCREMENT ids and returns it: no row will
// have it, and all later ids are higher.
func (tx *Tx) SkipID(table string) (int64, error) {
	return tx.db.skipID(tx, table)
}

// Row is the record that a scan function reads.
type Row interface{ Scan(dest ...any) error }

// One returns the single record of a query, or fault.NotFound.
func One[T any](tx *Tx, scan func(Row) (T, error), query string, args ...any) (T, error) {
	var zero T
	list, err := list(tx, scan, 1, query, args)
	if err != nil {
		return zero, err
	}
	if len(list) == 0 {
		return zero, fault.Missing()
	}
	return list[0], nil
}

// List returns all records of a query.
func List[T any](tx *Tx, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	return list(tx, scan, -1, query, args)
}

// Each calls visit for every record of a query until it returns an error. It is
// for results too large for memory. visit must not use the transaction.
func Each(tx *Tx, visit func(Row) error, query string, args ...any) error {
	s, args, err := tx.bind(query, args)
	if err != nil {
		return err
	}
	if err := tx.open(); err != nil {
		return err
	}
	tx.noteWritten(s)
	rows, err := tx.raw.QueryContext(tx.run, s.text, args...)
	if err != nil {
		return tx.fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := visit(rows); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return tx.fail(err)
	}
	return nil
}

// A list of more than a few records gets room for a page of them at once.
const (
	growFrom = 4
	growBy   = 28
)

func list[T any](tx *Tx, scan func(Row) (T, error), most int, query string, args []any) ([]T, error) {
	s, args, err := tx.bind(query, args)
	if err != nil {
		return nil, err
	}
	if err := tx.open(); err != nil {
		return nil, err
	}
	defer tx.watch(query, time.Now())
	run := tx.run
	if tx.ask != nil {
		if run, err = tx.ask(s.text, args); err != nil {
			return nil, err
		}
	}
	tx.noteWritten(s)
	rows, err := tx.raw.QueryContext(run, s.text, args...)
	if err != nil {
		return nil, tx.fail(err)
	}
	defer rows.Close()
	var out []T
	for len(out) != most && rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("scan: %w", err)
		}
		if len(out) == growFrom {
			out = slices.Grow(out, growBy)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, tx.fail(err)
	}
	return out, nil
}

// Scalar returns the single value of a query such as SELECT COUNT(*), or
// fault.NotFound.
func Scalar[T any](tx *Tx, query string, args ...any) (T, error) {
	return One(tx, func(r Row) (v T, err error) { return v, r.Scan(&v) }, query, args...)
}

// Column returns the first column of all records.
func Column[T any](tx *Tx, query string, args ...any) ([]T, error) {
	return List(tx, func(r Row) (v T, err error) { return v, r.Scan(&v) }, query, args...)
}

// Found turns fault.NotFound into false, for queries where absence is an answer
// and not an error.
func Found[T any](v T, err error) (T, bool, error) {
	if fault.Is(err, fault.NotFound) {
		return v, false, nil
	}
	return v, err == nil, err
}

// Wait returns how long it takes until the instant that the query selects is older
// than the window, 0 if it selects none. A query for the n-th last attempt thus
// says when the next one is allowed, where the window allows n.
func Wait(tx *Tx, window time.Duration, query string, args ...any) (time.Duration, error) {
	at, found, err := Found(One(tx, func(r Row) (at time.Time, err error) { return at, r.Scan(Instant(&at)) }, query, args...))
	if err != nil || !found {
		return 0, err
	}
	return max(0, at.Add(window).Sub(tx.Now)), nil
}

func (tx *Tx) watch(query string, begin time.Time) {
	took := time.Since(begin)
	tx.db.measures.Statements.Observe(took.Seconds())
	if took > tx.db.slow {
		tx.db.log.Warn("slow statement", "took", took, "sql", query)
	}
}

// Instant scans Unix milliseconds (BIGINT) into t; NULL becomes the zero time.
func Instant(t *time.Time) sql.Scanner { return instant{t} }

type instant struct{ t *time.Time }

func (i instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i.t = time.Time{}
	case int64:
		*i.t = time.UnixMilli(v).UTC()
	default:
		return errors.New("instant: not a number of milliseconds")
	}
	return nil
}

// OrZero scans a nullable column; NULL becomes the zero value.
func OrZero[T any](v *T) sql.Scanner { return orZero[T]{v} }

type orZero[T any] struct{ v *T }

func (o orZero[T]) Scan(src any) error {
	var n sql.Null[T]
	if err := n.Scan(src); err != nil {
		return err
	}
	*o.v = n.V
	return nil
}

// Null returns nil for the zero value, which is then stored as NULL.
func Null[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}
