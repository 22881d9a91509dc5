package db

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/pressly/goose/v3"
)

// engine is all that differs between databases. SQLite and PostgreSQL have one
// each; nothing outside this package knows which one runs.
type engine interface {
	// String names the database in sentences for the operator.
	String() string
	// open connects to the database, which may be empty, and returns its pools.
	// With existing it refuses a database that is missing.
	open(ctx context.Context, o Options) (pools, error)
	// look connects for reading only and changes nothing; see OpenReadOnly.
	look(ctx context.Context, served bool) (p pools, made string, err error)

	// stage is Stage, or with copying StageCopy; exists is Exists.
	stage(ctx context.Context, source, folder string, copying bool) (*Staging, error)
	exists(ctx context.Context) (bool, error)

	// statements rewrites placeholders to those of the driver.
	statements() *statementCache
	// beginWrite begins a transaction that no other writer runs beside. It returns
	// the time of the database's clock, or zero where that is the process's own.
	beginWrite(ctx context.Context, writers *sql.DB) (*sql.Tx, time.Time, error)
	// sharesCommits reports whether writers who wait for each other share a commit.
	sharesCommits() bool
	// reading are the options of a transaction that sees one state.
	reading() *sql.TxOptions
	// together is Tx.Together.
	together(tx *Tx, reads []func(*Tx) error) error
	// changeSQL leaves a row for a write that is about to be committed; "" where none is
	// needed. Some says whether it wrote anything.
	changeSQL(some bool) string
	// changesSQL selects the number of the last commit and with it each change after $1.
	changesSQL() string
	// exchange tells the other processes on the database of each signal from ours,
	// and calls heard when one of them told, until ctx ends.
	exchange(ctx context.Context, p pools, log *slog.Logger, ours <-chan struct{}, heard func())
	// lead is DB.Lead.
	lead(ctx context.Context, log *slog.Logger, work func(context.Context))
	// skipID is Tx.SkipID.
	skipID(tx *Tx, table string) (int64, error)
	// translate turns driver errors that mean something to the domain into faults,
	// by code, never by text.
	translate(err error) error
	// unclear reports whether a commit that failed may have been carried out.
	unclear(err error) bool

	// ours reports whether the database holds a schema of this program. It returns
	// an error for a damaged database and for one of another program.
	ours(ctx context.Context, conns *sql.DB) (bool, error)
	// migrations returns the steps from an empty database to the present schema.
	migrations(conns *sql.DB) (*goose.Provider, error)
	// inTheWay reports whether a migration failed only because somebody was using what
	// it changes.
	inTheWay(err error) bool
	// copyBefore keeps a copy of the database before it is migrated to the schema.
	copyBefore(ctx context.Context, writers *sql.DB, schema int64, log *slog.Logger) error
	// copyFile is DB.CopyFile, fileSize is DB.FileSize.
	copyFile(ctx context.Context, p pools, path string, progress func(done, all int)) error
	fileSize(ctx context.Context, conns *sql.DB) (int64, error)
	// dropCopies removes those that are older than until.
	dropCopies(until time.Time) error
	// eraseTraces is DB.EraseTraces.
	eraseTraces(ctx context.Context, writers *sql.DB, keys []Key) error
	// warnings is DB.Warnings.
	warnings(ctx context.Context, p pools) ([]string, error)
	// check is DB.Check.
	check(tx *Tx) ([]string, error)
	// checkPages is DB.CheckPages; rest pauses after a part.
	checkPages(ctx context.Context, p pools, rest func(took time.Duration) error) (PageReport, error)
	// schema is DB.Schema.
	schema(tx *Tx) ([]string, error)

	// tables describes those that every engine has, by name.
	tables(tx *Tx) ([]table, error)
	// lastIDs returns the id that each table with ids of its own gave out last, 0 for
	// none. Rows that had it may be deleted.
	lastIDs(tx *Tx) (map[string]int64, error)
	// state tells two states of the data apart, unless somebody went around the program.
	state(ctx context.Context, conns *sql.DB) (string, error)
	// size is DB.Size.
	size(ctx context.Context, p pools) (data, log int64, err error)
	// others is DB.Others.
	others(ctx context.Context, conns *sql.DB) ([]string, error)
	// load opens a database that was made by StageCopy and migrated, and empties the
	// tables.
	load(ctx context.Context, tables []table) (loader, error)
}

// engineOf returns the engine of a source: the path of a file, or an address that
// begins with postgres://.
func engineOf(source string) (engine, error) {
	if isPostgres(source) {
		return parsePostgres(source)
	}
	return sqlite{source}, nil
}

// pools are the connections to a database.
type pools struct {
	write    *sql.DB // nil when it is opened for reading only
	read     *sql.DB
	versions *sql.DB // one connection for memory and one for Version
}

// close closes the connections once those that are in use are free. The writer goes last:
// with the last connection to a file SQLite writes its log into it, which one that only reads
// cannot do.
func (p pools) close() error {
	var err error
	for _, pool := range []*sql.DB{p.versions, p.read, p.write} {
		if pool == nil {
			continue
		}
		err = errors.Join(err, pool.Close())
		for begin := time.Now(); pool.Stats().InUse > 0 && time.Since(begin) < closing; {
			time.Sleep(time.Millisecond)
		}
	}
	return err
}

// closing is how long close waits for connections that are in use.
const closing = 5 * time.Second
