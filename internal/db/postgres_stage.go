package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
)

const (
	stagingSchema = "kommunalforum_neu"
	stagingLock   = writerLock + 1 // of a session that stages
)

// stage makes the database in a schema of its own. A lock keeps a second process
// from doing the same.
func (e postgres) stage(ctx context.Context, source, _ string) (*Staging, error) {
	conns := pool(e.conf, 1)
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
	if err == nil {
		_, err = conn.ExecContext(ctx, `DROP SCHEMA IF EXISTS `+stagingSchema+` CASCADE`)
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, `CREATE SCHEMA `+stagingSchema)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("Das neue Forum lässt sich in der Datenbank %s nicht anlegen: %w", e, err), end())
	}
	return &Staging{
		Source: withSearchPath(source),
		place:  func(ctx context.Context) error { return e.place(ctx, conn) },
		drop: func() error {
			_, err := conn.ExecContext(context.WithoutCancel(ctx), `DROP SCHEMA IF EXISTS `+stagingSchema+` CASCADE`)
			return errors.Join(err, end())
		},
	}, nil
}

// withSearchPath returns the address with the staging schema as the present one.
func withSearchPath(source string) string {
	u, err := url.Parse(source)
	if err != nil {
		return source // was parsed before
	}
	q := u.Query()
	q.Set("search_path", stagingSchema)
	u.RawQuery = q.Encode()
	return u.String()
}

// place moves all tables and functions into the schema where the program looks for
// them. What belongs to a table moves with it.
func (e postgres) place(ctx context.Context, conn *sql.Conn) error {
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
				WHERE c.relkind = 'r' AND c.relnamespace = '`+stagingSchema+`'::regnamespace
				UNION ALL
				SELECT 'FUNCTION ' || p.oid::regprocedure
				FROM pg_proc p
				WHERE p.pronamespace = '`+stagingSchema+`'::regnamespace
			LOOP
				EXECUTE format('ALTER %s SET SCHEMA %I', what, target);
			END LOOP;
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
	conns := pool(e.conf, 1)
	defer conns.Close()
	var one int
	if err := conns.QueryRowContext(ctx, `SELECT 1`).Scan(&one); err != nil {
		return false, e.refused(err)
	}
	return e.ours(ctx, conns)
}
