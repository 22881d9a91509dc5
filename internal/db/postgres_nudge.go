package db

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	nudges = "kommunalforum_nudge" // the channel
	// After a failure the connection is made again at once, then after pauses that
	// double up to maxReconnect.
	minReconnect = 250 * time.Millisecond
	maxReconnect = 10 * time.Second
	// echoTime is how long a nudge may take through the server.
	echoTime = 10 * time.Second
	// deafPause is how long nobody listens where nudges do not arrive: a pooler may end
	// connections because of them.
	deafPause = time.Hour
	// quietTime is after how long without a nudge the connection is checked.
	quietTime = 30 * time.Second
	checkTime = 5 * time.Second // how long the server may take to answer
)

// errDeaf says that notifications do not arrive.
var errDeaf = errors.New("notifications of the server do not arrive")

// exchange keeps one connection, on which it tells and listens. It tells after the
// commit and not within, where others would have to wait for it. What is lost when
// the connection breaks is made up for by waking everybody.
func (e postgres) exchange(ctx context.Context, p pools, log *slog.Logger, ours <-chan struct{}, heard func()) {
	pause, lost, deaf := time.Duration(0), false, false
	for ctx.Err() == nil {
		c, err := e.openLine(ctx)
		if err == nil {
			if lost {
				log.Info("nudges of other nodes arrive again")
			}
			pause, lost = 0, false
			heard() // of what was committed in between
			err = c.exchange(ctx, p, ours, heard)
			closeConn(c.conn)
		}
		pause = min(max(2*pause, minReconnect), maxReconnect)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, errDeaf):
			if !deaf {
				log.Error(deafness)
			}
			deaf, pause = true, deafPause
		case !lost:
			log.Warn("connection for nudges lost, is made again", "error", err)
			lost = true
		}
		sleep(ctx, pause)
	}
}

const deafness = "Zwischen diesem Knoten und PostgreSQL steht wohl ein Pooler im Transaktionsmodus: Benachrichtigungen (LISTEN/NOTIFY) kommen " +
	"nicht an, und die Sperre des führenden Knotens hält dort nicht. Bitte stellen Sie den Pooler auf den Sitzungsmodus um " +
	"(bei PgBouncer: pool_mode = session), oder verbinden Sie das Forum unmittelbar mit PostgreSQL."

// hotline is the connection of exchange.
type hotline struct {
	conn  *pgx.Conn
	token string // of the nudge to itself that shows whether nudges arrive; "" when it did
}

func (e postgres) openLine(ctx context.Context) (*hotline, error) {
	conn, err := e.connect(ctx)
	if err != nil {
		return nil, err
	}
	c := &hotline{conn: conn, token: rand.Text()}
	if err := c.exec(ctx, `LISTEN `+nudges); err != nil {
		closeConn(conn)
		return nil, err
	}
	return c, nil
}

// exchange tells and listens until ctx ends or the connection is lost.
func (c *hotline) exchange(ctx context.Context, p pools, ours <-chan struct{}, heard func()) error {
	// From another connection: behind a pooler the own one would hear itself.
	if _, err := p.write.ExecContext(ctx, `SELECT pg_notify($1, $2)`, nudges, c.token); err != nil {
		return err
	}
	echo := time.Now().Add(echoTime)
	for {
		patience := quietTime
		if c.token != "" {
			patience = time.Until(echo)
		}
		told, err := c.wait(ctx, patience, ours, heard)
		switch {
		case err != nil:
		case told:
			err = c.exec(ctx, `SELECT pg_notify('`+nudges+`', '')`)
		case c.token != "":
			err = errDeaf
		default:
			err = c.exec(ctx, `LISTEN `+nudges) // whether it is still there
		}
		if err != nil {
			return err
		}
	}
}

func (c *hotline) exec(ctx context.Context, statement string) error {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	_, err := c.conn.Exec(ctx, statement)
	return err
}

// warnings says what checkServer warns of, and whether notifications arrive, from another
// connection.
func (e postgres) warnings(ctx context.Context, p pools) (all []string, err error) {
	var commit string
	if err := p.read.QueryRowContext(ctx, `SELECT current_setting('synchronous_commit')`).Scan(&commit); err != nil {
		return nil, e.translate(err)
	}
	if commit == "off" {
		all = append(all, "Was das Forum bestätigt hat, kann verloren gehen, wenn der Datenbankserver ausfällt: synchronous_commit ist "+
			"ausgeschaltet.")
	}
	if !e.proven() {
		all = append(all, "Der Datenbankserver muss sich nicht ausweisen, andere könnten also mitlesen: sslmode ist nicht verify-full.")
	}
	c, err := e.openLine(ctx)
	if err != nil {
		return nil, e.translate(err)
	}
	defer closeConn(c.conn)
	if _, err := p.read.ExecContext(ctx, `SELECT pg_notify($1, $2)`, nudges, c.token); err != nil {
		return nil, e.translate(err)
	}
	waiting, end := context.WithTimeout(ctx, echoTime)
	defer end()
	for c.token != "" && waiting.Err() == nil && err == nil {
		err = c.listen(ctx, waiting, func() {})
	}
	if err == nil && c.token != "" {
		all = append(all, deafness)
	}
	return all, err
}

// wait calls heard for each nudge of another process until this one has something to
// tell, the own token arrives or its patience ends.
func (c *hotline) wait(ctx context.Context, patience time.Duration, ours <-chan struct{}, heard func()) (told bool, err error) {
	waiting, end := context.WithTimeout(ctx, patience)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-ours:
			told = true
			end()
		case <-waiting.Done():
		}
	}()
	err = c.listen(ctx, waiting, heard)
	end()
	<-watched
	return told, err
}

func (c *hotline) listen(ctx, waiting context.Context, heard func()) error {
	for {
		n, err := c.conn.WaitForNotification(waiting)
		switch {
		case n != nil && n.PID == c.conn.PgConn().PID(): // it woke the own listeners itself
		case n != nil && n.Payload == "":
			heard()
		case n != nil && n.Payload == c.token:
			c.token = ""
			return nil
		case n != nil: // the token of another process
		case ctx.Err() != nil:
			return ctx.Err()
		case c.conn.IsClosed():
			return err
		case waiting.Err() != nil:
			return nil
		}
	}
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
