// Package dbtest gives tests places for databases: files, or, when
// KOMMUNALFORUM_TEST_DATABASE holds the address of a PostgreSQL server, databases
// there. Each folder has one database that belongs to it. A Pair is servers of the
// test's own.
package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"
)

const variable = "KOMMUNALFORUM_TEST_DATABASE"

// OnServer reports whether databases are on a server.
func OnServer() bool { return os.Getenv(variable) != "" }

// Address returns the address of the folder's database on the server, "" when it is
// a file in the folder.
func Address(folder string) string {
	if !OnServer() {
		return ""
	}
	u, err := url.Parse(os.Getenv(variable))
	if err != nil {
		panic(variable + " holds no address")
	}
	u.Path = "/" + name(folder)
	return u.String()
}

// Source returns where the folder's database is: its address, or the path of its
// file.
func Source(folder string) string {
	if address := Address(folder); address != "" {
		return address
	}
	return file(folder)
}

// Make makes an empty database for the folder, unless it has one. The first call also
// turns on the modes of the test run.
func Make(folder string) error {
	if err := useModes(); err != nil {
		return err
	}
	if !OnServer() {
		return nil // files are made when they are opened
	}
	var exists bool
	err := onServer(func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name(folder)).Scan(&exists)
	})
	if err != nil || exists {
		return err
	}
	return run(`CREATE DATABASE ` + name(folder))
}

// Clone gives a folder that was copied a copy of the closed database which belongs
// to the other one. A file was copied with its folder.
func Clone(from, to string) error {
	if !OnServer() {
		return nil
	}
	return run(`CREATE DATABASE ` + name(to) + ` TEMPLATE ` + name(from) + ` STRATEGY file_copy`)
}

// Replace puts a copy of the closed database which belongs to one folder in the place
// of the other's.
func Replace(from, to string) error {
	if OnServer() {
		if err := Drop(to); err != nil {
			return err
		}
		return Clone(from, to)
	}
	content, err := os.ReadFile(file(from))
	if err != nil {
		return err
	}
	return os.WriteFile(file(to), content, 0o600)
}

// Template is a database to make copies of.
type Template struct {
	folder  string
	content []byte // of the file
}

// NewTemplate returns what fill leaves at the source, a new database that it opens
// and closes. On a server it stays until that ends.
func NewTemplate(fill func(source string) error) (t Template, err error) {
	if t.folder, err = os.MkdirTemp("", "kommunalforum-template-"); err != nil {
		return t, err
	}
	defer os.RemoveAll(t.folder)
	if err := Make(t.folder); err != nil {
		return t, err
	}
	if err := fill(Source(t.folder)); err != nil || OnServer() {
		return t, err
	}
	t.content, err = os.ReadFile(file(t.folder))
	return t, err
}

// Copy makes a copy for the folder, which has no database, and returns its source.
func (t Template) Copy(folder string) (source string, err error) {
	if OnServer() {
		return Source(folder), Clone(t.folder, folder)
	}
	return Source(folder), os.WriteFile(file(folder), t.content, 0o600)
}

// Drop removes the folder's database. Files go with their folder.
func Drop(folder string) error {
	if !OnServer() {
		return nil
	}
	return run(`DROP DATABASE IF EXISTS ` + name(folder) + ` WITH (FORCE)`)
}

func file(folder string) string { return filepath.Join(folder, "forum.db") }

// name is the same for one folder in all processes.
func name(folder string) string {
	sum := sha256.Sum256([]byte(filepath.Clean(folder)))
	return "test_" + hex.EncodeToString(sum[:12])
}

// run runs a statement on a connection of its own: databases are not made in
// transactions, so nothing of package db would do.
func run(statement string) error {
	return onServer(func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, statement)
		if err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
		return nil
	})
}

func onServer(fn func(context.Context, *pgx.Conn) error) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, os.Getenv(variable))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return fn(ctx, conn)
}
