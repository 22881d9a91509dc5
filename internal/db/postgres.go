package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// postgres is the engine of a database on a PostgreSQL server. Writers queue at one
// advisory lock, so each sees all that was committed before, as on SQLite.
type postgres struct {
	conf     *pgx.ConnConfig
	name     string
	patience time.Duration // with a silent server
}

// isPostgres reports whether the source is the address of a PostgreSQL database.
func isPostgres(source string) bool {
	return strings.HasPrefix(source, "postgres://") || strings.HasPrefix(source, "postgresql://")
}

// parsePostgres reads the address. It refuses one with a password, because other
// users of the machine see the command line.
func parsePostgres(source string) (postgres, error) {
	u, err := url.Parse(source)
	if err != nil { // the error would repeat a password
		return postgres{}, errAddress
	}
	if _, set := u.User.Password(); set || u.Query().Has("password") {
		return postgres{}, errors.New("Die Adresse der Datenbank enthält ein Passwort, das andere auf diesem Rechner sehen könnten. Bitte " +
			"geben Sie es in der Umgebungsvariable PGPASSWORD oder in einer Passwortdatei (PGPASSFILE) an.")
	}
	conf, err := pgx.ParseConfig(source)
	if err != nil {
		return postgres{}, fmt.Errorf("Die Adresse der Datenbank %s lässt sich nicht lesen: %w", source, err)
	}
	if conf.RuntimeParams["application_name"] == "" {
		conf.RuntimeParams["application_name"] = "kommunalforum"
	}
	setAfterwards(conf)
	if conf.ValidateConnect == nil { // of several servers the one that takes writes
		conf.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	if conf.ConnectTimeout == 0 {
		conf.ConnectTimeout = connectTime
	}
	conf.DialFunc = dialer(conf.ConnectTimeout).DialContext
	name := "postgres:///" + conf.Database
	if !strings.HasPrefix(conf.Host, "/") { // the folder of a socket says little
		name = "postgres://" + net.JoinHostPort(conf.Host, strconv.Itoa(int(conf.Port))) + "/" + conf.Database
	}
	return postgres{conf, name, answerTime}, nil
}

var errAddress = errors.New("Die Adresse der Datenbank ist nicht gültig. Anzugeben ist zum Beispiel postgres://forum@server/forum.")

const (
	writing = 2 // of them one writes, and the other waits at the lock
	reading = 8 // which wait for the network more than a file's do
)

func (e postgres) String() string { return e.name }

func (e postgres) open(ctx context.Context, o Options) (p pools, err error) {
	if o.Reads == 0 {
		o.Reads = reading
	}
	p = pools{write: e.pool(writing, writerSilence), read: e.pool(o.Reads, readerSilence), versions: e.pool(2, readerSilence)}
	if err := e.checkServer(ctx, p.write, o.Log); err != nil {
		p.close()
		return pools{}, err
	}
	return p, nil
}

func (e postgres) look(ctx context.Context, _ bool) (p pools, made string, err error) {
	p = pools{read: e.pool(1, noSilence)}
	if err := e.checkServer(ctx, p.read, slog.New(slog.DiscardHandler)); err != nil {
		p.close()
		return pools{}, "", err
	}
	return p, "", nil
}

var postgresStatements = statementCache{holder: '$', typed: true}

func (postgres) statements() *statementCache { return &postgresStatements }

// writerLock is the key of the advisory lock at which writers queue.
const writerLock = 0x6b6f6d6d756e616c

// beginWrite takes the lock in the first statement: under READ COMMITTED each later
// one sees what the writer before committed. The same statement counts the write
// and reads the time, so that neither goes back from one write to the next,
// whichever process writes. It also reads the newest schema: a program that does not
// know it writes nothing, see ErrNewerSchema.
func (postgres) beginWrite(ctx context.Context, writers *sql.DB) (*sql.Tx, time.Time, error) {
	tx, at, err := beginOnce(ctx, writers)
	for n := 0; n < writing && broken(err); n++ { // nothing was done yet
		tx, at, err = beginOnce(ctx, writers)
	}
	return tx, at, err
}

func beginOnce(ctx context.Context, writers *sql.DB) (*sql.Tx, time.Time, error) {
	tx, err := writers.BeginTx(queued(ctx), &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return nil, time.Time{}, err
	}
	var micros, schema int64
	err = tx.QueryRowContext(ctx, `
		UPDATE write_count
		SET n = n + 1
		FROM pg_advisory_xact_lock($1)
		RETURNING (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, schema`, int64(writerLock)).Scan(&micros, &schema)
	if known := newestPostgres(); err == nil && schema > known {
		err = fmt.Errorf("%w: schema %d, this program knows %d", ErrNewerSchema, schema, known)
	}
	if err != nil {
		tx.Rollback()
		return nil, time.Time{}, err
	}
	return tx, time.UnixMicro(micros), nil
}

// sharesCommits: a savepoint would cost each writer two more round trips, and what fails
// in one of them, such as the connection, would leave the others in doubt.
func (postgres) sharesCommits() bool { return false }

func (postgres) reading() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// changeSQL leaves a row for every write: each is counted.
func (postgres) changeSQL(bool) string {
	return `INSERT INTO data_change (n, what) SELECT n, $1 FROM write_count`
}

func (postgres) changesSQL() string {
	return `SELECT w.n, c.n, c.what FROM write_count w LEFT JOIN data_change c ON c.n > $1 ORDER BY c.n`
}

func (postgres) skipID(tx *Tx, table string) (int64, error) {
	return Scalar[int64](tx, `SELECT nextval(pg_get_serial_sequence($1, 'id')::regclass)`, table)
}

// copyBefore keeps nothing: backups are the server's.
func (e postgres) copyBefore(_ context.Context, _ *sql.DB, schema int64, log *slog.Logger) error {
	log.Info("database is migrated without a copy: its backups are the server's", "database", e.name, "schema", schema)
	return nil
}

func (postgres) dropCopies(time.Time) error { return nil }

func (postgres) copyFile(context.Context, pools, string, func(done, all int)) error { return ErrNoFile }

func (postgres) fileSize(context.Context, *sql.DB) (int64, error) { return 0, ErrNoFile }
