package db

import (
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"kommunalforum/internal/fault"
)

func (postgres) translate(err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return translateLost(err)
	}
	switch {
	case e.Code == "23505": // unique_violation
		return &wrapped{fault.Conflict, "Das gibt es schon.", err}
	case e.Code == "53100": // disk_full
		return &wrapped{fault.Unready, "Der Speicherplatz ist voll. Lesen ist möglich, Schreiben im Augenblick nicht.", err}
	case e.Code == "25006": // read_only_sql_transaction
		return &wrapped{fault.Unready, "Die Datenbank ist schreibgeschützt. Lesen ist möglich, Schreiben im Augenblick nicht.", err}
	case e.Code == "58030": // io_error
		return &wrapped{fault.Internal, "Der Datenträger der Datenbank meldet einen Fehler. Bitte prüfen Sie ihn.", err}
	case e.Code == "XX001", e.Code == "XX002": // data_corrupted, index_corrupted
		return &wrapped{fault.Internal, "Die Datenbank ist beschädigt. Bitte halten Sie das Forum an und spielen Sie eine Sicherung ein.", err}
	}
	switch e.Code[:2] {
	case "40", "53", "55": // deadlock and such, insufficient resources, lock not available
		return &wrapped{fault.Unready, "Die Datenbank ist gerade ausgelastet. Bitte versuchen Sie es noch einmal.", err}
	case "08", "57": // connection, shutdown
		return &wrapped{fault.Unready, unreachable, err}
	}
	return err
}

const unreachable = "Die Datenbank ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal."

// translateLost translates the errors of connections that cannot be made or broke.
func translateLost(err error) error {
	var connect *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return &wrapped{fault.Unready, unreachable, err}
	}
	return err
}
