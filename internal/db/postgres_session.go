package db

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// setAfterwards has parameters of the address, such as search_path, set by statements
// once a connection is there. At its start poolers refuse them.
func setAfterwards(conf *pgx.ConnConfig) {
	later := maps.Clone(conf.RuntimeParams)
	maps.DeleteFunc(later, func(name, _ string) bool {
		return name == "application_name" || name == "options" || name == "replication"
	})
	maps.DeleteFunc(conf.RuntimeParams, func(name, _ string) bool { return later[name] != "" })
	if len(later) == 0 {
		return
	}
	conf.AfterConnect = func(ctx context.Context, conn *pgconn.PgConn) error {
		for _, name := range slices.Sorted(maps.Keys(later)) {
			set := conn.ExecParams(ctx, `SELECT set_config($1, $2, FALSE)`, [][]byte{[]byte(name), []byte(later[name])}, nil, nil, nil)
			if _, err := set.Close(); err != nil {
				return err
			}
		}
		return nil
	}
}

// connect makes a connection that is in no pool.
func (e postgres) connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.ConnectConfig(ctx, e.conf.Copy())
}

// simply is for statements that may come to a pooler before it is known which.
const simply = pgx.QueryExecModeSimpleProtocol

// pooled reports whether a pooler is in between that gives each transaction another
// session of the server. Locks of a session would be left behind there, and hold up
// everybody.
func (e postgres) pooled(ctx context.Context, conns *sql.DB) (bool, error) {
	conn, err := conns.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	var known, session uint32
	err = conn.Raw(func(driver any) error {
		known = driver.(*queueing).Conn.Conn().PgConn().PID()
		return nil
	})
	if err == nil {
		err = conn.QueryRowContext(ctx, `SELECT pg_backend_pid()`, simply).Scan(&session)
	}
	if err != nil || known == session { // nobody in between gave it a number of its own
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, 3*checkTime)
	defer cancel()
	return e.mixed(ctx)
}

// mixed reports whether two connections come to the same session while both are open, or
// one of them comes to two.
func (e postgres) mixed(ctx context.Context) (bool, error) {
	a, err := e.connect(ctx)
	if err != nil {
		return false, err
	}
	defer closeConn(a)
	b, err := e.connect(ctx)
	if err != nil {
		return false, err
	}
	defer closeConn(b)
	const tries = 3 // somebody else may come in between
	mixed := false
	for n := 0; n < tries && !mixed && err == nil; n++ {
		mixed, err = mixedOnce(ctx, a, b)
	}
	return mixed, err
}

// mixedOnce keeps b in its session meanwhile.
func mixedOnce(ctx context.Context, a, b *pgx.Conn) (mixed bool, err error) {
	first, err := sessionOf(ctx, a)
	if err != nil {
		return false, err
	}
	if _, err := b.Exec(ctx, `BEGIN`); err != nil {
		return false, err
	}
	beside, err := sessionOf(ctx, b)
	again := first
	if err == nil && beside != first {
		again, err = sessionOf(ctx, a)
	}
	_, ended := b.Exec(ctx, `ROLLBACK`)
	return beside == first || again != first, errors.Join(err, ended)
}

func sessionOf(ctx context.Context, conn *pgx.Conn) (pid uint32, err error) {
	return pid, conn.QueryRow(ctx, `SELECT pg_backend_pid()`, simply).Scan(&pid)
}
