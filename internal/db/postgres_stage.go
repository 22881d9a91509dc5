package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
)

const (
	stagingSchema = "kommunalforum_neu"
	copyingSchema = "kommunalforum_kopie"
	copyingMark   = "unfertige Kopie eines Forums" // the comment on a copyingSchema that this program made
	stagingLock   = writerLock + 1                 // of a session that stages
)

// stage makes the database in a schema of its own. A lock keeps a second process
// from doing the same.
func (e postgres) stage(ctx context.Context, source, _ string, copying bool) (*Staging, error) {
	conns := e.pool(1, noSilence)
	if err := e.checkServer(ctx, conns, slog.New(slog.DiscardHandler)); err != nil {
		conns.Close()
		return nil, err
	}
	conn, err := conns.Conn(ctx)
	if err != nil {
		conns.Close()
		return nil, e.refused(err)
	}
	end := func() error { return errors.Join(conn.Close(), conns.Close()) }
	var alone bool
	err = conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, int64(stagingLock)).Scan(&alone)
	if err == nil && !alone {
		err = fmt.Errorf("In der Datenbank %s legt gerade ein anderer Vorgang ein Forum an.", e)
	}
	schema := stagingSchema
	if copying {
		schema = copyingSchema
	}
	if err == nil && copying {
		err = checkMark(ctx, conn)
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, `
			DROP SCHEMA IF EXISTS `+schema+` CASCADE;
			CREATE SCHEMA `+schema+`;
			COMMENT ON SCHEMA `+schema+` IS '`+copyingMark+`'`)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("Das neue Forum lässt sich in der Datenbank %s nicht anlegen: %w", e, err), end())
	}
	return &Staging{
		Source: withSearchPath(source, schema),
		place:  func(ctx context.Context) error { return e.place(ctx, conn, schema) },
		drop: func() error {
			_, err := conn.ExecContext(context.WithoutCancel(ctx), `DROP SCHEMA IF EXISTS `+schema+` CASCADE`)
			return errors.Join(err, end())
		},
	}, nil
}

// checkMark refuses a schema that has the name for unfinished copies and was made by
// somebody else.
func checkMark(ctx context.Context, conn *sql.Conn) error {
	var strange bool
	err := conn.QueryRowContext(ctx, `SELECT to_regnamespace($1) IS NOT NULL AND NOT `+markedSQL, copyingSchema, copyingMark).Scan(&strange)
	if err == nil && strange {
		err = fmt.Errorf("Das Schema %s gibt es schon, und nicht von diesem Programm. Es bleibt unverändert.", copyingSchema)
	}
	return err
}

// markedSQL says whether there is the schema $1 with the comment $2.
const markedSQL = `COALESCE(obj_description(to_regnamespace($1), 'pg_namespace') = $2, FALSE)`

// withSearchPath returns the address with the schema as the present one.
func withSearchPath(source, schema string) string {
	u, err := url.Parse(source)
	if err != nil {
		return source // was parsed before
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// place moves all tables and functions into the schema where the program looks for
// them. What belongs to a table moves with it. The staging schema goes.
func (e postgres) place(ctx context.Context, conn *sql.Conn, schema string) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return e.translate(err)
	}
	defer tx.Rollback()
	_, err = tx.ExecContext(ctx, `
		DO $$
		DECLARE
			target TEXT := current_schema();
			what TEXT;
		BEGIN
			IF EXISTS (SELECT FROM pg_class WHERE relkind = 'r' AND relnamespace = target::regnamespace) THEN
				RAISE EXCEPTION 'there are tables already in %', target;
			END IF;
			FOR what IN
				SELECT 'TABLE ' || c.oid::regclass
				FROM pg_class c
				WHERE c.relkind = 'r' AND c.relnamespace = '`+schema+`'::regnamespace
				UNION ALL
				SELECT 'FUNCTION ' || p.oid::regprocedure
				FROM pg_proc p
				WHERE p.pronamespace = '`+schema+`'::regnamespace
			LOOP
				EXECUTE format('ALTER %s SET SCHEMA %I', what, target);
			END LOOP;
			DROP SCHEMA `+schema+`;
		END $$`)
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return fmt.Errorf("Das neue Forum lässt sich in der Datenbank %s nicht anlegen: %w", e, e.translate(err))
	}
	return nil
}

func (e postgres) exists(ctx context.Context) (bool, error) {
	conns := e.pool(1, readerSilence)
	defer conns.Close()
	if err := e.checkServer(ctx, conns, slog.New(slog.DiscardHandler)); err != nil {
		return false, err
	}
	var copying, here bool // an unfinished copy, and whether the address leads to it
	err := conns.QueryRowContext(ctx, `SELECT `+markedSQL+`, current_schema() IS NOT DISTINCT FROM $1`, copyingSchema, copyingMark).
		Scan(&copying, &here)
	if err != nil {
		return false, e.refused(err)
	}
	ours, err := e.ours(ctx, conns)
	if err == nil && copying && (!ours || here) {
		return false, ErrUnfinished{"In der Datenbank " + e.name, "dort das Schema " + copyingSchema}
	}
	return ours, err
}
