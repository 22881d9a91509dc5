package db

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	leadLock = writerLock + 2
	// leadRhythm is how often a process tries to lead, and how often the one that does
	// looks whether it still has its connection.
	leadRhythm = 2 * time.Second
	// leadSilence is how long whoever leads may stand still.
	leadSilence = 15 * time.Second
)

// lead holds a session's advisory lock while work runs. The server gives the lock back
// when it loses the connection.
func (e postgres) lead(ctx context.Context, log *slog.Logger, work func(context.Context)) {
	for ctx.Err() == nil {
		conn, err := e.takeLead(ctx)
		switch {
		case err == nil:
			log.Info("this node leads now")
			holdLead(ctx, conn, work)
			if ctx.Err() == nil {
				log.Warn("this node leads no longer")
			}
		case ctx.Err() == nil:
			log.Debug("this node cannot lead", "error", err)
		}
		sleep(ctx, leadRhythm)
	}
}

// takeLead waits until the lock is free and returns the connection that holds it.
func (e postgres) takeLead(ctx context.Context) (*pgx.Conn, error) {
	conn, err := e.connect(ctx)
	if err != nil {
		return nil, err
	}
	err = prepareLead(ctx, conn)
	for {
		alone := false
		if err == nil {
			alone, err = leadOf(ctx, conn, `SELECT pg_try_advisory_lock($1)`)
		}
		if err == nil && alone {
			return conn, nil
		}
		if err == nil {
			sleep(ctx, leadRhythm)
			err = ctx.Err()
		}
		if err != nil {
			closeConn(conn)
			return nil, err
		}
	}
}

// prepareLead has the server end the session when it hears no more of us: a machine that
// vanished and a process that stands still must not go on leading.
func prepareLead(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	_, err := conn.Exec(ctx, fmt.Sprintf(`
		SET tcp_keepalives_idle = 3;
		SET tcp_keepalives_interval = 2;
		SET tcp_keepalives_count = 3;
		SET idle_session_timeout = %d`, leadSilence.Milliseconds()))
	return err
}

func leadOf(ctx context.Context, conn *pgx.Conn, query string) (yes bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	return yes, conn.QueryRow(ctx, query, int64(leadLock)).Scan(&yes)
}

// holdLead runs work until it returns. The context of work ends when the connection is
// lost.
func holdLead(ctx context.Context, conn *pgx.Conn, work func(context.Context)) {
	defer closeConn(conn) // gives the lock back
	leading, end := context.WithCancel(ctx)
	var watch sync.WaitGroup
	defer watch.Wait()
	defer end()
	watch.Go(func() {
		defer end()
		for {
			sleep(leading, leadRhythm)
			if leading.Err() != nil {
				return
			}
			if _, err := leadOf(leading, conn, `SELECT $1::bigint = $1`); err != nil {
				return
			}
		}
	})
	work(leading)
}

func closeConn(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), checkTime)
	defer cancel()
	conn.Close(ctx)
}
