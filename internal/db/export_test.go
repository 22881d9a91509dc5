package db

import (
	"context"
	"log/slog"
	"net"
	"path/filepath"
	"time"
)

// OpenImpatient is Open with little patience with a silent server.
func OpenImpatient(ctx context.Context, source string, patience time.Duration) (*DB, error) {
	e, err := parsePostgres(source)
	if err != nil {
		return nil, err
	}
	e.patience = patience
	return openOn(ctx, e, Options{})
}

// Answering is how connections to servers read, and what begins to ask whether the server
// works.
func Answering(conn net.Conn, patience time.Duration) (reads net.Conn, watch func(works func() bool) error) {
	c := &answering{Conn: conn, patience: patience}
	return c, c.watch
}

// Dialer makes the connections to servers.
func Dialer() *net.Dialer { return dialer(connectTime) }

// Copy does what a migration to the schema does first, and returns the file.
func (d *DB) Copy(ctx context.Context, schema int64) (string, error) {
	if err := d.copyBefore(ctx, d.write, schema, slog.New(slog.DiscardHandler)); err != nil {
		return "", err
	}
	made, err := filepath.Glob(d.String() + ".vor-schema-*")
	if err != nil || len(made) != 1 {
		return "", err
	}
	return made[0], nil
}

// Prepare has the engine read the statement without running it.
func (d *DB) Prepare(ctx context.Context, r Recorded) error {
	s := d.statements().of(statementKey{r.Query, r.Integers})
	if s.err != nil {
		return s.err
	}
	p, err := d.write.PrepareContext(ctx, s.text)
	if err != nil {
		return err
	}
	return p.Close()
}

// Table is what CopyTo knows of a table.
type Table struct {
	Name         string
	Columns, Key []string
	Copied       string // condition on its rows
}

// Tables returns those that CopyTo copies.
func (d *DB) Tables(ctx context.Context) (out []Table, err error) {
	all, err := d.describe(ctx)
	for _, t := range all.tables {
		out = append(out, Table{t.name, t.columnNames(), t.key, t.goesAlong()})
	}
	return out, err
}
