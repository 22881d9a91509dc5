package db

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"kommunalforum/internal/fault"
)

const (
	unreachable = "Die Datenbank ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal."
	overloaded  = "Die Datenbank ist gerade ausgelastet. Bitte versuchen Sie es noch einmal."

	tooManyConnections = "53300"
	dataCorrupted      = "XX001"
	indexCorrupted     = "XX002"
)

func (postgres) translate(err error) error {
	var e *pgconn.PgError
	var connect *pgconn.ConnectError
	coded := errors.As(err, &e)
	switch {
	case coded && e.Code == tooManyConnections:
		return &wrapped{fault.Unready, overloaded, err}
	case errors.As(err, &connect), broken(err):
		return &wrapped{fault.Unready, unreachable, err}
	case !coded:
		return err
	}
	switch e.Code {
	case "23505": // unique_violation
		return &wrapped{fault.Conflict, "Das gibt es schon.", err}
	case "53100": // disk_full
		return &wrapped{fault.Unready, "Der Speicherplatz ist voll. Lesen ist möglich, Schreiben im Augenblick nicht.", err}
	case "25006": // read_only_sql_transaction
		return &wrapped{fault.Unready, "Die Datenbank ist schreibgeschützt. Lesen ist möglich, Schreiben im Augenblick nicht.", err}
	case "58030": // io_error
		return &wrapped{fault.Internal, "Der Datenträger der Datenbank meldet einen Fehler. Bitte prüfen Sie ihn.", err}
	case dataCorrupted, indexCorrupted:
		return &wrapped{fault.Internal, "Die Datenbank ist beschädigt. Bitte halten Sie das Forum an und spielen Sie eine Sicherung ein.", err}
	case "57014": // query_canceled
		return &wrapped{fault.Unready, overloaded, err}
	}
	if e.Code == "0A000" && e.Routine == "RevalidateCachedQuery" || e.Code == "26000" { // a prepared statement does not suit its table, or is gone
		return &wrapped{fault.Unready, "Die Datenbank wurde gerade umgestellt. Bitte versuchen Sie es noch einmal.", err}
	}
	switch e.Code[:2] {
	case "40", "53", "55": // deadlock and such, insufficient resources, lock not available
		return &wrapped{fault.Unready, overloaded, err}
	}
	return err
}

func (postgres) damaged(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == dataCorrupted || e.Code == indexCorrupted)
}

// broken reports whether an error ended a connection that was there: by the network,
// or because the server ended the session.
func broken(err error) bool {
	var connect *pgconn.ConnectError
	if err == nil || errors.As(err, &connect) {
		return false
	}
	var e *pgconn.PgError
	if errors.As(err, &e) {
		switch e.Code[:2] {
		case "08": // connection
			return true
		case "57": // shutdown, but not one statement that was cancelled
			return e.Code != "57014"
		}
		return e.Code == "25P03" || e.Code == "25P04" // silent for too long, transaction took too long
	}
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, sqldriver.ErrBadConn) || errors.Is(err, pgconn.ErrConnClosed)
}

// unclear reports whether a commit that failed may have been carried out: the server
// got it and did not refuse it. The driver has one error for a connection that was closed
// before and for one that closed while it waited for the answer; only the former is safe
// to retry.
func (postgres) unclear(err error) bool {
	if err == context.Canceled || err == sql.ErrTxDone || pgconn.SafeToRetry(err) { // before it was sent
		return false
	}
	var e *pgconn.PgError
	return broken(err) || !errors.As(err, &e)
}
