package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"github.com/mattn/go-sqlite3"
)

// pagesAtOnce are copied before the next look at whether to go on: 4 MB.
const pagesAtOnce = 1024

// copyFile copies with SQLite's backup API. The source is a connection of its own in a
// read transaction, so that writers change nothing in what is copied and nothing is begun
// again because of them.
func (e sqlite) copyFile(ctx context.Context, p pools, path string, progress func(done, all int)) (err error) {
	from := p.read // nobody else uses the connections of a database that is only looked at
	if p.write != nil {
		if from, err = sql.Open(driver(), dsn(e.path, readerOptions)); err != nil {
			return fmt.Errorf("copy database: %w", err)
		}
		defer from.Close()
	}
	if err := createFile(path); err != nil {
		return err
	}
	if err := e.copyPages(ctx, from, path, progress); err != nil {
		return e.translate(fmt.Errorf("copy database: %w", err))
	}
	return syncFile(path)
}

func (e sqlite) copyPages(ctx context.Context, from *sql.DB, path string, progress func(done, all int)) (err error) {
	// Nobody needs a journal of a file that is of no use before it is whole.
	to, err := sql.Open(driver(), dsn(path, "_journal_mode=OFF&_synchronous=OFF"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	source, err := from.Conn(ctx)
	if err != nil {
		return err
	}
	defer source.Close()
	state, err := source.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer state.Rollback()
	var tables int
	if err := state.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_schema`).Scan(&tables); err != nil { // begins it
		return err
	}
	target, err := to.Conn(ctx)
	if err != nil {
		return err
	}
	defer target.Close()
	return target.Raw(func(into any) error {
		return source.Raw(func(of any) error {
			return stepPages(ctx, into.(*sqlite3.SQLiteConn), of.(*sqlite3.SQLiteConn), progress)
		})
	})
}

func stepPages(ctx context.Context, to, from *sqlite3.SQLiteConn, progress func(done, all int)) (err error) {
	b, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Finish()) }()
	for done := false; !done; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if done, err = b.Step(pagesAtOnce); err != nil {
			return err
		}
		progress(b.PageCount()-b.Remaining(), b.PageCount())
	}
	return nil
}

func (e sqlite) fileSize(ctx context.Context, conns *sql.DB) (size int64, err error) {
	err = conns.QueryRowContext(ctx, `SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`).Scan(&size)
	return size, e.translate(err)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
