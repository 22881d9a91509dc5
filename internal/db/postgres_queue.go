package db

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// queueing is a connection that keeps statements of Tx.Queue until another is asked
// for, and sends all of them in one round trip. It does the same with the beginning of
// a transaction that is begun under the context of queued, and with its commit. Those
// that only read begin with their first statement too, see readingTx.
type queueing struct {
	*stdlib.Conn
	connect func(context.Context) (*stdlib.Conn, error) // anew
	queue   []waiting
	ending  bool // a rollback was sent, and its answer not yet read
}

// waiting is a statement that was not sent yet.
type waiting struct {
	query string
	args  []any
	asked *question // nil for what nobody asked for
}

// BeginTx begins a transaction. The context of queued is for those that write.
func (c *queueing) BeginTx(ctx context.Context, o sqldriver.TxOptions) (sqldriver.Tx, error) {
	isolation := sql.IsolationLevel(o.Isolation)
	switch {
	case o.ReadOnly && isolation == sql.LevelRepeatableRead:
		c.add(beginReading, nil, nil)
		return &readingTx{c}, nil
	case !isQueued(ctx):
		return c.Conn.BeginTx(ctx, o)
	case c.Conn.Conn().IsClosed():
		return nil, sqldriver.ErrBadConn
	case isolation != sql.LevelReadCommitted || o.ReadOnly:
		return nil, fmt.Errorf("begin %v, read only %t: not to be queued", o.Isolation, o.ReadOnly)
	}
	c.add("begin isolation level read committed", nil, nil)
	return &queueingTx{c, ctx}, nil
}

// ExecContext runs a statement, or keeps it for later under the context of queued.
func (c *queueing) ExecContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Result, error) {
	asked := questionOf(ctx)
	switch {
	case isQueued(ctx), asked != nil:
		c.add(query, args, asked)
		return sqldriver.ResultNoRows, nil
	case ctx.Value(sendKey{}) != nil:
		return sqldriver.ResultNoRows, c.answer(ctx)
	case c.queue == nil:
		return c.Conn.ExecContext(ctx, query, args)
	}
	sent, err := c.send(ctx, query, args)
	if err != nil {
		return nil, err
	}
	tag, err := sent.Exec()
	if closed := sent.Close(); err == nil {
		err = closed
	}
	return sqldriver.RowsAffected(tag.RowsAffected()), err
}

// QueryContext runs a query.
func (c *queueing) QueryContext(ctx context.Context, query string, args []sqldriver.NamedValue) (sqldriver.Rows, error) {
	if asked := questionOf(ctx); asked != nil {
		return asked, asked.err
	}
	if c.queue == nil {
		return c.Conn.QueryContext(ctx, query, args)
	}
	sent, err := c.send(ctx, query, args)
	if err != nil {
		return nil, err
	}
	rows, err := sent.Query()
	if err != nil {
		sent.Close()
		return nil, err
	}
	out := &queuedRows{rows: rows, sent: sent, more: rows.Next()} // columns are known with the first row
	if err := rows.Err(); err != nil {
		sent.Close()
		return nil, err
	}
	return out, nil
}

// ResetSession forgets what a transaction left that was given up.
func (c *queueing) ResetSession(ctx context.Context) error {
	c.forget()
	if c.finish(ctx) != nil {
		return sqldriver.ErrBadConn
	}
	return c.Conn.ResetSession(ctx)
}

func (c *queueing) add(query string, args []sqldriver.NamedValue, asked *question) {
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a.Value
	}
	c.queue = append(c.queue, waiting{query, values, asked})
}

func (c *queueing) forget() { c.queue = nil }

// send sends what waits and the statement after it, and returns the results from that of
// the statement on. It returns the error of the first statement that failed; the server
// passes over all later ones.
func (c *queueing) send(ctx context.Context, query string, args []sqldriver.NamedValue) (pgx.BatchResults, error) {
	c.add(query, args, nil)
	return c.sendFirst(ctx, len(c.queue)-1)
}

// answer sends what waits, all of it questions or for nobody, and takes the answers.
func (c *queueing) answer(ctx context.Context) error {
	if c.queue == nil {
		return nil
	}
	sent, err := c.sendFirst(ctx, len(c.queue))
	if err != nil {
		return err
	}
	return sent.Close()
}

// sendFirst sends what waits and reads the first n results. Where that begins to read on
// a connection which broke since it was used last, it takes a new one.
func (c *queueing) sendFirst(ctx context.Context, n int) (pgx.BatchResults, error) {
	all := c.queue
	c.forget()
	sent, begun, err := c.sendOnce(ctx, all, n)
	if begun || all[0].query != beginReading || !broken(err) {
		return sent, err
	}
	conn, err := c.connect(ctx)
	if err != nil {
		return nil, err
	}
	c.Conn.Close()
	c.Conn = conn
	sent, _, err = c.sendOnce(ctx, all, n)
	return sent, err
}

// sendOnce also says whether the first statement was answered.
func (c *queueing) sendOnce(ctx context.Context, all []waiting, n int) (sent pgx.BatchResults, begun bool, err error) {
	if c.Conn.Conn().IsClosed() {
		return nil, false, pgconn.ErrConnClosed
	}
	batch := &pgx.Batch{QueuedQueries: make([]*pgx.QueuedQuery, 0, len(all))}
	for _, w := range all {
		batch.Queue(w.query, w.args...)
	}
	sent = c.Conn.Conn().SendBatch(ctx, batch)
	for i, w := range all[:n] {
		if w.asked != nil {
			err = w.asked.take(sent)
		} else {
			_, err = sent.Exec()
		}
		if err != nil {
			sent.Close()
			return nil, i > 0, err
		}
	}
	return sent, true, nil
}

// queueingTx is a transaction whose beginning was queued.
type queueingTx struct {
	*queueing
	ctx context.Context
}

// Commit sends what waits together with the commit.
func (tx *queueingTx) Commit() error {
	sent, err := tx.send(tx.ctx, "commit", nil)
	if err == nil {
		var tag pgconn.CommandTag
		tag, err = sent.Exec()
		if closed := sent.Close(); err == nil {
			err = closed
		}
		if err == nil && tag.String() == "ROLLBACK" {
			err = pgx.ErrTxCommitRollback
		}
	}
	if err != nil {
		tx.Rollback() // nobody else would, and others wait for the lock
	}
	return err
}

// Rollback forgets what waits, and rolls back what was sent.
func (tx *queueingTx) Rollback() error {
	tx.forget()
	conn := tx.Conn.Conn()
	if conn.IsClosed() || conn.PgConn().TxStatus() == 'I' {
		return nil
	}
	if _, err := conn.Exec(tx.ctx, "rollback"); err != nil {
		conn.Close(tx.ctx) // ends the transaction as well
		return err
	}
	return nil
}

// queuedRows are the records of a query that was sent with what waited.
type queuedRows struct {
	rows pgx.Rows
	sent pgx.BatchResults
	more bool // there is a record that Next has not returned
}

// Columns returns the names of the columns.
func (r *queuedRows) Columns() []string { return columnsOf(r.rows) }

func columnsOf(rows pgx.Rows) []string {
	names := make([]string, len(rows.FieldDescriptions()))
	for i, f := range rows.FieldDescriptions() {
		names[i] = f.Name
	}
	return names
}

// Next fills in the next record.
func (r *queuedRows) Next(to []sqldriver.Value) error {
	if !r.more {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	err := valuesOf(r.rows, to)
	r.more = r.rows.Next()
	return err
}

// valuesOf fills in the present record.
func valuesOf(rows pgx.Rows, to []sqldriver.Value) error {
	values, err := rows.Values()
	if err != nil {
		return err
	}
	for i, v := range values {
		if to[i], err = sqldriver.DefaultParameterConverter.ConvertValue(v); err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return nil
}

// Close passes over the remaining records.
func (r *queuedRows) Close() error {
	r.rows.Close()
	return r.sent.Close()
}
