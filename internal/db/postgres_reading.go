package db

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgproto3"
)

const beginReading = "begin isolation level repeatable read read only"

// readingTx is a transaction that only reads. It begins with its first statement, in one
// round trip, and nobody waits for its end: the answer to that is read before the
// connection is used again.
type readingTx struct{ *queueing }

// Commit ends the transaction like Rollback. There is nothing to commit.
func (tx *readingTx) Commit() error {
	failed := tx.Conn.Conn().PgConn().TxStatus() == 'E'
	if err := tx.Rollback(); err != nil {
		return err
	}
	if failed {
		return pgx.ErrTxCommitRollback
	}
	return nil
}

// Rollback ends the transaction, so that the server forgets its snapshot at once. Where
// that fails the connection is closed, which ends it as well.
func (tx *readingTx) Rollback() error {
	tx.forget()
	conn := tx.Conn.Conn().PgConn()
	if conn.IsClosed() || conn.TxStatus() == 'I' {
		return nil
	}
	conn.Frontend().SendQuery(&pgproto3.Query{String: "rollback"})
	if err := conn.Frontend().Flush(); err != nil {
		return conn.Close(context.Background())
	}
	tx.ending = true
	return nil
}

// finish reads the answer to the end of a transaction that read.
func (c *queueing) finish(ctx context.Context) error {
	for c.ending {
		answer, err := c.Conn.Conn().PgConn().ReceiveMessage(ctx)
		if err != nil {
			return err
		}
		switch answer.(type) {
		case *pgproto3.ErrorResponse:
			return errors.New("the server ended the session")
		case *pgproto3.ReadyForQuery:
			c.ending = false
		}
	}
	return nil
}
